"""An archivist's way: hand files in, watch them being read, look at what was understood, publish."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.addresses import SEARCH
from tests.search.processes import started

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UPLOAD = "/admin/reports/ingestjob/upload/"
FIXTURES = Path(__file__).parents[2] / "fixtures"
PARTS = [FIXTURES / f"beijing-2025-part-{number}.txt" for number in (1, 2)]


def sign_in(page: Page, server: LiveServer) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("archivist"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
    page.goto(f"{server.url}{UPLOAD}")


def publish_both(page: Page) -> None:
    page.get_by_label("Files").set_input_files(PARTS)
    page.get_by_role("button", name="Upload", exact=True).click()
    main = page.get_by_role("main")
    expect(main.get_by_role("checkbox")).to_have_count(2)
    expect(main).to_contain_text("Part 2 of Beijing 2025, a new report: 7 paragraph pairs.")
    main.get_by_role("checkbox", name="beijing-2025-part-1.txt").uncheck()
    page.get_by_role("button", name="Publish the chosen", exact=True).click()
    expect(main).to_contain_text("7 paragraph pairs added.")
    main.get_by_role("checkbox", name="beijing-2025-part-1.txt").check()
    page.get_by_role("button", name="Publish the chosen", exact=True).click()
    expect(main).to_contain_text("6 paragraph pairs added.")


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
            page.goto(f"{live_server.url}{UPLOAD}")
            page.get_by_label("Files").set_input_files(files)
            page.get_by_role("button", name="Upload", exact=True).click()
            expect(page.get_by_role("heading", name="This upload")).to_be_visible(timeout=20_000)
            assert page.evaluate("document.documentElement.scrollWidth") == 390
            assert Axe().run(page).response["violations"] == []
            page.goto(f"{live_server.url}{UPLOAD}")


DROP = """async ([files]) => {
    const transfer = new DataTransfer();
    for (const [name, text] of files) transfer.items.add(new File([text], name));
    const target = document.querySelector(".upload-drop");
    for (const kind of ["dragenter", "dragover", "drop"])
        target.dispatchEvent(new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def worker(settings: Settings, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Return a function that starts a worker on the rows of the test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    started_ones: list[subprocess.Popen[str]] = []

    def start() -> None:
        started_ones.append(started(tmp_path / "index", "manage.py", "work"))

    yield start
    for one in started_ones:
        one.kill()
        one.communicate()


def test_dropped_files_are_watched_and_a_closed_page_loses_nothing(
    page: Page, live_server: LiveServer, index_folder: None, worker: Callable[[], None]
) -> None:
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    sign_in(page, live_server)
    files = [[path.name, path.read_text(encoding="utf-8")] for path in PARTS] + [["note.txt", "A note."]]
    page.evaluate(DROP, [files])
    main = page.get_by_role("main")
    expect(main).to_contain_text("0 of 3 files read")
    expect(main.get_by_role("progressbar", name="note.txt")).to_be_visible()
    page.close()

    again = page.context.new_page()
    again.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    again.goto(f"{live_server.url}{UPLOAD}")
    main = again.get_by_role("main")
    expect(main).to_contain_text("0 of 3 files read")
    worker()
    # Without loading the page again.
    expect(main).to_contain_text("2 wait for review", timeout=40_000)
    expect(main).to_contain_text("1 refused")
    expect(main.get_by_role("progressbar")).to_have_count(0)
    expect(main.get_by_role("checkbox")).to_have_count(2)
    again.get_by_role("button", name="Choose none").click()
    expect(main.get_by_role("checkbox", checked=True)).to_have_count(0)
    again.get_by_role("button", name="Choose all").click()
    expect(main.get_by_role("checkbox", checked=True)).to_have_count(2)
    expect(again.locator("#upload-poll[hx-get]")).to_have_count(0)
    expect(again.get_by_role("status").last).to_contain_text("3 of 3 files read")
    assert wrong == []
    assert Axe().run(again).response["violations"] == []


def test_a_refusal_of_the_server_is_said_and_the_files_can_be_sent_again(
    page: Page, live_server: LiveServer, index_folder: None
) -> None:
    sign_in(page, live_server)
    page.get_by_label("Files").set_input_files(PARTS)
    page.route("**/upload/", lambda route: route.abort())
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="could not be sent")).to_be_visible()
    page.unroute("**/upload/")
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_role("main").get_by_role("checkbox")).to_have_count(2)
