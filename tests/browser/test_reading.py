"""A reader's ways through the archive."""

from __future__ import annotations

import re
from itertools import product
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from reports.models import Report
from tests.addresses import ABOUT, BEIJING, HELP, HOME, SEARCH

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = {
    "home": HOME,
    "report": BEIJING,
    "marked": f"{BEIJING}?q=科技&script=hant#p2",
    "search": SEARCH,
    "results": f"{SEARCH}?q=改革&place=beijing&from=2019",
    "nothing": f"{SEARCH}?q=qwertyxyz",
    "help": HELP,
    "about": ABOUT,
    "missing": "/nowhere/",
}


def walk(page: Page) -> None:
    """Go from home to a report, from there to a search, and from a result back to its place in the report."""
    page.get_by_role("link", name="Beijing 2025: Chinese and English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("政府工作报告")
    page.get_by_label("Search all reports").fill("養老金")
    page.get_by_label("Search all reports").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("3 paragraphs")
    page.get_by_role("link", name="Beijing 2025").click()
    expect(page).to_have_url(re.compile(rf"{BEIJING}\?q=.*#p6$"))
    expect(page.locator("#p6 mark")).to_have_text("养老金")
    expect(page.locator("#p6")).to_be_in_viewport()


def test_walk(site: Page) -> None:
    walk(site)


def test_walk_without_scripts(archive: Report, live_server: LiveServer, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server.url)
        walk(page)


def test_slash_goes_to_the_search_box(site: Page) -> None:
    site.keyboard.press("/")
    expect(site.get_by_label("Search in Chinese or English")).to_be_focused()


def test_first_tab_skips_to_the_content(site: Page) -> None:
    site.keyboard.press("Tab")
    expect(site.get_by_role("link", name="Skip to the content")).to_be_focused()
    site.keyboard.press("Enter")
    expect(site.get_by_role("main")).to_be_focused()


def test_number_of_a_pair_keeps_the_view_and_sets_the_anchor(site: Page, live_server: LiveServer) -> None:
    site.goto(f"{live_server.url}{BEIJING}?script=hant")
    site.evaluate("window.stayed = true")
    site.locator("#p4 .number").click()
    expect(site).to_have_url(re.compile(r"\?script=hant#p4$"))
    assert site.evaluate("window.stayed") is True


def test_pair_and_its_counterpart_begin_on_one_line(site: Page, live_server: LiveServer) -> None:
    site.set_viewport_size({"width": 1440, "height": 900})
    site.goto(f"{live_server.url}{BEIJING}")
    for position in (1, 2, 4):
        zh = site.locator(f"#p{position} .zh").bounding_box()
        en = site.locator(f"#p{position} .en").bounding_box()
        assert zh is not None
        assert en is not None
        assert zh["x"] + zh["width"] <= en["x"]
        assert abs(zh["y"] - en["y"]) < 12


def test_pair_is_stacked_on_a_phone(site: Page, live_server: LiveServer) -> None:
    site.set_viewport_size({"width": 390, "height": 844})
    site.goto(f"{live_server.url}{BEIJING}")
    zh = site.locator("#p2 .zh").bounding_box()
    en = site.locator("#p2 .en").bounding_box()
    assert zh is not None
    assert en is not None
    assert zh["x"] == en["x"]
    assert zh["y"] + zh["height"] <= en["y"]


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_page_scrolls_sideways(name: str, archive: Report, live_server: LiveServer, page: Page) -> None:
    for width in (320, 390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(live_server.url + ADDRESSES[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing(name: str, archive: Report, live_server: LiveServer, page: Page) -> None:
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for scheme, width in product(schemes, (390, 1440)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + ADDRESSES[name])
        found = Axe().run(page)
        assert found.violations_count == 0, f"{scheme}, {width}: {found.generate_report()}"
