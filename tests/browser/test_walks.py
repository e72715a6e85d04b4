"""One way through the whole archive, in each language: by mouse, by keyboard alone, by touch on a phone, without scripts.

From home to a report, to one of its sentences, to a search, from a result back into the report, to its citation and to
a download. What is seen on the way is kept as pictures in the folder that ARTEFACTS names, else in artefacts/.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Download, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.pages import LANGUAGES, SENTENCES, fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = Path(os.environ.get("ARTEFACTS") or settings.ROOT / "artefacts") / "screenshots"
WAYS: dict[str, dict[str, Any]] = {
    "mouse": {"viewport": {"width": 1280, "height": 800}},
    "keyboard": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "no-scripts": {"viewport": {"width": 1280, "height": 800}, "java_script_enabled": False},
}
# Nobody presses a key more often than this to get somewhere on a page.
MOST_TABS = 150


class Walker:
    """Somebody who goes through the pages in one way, and keeps a picture of each."""

    def __init__(self, page: Page, way: str, language: str) -> None:
        self.page, self.way, self.language = page, way, language
        self.seen = 0

    def follow(self, link: Locator) -> None:
        """Follow a link or press a button, having come to it as this way allows."""
        if self.way == "keyboard":
            self._tab_to(link)
            self.page.keyboard.press("Enter")
        elif self.way == "phone":
            link.tap()
        else:
            link.click()

    def _tab_to(self, element: Locator) -> None:
        expect(element).to_be_attached()
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if element.evaluate("one => one === document.activeElement"):
                expect(element).to_be_in_viewport()
                return
        pytest.fail(f"{element} is not reached in {MOST_TABS} steps")

    def find(self, box: Locator, q: str) -> None:
        """Search for something in a box."""
        if self.way == "keyboard":
            self.page.keyboard.press("/")
            expect(box).to_be_focused()
        elif self.way == "phone":
            box.tap()
        else:
            box.click()
        self.page.keyboard.type(q)
        self.page.keyboard.press("Enter")

    def take(self, link: Locator) -> Download:
        with self.page.expect_download() as taken:
            self.follow(link)
        return taken.value

    def keep(self, name: str) -> None:
        """Keep a picture of the page; see that it speaks the language and fits into the window."""
        tag = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}[self.language]
        expect(self.page.locator("html")).to_have_attribute("lang", tag)
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.seen += 1
        self.page.screenshot(path=PICTURES / f"{self.way}-{self.language}-{self.seen}-{name}.png")


@pytest.fixture
def walker(
    live_server: LiveServer, index_folder: None, jurisdictions: None, browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Walker]:
    """Return a walker of this way and language at home, of whom the address tells neither; consoles must be empty."""
    way, language = request.getfixturevalue("way"), request.getfixturevalue("language")
    fill()
    wrong: list[str] = []
    with (
        browser.new_context(locale=language, accept_downloads=True, **WAYS[way]) as context,
        translation.override(language),
    ):
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(live_server.url)
        yield Walker(page, way, language)
    assert wrong == []


def see_the_counterpart(walker: Walker) -> None:
    """Come to the second sentence of a paragraph in Chinese; the English one lights up where scripts run."""
    page = walker.page
    pair = page.locator(".pair", has_text=SENTENCES[0]).first
    sentence = pair.locator(".zh .s").nth(1)
    if walker.way == "no-scripts":
        expect(pair).to_contain_text("Reform went deeper.")
        return
    # A tap before the scripts have come is nobody's.
    page.wait_for_load_state()
    if walker.way == "keyboard":
        page.keyboard.press("s")
        for _press in range(40):
            if sentence.evaluate("one => one === document.activeElement"):
                break
            page.keyboard.press("ArrowDown")
        expect(sentence).to_be_focused()
    elif walker.way == "phone":
        sentence.tap()
    else:
        sentence.hover()
    expect(pair.locator(".s.lit")).to_have_text(["改革继续深化。", "Reform went deeper."])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", WAYS)
def test_walk(way: str, language: str, walker: Walker) -> None:
    page, main = walker.page, walker.page.get_by_role("main")
    report = reverse("report", args=["beijing-2025"])
    expect(page).to_have_url(re.compile(f"{reverse('home')}$"))
    walker.keep("home")

    walker.follow(main.locator(f"#matrix a[href='{report}']:visible").first)
    expect(page).to_have_url(re.compile(f"{report}$"))
    see_the_counterpart(walker)
    walker.keep("report")

    walker.find(page.get_by_label(_("Search all reports")), "養老金")
    expect(page.locator("#total strong")).to_have_text("3")
    walker.keep("results")

    walker.follow(main.locator(".passage h2 a", has_text="2025"))
    expect(page.locator("#p6 mark").first).to_have_text("养老金")
    expect(page.locator("#p6")).to_be_in_viewport()
    walker.keep("found")

    walker.follow(page.locator("#p6").get_by_role("link", name=_("Cite"), exact=True))
    expect(page.locator("h1")).to_have_text(_("Cite paragraph %(number)s") % {"number": 6})
    expect(page.locator(".citations pre").first).to_contain_text("[R/OL]. 2025：第6段")
    walker.keep("citation")

    walker.follow(main.locator(f"a[href='{report}#p6']").first)
    walker.follow(page.locator(".taking > summary"))
    taken = walker.take(page.locator("#downloads a[href*='/export/tmx/']").first)
    assert taken.suggested_filename.endswith(".tmx")
    assert SENTENCES[1] in Path(taken.path()).read_text(encoding="utf-8")
    walker.keep("download")
