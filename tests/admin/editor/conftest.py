"""A report to edit, and people who may and may not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from reports import editing, people
from reports.models import Report
from tests.factories import report_of

Act = Callable[..., Any]


def member(name: str, role: people.Role) -> User:
    user = User.objects.create_user(name, password="x")
    people.give_role(user, role, by=None)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(name: str, report: Report, *args: int) -> str:
    return reverse(f"editor:{name}", args=[report.slug, *args])


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, json.dumps(body), content_type="application/json")


@pytest.fixture
def report(db: None) -> Report:
    return report_of()


@pytest.fixture
def editor(db: None) -> User:
    return member("li", people.Role.EDITOR)


@pytest.fixture
def other(db: None) -> User:
    return member("wang", people.Role.EDITOR)


@pytest.fixture
def seat(editor: User) -> Client:
    """Return a client in which an editor is signed in."""
    return signed_in(editor)


@pytest.fixture
def keys(report: Report) -> list[int]:
    """Return the keys of the report's pairs, in reading order."""
    return list(report.pairs.order_by("position").values_list("pk", flat=True))


@pytest.fixture
def act(seat: Client, report: Report) -> Act:
    """Return a function that does an act in the editor, and returns what the page is told."""

    def do(name: str, *, seen: int | None = None, **fields: Any) -> Any:
        seen = editing.latest_revision(report) if seen is None else seen
        at_pair = fields.get("pair")
        answer = post(
            seat, at("act", report), {"act": {"do": name, **fields}, "seen": seen, "stamps": {}, "at": at_pair}
        )
        assert answer.status_code == 200
        return answer.json()

    return do
