from __future__ import annotations

import pytest
from django.db import IntegrityError

from reports import errata
from reports.models import AuditEntry, Erratum, ParagraphPair
from tests.factories import report_of

pytestmark = pytest.mark.django_db
ENGLISH = Erratum.About.ENGLISH


@pytest.fixture
def pair() -> ParagraphPair:
    return report_of().pairs.get(position=2)


def test_report_keeps_the_texts_that_were_seen(pair: ParagraphPair) -> None:
    erratum = errata.report_error(pair, about=ENGLISH, message="Twenty-eight.", name="Li").erratum
    ParagraphPair.objects.filter(pk=pair.pk).update(zh="改了。", en="Changed.")
    erratum.refresh_from_db()
    assert (erratum.zh, erratum.en) == (pair.zh, pair.en)
    assert (erratum.state, erratum.name, erratum.report_id) == ("open", "Li", pair.report_id)


@pytest.mark.parametrize("again", ["Twenty-eight.", "  twenty eight", "Twenty-eight!\r\n"])
def test_same_words_are_kept_once(pair: ParagraphPair, again: str) -> None:
    first = errata.report_error(pair, about=ENGLISH, message="Twenty-eight.")
    second = errata.report_error(pair, about=ENGLISH, message=again)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.erratum == first.erratum


def test_same_words_about_something_else_are_another_report(pair: ParagraphPair) -> None:
    errata.report_error(pair, about=ENGLISH, message="Wrong.")
    assert errata.report_error(pair, about=Erratum.About.CHINESE, message="Wrong.").is_new


def test_same_words_about_a_text_that_changed_since_the_answer_are_another_report(pair: ParagraphPair) -> None:
    first = errata.report_error(pair, about=ENGLISH, message="A typo.").erratum
    Erratum.objects.filter(pk=first.pk).update(state="corrected")
    assert not errata.report_error(pair, about=ENGLISH, message="A typo.").is_new
    pair.en = "Another text."
    assert errata.report_error(pair, about=ENGLISH, message="A typo.").is_new


def test_signs_alone_are_compared_too(pair: ParagraphPair) -> None:
    errata.report_error(pair, about=ENGLISH, message="??")
    assert not errata.report_error(pair, about=ENGLISH, message="??").is_new
    assert errata.report_error(pair, about=ENGLISH, message="!!").is_new


def test_what_cannot_be_read_is_taken_out() -> None:
    assert errata.tidy("a\x00b\u202ec\r\n\r\n\r\n\r\nd\x1b[31m\r e ") == "abc\n\nd[31m\ne"


@pytest.mark.parametrize(
    "nothing",
    [
        "\u200b\u200d",
        "\u2060\u00ad",
        "\u3164\u2800",
        "\u2028\u2029",
        "\U000e0041",
        "\u061c\x85",
        "\ufffe\ufdd0\U0001ffff",
    ],
)
def test_signs_that_nobody_sees_are_nothing(nothing: str) -> None:
    assert errata.tidy(nothing) == ""
    assert errata.tidy(f"a{nothing}b").replace("\n", "").replace(" ", "") == "ab"


def test_what_can_be_read_in_any_script_is_kept() -> None:
    # The last is newer than the Unicode of some versions of Python.
    text = "“29 个” ought to be — 二十九个 (see §2), naïve ☂ 𠮷 \U000323af"
    assert errata.tidy(text) == text


def test_message_must_say_something(pair: ParagraphPair) -> None:
    with pytest.raises(IntegrityError):
        errata.report_error(pair, about=ENGLISH, message="\x00 ")


def test_name_is_one_line_of_bounded_length(pair: ParagraphPair) -> None:
    name = errata.report_error(pair, about=ENGLISH, message="Wrong.", name="Li\nBai " + "x" * 99).erratum.name
    assert name.startswith("Li Bai x")
    assert len(name) == 80


def test_reader_leaves_nothing_in_the_audit_log(pair: ParagraphPair) -> None:
    errata.report_error(pair, about=ENGLISH, message="Wrong.")
    assert not AuditEntry.objects.exists()


def test_mark_of_the_texts_changes_with_either_side(pair: ParagraphPair) -> None:
    before = errata.texts_seen(pair)
    pair.en += "."
    assert errata.texts_seen(pair) != before
