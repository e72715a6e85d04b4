"""A reader's ways through what there is."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from reports.models import Jurisdiction, Report
from tests.factories import report_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = {
    "home": "{home}",
    "unfolded": "{home}?open=hunan",
    "places": "{places}",
    "place": "{places}hunan/?scope=all",
    "years": "{years}",
    "year": "{years}2025/",
    "speakers": "{speakers}",
    "speaker": "{speakers}beijing/殷勇/",
    "facts": "{home}reports/beijing-2025/facts/",
    "missing": "{home}reports/bejing-2024/",
}


def address(name: str) -> str:
    return ADDRESSES[name].format(**{page: reverse(page) for page in ("home", "places", "years", "speakers")})


@pytest.fixture
def cities(archive: Report) -> None:
    """Add a city of a province that has reports too, of many years."""
    hunan = Jurisdiction.objects.get(code="hunan")
    Jurisdiction.objects.create(code="changsha", name_zh="长沙市", name_en="Changsha", level="prefecture", parent=hunan)
    report_of([(0, ("改革。", ""))], slug="changsha-2024", place="changsha", year=2024)
    for year in range(1985, 2026):
        report_of([], slug=f"hunan-{year}", place="hunan", year=year)


@pytest.fixture
def there(site: Page, cities: None, live_server: LiveServer) -> Page:
    """Return the page, at home, marked so that a load of another page is noticed."""
    site.goto(live_server.url + address("home"))
    site.evaluate("window.stayed = true")
    return site


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def test_cities_are_unfolded_in_place_and_folded_by_going_back(there: Page) -> None:
    city = there.get_by_role("rowheader", name="Changsha")
    expect(city).to_have_count(0)
    there.get_by_title("1 place inside it").click()
    expect(city).to_have_count(1)
    expect(there).to_have_url(re.compile(r"\?open=hunan#hunan$"))
    expect(there.locator("#parts-hunan")).to_be_focused()
    expect(there.locator("#parts-hunan")).to_have_attribute("aria-expanded", "true")
    there.go_back()
    expect(city).to_have_count(0)
    assert stayed(there)


def test_decade_is_unfolded_in_place(there: Page) -> None:
    there.set_viewport_size({"width": 1440, "height": 900})
    there.get_by_role("link", name="1980s").click()
    expect(there.get_by_role("columnheader", name="1987")).to_be_visible()
    assert stayed(there)


def test_decades_fold_on_a_phone(there: Page) -> None:
    there.set_viewport_size({"width": 1440, "height": 900})
    expect(there.get_by_role("columnheader", name="2015", exact=True)).to_be_visible()
    there.set_viewport_size({"width": 390, "height": 844})
    expect(there.get_by_role("columnheader", name="2015", exact=True)).to_be_hidden()
    expect(there.get_by_role("columnheader", name="2010s", exact=True)).to_be_visible()


def test_table_keeps_the_names_in_sight_when_it_scrolls(there: Page) -> None:
    there.set_viewport_size({"width": 390, "height": 844})
    table = there.locator("#matrix")
    table.evaluate("element => { element.scrollLeft = 1000; }")
    name = there.get_by_role("rowheader", name="Hunan").bounding_box()
    assert name is not None
    assert 0 <= name["x"] < 60


def test_list_is_ordered_in_place(there: Page, live_server: LiveServer) -> None:
    there.goto(f"{live_server.url}{address('place')}")
    there.evaluate("window.stayed = true")
    there.get_by_role("link", name="Oldest").click()
    expect(there.locator(".reports a").first).to_contain_text("1985")
    expect(there.get_by_role("link", name="Oldest")).to_be_focused()
    expect(there).to_have_url(re.compile(r"sort=oldest"))
    assert stayed(there)


def test_speakers_are_sifted_while_one_types(there: Page, live_server: LiveServer) -> None:
    there.goto(f"{live_server.url}{address('speakers')}")
    there.evaluate("window.stayed = true")
    expect(there.get_by_role("status")).to_have_text("4 speakers")
    there.get_by_role("searchbox", name="Look for a name").press_sequentially("shanghai")
    expect(there.get_by_role("status")).to_have_text("1 speaker")
    expect(there).to_have_url(re.compile(r"\?q=shanghai$"))
    expect(there.get_by_role("link", name="繁體中文")).to_have_attribute("href", re.compile(r"\?q=shanghai$"))
    expect(there.get_by_role("searchbox", name="Look for a name")).to_have_value("shanghai")
    assert stayed(there)


def test_walk_without_scripts(cities: None, live_server: LiveServer, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server.url + address("home"))
        page.get_by_title("1 place inside it").click()
        page.get_by_role("link", name="Changsha", exact=False).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Changsha")
        page.get_by_role("link", name="Facts").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Facts about Changsha 2024")
        page.get_by_role("link", name="殷勇").click()
        expect(page.get_by_role("heading", name="The same name elsewhere")).to_be_visible()
        page.get_by_role("link", name="Speakers").click()
        page.get_by_role("searchbox", name="Look for a name").fill("hunan")
        page.get_by_role("button", name="Look").click()
        expect(page.get_by_role("status")).to_have_text("1 speaker")


def test_search_on_the_page_of_a_year_stays_in_the_year(there: Page, live_server: LiveServer) -> None:
    there.goto(f"{live_server.url}{address('year')}")
    there.get_by_role("combobox", name="Search the reports of 2025").fill("科技")
    there.get_by_role("main").get_by_role("button", name="Search").click()
    expect(there).to_have_url(re.compile(r"from=2025&to=2025"))
    expect(there.get_by_role("status")).to_contain_text("2 paragraphs")


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_page_scrolls_sideways(name: str, cities: None, live_server: LiveServer, page: Page) -> None:
    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(live_server.url + address(name))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing(name: str, cities: None, live_server: LiveServer, page: Page) -> None:
    views: list[tuple[Literal["light", "dark"], int]] = [("light", 390), ("dark", 1440)]
    for scheme, width in views:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + address(name))
        found = Axe().run(page)
        assert found.violations_count == 0, f"{scheme}, {width}: {found.generate_report()}"
