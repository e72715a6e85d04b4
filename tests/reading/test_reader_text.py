from __future__ import annotations

import pytest

from reports.reading.reader_text import Sentence, with_sentences


def test_each_sentence_has_an_element_of_its_own() -> None:
    shown = with_sentences("一。二。", [Sentence(1, 0, 2), Sentence(2, 2, 4)])
    assert shown == '<span class="s" data-s="1">一。</span><span class="s" data-s="2">二。</span>'


def test_what_is_between_sentences_stays() -> None:
    shown = with_sentences("A. B. ", [Sentence(1, 0, 2), Sentence(2, 3, 5)])
    assert shown == '<span class="s" data-s="1">A.</span> <span class="s" data-s="2">B.</span> '


def test_mark_over_a_border_is_cut_there() -> None:
    shown = with_sentences("一二三四", [Sentence(1, 0, 2), Sentence(2, 2, 4)], [(1, 3)])
    assert shown == (
        '<span class="s" data-s="1">一<mark>二</mark></span><span class="s" data-s="2"><mark>三</mark>四</span>'
    )


def test_text_is_escaped_in_and_out_of_marks_and_sentences() -> None:
    shown = with_sentences("<b>&<i>", [Sentence(1, 0, 3)], [(1, 2), (4, 6)])
    assert shown == '<span class="s" data-s="1">&lt;<mark>b</mark>&gt;</span>&amp;<mark>&lt;i</mark>&gt;'


@pytest.mark.parametrize("wrong", [Sentence(1, 2, 2), Sentence(1, 3, 9), Sentence(1, -1, 2), Sentence(1, 3, 2)])
def test_offsets_of_another_text_are_left_out(wrong: Sentence) -> None:
    assert with_sentences("一二三四", [wrong]) == "一二三四"


def test_sentences_that_overlap_lose_no_text() -> None:
    shown = with_sentences("一二三四", [Sentence(1, 0, 3), Sentence(2, 2, 4)])
    assert shown == '<span class="s" data-s="1">一二三</span>四'
