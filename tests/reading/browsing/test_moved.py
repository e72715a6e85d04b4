"""An address that a report had leads to the same page of it as it is called now."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reports import editing
from reports.models import KeptAddress, Report
from tests.factories import report_of
from tests.security.hidden import patterns
from tests.security.test_leaks import of_one

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "zh-hans", "zh-hant")
# Every public route of a report, in each language where it has any.
ROUTES = sorted(
    {
        route.replace("/en/", f"/{language}/")
        for found, _name in patterns()
        for route in of_one(found)
        if "SLUG" in route
        for language in LANGUAGES
    }
)


@pytest.fixture
def report() -> Report:
    return report_of()


@pytest.fixture(autouse=True)
def _corrected(report: Report, admin_user: User) -> None:
    editing.edit_header(report, {"slug": "beijing-2026"}, admin_user, 0)


def test_routes_are_found() -> None:
    pages = ("", "facts/", "cite/", "sheet/", "drill/")
    expected = {f"/{language}/reports/SLUG/{page}" for language in LANGUAGES for page in pages}
    assert {*expected, "/reports/SLUG/export/tmx/", "/reports/SLUG/cite/ris/", "/api/v1/reports/SLUG"} <= set(ROUTES)


@pytest.mark.parametrize("method", ["get", "head"])
def test_each_page_and_file_leads_to_its_like(client: Client, method: str) -> None:
    wrong = {}
    for route in ROUTES:
        answer = getattr(client, method)(route.replace("SLUG", "beijing-2025"))
        there = answer.headers.get("Location", "")
        expected = route.replace("SLUG", "beijing-2026")
        if (answer.status_code, there.rstrip("/")) != (301, expected.rstrip("/")):
            wrong[route] = (answer.status_code, there)
    assert wrong == {}


@pytest.mark.parametrize("path", ["en/reports/{}/", "zh-hant/reports/{}/sheet/", "reports/{}/export/csv/"])
def test_what_the_address_asks_goes_along(client: Client, path: str) -> None:
    query = "?section=1&q=%E6%94%B9%E9%9D%A9"
    answer = client.get(f"/{path.format('beijing-2025')}{query}")
    assert answer.headers["Location"] == f"/{path.format('beijing-2026')}{query}"


def test_an_address_without_a_language_gets_there_too(client: Client) -> None:
    answer = client.get("/reports/beijing-2025/?p=3", follow=True, headers={"accept-language": "en"})
    assert [status for _address, status in answer.redirect_chain] == [302, 301, 302]
    assert answer.request["PATH_INFO"] == "/en/reports/beijing-2026/"


@pytest.mark.parametrize("path", ["/en/reports/beijing-2025/", "/api/v1/reports/beijing-2025"])
def test_browsers_ask_again(client: Client, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-cache"


def test_all_addresses_lead_there_at_once(client: Client, report: Report, admin_user: User) -> None:
    editing.edit_header(report, {"slug": "peking-2025"}, admin_user, editing.latest_revision(report))
    for slug in ("beijing-2025", "beijing-2026"):
        assert client.get(f"/en/reports/{slug}/").headers["Location"] == "/en/reports/peking-2025/"


def test_after_an_undo_the_ways_are_turned_round(client: Client, report: Report, admin_user: User) -> None:
    editing.perform(report, admin_user, {"do": "undo"}, editing.latest_revision(report))
    assert client.get("/en/reports/beijing-2025/").status_code == 200
    assert client.get("/en/reports/beijing-2026/").headers["Location"] == "/en/reports/beijing-2025/"
    # What is missing at an address that was left and is the report's again leads nowhere.
    assert client.get("/reports/beijing-2025/export/none/").status_code == 404
    assert client.get("/api/v1/reports/beijing-2025").status_code == 200


def test_a_report_that_is_there_goes_first(client: Client) -> None:
    # As after somebody wrote past the rules.
    report_of(slug="beijing-2025", place="tianjin")
    assert KeptAddress.objects.filter(slug="beijing-2025").exists()
    assert client.get("/en/reports/beijing-2025/").status_code == 200
    assert client.get("/reports/beijing-2025/export/none/").status_code == 404


def test_who_writes_is_not_led_on(client: Client) -> None:
    assert client.post("/en/reports/beijing-2025/").status_code == 405


def test_an_archived_or_deleted_report_is_gone_from_all_its_addresses(
    client: Client, report: Report, admin_user: User
) -> None:
    editing.set_status(report, "archived", admin_user)
    for slug in ("beijing-2025", "beijing-2026"):
        assert client.get(f"/en/reports/{slug}/facts/").status_code == 410
    editing.erase(report, "beijing-2026", admin_user)
    for slug in ("beijing-2025", "beijing-2026"):
        assert client.get(f"/en/reports/{slug}/facts/").status_code == 410


def test_the_editor_of_a_report_is_led_along(admin_client: Client) -> None:
    answer = admin_client.get("/admin/reports/edit/beijing-2025/history/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/admin/reports/edit/beijing-2026/history/")
