"""The words that terms are made of."""

from __future__ import annotations

import pytest

from reports.text.terms.tokens import chinese_tokens, cut_at, english_tokens, within


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("發展農業", ["发展", "农业"]),
        ("粮食和棉花", ["粮食", "", "棉花"]),
        ("建设5G基站3万个", ["建设", "5g", "基站", "", "万个"]),
        ("，。", []),
    ],
)
def test_chinese_words_and_their_keys(text: str, expected: list[str]) -> None:
    assert [token.key for token in chinese_tokens(text)] == expected


def test_english_words_are_compared_by_stems_and_small_ones_not_at_all() -> None:
    assert [token.key for token in english_tokens("the policies of 2,400 schools")] == ["", "polici", "", "", "school"]


@pytest.mark.parametrize("word", ["per", "up", "one", "not"])
def test_small_words_that_make_a_term_what_it_is_count(word: str) -> None:
    assert english_tokens(word)[0].key == word


def test_words_cover_the_published_text() -> None:
    text = "在㎡上建設５Ｇ網絡"
    assert "".join(text[token.start : token.end] for token in chinese_tokens(text)) == text


def test_marks_between_words_are_known() -> None:
    assert [token.after_mark for token in english_tokens("farmers, towns and cities")] == [False, True, False, False]
    assert [token.after_mark for token in chinese_tokens("粮食、棉花")] == [False, True]


def test_a_word_is_cut_where_a_span_cuts_it() -> None:
    (whole,) = chinese_tokens("义务教育")
    assert [(token.word, token.start, token.end) for token in cut_at([whole], 2, 4)] == [("义务", 0, 2), ("教育", 2, 4)]
    assert cut_at([whole], 0, 4) == [whole]


def test_a_span_touches_words() -> None:
    tokens = english_tokens("new quality productive forces")
    assert within(tokens, 6, 13) == [1, 2]
    assert within(tokens, 3, 4) == []
