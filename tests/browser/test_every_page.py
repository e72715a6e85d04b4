"""What holds for every kind of page, in every language: accessible in light and dark, and still while it loads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.pages import LANGUAGES, addresses, fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# All rules that axe runs by itself, and the one of WCAG 2.2.
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# In another colour scheme, only colours differ.
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}

WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    const moved = sources.map(({ node }) => node?.id || node?.className || node?.nodeName);
    window.shifts.push(`${value.toFixed(4)} ${moved}`);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
# Two frames after everything has come, whatever was to move has moved.
SETTLE = """
async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  return window.shifts;
}
"""


@pytest.fixture
def filled(live_server: LiveServer, index_folder: None, jurisdictions: None) -> None:
    fill()


@pytest.fixture
def reader(filled: None, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a page of a browser in the language that the test is for."""
    with browser.new_context(locale=request.getfixturevalue("language")) as context:
        yield context.new_page()


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """Return the rules that axe sees broken on the page that is loaded, and by what; the script must be there."""
    found = page.evaluate(f"axe.run({json.dumps(options)})")["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(language: str, reader: Page, live_server: LiveServer) -> None:
    faults = []
    for kind, address in addresses(language).items():
        reader.emulate_media(color_scheme="light")
        answer = reader.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == 200, address
        # What is folded away is there to be read too.
        reader.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        reader.evaluate(AXE_SCRIPT)
        faults += [f"{kind}, light: {fault}" for fault in violations(reader, EVERYTHING)]
        reader.emulate_media(color_scheme="dark")
        faults += [f"{kind}, dark: {fault}" for fault in violations(reader, COLOURS)]
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("zh-hans", 768), ("zh-hant", 1440)])
def test_nothing_moves_while_a_page_loads(language: str, width: int, reader: Page, live_server: LiveServer) -> None:
    reader.add_init_script(WATCH)
    reader.set_viewport_size({"width": width, "height": 844})
    faults = []
    for kind, address in addresses(language).items():
        reader.goto(live_server.url + address)
        faults += [f"{kind}: {shift}" for shift in reader.evaluate(SETTLE)]
        sideways = reader.evaluate("document.documentElement.scrollWidth - innerWidth")
        if sideways > 0:
            faults.append(f"{kind}: {sideways} px wider than the window")
    assert faults == [], "\n".join(faults)


def test_what_moves_is_noticed(page: Page, live_server: LiveServer) -> None:
    page.add_init_script(WATCH)
    page.route("**/moving", lambda route: route.fulfill(content_type="text/html", body="<p id=moved>Text</p>" * 9))
    page.goto(f"{live_server.url}/moving")
    page.evaluate("new Promise(requestAnimationFrame)")
    page.evaluate("document.body.style.paddingTop = '200px'")
    assert "moved" in "".join(page.evaluate(SETTLE))
