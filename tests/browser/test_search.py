"""Searching, as it is done with a mouse, with the keyboard alone, on a phone, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from reports import search
from reports.models import Report
from tests.addresses import ABOUT, SEARCH, report_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REFORM = f"{SEARCH}?q=改革"
SUGGESTED = [search.Suggestion("深化改革", "zh", 30), search.Suggestion("深化", "zh", 30)]


@pytest.fixture
def results(site: Page, live_server: LiveServer) -> Page:
    """Return a page with the results of a search, marked so that loading another one is noticed."""
    site.goto(live_server.url + REFORM)
    site.evaluate("window.stayed = true")
    return site


@pytest.fixture
def plain(archive: Report, browser: Browser) -> Iterator[Page]:
    """Return a page in a browser without scripts."""
    context: BrowserContext
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let suggestions be these, and return the queries that they are asked for."""
    queries: list[str] = []

    def suggest(q: str, limit: int) -> list[search.Suggestion]:
        queries.append(q)
        return SUGGESTED[:limit]

    monkeypatch.setattr(search, "suggest", suggest)
    return queries


def stayed(page: Page) -> bool:
    return page.evaluate("window.stayed === true") is True


# Filters and pages


def test_filters_and_pages_change_without_loading_anew(results: Page) -> None:
    results.get_by_role("link", name="Next").click()
    expect(results).to_have_url(re.compile("page=2"))
    expect(results.locator('.pages [aria-current="page"]')).to_have_text("2")
    results.get_by_role("link", name="Headings").or_(results.locator("#kind-body")).first.click()
    expect(results.get_by_role("list", name="Filters that are set")).to_contain_text("Paragraphs")
    expect(results.locator("#kind-body")).to_be_focused()
    assert stayed(results)
    results.go_back()
    expect(results).to_have_url(re.compile("page=2"))
    expect(results.locator('.pages [aria-current="page"]')).to_have_text("2")


def test_box_keeps_the_filters_that_were_set_meanwhile(results: Page) -> None:
    results.locator("#kind-body").click()
    expect(results).to_have_url(re.compile("kind=body"))
    results.get_by_label("Search in Chinese or English").fill("養老金")
    results.get_by_label("Search in Chinese or English").press("Enter")
    expect(results).to_have_url(re.compile("q=%E9%A4%8A.*kind=body"))


def test_filters_stay_open_when_results_change_on_a_phone(results: Page) -> None:
    results.set_viewport_size({"width": 390, "height": 844})
    results.locator("#filters > summary").click()
    results.locator("#kind-body").click()
    expect(results).to_have_url(re.compile("kind=body"))
    expect(results.locator("#kind-body")).to_be_visible()
    expect(results.locator("#kind-body")).to_be_focused()


def test_place_is_found_by_typing(results: Page, live_server: LiveServer) -> None:
    results.goto(f"{live_server.url}{SEARCH}?q=养老金")
    results.get_by_label("Look for a place").fill("shang")
    expect(results.locator("#place-shanghai")).to_be_visible()
    expect(results.locator("#place-beijing")).to_be_hidden()
    results.get_by_label("Look for a place").fill("atlantis")
    expect(results.get_by_text("No such place among the results")).to_be_visible()
    results.get_by_label("Look for a place").press("Escape")
    expect(results.locator("#place-beijing")).to_be_visible()


def test_total_is_told_again_when_it_changes(results: Page) -> None:
    results.evaluate("document.querySelector('#total').dataset.old = 'yes'")
    results.locator("#kind-body").click()
    expect(results.locator("#total:not([data-old])")).to_contain_text("paragraphs")
    assert results.locator("#total").get_attribute("role") == "status"


# Years


def test_span_of_years_is_dragged_over_the_bars(results: Page, live_server: LiveServer) -> None:
    results.goto(f"{live_server.url}{SEARCH}?q=养老金")
    results.evaluate("window.stayed = true")
    box = results.locator(".bars svg").bounding_box()
    assert box is not None
    # Seven years, 2019 to 2025: from the middle of the second to the middle of the last.
    results.mouse.move(box["x"] + box["width"] * 1.5 / 7, box["y"] + 10)
    results.mouse.down()
    results.mouse.move(box["x"] + box["width"] * 6.5 / 7, box["y"] + 10, steps=4)
    results.mouse.up()
    expect(results).to_have_url(re.compile("from=2020"))
    expect(results.locator("#total")).to_contain_text("2 paragraphs")
    assert stayed(results)


