"""The review of a waiting file in Chromium: by keys, at every width, light and dark, without a word out of place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from reports import intake
from reports.models import IngestJob, Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PART = (Path(__file__).parents[2] / "fixtures" / "beijing-2025-part-1.txt").read_bytes()
OTHER = PART.replace("29個".encode(), "28個".encode()).replace("殷勇".encode(), "殷某".encode())
NOWHERE = "政府工作报告\n各位代表：\n过去一年，全市经济社会发展取得显著成绩，人民生活持续改善。\n".encode()


@pytest.fixture
def errors(page: Page) -> list[str]:
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    return found


@pytest.fixture
def jobs(
    live_server: LiveServer,
    index_folder: None,
    jurisdictions: None,
    page: Page,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    errors: list[str],
) -> Iterator[list[IngestJob]]:
    """Two files that wait, one that was refused; an administrator is signed in. No error may come to the console."""
    monkeypatch.setattr("reports.search.catch_up_soon", lambda: None)
    user = User.objects.create_superuser("ed")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    page.context.add_cookies([{"name": "sessionid", "value": str(session.session_key), "url": live_server.url}])
    intake.hand_in([SimpleUploadedFile("first.txt", PART)], user)
    intake.settle(IngestJob.objects.all(), user, "publish")
    files = [SimpleUploadedFile(name, inside) for name, inside in (("second.txt", OTHER), ("whose.txt", NOWHERE))]
    intake.hand_in(files, user)
    assert Report.objects.exists()
    yield list(IngestJob.objects.exclude(state="done").order_by("pk"))
    assert errors == []


def open_review(page: Page, server: LiveServer, job: IngestJob) -> None:
    page.goto(f"{server.url}/admin/reports/ingestjob/{job.pk}/review/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_axe_finds_nothing_at_any_width(
    jobs: list[IngestJob], live_server: LiveServer, page: Page, errors: list[str], width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for job in jobs:
        open_review(page, live_server, job)
        assert errors == []
        found = Axe().run(page).response["violations"]
        # The checker tries styles of its own, which the policy forbids.
        errors.clear()
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_pairs_and_files_are_walked_by_keys(jobs: list[IngestJob], live_server: LiveServer, page: Page) -> None:
    open_review(page, live_server, jobs[0])
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#review-pairs tbody tr").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#review-pairs tbody tr").nth(0)).to_be_focused()
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile(f"/{jobs[1].pk}/review/"))


def test_keys_are_letters_where_one_types(jobs: list[IngestJob], live_server: LiveServer, page: Page) -> None:
    open_review(page, live_server, jobs[0])
    field = page.get_by_label("Speaker, English")
    field.fill("")
    field.press_sequentially("Jk]")
    expect(field).to_have_value("Jk]")


def test_other_pairs_are_fetched_without_leaving_the_page(
    jobs: list[IngestJob], live_server: LiveServer, page: Page
) -> None:
    open_review(page, live_server, jobs[0])
    page.get_by_label("Speaker, English").fill("typed and not kept")
    page.get_by_role("link", name="Differing").click()
    expect(page.locator("#review-pairs tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("show=variant"))
    expect(page.get_by_label("Speaker, English")).to_have_value("typed and not kept")


def test_enter_in_a_field_keeps_it_and_resets_nothing(
    jobs: list[IngestJob], live_server: LiveServer, page: Page
) -> None:
    open_review(page, live_server, jobs[0])
    page.get_by_label("Speaker, English").fill("Yin Mou")
    page.get_by_label("Office, English").fill("Mayor of Beijing")
    page.get_by_label("Office, English").press("Enter")
    expect(page.get_by_text("the file is read with it")).to_be_visible()
    jobs[0].refresh_from_db()
    assert jobs[0].choices["header"]["speaker_en"] == "Yin Mou"
    page.get_by_label("Year").press("Enter")
    jobs[0].refresh_from_db()
    assert jobs[0].choices["header"]["speaker_en"] == "Yin Mou"
    page.get_by_role("button", name=re.compile("Reset to what was read.*Speaker, English")).click()
    expect(page.locator("#how-speaker_en")).not_to_contain_text("entered by a person")


def test_a_refused_file_is_told_what_it_lacks_and_taken(
    jobs: list[IngestJob], live_server: LiveServer, page: Page
) -> None:
    open_review(page, live_server, jobs[1])
    page.get_by_label("Jurisdiction").fill("天津市")
    page.get_by_label("Year").fill("2019")
    page.get_by_role("button", name="Keep and read again").click()
    expect(page.get_by_role("heading", name="tianjin-2019")).to_be_visible()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("is being taken in")).to_be_visible()
    assert Report.objects.filter(slug="tianjin-2019", status="published").exists()


def test_a_version_is_chosen_and_thrown_away_is_taken_back(
    jobs: list[IngestJob], live_server: LiveServer, page: Page
) -> None:
    open_review(page, live_server, jobs[0])
    page.locator(".review-difference input[name^='v-'][value='new']").check()
    page.get_by_role("button", name="Keep these choices").click()
    expect(page.get_by_text("Your choices are kept.")).to_be_visible()
    expect(page.locator(".review-difference input[name^='v-'][value='new']")).to_be_checked()
    page.get_by_role("button", name="Throw away").click()
    page.get_by_role("button", name="Undo: take it up again").click()
    expect(page.locator(".review-difference input[name^='v-'][value='new']")).to_be_checked()
