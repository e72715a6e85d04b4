"""Whoever asks too often is told so, in words or in JSON, and everybody else goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.fixtures import Settings

from archive_site import limits, slots
from tests.factories import report_of

pytestmark = pytest.mark.django_db

CASES = [
    ("search", "/en/search/"),
    ("search", "/en/terms/"),
    ("suggestions", "/search/suggestions/?q=gai"),
    ("suggestions", "/opensearch/suggestions/?q=gai"),
    ("concordance", "/en/search/concordance/"),
    ("exports", "/search/export.csv?q=x"),
    ("exports", "/search/export.xlsx?q=x"),
    ("exports", "/search/export/tmx/?q=x"),
    ("exports", "/reports/beijing-2025/export/tmx/"),
    ("exports", "/terms/glossary.csv"),
    ("api", "/api/v1/places"),
    ("api", "/api/v1/search?q=x"),
    ("api", "/api/v1/nothing-here"),
    ("harvesting", "/oai/?verb=Identify"),
    ("downloads", "/download/archive.zip"),
    ("pages", "/en/"),
    ("pages", "/en/places/"),
    ("pages", "/en/pairs/1/"),
]


@pytest.fixture(autouse=True)
def twice(settings: Settings, tmp_path: Path) -> None:
    """Let everybody do everything twice in ten minutes; searches find an index of their own, without anything in it."""
    from archive_site.settings import LIMITS

    connection = {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": str(tmp_path / "index")}
    settings.HAYSTACK_CONNECTIONS = {"default": connection}
    settings.LIMITS = dict.fromkeys(LIMITS, (2, 600))


def ask(client: Client, address: str, **more: Any) -> Any:
    """Return an answer that was read to its end: a download may be a file that is being written."""
    answer: Any = client.get(address, **more)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


@pytest.mark.parametrize(("kind", "address"), CASES)
def test_third_request_is_refused(kind: str, address: str, client: Client, settings: Settings) -> None:
    settings.LIMITS = {kind: (2, 600)}
    answers = [ask(client, address) for _ in range(3)]
    refused = 503 if kind == "harvesting" else 429
    assert refused not in {answer.status_code for answer in answers[:2]}
    assert answers[2].status_code == refused
    assert 0 < int(answers[2]["Retry-After"]) <= 300
    assert "no-store" in answers[2]["Cache-Control"]
    other = ask(client, address, REMOTE_ADDR="192.0.2.8")
    assert other.status_code == answers[0].status_code, "another visitor goes on"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Too many requests at once"), ("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant")]
)
def test_page_speaks_the_visitors_language(language: str, words: str, client: Client) -> None:
    for _ in range(3):
        answer = client.get(f"/{language}/search/")
    page = answer.content.decode()
    assert words in page
    assert f'href="/{language}/' in page


def test_programs_are_answered_in_json_that_any_origin_may_read(client: Client) -> None:
    for _ in range(3):
        answer = client.get("/api/v1/places")
    assert "again in" in answer.json()["detail"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in answer["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("address", ["/health/", "/robots.txt", "/favicon.ico"])
def test_what_machines_watch_is_free(address: str, client: Client) -> None:
    assert {client.get(address).status_code for _ in range(6)} & {429, 503} == set()


def test_kinds_are_counted_apart(client: Client) -> None:
    for _ in range(3):
        client.get("/en/search/")
    assert client.get("/en/").status_code == 200


def test_forwarded_addresses_don_t_help(client: Client) -> None:
    answers = [client.get("/en/", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(4)]
    assert answers[-1] == 429


def test_proxies_tell_visitors_apart(client: Client, settings: Settings) -> None:
    settings.PROXIES = 1
    answers = [client.get("/en/", headers={"X-Forwarded-For": f"6.6.6.6, 192.0.2.{n}"}).status_code for n in range(4)]
    assert answers == [200] * 4


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> set[str]:
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= names(pattern.url_patterns, inner)
        elif pattern.name:
            found.add(f"{space}{pattern.name}")
    return found


def test_every_name_is_that_of_an_address() -> None:
    known = names(get_resolver().url_patterns)
    assert {*limits.KINDS, *limits.SENT, *limits.FREE} - known == set()
    from archive_site.settings import LIMITS

    assert {*limits.KINDS.values(), *limits.SENT.values(), "pages", "api"} <= set(LIMITS)


def test_people_hardly_come_near() -> None:
    from archive_site.settings import LIMITS

    per_minute = {kind: limit * 60 / seconds for kind, (limit, seconds) in LIMITS.items()}
    assert per_minute["search"] >= 120
    assert per_minute["suggestions"] >= 300
    assert per_minute["pages"] >= 300


def test_limits_are_off_in_other_tests() -> None:
    from tests import settings as testing

    assert testing.LIMITS == {}
    assert configured.LIMITS


@pytest.mark.parametrize("address", ["/en/nothing/here/", "/en/reports/beijing-2025/nothing/", "/wp-login.php"])
def test_addresses_that_lead_nowhere_are_counted(address: str, client: Client) -> None:
    answers = [client.get(address).status_code for _ in range(3)]
    assert answers == [404, 404, 429]


def test_missing_report_is_counted_once(client: Client) -> None:
    answers = [client.get("/en/reports/nowhere-1999/").status_code for _ in range(3)]
    assert answers == [404, 404, 429]


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/invitation/MQ/x-y/", "/admin/reports/edit/x/"])
def test_administration_is_counted_for_strangers(address: str, client: Client) -> None:
    answers = [client.get(address).status_code for _ in range(3)]
    assert 429 not in answers[:2]
    assert answers[2] == 429


@pytest.mark.parametrize("address", ["/admin/", "/admin/account/", "/admin/reports/edit/beijing-2025/"])
def test_administration_is_free_to_who_is_signed_in(address: str, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    assert 429 not in {client.get(address).status_code for _ in range(5)}


@pytest.fixture
def one_at_once(settings: Settings, tmp_path: Path) -> None:
    """Let one file be made at once; whoever comes meanwhile is told without waiting."""
    settings.DATA_DIR = tmp_path
    settings.LIMITS = {}
    settings.FILES_AT_ONCE = 1


EXPORT = "/reports/beijing-2025/export/tmx/"


def test_as_many_files_are_made_as_may_be_at_once(
    one_at_once: None, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    report_of()
    held = slots.take("exports", "192.0.2.1", 1, 1)
    assert held is not None
    with patch("archive_site.slots.time") as clock:
        clock.monotonic.side_effect = range(100)
        answer: Any = client.get(EXPORT)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "no-store" in answer["Cache-Control"]
    assert "Other files are being made" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")
    assert caplog.records == [], "nothing is broken"
    assert client.get("/en/reports/beijing-2025/").status_code == 200, "readers go on"
    held.release()
    assert client.get(EXPORT).status_code == 200


def test_slot_is_given_back_before_the_first_byte_is_sent(one_at_once: None, client: Client) -> None:
    report_of()
    answer: Any = client.get(EXPORT)
    assert slots.take("exports", "192.0.2.1", 1, 1) is not None, "while nobody has read anything"
    assert len(b"".join(answer.streaming_content)) == int(answer["Content-Length"])


def test_slow_readers_leave_threads_to_others(one_at_once: None, client: Client) -> None:
    report_of()
    first: Any = client.get(EXPORT)
    assert client.get(EXPORT).status_code == 503, "one of them is being sent to this visitor"
    second: Any = client.get(EXPORT, REMOTE_ADDR="192.0.2.2")
    assert second.status_code == 200
    assert client.get(EXPORT, REMOTE_ADDR="192.0.2.3").status_code == 503, "as many are sent as may be at once"
    assert client.get("/en/reports/beijing-2025/").status_code == 200, "readers go on"
    first.close()
    second.close()
    assert slots.take("sending", "127.0.0.1", 2, 1) is not None


@pytest.mark.parametrize("headers", [{"If-None-Match": "*"}, {}])
def test_slot_is_given_back_by_answers_without_a_file(
    headers: dict[str, str], one_at_once: None, client: Client
) -> None:
    report_of()
    address = EXPORT if headers else "/reports/nowhere-1999/export/tmx/"
    assert {client.get(address, headers=headers).status_code for _ in range(3)} == {304 if headers else 404}
    client.head(EXPORT).close()
    assert slots.take("exports", "192.0.2.1", 1, 1) is not None


def test_view_that_fails_gives_its_slot_back(one_at_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError

    report_of()
    monkeypatch.setattr("reports.exports.of_report", fail)
    assert Client(raise_request_exception=False).get(EXPORT).status_code == 500
    assert slots.take("exports", "192.0.2.1", 1, 1) is not None


def test_files_at_once_leave_threads_to_readers() -> None:
    from archive_site.settings import FILES_AT_ONCE

    assert FILES_AT_ONCE == 2, "of eight threads"
