"""Somebody who may add reports, and files to hand in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from reports.models import IngestJob

FIXTURES = Path(__file__).parents[2] / "fixtures"
PARTS = ("beijing-2025-part-1.txt", "beijing-2025-part-2.txt")
UPLOAD = "/admin/reports/ingestjob/upload/"

# They return the test client's response, which has more to it than its type says.
HandIn = Callable[..., Any]
Settle = Callable[..., Any]


@pytest.fixture(autouse=True)
def index_folder(settings: Settings, tmp_path: Path) -> None:
    """Give each test an index folder of its own."""
    connection = {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": str(tmp_path / "index")}
    settings.HAYSTACK_CONNECTIONS = {"default": connection}


@pytest.fixture(autouse=True)
def catches_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows when the search is told; nothing runs in the background of a test."""
    calls: list[str] = []
    monkeypatch.setattr("reports.search.catch_up_soon", lambda: calls.append("told"), raising=False)
    return calls


@pytest.fixture
def archivist(db: None) -> User:
    user = User.objects.create_user("archivist", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="reports"))
    return user


@pytest.fixture
def desk(archivist: User) -> Client:
    """Return a client in which the archivist is signed in."""
    client = Client()
    client.force_login(archivist)
    return client


def part(number: int) -> bytes:
    return (FIXTURES / PARTS[number - 1]).read_bytes()


@pytest.fixture
def hand_in(desk: Client) -> HandIn:
    """Return a function that uploads files, given by name and content."""

    def upload(files: dict[str, bytes] | list[tuple[str, bytes]], encoding: str = "") -> Any:
        pairs = files.items() if isinstance(files, dict) else files
        sent = [SimpleUploadedFile(name, content) for name, content in pairs]
        return desk.post(UPLOAD, {"file": sent, "encoding": encoding}, follow=True)

    return upload


@pytest.fixture
def look_at(hand_in: HandIn, desk: Client) -> HandIn:
    """Return a function that uploads files and returns the review page of the last of them."""

    def upload(files: dict[str, bytes]) -> Any:
        hand_in(files)
        job = IngestJob.objects.filter(state="review").latest("pk")
        return desk.get(reverse("admin:reports_review", args=[job.pk]))

    return upload


@pytest.fixture
def settle(desk: Client) -> Settle:
    """Return a function that settles jobs: publish, draft or discard."""

    def post(verb: str, *jobs: IngestJob) -> Any:
        keys = [job.pk for job in jobs] or list(IngestJob.objects.values_list("pk", flat=True))
        return desk.post(reverse("admin:reports_settle"), {"verb": verb, "job": keys}, follow=True)

    return post
