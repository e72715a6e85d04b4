"""English phrases: where they stand, what completes them, how they are written."""

from __future__ import annotations

from reports.text.terms.packed import Side
from reports.text.terms.phrases import beads_of, completions, phrase_of, usual_writing
from reports.text.terms.tokens import english_tokens


def side(*texts: str) -> Side:
    found = Side()
    for text in texts:
        found.add(english_tokens(text))
    return found


def phrase(text: str) -> tuple[str, ...]:
    return phrase_of(side(text), 0, 0, len(text.split()))


def test_forms_of_a_word_are_one_phrase() -> None:
    assert list(
        beads_of([phrase("fiscal policy")], side("Fiscal policies", "A policy", "the fiscal policy"))[
            phrase("fiscal policy")
        ]
    ) == [0, 2]


def test_a_phrase_that_is_mostly_part_of_another_is_completed() -> None:
    texts = ["the Scientific Outlook on Development"] * 4
    assert completions({phrase("scientific outlook")}, side(*texts)) == {
        phrase("scientific outlook"): phrase("scientific outlook on development")
    }


def test_a_phrase_with_many_neighbours_is_whole() -> None:
    texts = ["rural schools", "rural roads", "rural banks", "rural homes", "rural water"]
    assert completions({phrase("rural")}, side(*texts)) == {}


def test_writing_inside_a_sentence_counts() -> None:
    texts = ["Grain is stored.", "Grain rose.", "We store grain."]
    assert usual_writing(("grain",), range(3), side(*texts), texts) == "grain"


def test_writing_at_an_opening_becomes_small_unless_it_is_a_name() -> None:
    texts = ["Grain security", "State Council", "GDP grew"]
    beads = side(*texts)
    assert usual_writing(phrase("grain security"), [0], beads, texts) == "grain security"
    assert usual_writing(phrase("state council"), [1], beads, texts) == "State Council"
    assert usual_writing(phrase("gdp"), [2], beads, texts) == "GDP"
