from __future__ import annotations

import pytest

from reports.models import Report
from reports.reading.reader_near import place_like
from tests.factories import report_of

pytestmark = pytest.mark.django_db

LAST_YEAR = (
    (1, ("一、2023年工作回顾", "I. A Review of Our Work in 2023")),
    (0, ("经济总量稳步增长。", "The economy grew steadily.")),
    (0, ("三农工作扎实推进。", "Work on agriculture went on.")),
    (1, ("二、2024年主要任务", "II. Major Tasks for 2024")),
    (2, ("（一）科技", "1. Science")),
    (0, ("人工智能核心产业规模突破2500亿元。", "The core AI industries surpassed 250 billion yuan.")),
    (0, ("及时足额发放养老金。", "Pensions will be paid on time and in full.")),
)


def like(position: int, there: Report, here: Report) -> int | None:
    return place_like(there.pairs.get(position=position).pk, here)


@pytest.fixture
def this_year() -> Report:
    return report_of()


@pytest.fixture
def last_year() -> Report:
    return report_of(LAST_YEAR, slug="beijing-2024", year=2024)


def test_section_is_known_by_its_heading(this_year: Report, last_year: Report) -> None:
    assert like(1, this_year, last_year) == 1
    assert like(5, this_year, last_year) == 4
    assert like(3, this_year, last_year) == 5


def test_paragraph_is_known_by_its_words(this_year: Report, last_year: Report) -> None:
    assert like(4, this_year, last_year) == 6


def test_paragraph_unlike_all_others_leads_to_its_section(this_year: Report, last_year: Report) -> None:
    assert like(2, this_year, last_year) == 1


def test_paragraph_is_looked_for_in_its_section_first(this_year: Report, last_year: Report) -> None:
    last_year.pairs.filter(position=3).update(
        zh_folded="人工智能核心产业规模突破2500亿元", en="The core AI industries surpassed 250 billion yuan."
    )
    assert like(4, this_year, last_year) == 6


def test_where_nothing_is_alike_it_is_the_same_share_of_the_way(this_year: Report) -> None:
    other = report_of([(0, (f"{'甲乙丙丁'[n % 4]}{n}", "")) for n in range(80)], slug="shanghai-2025", place="shanghai")
    assert like(5, this_year, other) == 41


def test_pair_of_a_draft_leads_nowhere(last_year: Report) -> None:
    draft = report_of(slug="draft", status="draft")
    assert like(4, draft, last_year) is None


def test_report_without_text_has_no_place(this_year: Report) -> None:
    assert like(4, this_year, report_of([], slug="empty", year=2020)) is None
