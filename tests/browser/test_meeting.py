"""Two people in one plain form in Chromium: by keys, on a phone, in the dark, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from reports.models import Report
from tests.browser.seats import Seat, taken
from tests.factories import report_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a browser says of a page that tells of a conflict.
ANSWERED = "status of 409"


@pytest.fixture
def report(live_server: LiveServer, jurisdictions: None, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.setattr("reports.search.catch_up_soon", lambda: None)
    return report_of()


@pytest.fixture
def seat(browser: Browser, live_server: LiveServer, report: Report, settings: Settings) -> Iterator[Any]:
    """Return a function that seats somebody; any error in a console fails the test."""
    yield from taken(browser, live_server, settings)


def open_form(seat: Seat, row: Any) -> Page:
    name = f"admin:reports_{row._meta.model_name}_change"
    seat.page.goto(seat.server.url + reverse(name, args=[row.pk]))
    return seat.page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def forgive_conflict(seat: Seat) -> None:
    assert all(ANSWERED in said for said in seat.wrong)
    seat.wrong.clear()


def test_second_chooses_field_by_field_by_keys_alone(seat: Any, report: Report) -> None:
    wang, li = seat("wang"), seat("li")
    one, other = open_form(wang, report), open_form(li, report)
    for name, typed in (("speaker_en", "Yin Yong, Mayor"), ("title_en", "Their title")):
        one.locator(f"#id_{name}").fill(typed)
    save(one)
    expect(one.locator(".messagelist .success")).to_be_visible()
    other.locator("#id_title_en").fill("My title")
    other.locator("#id_speaker_en").fill("Yin Yong, mayor of Beijing")
    other.locator("#id_office_en").fill("Mayor")
    other.keyboard.press("Enter")
    # The first field that both changed has the focus, what was typed is in it, the difference below.
    title = other.locator("#id_title_en")
    expect(title).to_be_focused()
    expect(title).to_have_value("My title")
    met = other.locator(".field-speaker_en .archive-met")
    expect(met).to_contain_text("wang")
    expect(met.locator("ins").first).to_have_text(", Mayor")
    forgive_conflict(li)
    other.keyboard.press("Tab")
    expect(other.locator(".field-title_en input[type=checkbox]")).to_be_focused()
    other.keyboard.press("Space")
    other.keyboard.press("Enter")
    expect(other.locator(".messagelist .success")).to_be_visible()
    report.refresh_from_db()
    said = (report.title_en, report.speaker_en, report.office_en)
    assert said == ("Their title", "Yin Yong, mayor of Beijing", "Mayor")


def test_it_works_without_scripts(seat: Any, report: Report) -> None:
    pair = report.pairs.order_by("position")[1]
    wang, li = seat("wang", java_script_enabled=False), seat("li", java_script_enabled=False)
    one, other = open_form(wang, pair), open_form(li, pair)
    one.locator("#id_zh").fill("他们的")
    one.locator("#id_en").fill("Theirs")
    save(one)
    other.locator("#id_en").fill("Mine")
    save(other)
    expect(other.locator("#id_en")).to_have_value("Mine")
    expect(other.locator("#id_zh")).to_have_value("他们的")
    expect(other.locator(".field-zh .archive-met")).to_contain_text("wang")
    forgive_conflict(li)
    other.locator(".field-en").get_by_label("Keep theirs").check()
    save(other)
    expect(other.locator(".messagelist .success")).to_be_visible()
    pair.refresh_from_db()
    assert (pair.zh, pair.en) == ("他们的", "Theirs")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_everybody_can_use_it(seat: Any, report: Report, width: int, scheme: str) -> None:
    phone = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}
    # axe itself sets styles, which the policy tells of.
    wang, li = seat("wang"), seat("li", bypass_csp=True, **phone)
    one, other = open_form(wang, report), open_form(li, report)
    one.locator("#id_title_en").fill("A title that is as long as the titles of reports are: " * 3)
    save(one)
    other.locator("#id_title_en").fill("Mine")
    save(other)
    met = other.locator(".archive-met")
    expect(met).to_be_visible()
    forgive_conflict(li)
    # The rest of the page is Django's own.
    found = Axe().run(other, ".archive-met").response["violations"]
    assert found == []
    assert other.evaluate("document.documentElement.scrollWidth") <= width
    box = met.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    choice = other.locator(".archive-met-choice label").bounding_box()
    assert choice
    assert choice["height"] >= 44
