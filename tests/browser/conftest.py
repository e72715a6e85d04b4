"""Pages in Chromium: the one that the system has, against a server of the test's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from reports import search
from reports.models import Jurisdiction, Report
from tests.factories import TWO_SECTIONS, report_of

# Playwright's loop runs in the thread of the tests, and Django takes any loop for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

NAMES = ("chromium", "chromium-browser", "google-chrome")
# As root, and without a word to anybody outside.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        reason = f"no browser found: looked for {', '.join(NAMES)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return {**browser_type_launch_args, "executable_path": chromium, "args": OPTIONS}


@pytest.fixture(scope="session")
def base_url() -> str:
    """Return no address: each live server has its own. (The plugin's own fixture is one that pytest will refuse.)"""
    return ""


@pytest.fixture
def index_folder(settings: Settings, tmp_path: Path) -> None:
    settings.HAYSTACK_CONNECTIONS = {
        "default": {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": str(tmp_path / "index")}
    }


@pytest.fixture
def jurisdictions(live_server: LiveServer) -> None:
    """Have the jurisdictions: a test with a live server empties all tables behind it, those too of the migrations."""
    if not Jurisdiction.objects.exists():
        import_module("reports.migrations.0002_jurisdictions").add(apps, None)


@pytest.fixture
def archive(live_server: LiveServer, index_folder: None, jurisdictions: None) -> Report:
    """Return a report of two sections, with two more of other places and years and their index beside it."""
    report = report_of()
    report_of(slug="shanghai-2020", place="shanghai", year=2020, script="hant")
    report_of(
        [*TWO_SECTIONS, *[(0, (f"第{n}段，深化改革。", f"Reform {n}.")) for n in range(30)]], slug="b-2019", year=2019
    )
    search.catch_up()
    return report


@pytest.fixture
def site(archive: Report, live_server: LiveServer, page: Page) -> Iterator[Page]:
    """Return a page on the archive's home; any error in its console fails the test."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url)
    yield page
    assert wrong == []
