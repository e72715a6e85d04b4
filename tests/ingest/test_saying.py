"""Sentences that are kept and said again in another language."""

from __future__ import annotations

import copy
import json

import pytest
from django.utils import translation

from reports import ingest
from reports.ingest.saying import Said, kept, listed, nsay, said_again, say

EMPTY = "The file is empty."


def again(sentence: str, language: str) -> str:
    with translation.override(language):
        return said_again(json.loads(json.dumps(kept(sentence))))


def test_a_message_is_said_in_the_language_of_its_reader() -> None:
    with translation.override("zh-hans"):
        chinese = say("Add the line of the session, such as 在北京市第十六届人民代表大会第三次会议上, below the title, "
                      "or enter the jurisdiction on the page of the review.")  # fmt: skip
    assert again(chinese, "zh-hans") == chinese
    assert again(chinese, "en").startswith("Add the line of the session")
    assert again(chinese, "zh-hant") not in {again(chinese, "en"), str(chinese)}


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_values_are_put_in_again(language: str) -> None:
    with translation.override(language):
        braces = say("Line {line} says {own}, the other language's file {theirs}; that was believed.")
        braces = braces.format(line=3, own="2024", theirs="2025")
        percent = say("The files in the archive are larger than %s together.") % "5 MB"
        several = nsay("%(count)d file was in it.", "%(count)d files were in it.", 4) % {"count": 4}
    for sentence in (braces, percent, several):
        assert again(sentence, language) == sentence
    assert again(several, "en") == "4 files were in it."


def test_a_sentence_in_a_sentence_is_said_again_too() -> None:
    with translation.override("zh-hans"):
        inner = say("All")
        outer = say("{all}, please").format(all=inner)
    assert again(outer, "en") == "All, please"


def test_a_value_may_have_the_name_that_a_sentence_has_for_its_own_text() -> None:
    with translation.override("zh-hans"):
        said = nsay(
            "%(count)d corrected pair stays although the new file lacks it: “%(text)s”.",
            "%(count)d corrected pairs stay although the new file lacks them, the first: “%(text)s”.",
            1,
        )
        chinese = said % {"count": 1, "text": "改革"}
    assert again(chinese, "zh-hans") == chinese
    assert again(chinese, "en") == "1 corrected pair stays although the new file lacks it: “改革”."


def test_things_are_listed_as_the_language_lists_them() -> None:
    pages = say("{pages}").format(pages=[2, 3])
    assert again(pages, "en") == "2, 3"
    assert listed(["a", "b"]) == "a, b"


@pytest.mark.parametrize("old", ["Eine Datei.", "100 % {sure}"])
def test_what_earlier_versions_kept_stays_as_it_was_said(old: str) -> None:
    assert kept(old) == old
    assert said_again(old) == old


@pytest.mark.parametrize(
    "spoiled",
    [
        {"text": "As it was.", "id": "No {such} value.", "how": "{}", "with": {"other": 1}},
        {"text": "As it was.", "id": "No %(such)s value.", "how": "%", "with": {"other": 1}},
        {"text": "As it was.", "id": "%d", "how": "%", "with": "no number"},
        {"text": "As it was."},
    ],
)
def test_where_the_values_no_longer_fit_it_stays_as_it_was_said(spoiled: dict[str, object]) -> None:
    assert said_again(spoiled) == "As it was."


def test_text_from_a_file_is_no_format() -> None:
    sentence = say("“{name}” it is.").format(name="{0.__class__} %s")
    assert again(sentence, "en") == "“{0.__class__} %s” it is."


def test_it_survives_being_copied() -> None:
    sentence = say(EMPTY)
    assert kept(copy.deepcopy(sentence)) == kept(sentence)


def test_what_refuses_a_file_knows_how_it_was_made() -> None:
    with pytest.raises(ingest.Refusal) as refused:
        ingest.understand("a.txt", b"")
    assert isinstance(refused.value.reason, Said)
    assert isinstance(refused.value.remedy, Said)
