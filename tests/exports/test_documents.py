from __future__ import annotations

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from reports import exports
from reports.models import Report
from tests.exports.conftest import absolute, document_of, found
from tests.factories import report_of


def test_a_document_has_all_pairs_in_their_order(report: Report) -> None:
    (work,) = document_of(report).works
    assert [passage.position for passage in work.passages] == list(range(1, 10))
    assert [passage.level for passage in work.passages] == [1, 0, 2, 0, 1, 0, 0, 0, 0]
    assert work.passages[0].address == f"https://archive.example/pairs/{work.passages[0].pair}/"
    assert [source.name for source in work.sources] == ["part-1.txt"]


def test_a_section_comes_with_all_below_it_and_nothing_else(report: Report) -> None:
    document = document_of(report, section=1)
    (work,) = document.works
    assert [passage.position for passage in work.passages] == [1, 2, 3, 4]
    assert document.section is not None
    assert document.section.name == "一、2024年工作回顾 I. A Review of Our Work in 2024"


def test_a_section_inside_another_comes_alone(report: Report) -> None:
    (work,) = document_of(report, section=3).works
    assert [passage.position for passage in work.passages] == [3, 4]


def test_levels_have_no_gaps(db: None) -> None:
    made = report_of([(1, ("一、甲", "")), (2, ("（一）乙", "")), (0, ("丙。", ""))])
    made.sections.filter(level=2).update(level=3)
    (work,) = document_of(made).works
    assert [passage.level for passage in work.passages] == [1, 2, 0]


@pytest.mark.parametrize(
    ("script", "language", "text"),
    [
        ("", "zh-Hans", "足额发放养老金，更加注重民生。"),
        ("hans", "zh-Hans", "足额发放养老金，更加注重民生。"),
        ("hant", "zh-Hant-TW", "足額發放養老金，更加注重民生。"),
        ("hk", "zh-Hant-HK", "足額發放養老金，更加注重民生。"),
        ("cn", "zh-Hant-CN", "足額發放養老金，更加注重民生。"),
    ],
)
def test_chinese_comes_in_the_script_that_is_asked_for(report: Report, script: str, language: str, text: str) -> None:
    (work,) = document_of(report, script).works
    passage = work.passages[5]
    assert (passage.zh, passage.language) == (text, language)
    assert passage.is_converted == (script not in {"", "hans"})
    assert work.session_zh == (
        "北京市第十六届人民代表大会第三次会议" if not passage.is_converted else "北京市第十六屆人民代表大會第三次會議"
    )


def test_what_has_no_chinese_is_not_called_converted(report: Report) -> None:
    (work,) = document_of(report, "hant").works
    assert not work.passages[7].is_converted


def test_a_document_is_read_again_each_time(report: Report) -> None:
    document = document_of(report)
    assert list(document.works) == list(document.works)


def test_a_search_stands_by_report_in_the_order_found(report: Report) -> None:
    other = report_of(slug="shanghai-2020", place="shanghai", year=2020)
    document = found(report, other)
    assert [work.slug for work in document.works] == ["shanghai-2020", "beijing-2025"]
    assert [[passage.position for passage in work.passages] for work in document.works] == [[2], [2]]
    assert document.cut is None


def test_a_search_that_finds_more_says_so(report: Report) -> None:
    assert found(report, total=70).cut == (1, 70)


def test_drafts_are_never_in_a_document(report: Report) -> None:
    draft = report_of(slug="hunan-2026", place="hunan", year=2026, status="draft")
    assert [work.slug for work in found(report, draft).works] == ["beijing-2025"]
    whole = exports.of_reports([draft.pk, report.pk], exports.Asked("", absolute), "all", "https://archive.example/")
    assert [work.slug for work in whole.works] == ["beijing-2025"]


def test_many_reports_are_read_in_few_queries(
    report: Report, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    others = [report_of(slug=f"beijing-{year}", year=year) for year in range(2000, 2010)]
    document = exports.of_reports([one.pk for one in others], exports.Asked("", absolute), "all", "https://a.example/")
    with django_assert_num_queries(5):
        assert len(list(document.works)) == 10


@pytest.mark.parametrize("path", ["/reports/x/", "/en/reports/x/"])
def test_addresses_are_of_no_language(path: str) -> None:
    with translation.override("en"):
        assert exports.Asked("", absolute).address(path) == "https://archive.example/reports/x/"
