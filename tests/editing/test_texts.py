from __future__ import annotations

from dataclasses import replace

import pytest

from reports.editing import Impossible
from reports.editing.parsing import parsed
from reports.revisions import Line, State
from reports.text.beads import aligned
from tests.editing.states import after, state_of, texts


def one(**facts: object) -> State:
    line = Line(zh="甲。", en="One.", key=1, confidence=0.9, evidence={"length": 1.0}, checked=True, needs_review=True)
    return State({}, (replace(line, **facts),))  # type: ignore[arg-type]


def test_one_side_alone_is_edited() -> None:
    assert texts(after(one(), {"do": "edit", "pair": 1, "en": " Two. "})) == [("甲。", "Two.")]


def test_what_was_known_of_the_old_texts_is_not_known_of_the_new() -> None:
    line = after(one(), {"do": "edit", "pair": "1", "zh": "乙。丙。", "en": "Two. Three."}).lines[0]
    assert (line.confidence, line.evidence, line.checked) == (None, {}, False)
    assert line.beads == aligned("乙。丙。", "Two. Three.")


def test_the_same_texts_change_nothing() -> None:
    assert after(one(), {"do": "edit", "pair": 1, "zh": "甲。", "en": "One."}) == one()


def test_line_breaks_stay_and_what_cannot_be_printed_goes() -> None:
    assert texts(after(one(), {"do": "edit", "pair": 1, "zh": "甲\r\n乙\x00"})) == [("甲\n乙", "One.")]


def test_one_text_must_stay() -> None:
    with pytest.raises(Impossible, match="one language at least"):
        after(one(), {"do": "edit", "pair": 1, "zh": " ", "en": ""})


@pytest.mark.parametrize(("zh", "script"), [("推動區塊鏈產業發展", "hant"), ("推动" * 20, "hans"), ("人民", "hant")])
def test_script_follows_a_text_that_shows_it(zh: str, script: str) -> None:
    assert after(one(script="hant"), {"do": "edit", "pair": 1, "zh": zh}).lines[0].script == script


def test_a_headings_number_follows_its_text() -> None:
    state = after(one(level=1, ordinal=1), {"do": "edit", "pair": 1, "zh": "三、任务"})
    assert state.lines[0].ordinal == 3


def test_swapped() -> None:
    assert texts(after(state_of([("One.", "甲。"), ("乙", "2")]), {"do": "swap", "pair": 1})) == [
        ("甲。", "One."),
        ("乙", "2"),
    ]


def test_a_version_is_shown_and_what_was_is_kept() -> None:
    state = one(versions=(("乙", "2", 7, 8), ("丙", "3", None, None)), source=5, source_line=6)
    line = after(state, {"do": "version", "pair": 1, "index": 0}).lines[0]
    assert (line.zh, line.en, line.source, line.source_line) == ("乙", "2", 7, 8)
    assert line.versions == (("甲。", "One.", 5, 6), ("丙", "3", None, None))
    assert texts(after(state, *[{"do": "version", "pair": 1, "index": 0}] * 2)) == texts(state)


def test_checking_settles_the_doubt() -> None:
    line = after(one(checked=False), {"do": "check", "pairs": [1], "checked": True}).lines[0]
    assert (line.checked, line.needs_review) == (True, False)


def test_taking_the_check_back_leaves_the_doubt_as_it_is() -> None:
    line = after(one(), {"do": "check", "pairs": [1], "checked": "false"}).lines[0]
    assert (line.checked, line.needs_review) == (False, True)


def test_a_note() -> None:
    assert after(one(), {"do": "note", "pair": 1, "text": "see p. 3"}).lines[0].note == "see p. 3"
    with pytest.raises(Impossible, match="2000"):
        after(one(), {"do": "note", "pair": 1, "text": "x" * 2001})


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ({}, "no such act"),
        ({"do": "dance"}, "no such act"),
        ({"do": "edit"}, "No pair is chosen"),
        ({"do": "edit", "pair": "one"}, "whole number"),
        ({"do": "edit", "pair": True}, "whole number"),
        ({"do": "edit", "pair": 1, "zh": 5}, "must be a text"),
        ({"do": "edit", "pair": 1, "zh": "长" * 100_001}, "too long"),
        ({"do": "edit", "pair": 2, "zh": "x"}, "no longer in the report"),
        ({"do": "swap", "pairs": [1, "x"]}, "No pair is chosen"),
        ({"do": "swap", "pairs": {"a": 1}}, "No pair is chosen"),
        ({"do": "check", "pair": 1, "checked": "perhaps"}, "yes or no"),
        ({"do": "shift", "pair": 1, "side": "de", "by": 1}, "which language"),
        ({"do": "shift", "pair": 1, "side": "en", "by": 2}, "One step"),
        ({"do": "version", "pair": 1, "index": 0}, "no such version"),
        ({"do": "version", "pair": 1, "index": -1}, "no such version"),
        ({"do": "level", "pair": 1, "level": 7}, "from 1 to 6"),
        ({"do": "beads", "pair": 1, "beads": "[[0"}, "four offsets"),
        ({"do": "beads", "pair": 1, "beads": [[0, 1, 2]]}, "four offsets"),
        ({"do": "edit", "pair": 10**30}, "whole number"),
    ],
)
def test_what_is_wrong_is_said(act: dict[str, object], said: str) -> None:
    with pytest.raises(Impossible, match=said):
        parsed(act).of_state(one())
