from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import formats, translation
from pytest_django.fixtures import Settings

from reports.models import Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db

HEADS = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


@pytest.fixture
def report() -> Report:
    return report_of()


def address(name: str, code: str, *args: object) -> str:
    with translation.override(code):
        return reverse(name, args=args)


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("", "en"),
        ("en-GB,en;q=0.8", "en"),
        ("fr", "en"),
        ("zh", "zh-hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-SG", "zh-hans"),
        ("zh-Hans-CN", "zh-hans"),
        ("zh-TW,zh;q=0.9,en-US;q=0.8", "zh-hant"),
        ("zh-HK", "zh-hant"),
        ("zh-MO", "zh-hant"),
        ("zh-Hant-HK", "zh-hant"),
        ("fr,zh-TW;q=0.5,en;q=0.4", "zh-hant"),
    ],
)
def test_home_leads_to_the_language_of_the_browser(client: Client, accepted: str, code: str) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{code}/")
    assert set(answer.headers["Vary"].split(", ")) >= {"Accept-Language", "Cookie"}


@pytest.mark.parametrize("path", ["/reports/beijing-2025/", "/search/", "/search/concordance/", "/help/", "/about/"])
def test_address_without_a_language_keeps_its_parameters(client: Client, report: Report, path: str) -> None:
    answer = client.get(f"{path}?q=%E6%94%B9%E9%9D%A9&place=beijing", headers={"Accept-Language": "zh-TW"})
    assert answer.headers["Location"] == f"/zh-hant{path}?q=%E6%94%B9%E9%9D%A9&place=beijing"


@pytest.mark.parametrize("code", HEADS)
def test_permanent_address_of_a_pair_ends_at_its_paragraph(client: Client, report: Report, code: str) -> None:
    pair = report.pairs.all()[2]
    answer = client.get(f"/pairs/{pair.pk}/", headers={"Accept-Language": code}, follow=True)
    assert [where for where, _status in answer.redirect_chain] == [
        address("pair", code, pair.pk),
        f"{address('report', code, report.slug)}#p{pair.position}",
    ]
    assert f'<html lang="{HEADS[code]}"' in answer.text


def test_chosen_language_wins_over_the_browser(client: Client) -> None:
    client.cookies["language"] = "zh-hans"
    assert client.get("/about/", headers={"Accept-Language": "zh-TW"}).headers["Location"] == "/zh-hans/about/"


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/zh-TW/search/?q=a", "/zh-hant/search/?q=a"),
        ("/zh-cn/", "/zh-hans/"),
        ("/zh-Hant/about/", "/zh-hant/about/"),
        ("/EN/about/", "/en/about/"),
        ("/speakers/beijing/%E6%AE%B7%E5%8B%87/", "/en/speakers/beijing/%E6%AE%B7%E5%8B%87/"),
    ],
)
def test_other_names_of_a_language_lead_to_it(client: Client, path: str, there: str) -> None:
    assert client.get(path).headers["Location"] == there


def test_unknown_choice_is_no_choice(client: Client) -> None:
    client.cookies["language"] = "tlh"
    assert client.get("/about/", headers={"Accept-Language": "zh-TW"}).headers["Location"] == "/zh-hant/about/"


def test_nothing_is_still_nothing(client: Client) -> None:
    assert client.get("/nothing/").status_code == 404
    assert client.get("/zh-hant/nothing/").status_code == 404


@pytest.mark.parametrize("code", HEADS)
def test_page_offers_itself_in_the_other_languages(client: Client, report: Report, code: str) -> None:
    html = unescape(client.get(address("report", code, report.slug), {"q": "改革"}).text)
    nav = html.partition('class="languages"')[2].partition("</nav>")[0]
    for other, tag in HEADS.items():
        there = f"{address('report', other, report.slug)}?q=%E6%94%B9%E9%9D%A9"
        assert f'href="{there}" lang="{tag}" hreflang="{tag}"' in nav
    assert nav.count('aria-current="true"') == 1


def test_head_names_the_other_languages_of_a_page(client: Client, report: Report) -> None:
    html = client.get(address("report", "en", report.slug)).text
    assert '<link rel="alternate" hreflang="zh-Hant" href="http://testserver/zh-hant/reports/beijing-2025/">' in html


def test_going_over_to_another_language_is_remembered(client: Client) -> None:
    there = client.get("/zh-hant/about/", headers={"Referer": "http://testserver/en/about/"})
    assert there.cookies["language"].value == "zh-hant"
    assert "private" in there.headers["Cache-Control"]
    assert client.get("/").headers["Location"] == "/zh-hant/"


@pytest.mark.parametrize(
    "came_from", ["", "http://testserver/zh-hant/", "https://elsewhere.example/en/", "http://testserver/"]
)
def test_any_other_way_to_a_page_is_no_choice(client: Client, came_from: str) -> None:
    assert not client.get("/zh-hant/about/", headers={"Referer": came_from}).cookies


def test_programs_are_not_led_anywhere(client: Client, report: Report) -> None:
    for path in ("/health/", "/api/v1/reports", "/search/suggestions/?q=a", "/reports/beijing-2025/export/txt/"):
        answer = client.get(path, headers={"Accept-Language": "zh-TW"})
        assert answer.status_code == 200
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_api_names_pages_without_their_language(client: Client, report: Report) -> None:
    answer = client.get("/api/v1/reports", headers={"Accept-Language": "zh-TW"}).json()
    assert answer["results"][0]["url"] == "http://testserver/reports/beijing-2025/"


def test_errors_of_programs_follow_the_browser_and_no_cookie(client: Client, settings: Settings) -> None:
    client.cookies["language"] = "zh-hans"
    answer = client.get("/api/v1/nothing", headers={"Accept-Language": "zh-TW"})
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "zh-hant")
    assert client.get("/api/v1/nothing").headers["Content-Language"] == "en"


def test_administration_speaks_the_chosen_language(admin_client: Client) -> None:
    admin_client.cookies["language"] = "zh-hant"
    answer = admin_client.get("/admin/")
    assert answer.headers["Content-Language"] == "zh-hant"
    assert "Cookie" in answer.headers["Vary"]


@pytest.fixture(params=HEADS)
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


def test_dates_are_written_as_in_the_language(spoken: str) -> None:
    import datetime as dt

    day = formats.date_format(dt.date(2025, 1, 14), "DATE_FORMAT")
    assert day == ("14 January 2025" if spoken == "en" else "2025年1月14日")


def test_numbers_are_grouped_by_thousands(spoken: str) -> None:
    assert formats.number_format(1234567, force_grouping=True) == "1,234,567"
