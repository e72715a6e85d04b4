"""Which pairs of one text are which of another."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.ingest.matching import Text, matched

PARAGRAPHS = [
    "各位代表！",
    "地区生产总值增长5.2%，一般公共预算收入增长4.1%。",
    "新增高新技术企业1200家，总数达到8000家。",
    "人工智能核心产业规模突破3000亿元。",
    "各位代表！",
    "足额发放养老金，更加注重民生保障和改善。",
]


def of(*texts: str) -> list[list[Text]]:
    return [[Text(text, "")] for text in texts]


def new(*texts: str) -> list[Text]:
    return [Text(text, "") for text in texts]


def test_the_same_are_the_same() -> None:
    assert matched(of(*PARAGRAPHS), new(*PARAGRAPHS)) == {place: place for place in range(6)}


@pytest.mark.parametrize("place", range(6))
def test_one_that_is_missing_moves_the_others(place: int) -> None:
    left = [*PARAGRAPHS[:place], *PARAGRAPHS[place + 1 :]]
    found = matched(of(*left), new(*PARAGRAPHS))
    assert [PARAGRAPHS[at] == left[there] for at, there in found.items()] == [True] * 5


def test_the_other_script_is_the_same() -> None:
    assert matched(of("人工智能核心產業規模突破3000億元。"), new("人工智能核心产业规模突破3000亿元。")) == {0: 0}


def test_english_tells_where_the_chinese_is_beyond_reading() -> None:
    there = [[Text("鏀垮簻宸ヤ綔鎶ュ憡", "The core AI industries surpassed 300 billion yuan.")]]
    assert matched(there, [Text("人工智能核心产业", "The core AI industries surpassed 300 billion yuan.")]) == {0: 0}


def test_different_paragraphs_are_not_matched_unless_they_may_be() -> None:
    there, brought = of("甲乙丙丁戊己庚辛"), new("一二三四五六七八")
    assert matched(there, brought) == {}
    assert matched(there, brought, loose={0}) == {0: 0}


def test_a_heading_is_not_taken_for_a_paragraph_where_anything_would_do() -> None:
    assert matched([[Text("甲乙丙丁", "", True)]], new("一二三四"), loose={0}) == {}


def test_either_of_two_texts_counts() -> None:
    there = [[Text("甲乙丙丁戊己庚辛", ""), Text(PARAGRAPHS[1], "")]]
    assert matched(there, new(PARAGRAPHS[1])) == {0: 0}


def test_one_that_stands_elsewhere_is_found() -> None:
    moved = [PARAGRAPHS[3], *PARAGRAPHS[:3], *PARAGRAPHS[4:]]
    found = matched(of(*moved), new(*PARAGRAPHS))
    assert found[3] == 0
    assert len(found) == 6


@given(
    st.lists(st.text("甲乙丙丁各位代表！", max_size=12), max_size=9),
    st.lists(st.text("甲乙丙丁各位代表！", max_size=12), max_size=9),
)
def test_none_is_matched_twice(there: list[str], brought: list[str]) -> None:
    found = matched(of(*there), new(*brought), loose=range(len(there)))
    assert len(set(found.values())) == len(found)
    assert all(0 <= place < len(there) and 0 <= at < len(brought) for at, place in found.items())


def test_a_long_report_is_no_wait() -> None:
    texts = [
        f"第{number}项工作取得新的进展，全市完成投资{number * 7}亿元，同比增长{number % 13}%。" * 3
        for number in range(700)
    ]
    begun = time.process_time()
    found = matched(of(*texts[::2], *texts[1::2]), new(*texts))
    assert len(found) > 690
    assert time.process_time() - begun < 20
