from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import report_of
from tests.reading.browsing.pages import listed, page, text

pytestmark = pytest.mark.django_db


def fill() -> None:
    report_of(slug="n25", place="national")
    report_of(slug="b25")
    report_of(slug="h25", place="hunan")
    report_of(slug="b22", year=2022)
    report_of(slug="b26", year=2026, status="draft")


def test_years_are_listed_newest_first_with_their_levels(client: Client) -> None:
    fill()
    rows = re.findall(r'<tr id="y\d+">(.*?)</tr>', page(client, "years"), re.S)
    assert [text(row).split() for row in rows] == [["2025", "3", "1", "2", "3"], ["2022", "1", "–", "1", "1"]]


def test_years_without_any_report_are_named(client: Client) -> None:
    fill()
    assert "Years without any report: 2023–2024" in text(page(client, "years"))


def test_empty_archive_has_no_years(client: Client) -> None:
    assert "Nothing has been published here yet" in text(page(client, "years"))


def test_year_shows_its_reports_in_official_order(client: Client) -> None:
    fill()
    assert listed(page(client, "year", 2025)) == ["全国 China 2025", "北京市 Beijing 2025", "湖南省 Hunan 2025"]


def test_year_is_narrowed_to_a_level(client: Client) -> None:
    fill()
    assert listed(page(client, "year", 2025, level="nation")) == ["全国 China 2025"]


def test_provinces_that_lack_the_year_are_named(client: Client) -> None:
    fill()
    missing = text(page(client, "year", 2022).partition("but none of this")[2].partition("</p>")[0])
    assert "Hunan" in missing
    assert "Beijing" not in missing
    assert "Tianjin" not in missing


def test_neighbours_are_years_with_reports(client: Client) -> None:
    fill()
    beside = page(client, "year", 2025).partition('class="beside"')[2]
    assert 'rel="prev"' in beside
    assert "2022" in beside
    assert 'rel="next"' not in beside


def test_search_box_is_limited_to_the_year(client: Client) -> None:
    fill()
    html = page(client, "year", 2025)
    for name in ("from", "to"):
        assert f'<input type="hidden" name="{name}" value="2025">' in html


@pytest.mark.parametrize("year", [2021, 2026, 1, 999999])
def test_year_beyond_the_reports_is_not_found(client: Client, year: int) -> None:
    fill()
    page(client, "year", year, status=404)


def test_year_without_reports_between_others_says_so_and_leads_to_them(client: Client) -> None:
    fill()
    html = page(client, "year", 2024)
    assert "No report of this year has come in yet." in text(html)
    assert f'rel="prev" href="{reverse("year", args=[2022])}"' in html
    assert f'rel="next" href="{reverse("year", args=[2025])}"' in html


def test_page_of_a_year_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        report_of([], slug=f"b-{number}")
    page(client, "year", 2025)
    with django_assert_max_num_queries(3):
        page(client, "year", 2025)
