"""Drill, the interpreter's sheet and the pages of terms, as somebody who studies meets them."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from reports.models import Report, Term

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES: dict[str, tuple[str, str]] = {
    "glossary": ("terms", ""),
    "term": ("terms", "?q=人工智能"),
    "unknown term": ("terms", "?q=葫芦"),
    "drill": ("drill", "?section=1"),
    "drill by sentence": ("drill", "?section=1&unit=sentence&cover=zh"),
    "sheet": ("sheet", "?section=1"),
}


def address(live_server: LiveServer, name: str, query: str = "") -> str:
    return live_server.url + reverse(name, args=[] if name == "terms" else ["beijing-2025"]) + query


@pytest.fixture
def terms(archive: Report) -> None:
    rows = [("人工智能", "AI"), ("科技设施", "scientific facilities"), ("国务院", "State Council")]
    Term.objects.bulk_create(
        Term(zh=zh, en=en, count=9, first_year=2008, last_year=2020, strength=0.6) for zh, en in rows
    )


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, terms: None, live_server: LiveServer, page: Page) -> None:
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for scheme, width in product(schemes, (390, 1440)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address(live_server, *PAGES[name]))
        for summary in page.locator("details.cover > summary").all()[:1]:
            summary.click()
        found = Axe().run(page)
        assert found.violations_count == 0, f"{scheme}, {width}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_section_is_drilled_by_keyboard_alone(terms: None, site: Page, live_server: LiveServer) -> None:
    site.goto(address(live_server, "drill", "?section=1"))
    status, opened = site.get_by_role("status"), site.locator("details.cover[open]")
    expect(status).to_have_text("0 of 4 uncovered · 0 got it · 0 to look at again")
    for count in (1, 2, 3):
        site.keyboard.press("Space")
        expect(opened).to_have_count(count)
    site.keyboard.press("k")
    site.keyboard.press("1")
    expect(status).to_have_text("3 of 4 uncovered · 1 got it · 0 to look at again")
    site.keyboard.press("ArrowDown")
    site.keyboard.press("2")
    expect(status).to_have_text("3 of 4 uncovered · 1 got it · 1 to look at again")
    site.keyboard.press("j")
    site.keyboard.press("1")
    # What is still covered can't be judged.
    expect(status).to_have_text("3 of 4 uncovered · 1 got it · 1 to look at again")
    site.keyboard.press("Enter")
    expect(opened).to_have_count(4)


def test_marks_stay_in_the_browser_until_they_are_forgotten(site: Page, live_server: LiveServer) -> None:
    site.goto(address(live_server, "drill", "?section=1"))
    site.get_by_role("button", name="Uncover the next").click()
    site.get_by_role("button", name="Look again").first.click()
    site.reload()
    expect(site.get_by_role("status")).to_have_text("0 of 4 uncovered · 0 got it · 1 to look at again")
    site.get_by_role("button", name="Only those to look at again").click()
    expect(site.locator(".drill-pair:visible")).to_have_count(1)
    site.get_by_role("button", name="Forget the marks").click()
    expect(site.get_by_role("status")).to_have_text("0 of 4 uncovered · 0 got it · 0 to look at again")
    expect(site.locator(".drill-pair:visible")).to_have_count(4)


def test_covered_text_keeps_its_place_and_is_not_read(site: Page, live_server: LiveServer) -> None:
    site.goto(address(live_server, "drill", "?section=1"))
    unit = site.locator(".unit").nth(1)
    text = unit.locator("details p.en")
    assert text.evaluate("one => getComputedStyle(one).visibility") == "hidden"
    assert "Twenty-nine" not in site.locator("main").aria_snapshot()
    before = unit.bounding_box()
    unit.locator("summary").click()
    expect(text).to_be_visible()
    assert unit.bounding_box() == before
    assert "Twenty-nine" in site.locator("main").aria_snapshot()


def test_figures_come_out_when_the_paragraph_is_uncovered(site: Page, live_server: LiveServer) -> None:
    site.goto(address(live_server, "drill", "?section=3"))
    checks = site.locator(".checks")
    assert checks.get_attribute("open") is None
    site.locator(".unit").nth(1).locator("summary").click()
    expect(checks.get_by_role("checkbox", name="3000亿元 300 billion yuan")).to_be_visible()


def test_space_stays_with_a_button_that_has_the_focus(site: Page, live_server: LiveServer) -> None:
    site.goto(address(live_server, "drill", "?section=1"))
    site.keyboard.press("Space")
    site.get_by_role("button", name="Got it").first.focus()
    site.keyboard.press("Space")
    expect(site.get_by_role("status")).to_have_text("1 of 4 uncovered · 1 got it · 0 to look at again")


def test_drill_works_without_scripts(archive: Report, browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(live_server, "drill", "?section=1"))
    text = page.locator(".unit").nth(1).locator("details p.en")
    expect(text).to_be_hidden()
    page.locator(".unit").nth(1).locator("summary").click()
    expect(text).to_be_visible()
    expect(page.get_by_role("button", name="Got it")).to_have_count(0)
    expect(page.get_by_role("button", name="Uncover the next")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("form", ["A4", "Letter"])
def test_sheet_prints_on_one_page_in_two_columns(
    form: str, terms: None, site: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    site.goto(address(live_server, "sheet", "?section=1"))
    site.pdf(path=tmp_path / "sheet.pdf", format=form)
    printed = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")
    assert len(printed) == 1
    text = printed[0].get_textpage().get_text_bounded()
    assert "300 billion yuan" in text
    assert "Print it from" not in text
    assert "Search all reports" not in text
    site.emulate_media(media="print")
    assert site.locator(".sheet-columns").evaluate("one => getComputedStyle(one).columnCount") == "2"


def test_line_of_the_sheet_leads_to_its_paragraph(terms: None, site: Page, live_server: LiveServer) -> None:
    site.goto(address(live_server, "sheet", "?section=3"))
    site.locator(".sheet-entries .number").first.click()
    expect(site.locator("#p4:target")).to_be_visible()


def test_term_is_looked_up_from_the_glossary(terms: None, site: Page, live_server: LiveServer) -> None:
    site.goto(address(live_server, "terms"))
    site.get_by_label("A term in Chinese or English").fill("AI")
    site.keyboard.press("Enter")
    expect(site.get_by_role("heading", level=1)).to_have_text("AI")
    site.locator("th").get_by_role("link", name="人工智能").click()
    expect(site.get_by_role("heading", level=1)).to_have_text("人工智能")
