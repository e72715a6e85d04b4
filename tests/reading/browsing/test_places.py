from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import report_of
from tests.reading.browsing.pages import listed, page, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("changsha")]


def fill() -> None:
    report_of(slug="hunan-2025", place="hunan")
    report_of([(0, ("只有中文。", ""))], slug="hunan-2022", place="hunan", year=2022)
    report_of(slug="changsha-2024", place="changsha", year=2024)
    report_of(slug="beijing-2026", year=2026)
    report_of(slug="hubei-2026", place="hubei", year=2026, status="draft")


def test_provinces_are_listed_in_official_order(client: Client) -> None:
    fill()
    assert listed(page(client, "places")) == ["北京市 Beijing", "湖南省 Hunan"]


def test_province_of_which_only_cities_have_reports_is_listed(client: Client) -> None:
    report_of(slug="changsha-2024", place="changsha", year=2024)
    html = page(client, "places")
    assert listed(html) == ["湖南省 Hunan"]
    assert "no report of its own" in text(html)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"level": "prefecture"}, ["长沙市 Changsha"]),
        ({"scope": "all"}, ["北京市 Beijing", "湖南省 Hunan", "长沙市 Changsha"]),
        ({"q": "长沙"}, ["长沙市 Changsha"]),
        ({"q": "長沙"}, ["长沙市 Changsha"]),
        ({"q": "chang sha"}, ["长沙市 Changsha"]),
        ({"q": "nowhere"}, []),
        ({"sort": "most"}, ["湖南省 Hunan", "北京市 Beijing"]),
        ({"sort": "newest"}, ["北京市 Beijing", "湖南省 Hunan"]),
        ({"sort": "name"}, ["北京市 Beijing", "湖南省 Hunan"]),
    ],
)
def test_list_is_narrowed_and_ordered(client: Client, asked: dict[str, str], expected: list[str]) -> None:
    fill()
    assert listed(page(client, "places", **asked)) == expected


def test_name_that_no_place_has_is_said(client: Client) -> None:
    fill()
    assert "has “<b>x” in its name" in text(page(client, "places", q="<b>x")).replace("&lt;", "<")
    assert "<b>x" not in page(client, "places", q="<b>x")


def test_empty_archive_has_no_places(client: Client) -> None:
    assert "Nothing has been published here yet" in text(page(client, "places"))


def test_place_shows_its_reports_and_what_is_missing(client: Client) -> None:
    fill()
    html = page(client, "place", "hunan")
    assert listed(html) == ["2025", "2022"]
    shown = text(html)
    assert "Missing years 2023–2024" in shown
    assert "1 of 2 reports" in shown
    assert "2022–2025" in shown


def test_place_shows_what_it_is_part_of_and_what_is_part_of_it(client: Client) -> None:
    fill()
    assert f'href="{reverse("place", args=["changsha"])}"' in page(client, "place", "hunan")
    assert f'href="{reverse("place", args=["hunan"])}"' in page(client, "place", "changsha")


def test_place_with_all_that_is_part_of_it(client: Client) -> None:
    fill()
    html = page(client, "place", "hunan", scope="all")
    assert listed(html) == ["湖南省 Hunan 2025", "长沙市 Changsha 2024", "湖南省 Hunan 2022"]
    assert '<input type="hidden" name="within" value="hunan">' in html


def test_search_box_is_limited_to_the_place(client: Client) -> None:
    fill()
    assert '<input type="hidden" name="place" value="hunan">' in page(client, "place", "hunan")


def test_place_without_reports_of_its_own_shows_those_of_its_parts(client: Client) -> None:
    report_of(slug="changsha-2024", place="changsha", year=2024)
    html = page(client, "place", "hunan")
    assert listed(html) == ["长沙市 Changsha 2024"]
    assert "No report of its own has come in yet" in text(html)


def test_place_without_any_report_says_so(client: Client) -> None:
    assert "No report of it has been published here yet" in text(page(client, "place", "hubei"))


def test_unknown_place_is_not_found(client: Client) -> None:
    page(client, "place", "atlantis", status=404)


def test_neighbours_have_reports(client: Client) -> None:
    fill()
    beside = page(client, "place", "beijing").partition('class="beside"')[2]
    assert "hunan" in beside
    assert 'rel="prev"' not in beside


def test_page_of_a_place_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        report_of([], slug=f"h-{number}", place="hunan", year=1980 + number)
    page(client, "place", "hunan")
    with django_assert_max_num_queries(5):
        page(client, "place", "hunan", scope="all")
