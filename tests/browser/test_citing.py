"""Citing a paragraph in a browser."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from reports.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(archive: Report, live_server: LiveServer) -> str:
    pair = archive.pairs.get(position=2)
    return f"{live_server.url}{reverse('pair-cite', args=[pair.pk])}"


def test_citation_is_copied_and_said_to_be(site: Page, live_server: LiveServer, address: str) -> None:
    site.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    site.goto(address)
    site.locator("summary", has_text="APA 7").press("Enter")
    site.get_by_role("button", name="Copy").nth(1).click()
    expect(site.get_by_role("status")).to_have_text("Copied")
    copied = site.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Yin, Y. (2025). 政府工作报告 [Report on the work of the government;")


def test_citations_are_there_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text(re.compile(r"\[R/OL\]\. 2025：第2段\[\d{4}-\d{2}-\d{2}\]"))).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.locator("summary", has_text="BibTeX").first.click()
    expect(page.get_by_text("@techreport{beijing-2025-p2-zh,")).to_be_visible()
    context.close()


def test_linked_data_is_no_script_to_the_policy(site: Page, live_server: LiveServer, archive: Report) -> None:
    # The fixture fails on what the console says of a policy that was broken.
    site.goto(f"{live_server.url}{reverse('report', args=[archive.slug])}")
    data = site.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert data["author"]["name"] == "殷勇"
