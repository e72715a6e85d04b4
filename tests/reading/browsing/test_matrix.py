from __future__ import annotations

import re

import pytest
from django.urls import reverse

from reports.reading.browsing.catalogue import Catalogue
from reports.reading.browsing.matrix import Column, Matrix, columns_of, matrix
from tests.factories import TWO_SECTIONS, report_of

CHINESE = [(level, (zh, "")) for level, (zh, _en) in TWO_SECTIONS if zh]
ENGLISH = [(level, ("", en)) for level, (_zh, en) in TWO_SECTIONS if en]


def shown(columns: list[Column]) -> str:
    parts = {"": "", "wide": "+", "narrow": "-"}
    return " ".join(f"{c.first}{'s' if c.is_decade else ''}{parts[c.shown]}" for c in columns)


def test_recent_years_have_a_column_each_newest_first() -> None:
    assert shown(columns_of([2025, 2024, 2023, 2022, 2021])) == "2025 2024 2023 2022 2021"


def test_years_between_have_a_column_too() -> None:
    assert shown(columns_of([2025, 2021])) == "2025 2024 2023 2022 2021"


def test_decade_before_is_counted_where_there_is_little_room() -> None:
    years = list(range(2025, 2014, -1))
    assert shown(columns_of(years)) == "2025 2024 2023 2022 2021 2020 2019+ 2018+ 2017+ 2016+ 2015+ 2010s-"


def test_decade_that_has_just_begun_is_not_alone() -> None:
    assert shown(columns_of([2031, 2029, 2028])) == "2031 2030 2029 2028"


def test_decades_long_ago_are_counted() -> None:
    assert shown(columns_of(list(range(2026, 1982, -1)))).endswith("2000+ 2000s- 1990s 1980s")


def test_decade_that_is_asked_for_has_its_years() -> None:
    assert shown(columns_of(list(range(2026, 1988, -1)), 1980)).endswith("1990s 1989")


def test_decade_without_reports_is_left_out() -> None:
    assert "1970s" not in shown(columns_of([*range(2026, 1990, -1), 1965]))


pytestmark = pytest.mark.django_db


def table(unfolded: str = "") -> Matrix:
    return matrix(Catalogue.read(), unfolded)


def cells(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", cell) or re.findall(r'class="(\w+)"', cell)[-1] for cell in html.split("</td>")[:-1]]


def test_cells_say_which_languages_there_are() -> None:
    report_of()
    report_of(CHINESE, slug="b24", year=2024)
    report_of(ENGLISH, slug="b23", year=2023)
    report_of(slug="b21", year=2021)
    (row,) = table().rows
    assert cells(row.cells) == ["both", "zh", "en", "none", "both"]
    assert f'<a class="zh" href="{reverse("report", args=["b24"])}" title="Beijing 2024: Chinese only">' in row.cells


def test_two_reports_of_a_year_lead_to_the_place() -> None:
    report_of()
    report_of(slug="b25b")
    (row,) = table().rows
    assert cells(row.cells) == ["2"]
    assert f'href="{reverse("place", args=["beijing"])}?from=2025&amp;to=2025"' in row.cells
    assert 'aria-label="Beijing 2025: 2 reports"' in row.cells


def test_decade_is_counted() -> None:
    for year in (2020, 1995, 1992):
        report_of(slug=f"b{year}", year=year)
    for year in range(2000, 2027):
        report_of(slug=f"s{year}", year=year, place="shanghai")
    row = table().rows[0]
    assert cells(row.cells)[-1] == "2"
    assert 'aria-label="Beijing, 1990 to 1999: 2 reports"' in row.cells


@pytest.mark.usefixtures("changsha")
def test_cities_are_counted_with_their_province_and_unfolded_on_demand() -> None:
    report_of(slug="changsha-2025", place="changsha")
    report_of(slug="beijing-2025")
    folded = table().rows
    assert [(row.place.code, row.parts_count, row.parts) for row in folded] == [("beijing", 0, []), ("hunan", 1, [])]
    (part,) = table(unfolded="hunan").rows[1].parts
    assert part.place.code == "changsha"
    assert cells(part.cells) == ["both"]


def test_drafts_do_not_count() -> None:
    report_of()
    report_of(slug="hunan-2025", place="hunan", status="draft")
    found = table()
    assert [row.place.code for row in found.rows] == ["beijing"]
    assert "hunan" in {place.code for place in found.absent}


def test_names_are_escaped() -> None:
    report = report_of()
    report.jurisdiction.name_en = '"><script>'
    report.jurisdiction.save()
    (row,) = table().rows
    assert "<script>" not in row.cells
