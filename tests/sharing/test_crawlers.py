"""robots.txt and sitemaps."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from lxml import etree
from pytest_django.fixtures import Settings

from reports import editing
from reports.sharing import crawlers
from reports.sharing.crawlers import SITEMAPS, XHTML
from tests.factories import report_of

pytestmark = pytest.mark.django_db
NAMES = {"s": SITEMAPS, "x": XHTML}
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent.parent / "schemas" / "sitemap.xsd"))


def tree(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    found = etree.fromstring(answer.content)
    SCHEMA.assertValid(found)
    return found


def locations(found: Any) -> list[str]:
    return [one.text for one in found.xpath("//s:loc", namespaces=NAMES)]


def test_robots_lead_to_the_sitemaps_and_away_from_searches(client: Client) -> None:
    text = client.get(reverse("robots")).content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    assert rules.can_fetch("any", reverse("home"))
    assert rules.can_fetch("any", reverse("report", args=["beijing-2025"]))
    assert not rules.can_fetch("any", "/search/?q=x")
    assert not rules.can_fetch("any", "/admin/")


def test_index_lists_all_parts(client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(crawlers, "ADDRESSES_MOST", 2 * len(settings.LANGUAGES))
    for year in (2021, 2022, 2023):
        report_of(slug=f"beijing-{year}", year=year)
    parts = locations(tree(client, reverse("sitemaps")))
    assert parts == [f"http://testserver/sitemaps/{name}.xml" for name in ("pages", "reports-1", "reports-2")]
    found = [address for part in parts[1:] for address in locations(tree(client, part))]
    assert len(found) == 3 * len(settings.LANGUAGES) == len(set(found))


def test_reports_have_the_date_of_their_change(client: Client) -> None:
    report = report_of()
    report_of(slug="draft-2020", year=2020, status="draft")
    found = tree(client, reverse("sitemap", args=["reports-1"]))
    dates = {one.text for one in found.xpath("//s:lastmod", namespaces=NAMES)}
    assert dates == {report.changed_at.strftime("%Y-%m-%dT%H:%M:%SZ")}
    assert all("beijing-2025" in one for one in locations(found))


def test_page_names_its_other_languages() -> None:
    page = crawlers.Page({"en": "/en/a/", "zh-Hans": "/zh-hans/a/"}, "/a/")

    class Request:
        def build_absolute_uri(self, path: str) -> str:
            return f"https://a.example{path}"

    written = crawlers._address(Request(), page, "/en/a/")  # type: ignore[arg-type]
    found = etree.fromstring(f'<urlset xmlns="{SITEMAPS}" xmlns:xhtml="{XHTML}">{written}</urlset>')
    links = {one.get("hreflang"): one.get("href") for one in found.xpath("//x:link", namespaces=NAMES)}
    assert links == {
        "en": "https://a.example/en/a/",
        "zh-Hans": "https://a.example/zh-hans/a/",
        "x-default": "https://a.example/a/",
    }


def test_pages_lead_to_places_and_years_that_have_reports(client: Client) -> None:
    report_of()
    report_of(slug="draft-2020", place="shanghai", year=2020, status="draft")
    found = locations(tree(client, reverse("sitemap", args=["pages"])))
    assert f"http://testserver{reverse('home')}" in found
    assert f"http://testserver{reverse('place', args=['beijing'])}" in found
    assert f"http://testserver{reverse('year', args=[2025])}" in found
    assert not any("shanghai" in one or "2020" in one for one in found)


def test_empty_archive_has_an_index(client: Client) -> None:
    assert locations(tree(client, reverse("sitemaps"))) == ["http://testserver/sitemaps/pages.xml"]


@pytest.mark.parametrize("name", ["reports-0", "reports-2", "reports", "reports-x", "images", "reports-99999999"])
def test_part_that_is_none_is_not_found(client: Client, name: str) -> None:
    report_of()
    assert client.get(reverse("sitemap", args=[name])).status_code == 404


def test_sitemap_that_is_had_already_is_not_sent_again(client: Client) -> None:
    report_of()
    address = reverse("sitemap", args=["reports-1"])
    assert client.get(address, headers={"if-none-match": client.get(address)["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/sitemaps/reports-1.xml", "/feed/", "/en/", "/en/reports/beijing-2026/"])
def test_what_is_told_of_a_report_has_its_address_of_now(client: Client, admin_user: User, address: str) -> None:
    editing.edit_header(report_of(), {"slug": "beijing-2026"}, admin_user, 0)
    content = client.get(address).content.decode()
    assert "reports/beijing-2026/" in content
    assert "beijing-2025" not in content
