from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports.models import Report
from reports.reading.browsing.names import key_of, language_of
from reports.reading.browsing.speakers import all_speakers
from tests.factories import report_of
from tests.reading.browsing.pages import listed, page, text

pytestmark = pytest.mark.django_db


def delivered(slug: str, zh: str, en: str = "", *, place: str = "beijing", year: int = 2025) -> None:
    report = report_of([], slug=slug, place=place, year=year)
    Report.objects.filter(pk=report.pk).update(speaker_zh=zh, speaker_en=en)


def fill() -> None:
    delivered("b25", "殷勇", "Yin Yong")
    delivered("b24", "殷　勇", year=2024)
    delivered("b23", "", "Yin Yong", year=2023)
    delivered("s25", "龚正", place="shanghai", year=2026)
    delivered("h22", "殷勇", place="hunan", year=2022)


@pytest.mark.parametrize(
    ("zh", "en", "key"),
    [
        ("殷勇", "Yin Yong", "殷勇"),
        ("殷　勇", "", "殷勇"),
        ("龔正", "", "龚正"),
        ("", "Yin  Yong", "Yin Yong"),
        ("", "A/B", "A B"),
        ("雪克来提·扎克尔", "", "雪克来提·扎克尔"),
        ("", "", ""),
    ],
)
def test_key_of_a_name(zh: str, en: str, key: str) -> None:
    assert key_of(zh, en) == key


def test_language_is_that_of_the_head_of_a_report() -> None:
    assert language_of(Report(session_zh="北京市第十六届人民代表大会第三次会议", speaker_zh="殷勇")) == "zh-Hans"
    assert language_of(Report(session_zh="北京市第十六屆人民代表大會第三次會議", speaker_zh="殷勇")) == "zh-Hant"
    assert language_of(Report()) == "zh-Hans"


def test_one_name_in_two_jurisdictions_is_two_speakers() -> None:
    fill()
    found = {(one.place.code, one.key): len(one.reports) for one in all_speakers()}
    assert found == {("shanghai", "龚正"): 1, ("beijing", "殷勇"): 3, ("hunan", "殷勇"): 1}


def test_speakers_are_listed_newest_first(client: Client) -> None:
    fill()
    assert listed(page(client, "speakers")) == ["龚正 Gong Zheng", "殷勇 Yin Yong", "殷勇 Yin Yong"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "龔"}, ["龚正 Gong Zheng"]),
        ({"q": "yin yong"}, ["殷勇 Yin Yong", "殷勇 Yin Yong"]),
        ({"q": "hunan"}, ["殷勇 Yin Yong"]),
        ({"q": "nobody"}, []),
        ({"sort": "name"}, ["龚正 Gong Zheng", "殷勇 Yin Yong", "殷勇 Yin Yong"]),
        ({"sort": "place"}, ["殷勇 Yin Yong", "龚正 Gong Zheng", "殷勇 Yin Yong"]),
        ({"sort": "most"}, ["殷勇 Yin Yong", "龚正 Gong Zheng", "殷勇 Yin Yong"]),
    ],
)
def test_list_is_narrowed_and_ordered(client: Client, asked: dict[str, str], expected: list[str]) -> None:
    fill()
    assert listed(page(client, "speakers", **asked)) == expected


def test_page_of_a_speaker_has_the_reports_and_the_namesakes(client: Client) -> None:
    fill()
    html = page(client, "speaker", "beijing", "殷勇")
    assert listed(html) == ["2025", "2024", "2023"]
    namesakes = html.partition("The same name elsewhere")[2]
    assert reverse("speaker", args=["hunan", "殷勇"]) in namesakes
    assert "may be the same person" in text(namesakes)


def test_search_box_is_limited_to_the_speaker_there(client: Client) -> None:
    fill()
    html = page(client, "speaker", "beijing", "殷勇")
    assert '<input type="hidden" name="speaker" value="殷勇">' in html
    assert '<input type="hidden" name="place" value="beijing">' in html


@pytest.mark.parametrize("name", ["殷 勇", "殷勇"])
def test_name_is_found_however_it_is_spaced(client: Client, name: str) -> None:
    fill()
    page(client, "speaker", "beijing", name)


def test_speaker_known_in_english_alone_has_a_page(client: Client) -> None:
    delivered("b23", "", "Yin Yong", year=2023)
    assert listed(page(client, "speaker", "beijing", "Yin Yong")) == ["2023"]


@pytest.mark.parametrize(("code", "name"), [("shanghai", "殷勇"), ("beijing", "nobody"), ("atlantis", "殷勇")])
def test_unknown_speaker_is_not_found(client: Client, code: str, name: str) -> None:
    fill()
    page(client, "speaker", code, name, status=404)


def test_drafts_name_nobody(client: Client) -> None:
    fill()
    Report.objects.filter(slug="s25").update(status="draft")
    assert "龚正" not in page(client, "speakers")
    page(client, "speaker", "shanghai", "龚正", status=404)


def test_archive_without_speakers_says_so(client: Client) -> None:
    assert "No published report names its speaker yet" in text(page(client, "speakers"))


def test_pages_of_speakers_take_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        delivered(f"b{number}", "殷勇", year=1990 + number)
    page(client, "speaker", "beijing", "殷勇")
    with django_assert_max_num_queries(3):
        page(client, "speaker", "beijing", "殷勇")
    with django_assert_max_num_queries(2):
        page(client, "speakers")
