"""The concordance as a reader meets it."""

from __future__ import annotations

from itertools import product
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from reports.models import Report
from tests.addresses import CONCORDANCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = {
    "start": CONCORDANCE,
    "lines": f"{CONCORDANCE}?q=改革&order=left&from=2019",
    "English": f"{CONCORDANCE}?q=reform",
    "nothing": f"{CONCORDANCE}?q=qwertyxyz",
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing(name: str, archive: Report, live_server: LiveServer, page: Page) -> None:
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for scheme, width in product(schemes, (390, 1440)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + ADDRESSES[name])
        found = Axe().run(page)
        assert found.violations_count == 0, f"{scheme}, {width}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_keywords_stand_under_one_another(site: Page, live_server: LiveServer) -> None:
    site.set_viewport_size({"width": 1440, "height": 900})
    site.goto(f"{live_server.url}{CONCORDANCE}?q=改革&sort=oldest")
    marks = site.locator(".line mark")
    assert marks.count() == 20
    assert len({round(box["x"]) for box in (mark.bounding_box() for mark in marks.all()) if box}) == 1


def test_order_is_set_by_keyboard_and_a_line_leads_to_its_place(site: Page, live_server: LiveServer) -> None:
    site.goto(f"{live_server.url}{CONCORDANCE}?q=养老金")
    site.get_by_role("link", name="After the keyword").focus()
    site.keyboard.press("Enter")
    expect(site.get_by_role("link", name="After the keyword")).to_have_attribute("aria-current", "true")
    site.get_by_role("link", name="Beijing 2025").click()
    expect(site.locator("#p6 mark")).to_have_text("养老金")


def test_lines_are_downloaded(site: Page, live_server: LiveServer) -> None:
    site.goto(f"{live_server.url}{CONCORDANCE}?q=养老金")
    with site.expect_download() as download:
        site.get_by_role("link", name="CSV", exact=True).first.click()
    assert download.value.suggested_filename.startswith("concordance 养老金 ")
    assert "养老金" in download.value.path().read_text(encoding="utf-8-sig")
