from __future__ import annotations

import pytest

from reports.reading.reader import edition
from tests.factories import report_of

pytestmark = pytest.mark.django_db


def test_rows_come_in_order_with_the_rank_of_their_headings() -> None:
    rows = edition(report_of()).rows
    assert [row.position for row in rows] == list(range(1, 9))
    assert [row.level for row in rows] == [2, 0, 3, 0, 2, 0, 0, 0]


def test_rank_of_a_heading_has_no_gap_where_levels_have_one() -> None:
    lines = [(1, ("一、甲", "I. A")), (3, ("1.乙", "1. B"))]
    report = report_of([(1, lines[0][1]), (2, lines[1][1])])
    report.sections.filter(level=2).update(level=3)
    assert [row.level for row in edition(report).rows] == [2, 3]


def test_contents_are_a_tree_that_leads_to_the_headings() -> None:
    contents = edition(report_of()).contents
    assert [(entry.zh, entry.target) for entry in contents] == [("一、2024年工作回顾", 1), ("二、2025年主要任务", 5)]
    assert [(entry.en, entry.target) for entry in contents[0].entries] == [("1. Science", 3)]


def test_text_stands_as_published_unless_asked() -> None:
    report = report_of([(0, ("足额发放", "in full"))])
    row = edition(report).rows[0]
    assert (row.zh, row.language, row.converted) == ("足额发放", "zh-Hans", False)


def test_converted_text_says_so() -> None:
    report = report_of([(0, ("足额发放", "in full"))])
    row = edition(report, script="hant").rows[0]
    assert (row.zh, row.language, row.converted) == ("足額發放", "zh-Hant-TW", True)


def test_text_in_the_script_asked_for_is_not_called_converted() -> None:
    report = report_of([(0, ("足額發放", "in full"))], script="hant")
    row = edition(report, script="hant").rows[0]
    assert (row.zh, row.converted) == ("足額發放", False)


def test_contents_are_converted_with_the_text() -> None:
    contents = edition(report_of(), script="hant").contents
    assert (contents[1].zh, contents[1].language) == ("二、2025年主要任務", "zh-Hant-TW")


def test_terms_are_marked_in_converted_text() -> None:
    report = report_of([(0, ("足额发放养老金", "Pensions paid"))])
    row = edition(report, script="hant", q="发放").rows[0]
    assert row.zh == "足額<mark>發放</mark>養老金"


def test_rows_with_marks_are_known() -> None:
    found = edition(report_of(), q="科技 OR science")
    assert [row.position for row in found.marked_rows] == [2, 3]
