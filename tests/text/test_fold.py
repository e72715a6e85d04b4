import pytest
from hypothesis import given
from hypothesis.strategies import text

from reports.text.fold import fold, fold_with_offsets, has_han


@pytest.mark.parametrize(
    ("published", "folded"),
    [
        ("統籌", "统筹"),
        ("著力顯著", "着力显著"),
        ("ＧＤＰ增長２０％", "gdp增长20%"),
        ("（四）", "(四)"),
        ("Beijing’s GDP", "beijing’s gdp"),
        ("乾坤", "乾坤"),
        ("", ""),
    ],
)
def test_fold(published: str, folded: str) -> None:
    assert fold(published) == folded


def test_fold_of_a_folded_text_changes_nothing() -> None:
    text = fold("大力發展㎡ＡＢＣ，推動①")
    assert fold(text) == text


@pytest.mark.parametrize(
    "text",
    ["約㎡２０", "e\u0301cole 報告", "報告", "plain", "…㈠", "각\u1100\u1161", "ﬁ", "ｶﾞｲﾄﾞ", "\u0627\u0653", "ㅎㅏ각"],
)
def test_offsets_cover_the_whole_text(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert folded.span(0, len(folded.text)) == (0, len(text))


def test_a_character_that_folds_to_two_is_marked_whole() -> None:
    folded = fold_with_offsets("約㎡２０")
    assert folded.text == "约m220"
    assert folded.span(2, 3) == (1, 2)
    assert folded.span(3, 5) == (2, 4)


def test_offsets_are_the_same_where_nothing_changes_length() -> None:
    assert fold_with_offsets("統籌發展").span(1, 3) == (1, 3)


@pytest.mark.parametrize(("text", "answer"), [("GDP", False), ("增長10%", True), ("〇", True), ("，。", False)])
def test_has_han(text: str, answer: bool) -> None:
    assert has_han(text) is answer


@given(text())
def test_offsets_of_any_text(published: str) -> None:
    folded = fold_with_offsets(published)
    assert folded.text == fold(published)
    assert folded.span(0, len(folded.text)) == (0, len(published)) or not published