def test_bar_leads_to_its_year(results: Page, live_server: LiveServer) -> None:
    results.goto(f"{live_server.url}{SEARCH}?q=养老金")
    box = results.locator(".bars svg").bounding_box()
    assert box is not None
    results.mouse.click(box["x"] + box["width"] * 1.4 / 7, box["y"] + 10)
    expect(results).to_have_url(re.compile("from=2020&to=2020"))


def test_handles_are_moved_by_keyboard_and_say_where_they_are(results: Page, live_server: LiveServer) -> None:
    results.goto(f"{live_server.url}{SEARCH}?q=养老金")
    first = results.get_by_role("slider", name="From the year")
    first.focus()
    expect(first).to_have_attribute("aria-valuetext", "2019: 1")
    first.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuenow", "2020")
    first.press("Enter")
    expect(results).to_have_url(re.compile("from=2020"))
    expect(results.get_by_role("slider", name="From the year")).to_be_focused()
    last = results.get_by_role("slider", name="Up to the year")
    last.press("Home")
    expect(last).to_have_attribute("aria-valuenow", "2020")
    last.press("Enter")
    expect(results.locator("#total")).to_contain_text("1 paragraph")


def test_years_that_were_set_by_number_are_left_as_they_are(results: Page, live_server: LiveServer) -> None:
    results.goto(f"{live_server.url}{SEARCH}?q=养老金&from=2000")
    expect(results.get_by_label("From", exact=True)).to_have_value("2000")


# Suggestions


