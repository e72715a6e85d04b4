"""An archivist's way: sign in, hand files in, look at what was understood, publish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.addresses import SEARCH

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIXTURES = Path(__file__).parents[2] / "fixtures"
PARTS = [FIXTURES / f"beijing-2025-part-{number}.txt" for number in (1, 2)]


def sign_in(page: Page, server: LiveServer) -> None:
    User.objects.create_superuser("archivist", password="for-this-test")
    page.goto(f"{server.url}/admin/")
    page.get_by_label("Username:").fill("archivist")
    page.get_by_label("Password:").fill("for-this-test")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Upload reports").click()


def publish_both(page: Page) -> None:
    page.get_by_label("Files").set_input_files(PARTS)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("checkbox")).to_have_count(2)
    page.get_by_role("link", name=re.compile("Review .*part-2")).click()
    expect(page.get_by_role("main")).to_contain_text(
        "A new report, 北京市 2025 (beijing-2025), with 7 paragraph pairs."
    )
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="All files").click()
    expect(page.get_by_role("main")).to_contain_text("7 paragraph pairs added.")
    page.get_by_role("button", name="Publish the chosen").click()
    expect(page.get_by_role("main")).to_contain_text("6 paragraph pairs added.")


def test_from_two_files_to_a_report(page: Page, live_server: LiveServer, index_folder: None) -> None:
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    sign_in(page, live_server)
    publish_both(page)
    page.goto(f"{live_server.url}{SEARCH}?q=新质生产力")
    expect(page.get_by_role("status")).to_contain_text("1 paragraph")
    assert wrong == []


def test_without_scripts(browser: Browser, live_server: LiveServer, index_folder: None) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, live_server)
        publish_both(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_cut_off_or_out_of_reach(
    browser: Browser, live_server: LiveServer, index_folder: None, scheme: str
) -> None:
    with browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        sign_in(page, live_server)
        for files in ([PARTS[1]], PARTS):
            page.get_by_label("Files").set_input_files(files)
            page.get_by_role("button", name="Upload").click()
            assert page.evaluate("document.documentElement.scrollWidth") == 390
            assert Axe().run(page).response["violations"] == []
            page.goto(f"{live_server.url}/admin/reports/ingestjob/upload/")
