"""Who has to come back later is told so in a form that they understand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from archive_site import slots

pytestmark = pytest.mark.django_db

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
READER = "application/atom+xml, application/xml;q=0.9, */*;q=0.5"
EXPORT = "/reports/beijing-2025/export/tmx/"
PAGE, TEXT, JSON = "text/html", "text/plain", "application/json"


@pytest.fixture(autouse=True)
def once(settings: Settings, tmp_path: Path) -> None:
    """Let everybody do everything once in ten minutes; searches find an index of their own."""
    from archive_site.settings import LIMITS

    connection = {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": str(tmp_path / "index")}
    settings.HAYSTACK_CONNECTIONS = {"default": connection}
    settings.DATA_DIR = tmp_path
    settings.LIMITS = dict.fromkeys(LIMITS, (1, 600))


def refused(client: Client, address: str, accept: str) -> Any:
    """Return the second of two answers."""
    headers = {"Accept": accept} if accept else {}
    for _ in range(2):
        answer: Any = client.get(address, headers=headers)
    return answer


@pytest.mark.parametrize(
    ("address", "accept", "status", "form"),
    [
        ("/en/", BROWSER, 429, PAGE),
        ("/en/", "", 429, PAGE),
        ("/en/search/", "*/*", 429, PAGE),
        ("/en/search/", "text/plain", 429, TEXT),
        ("/nowhere/at/all/", "*/*", 429, PAGE),
        ("/admin/", "*/*", 429, PAGE),
        ("/api/v1/places", BROWSER, 429, JSON),
        ("/api/v1/places", "", 429, JSON),
        ("/search/suggestions/?q=gai", "*/*", 429, JSON),
        ("/feed/", BROWSER, 429, PAGE),
        ("/feed/", READER, 429, TEXT),
        ("/search/feed/?q=x", READER, 429, TEXT),
        ("/oai/?verb=Identify", BROWSER, 503, TEXT),
        ("/oai/?verb=Identify", "", 503, TEXT),
        (EXPORT, BROWSER, 429, PAGE),
        (EXPORT, "*/*", 429, TEXT),
        ("/download/archive.zip", "", 429, TEXT),
    ],
)
def test_too_many_are_told_in_their_form(client: Client, address: str, accept: str, status: int, form: str) -> None:
    answer = refused(client, address, accept)
    assert (answer.status_code, answer["Content-Type"]) == (status, f"{form}; charset=utf-8")
    assert int(answer["Retry-After"]) > 0
    assert "no-store" in answer["Cache-Control"]
    assert f"again in {answer['Retry-After']} second" in " ".join(answer.content.decode().split())


@pytest.mark.parametrize(("accept", "form"), [(BROWSER, PAGE), ("*/*", TEXT), ("application/x-tmx+xml", TEXT)])
def test_who_meets_others_making_files_is_told_in_their_form(
    client: Client, settings: Settings, accept: str, form: str
) -> None:
    settings.FILES_AT_ONCE = 1
    held = slots.take("exports", "127.0.0.1", 1, 1)
    waiting = slots._lock("exports-waiting", 1)
    assert held
    assert waiting
    answer: Any = client.get(EXPORT, headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (503, f"{form}; charset=utf-8")
    assert answer["Retry-After"] == "10"
    assert "Other files are being made" in answer.content.decode()
    held.release()
    waiting.release()


def test_api_answers_in_the_shape_of_its_errors(client: Client) -> None:
    answer = refused(client, "/api/v1/places", "")
    assert list(answer.json()) == ["detail"]
    unknown = client.get("/api/v1/nothing-here", REMOTE_ADDR="192.0.2.7")
    assert list(unknown.json()) == ["detail"], "as any other"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_page_can_be_loaded_again_only_where_it_was_asked_for(client: Client) -> None:
    assert "Try again" in refused(client, "/en/help/", BROWSER).content.decode()
    for _ in range(2):
        answer = client.post(reverse("admin:login"), {}, REMOTE_ADDR="192.0.2.9")
    assert answer.status_code == 429
    assert "tried to sign in many times" in answer.content.decode()
    assert "Try again" not in answer.content.decode()


def test_words_of_a_request_stand_on_no_page_as_markup(client: Client) -> None:
    page = refused(client, "/en/search/?q=<script>alert(1)</script>", BROWSER).content.decode()
    assert not re.search(r"<script>alert", page)