def test_suggestions_are_chosen_by_keyboard(asked: list[str], site: Page) -> None:
    box = site.get_by_label("Search in Chinese or English")
    box.press_sequentially("深化")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(box).to_have_value("深化改革")
    active = box.get_attribute("aria-activedescendant")
    assert active is not None
    expect(site.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    box.press("End")
    expect(box).to_have_value("深化")
    box.press("Home")
    expect(box).to_have_value("深化改革")
    box.press("Enter")
    expect(site.get_by_role("status")).to_contain_text("30 paragraphs")


def test_escape_gives_back_what_was_typed(asked: list[str], site: Page) -> None:
    box = site.get_by_label("Search in Chinese or English")
    box.press_sequentially("深")
    expect(site.get_by_role("listbox")).to_be_visible()
    box.press("ArrowUp")
    expect(box).to_have_value("深化")
    box.press("Escape")
    expect(box).to_have_value("深")
    expect(site.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")


def test_suggestion_is_chosen_by_mouse_in_the_header_too(asked: list[str], site: Page, live_server: LiveServer) -> None:
    site.goto(f"{live_server.url}{ABOUT}")
    site.get_by_label("Search all reports").press_sequentially("深化")
    site.get_by_role("option", name="深化改革").click()
    expect(site.get_by_role("status")).to_contain_text("30 paragraphs")


def test_nothing_is_asked_while_an_input_method_composes(asked: list[str], site: Page) -> None:
    box = site.get_by_label("Search in Chinese or English")
    box.focus()
    box.dispatch_event("compositionstart")
    box.press_sequentially("shen")
    site.wait_for_timeout(300)
    assert asked == []
    box.evaluate("box => { box.value = '深化'; box.dispatchEvent(new CompositionEvent('compositionend')); }")
    expect(site.get_by_role("listbox")).to_be_visible()
    assert asked == ["深化"]


def test_fast_typing_asks_once(asked: list[str], site: Page) -> None:
    site.get_by_label("Search in Chinese or English").press_sequentially("reform", delay=20)
    expect(site.get_by_role("listbox")).to_be_visible()
    assert asked == ["reform"]


def test_recent_searches_are_kept_cleared_and_switched_off(results: Page, live_server: LiveServer) -> None:
    results.goto(live_server.url)
    box = results.get_by_label("Search in Chinese or English")
    box.click()
    expect(results.get_by_role("option", name="改革")).to_be_visible()
    results.get_by_role("button", name="Clear").click()
    box.blur()
    box.click()
    expect(results.get_by_role("listbox")).to_be_hidden()
    results.goto(live_server.url + REFORM)
    results.goto(live_server.url)
    box.click()
    results.get_by_role("button", name="Keep none").click()
    results.goto(live_server.url + REFORM)
    results.goto(live_server.url)
    box.click()
    expect(results.get_by_role("listbox")).to_be_hidden()
    results.locator("h1").click()
    results.keyboard.press("?")
    results.get_by_label("Keep recent searches in this browser").check()
    results.keyboard.press("Escape")
    results.goto(live_server.url + REFORM)
    results.goto(live_server.url)
    box.click()
    expect(results.get_by_role("option", name="改革")).to_be_visible()


# Keys


def test_results_are_walked_and_opened_by_keyboard_alone(results: Page) -> None:
    links = results.locator(".passage h2 a")
    results.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    results.keyboard.press("j")
    results.keyboard.press("ArrowDown")
    expect(links.nth(2)).to_be_focused()
    results.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    expect(links.nth(1)).to_be_in_viewport()
    results.keyboard.press("Enter")
    expect(results).to_have_url(re.compile(rf"{report_page('b-2019')}\?q=.*#p"))


def test_keys_are_listed_in_a_dialog(results: Page) -> None:
    results.keyboard.press("?")
    expect(results.get_by_role("dialog", name="Keyboard")).to_contain_text("the next result")
    results.keyboard.press("Escape")
    expect(results.get_by_role("dialog", name="Keyboard")).to_be_hidden()


def test_keys_are_letters_in_the_box(results: Page) -> None:
    box = results.get_by_label("Search in Chinese or English")
    box.fill("")
    box.press_sequentially("jk?/")
    expect(box).to_have_value("jk?/")


def test_menu_of_downloads_is_closed_by_escape(results: Page) -> None:
    results.locator("#downloads").get_by_text("Download").click()
    expect(results.get_by_role("link", name="CSV table")).to_be_visible()
    results.keyboard.press("Escape")
    expect(results.get_by_role("link", name="CSV table")).to_be_hidden()


# When something fails


def test_answer_that_does_not_come_leaves_what_was_found(archive: Report, live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url + REFORM)
    page.route(f"**{SEARCH}?*kind=body*", lambda route: route.abort())
    page.locator("#kind-body").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be reached")
    expect(page.locator(".passage").first).to_be_visible()


def test_search_that_is_being_built_is_shown_as_such(archive: Report, live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url + REFORM)

    def built(route: Route) -> None:
        route.fulfill(status=503, content_type="text/html", body="<h1>The search is being prepared</h1>")

    page.route(f"**{SEARCH}?*kind=body*", built)
    page.locator("#kind-body").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The search is being prepared")


# Without scripts


def test_span_of_years_is_set_without_scripts(plain: Page, live_server: LiveServer) -> None:
    plain.goto(f"{live_server.url}{SEARCH}?q=养老金")
    plain.get_by_label("From").fill("2020")
    plain.get_by_label("to", exact=True).fill("2021")
    plain.get_by_role("button", name="Set").first.click()
    expect(plain.get_by_role("status")).to_contain_text("1 paragraph")


def test_every_filter_is_set_and_taken_away_without_scripts(plain: Page, live_server: LiveServer) -> None:
    for key in ("place-beijing", "level-province", "speaker-0", "kind-body", "sort-newest"):
        plain.goto(live_server.url + REFORM)
        plain.locator(f"#{key}").click()
        expect(plain.locator(f"#{key}")).to_have_attribute("aria-current", "true")
        expect(plain.get_by_role("status")).to_contain_text("30 paragraphs")
    plain.goto(f"{live_server.url}{REFORM}&kind=heading")
    expect(plain.get_by_role("heading", name="Nothing found")).to_be_visible()
    plain.get_by_role("link", name="30 paragraphs").click()
    expect(plain.get_by_role("status")).to_contain_text("30 paragraphs")
    expect(plain.get_by_label("Look for a place")).to_be_hidden()


# Everywhere


@pytest.mark.parametrize(
    "address", [REFORM, f"{SEARCH}?q=养老金&from=2019", f"{REFORM}&kind=heading", f"{REFORM}&page=9"]
)
def test_axe_finds_nothing_in_open_parts_either(
    address: str, archive: Report, live_server: LiveServer, page: Page
) -> None:
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for scheme, width in product(schemes, (390, 1440)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{scheme}, {width}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_list_of_suggestions_and_of_keys(
    scheme: Literal["light", "dark"], asked: list[str], site: Page
) -> None:
    site.emulate_media(color_scheme=scheme)
    box = site.get_by_label("Search in Chinese or English")
    box.press_sequentially("深化")
    expect(site.get_by_role("listbox")).to_be_visible()
    box.press("ArrowDown")
    assert Axe().run(site).response["violations"] == []
    box.blur()
    site.keyboard.press("?")
    expect(site.get_by_role("dialog")).to_be_visible()
    assert Axe().run(site).response["violations"] == []
