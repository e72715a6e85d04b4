"""The interface in its three languages."""

from __future__ import annotations

import re
from itertools import product
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from reports.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHINESE = ("zh-hans", "zh-hant")
BEIJING = ["beijing-2025"]
PAGES: dict[str, tuple[str, list[str], str]] = {
    "home": ("home", [], ""),
    "report": ("report", BEIJING, "?q=改革&script=hk"),
    "results": ("search", [], "?q=改革"),
    "nothing": ("search", [], "?q=qwertyxyz&place=beijing"),
    "concordance": ("concordance", [], "?q=改革"),
    "facts": ("facts", BEIJING, ""),
    "cite": ("cite", BEIJING, ""),
    "drill": ("drill", BEIJING, ""),
    "sheet": ("sheet", BEIJING, ""),
    "places": ("places", [], ""),
    "place": ("place", ["beijing"], ""),
    "years": ("years", [], ""),
    "speakers": ("speakers", [], ""),
    "terms": ("terms", [], "?q=改革"),
    "download": ("download", [], ""),
    "help": ("help", [], ""),
    "about": ("about", [], ""),
}
# Placeholders that nobody filled, and what only English would say.
UNTRANSLATED = re.compile(r"%\(|\{\w+\}|\b(?:the|and|this|with|of)\b")

# What a page says in the language of the interface: its text but for what is marked as another language, and labels.
OWN_WORDS = """() => {
    const own = (node) => node.parentElement.closest("[lang]") === document.documentElement;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [document.title];
    while (walk.nextNode()) {
        const node = walk.currentNode;
        if (!node.parentElement.closest("script, style, code, pre") && own(node)) found.push(node.data);
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
        for (const name of ["aria-label", "title", "placeholder"])
            if (element.hasAttribute(name)) found.push(element.getAttribute(name));
    return found;
}"""


def address(name: str, code: str) -> str:
    view, parts, query = PAGES[name]
    with translation.override(code):
        return reverse(view, args=parts) + query


def test_language_of_the_browser_is_met(archive: Report, live_server: LiveServer, browser: Browser) -> None:
    for locale, tag in (("zh-TW", "zh-Hant"), ("zh-CN", "zh-Hans"), ("de-DE", "en")):
        with browser.new_context(locale=locale) as context:
            page = context.new_page()
            page.goto(f"{live_server.url}/reports/beijing-2025/#p3")
            assert page.evaluate("document.documentElement.lang") == tag
            expect(page).to_have_url(f"{live_server.url}/{tag.lower()}/reports/beijing-2025/#p3")


@pytest.mark.parametrize("scripts", [True, False])
def test_language_is_changed_in_place_and_kept(
    scripts: bool, archive: Report, live_server: LiveServer, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=scripts, locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/search/?q=改革&sort=newest")
        page.get_by_role("link", name="繁體中文").click()
        expect(page).to_have_url(re.compile(r"/zh-hant/search/\?q=.*&sort=newest$"))
        expect(page.get_by_label("用中文或英文搜尋")).to_have_value("改革")
        expect(page.get_by_role("link", name="繁體中文")).to_have_attribute("aria-current", "true")
        page.goto(live_server.url)
        expect(page).to_have_url(f"{live_server.url}/zh-hant/")


def test_place_in_a_report_is_kept(site: Page, live_server: LiveServer) -> None:
    site.goto(live_server.url + address("report", "en") + "#p4")
    site.get_by_role("link", name="简体中文").click()
    expect(site).to_have_url(re.compile(r"/zh-hans/reports/beijing-2025/.*#p4$"))
    expect(site.locator("#p4")).to_be_in_viewport()


def test_script_of_the_text_is_another_choice(site: Page, live_server: LiveServer) -> None:
    plain = live_server.url + address("report", "zh-hant").partition("?")[0]
    site.goto(plain)
    expect(site.locator("#p6 .zh")).to_have_attribute("lang", "zh-Hans")
    expect(site.locator("#p6 .zh")).to_contain_text("养老金")
    site.goto(f"{plain}?script=hant")
    expect(site.locator("#p6 .zh")).to_contain_text("養老金")


@pytest.mark.parametrize(("name", "code"), [*product(PAGES, CHINESE)])
def test_page_is_whole_in_chinese(name: str, code: str, archive: Report, live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url + address(name, code))
    assert [text.strip() for text in page.evaluate(OWN_WORDS) if UNTRANSLATED.search(text)] == []
    for width in (320, 768):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"
