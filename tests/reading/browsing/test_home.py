from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports import search
from tests.factories import report_of
from tests.reading.browsing.pages import page, text

pytestmark = pytest.mark.django_db


def home(client: Client, **asked: str) -> str:
    return page(client, "home", **asked)


def test_empty_archive_says_how_to_fill_it(client: Client) -> None:
    assert "python manage.py ingest fixtures/" in home(client)


def test_what_is_published_is_counted(client: Client) -> None:
    report_of()
    report_of([(0, ("只有中文。", ""))], slug="shanghai-2020", place="shanghai", year=2020)
    report_of(slug="hunan-2026", place="hunan", year=2026, status="draft")
    shown = text(home(client))
    for figure in (
        "reports 2",
        "in both languages 1",
        "jurisdictions 2",
        "years 2020–2025",
        "paragraphs, 6 in both languages 9",
    ):
        assert figure in shown


def test_reports_are_linked_and_no_drafts(client: Client) -> None:
    report_of()
    report_of(slug="hunan-2026", place="hunan", year=2026, status="draft")
    html = home(client)
    assert f'href="{reverse("report", args=["beijing-2025"])}"' in html
    assert "hunan" not in html


def test_table_has_headers_for_rows_and_columns(client: Client) -> None:
    report_of()
    html = home(client)
    assert re.search(r'<th scope="row">\s*<a href="[^"]*beijing', html)
    assert re.search(r'<th scope="col"><a href="[^"]*2025/">2025</a></th>', html)
    assert "<caption" in html


@pytest.mark.usefixtures("changsha")
def test_cities_are_unfolded_by_a_link(client: Client) -> None:
    report_of(slug="changsha-2025", place="changsha")
    folded = home(client)
    link = re.search(r'href="(\?open=hunan#hunan)" aria-expanded="false"', folded)
    assert link
    assert reverse("place", args=["changsha"]) not in folded.partition('id="latest"')[0]
    unfolded = home(client, open="hunan")
    assert reverse("place", args=["changsha"]) in unfolded.partition('id="latest"')[0]
    assert 'aria-expanded="true"' in unfolded


@pytest.mark.parametrize("decade", ["1990", "", "x", "99999999999", "1995"])
def test_any_decade_is_taken(client: Client, decade: str) -> None:
    for year in range(1990, 2026):
        report_of(slug=f"b-{year}", year=year)
    assert (">1999</a></th>" in home(client, decade=decade)) is (decade == "1990")


def test_latest_additions_stand_newest_first(client: Client) -> None:
    for number in range(8):
        report_of([], slug=f"b-{number}", year=2010 + number)
    latest = home(client).partition('id="latest"')[2]
    assert re.findall(r"Beijing (\d{4})", latest) == ["2017", "2016", "2015", "2014", "2013", "2012"]


def test_three_things_are_offered_that_are_there(client: Client) -> None:
    report_of()
    tries = home(client).partition('class="tries"')[2].partition("</section>")[0]
    addresses = [unescape(address) for address in re.findall(r'href="([^"]+)"', tries)]
    assert len(addresses) == 3
    for address in addresses[:2]:
        assert '<p class="zh"' in client.get(address, follow=True).content.decode()
    path, _, anchor = addresses[2].partition("#")
    assert f'id="{anchor}"' in client.get(path, follow=True).content.decode()


def test_home_does_without_the_index(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    report_of()

    def unavailable(request: search.Request) -> search.Page:
        raise search.Unavailable("The index is being built.")

    monkeypatch.setattr(search, "find", unavailable)
    assert f'href="{reverse("report", args=["beijing-2025"])}#p1"' in home(client)


def test_home_takes_few_queries_however_many_reports(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        report_of([(0, ("新质生产力。", "Large language models."))], slug=f"b-{number}", year=1980 + number)
    home(client)
    with django_assert_max_num_queries(12):
        home(client)


def test_about_tells_how_much_there_is(client: Client) -> None:
    report_of()
    report_of([(0, ("改革。", ""))], slug="b-2020", year=2020)
    shown = text(page(client, "about"))
    for sentence in (
        "2 reports have come in",
        "from 1 jurisdiction.",
        "The oldest is of 2020, the newest of 2025.",
        "1 of them is in both languages",
        "9 paragraphs in all",
    ):
        assert sentence in shown
    assert f'href="{reverse("api:docs")}"' in page(client, "about")


def test_about_an_empty_archive_counts_nothing(client: Client) -> None:
    assert "How much there is" not in page(client, "about")
