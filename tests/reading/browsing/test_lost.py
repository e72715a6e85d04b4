from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports import editing
from reports.models import Report
from reports.reading.browsing import lost
from tests.factories import report_of
from tests.reading.browsing.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reports() -> None:
    for year in (2018, 2020, 2021, 2022, 2023, 2024, 2025):
        report_of([], slug=f"beijing-{year}", year=year)
    report_of([], slug="hunan-2026", place="hunan", year=2026, status="draft")


def missing(client: Client, path: str) -> str:
    response = client.get(f"{reverse('home')}{path}")
    assert response.status_code == 404
    return str(response.content.decode())


def years(path: str) -> list[int]:
    found = lost.near(path)
    return [report.year for report in found.reports] if found else []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/reports/beijing-2019/", [2018, 2020, 2021, 2022, 2023]),
        ("/reports/beijng-2026/", [2021, 2022, 2023, 2024, 2025]),
        ("/reports/Beijing2019", [2018, 2020, 2021, 2022, 2023]),
        ("/en/reports/beijing-2025-3/facts/", [2021, 2022, 2023, 2024, 2025]),
        ("/places/bejing/", [2021, 2022, 2023, 2024, 2025]),
        ("/reports/hunan-2026/", []),
        ("/reports/xqzwv-2020/", []),
        ("/nowhere/", []),
    ],
)
def test_reports_near_an_address(path: str, expected: list[int]) -> None:
    assert years(path) == expected


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/reports/beijing-2019/", "beijing 2019"),
        ("/新质生产力", "新质生产力"),
        ("/a/b/index.html", "index"),
        ("/pairs/123/", ""),
        ("/", ""),
        ("/" + "x" * 500, "x" * 60),
        ("/<script>", "script"),
    ],
)
def test_words_of_an_address(path: str, words: str) -> None:
    assert lost.words(path) == words


def test_missing_report_offers_those_beside_it(client: Client) -> None:
    html = missing(client, "reports/beijing-2019/")
    assert f'href="{reverse("report", args=["beijing-2018"])}"' in html
    assert f'href="{reverse("place", args=["beijing"])}"' in html
    assert f'href="{reverse("search")}?q=beijing%202019"' in html


def test_page_that_nothing_is_like_is_designed_too(client: Client) -> None:
    html = missing(client, "nowhere/")
    assert "There is no such page" in text(html)
    assert "Was one of these meant?" not in html


def test_draft_is_not_offered(client: Client) -> None:
    assert "hunan-2026" not in missing(client, "reports/hunan-2025/")


def test_page_is_shown_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(path: str) -> None:
        raise DatabaseError

    monkeypatch.setattr(lost, "near", away)
    assert "There is no such page" in text(missing(client, "nowhere/"))


def test_missing_page_takes_few_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(4):
        missing(client, "places/bejing/")
    with django_assert_max_num_queries(0):
        missing(client, "wp-login.php")


@pytest.mark.parametrize(
    ("status", "code"), [("archived", 410), ("erased", 410), ("draft", 404), ("reviewed", 404), ("published", 200)]
)
def test_report_that_was_public_is_gone_once_it_is_not_expected_back(
    client: Client, admin_user: User, status: str, code: int
) -> None:
    report = Report.objects.get(slug="beijing-2025")
    Report.objects.update(published_at=report.created_at)
    if status == "erased":
        editing.erase(report, report.slug, admin_user)
    elif status != "published":
        editing.set_status(report, status, admin_user)
    for page in ("", "facts/", "cite/"):
        assert client.get(f"/en/reports/beijing-2025/{page}").status_code == code
    assert client.get("/reports/beijing-2025/export/txt/").status_code == code


@pytest.mark.parametrize("status", ["draft", "archived", "erased"])
def test_report_that_never_was_public_is_no_page(client: Client, admin_user: User, status: str) -> None:
    report = Report.objects.get(slug="hunan-2026")
    Report.objects.filter(pk=report.pk).update(published_at=None)
    if status == "erased":
        editing.erase(report, report.slug, admin_user)
    elif status == "archived":
        editing.set_status(report, status, admin_user)
    assert "There is no such page" in missing(client, "reports/hunan-2026/")
