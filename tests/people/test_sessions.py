"""Sessions end: after a while without a step, after a week whatever is done in them, and when an account changes."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from reports import people
from reports.people import sessions

pytestmark = pytest.mark.django_db

DAY = 24 * 3600


@pytest.fixture
def li() -> User:
    user = User.objects.create_user("li", password="a long walk by the canal")
    people.give_role(user, people.Role.EDITOR, by=None)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def desk(li: User) -> Client:
    client = Client()
    client.force_login(li)
    return client


class Clock:
    def __init__(self) -> None:
        self.ahead = 0.0

    def time(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(sessions, "time", clock)
    return clock


def left() -> float:
    """Return how many seconds the one session of the database has left."""
    return (Session.objects.get().expire_date - timezone.now()).total_seconds()


def test_a_session_has_twelve_hours_from_the_last_step(desk: Client, clock: Clock) -> None:
    assert left() == pytest.approx(DAY / 2, abs=30)
    clock.ahead = 3 * DAY
    desk.get("/admin/")
    assert left() == pytest.approx(DAY / 2, abs=30)


def test_no_session_lasts_longer_than_a_week(desk: Client, clock: Clock) -> None:
    clock.ahead = 7 * DAY - 3600
    desk.get("/admin/")
    assert left() == pytest.approx(3600, abs=30)
    clock.ahead = 7 * DAY + 1
    desk.get("/admin/")
    assert not Session.objects.filter(expire_date__gt=timezone.now()).exists()
    assert desk.get("/admin/")["Location"].startswith("/admin/login/")


def test_what_is_kept_in_a_session_doesn_t_make_it_last_longer(desk: Client, clock: Clock) -> None:
    clock.ahead = 7 * DAY - 3600
    desk.get("/admin/")
    session: Any = desk.session
    session["anything"] = 1
    session.save()
    assert left() == pytest.approx(3600, abs=30)


@pytest.mark.parametrize(
    ("address", "headers", "renews"),
    [
        ("/admin/reports/edit/none/news/", {}, False),
        ("/admin/reports/edit/none/", {}, True),
        ("/admin/reports/ingestjob/1/review/", {"HX-Request": "true"}, False),
        ("/admin/reports/ingestjob/1/review/", {"HX-Request": "true", "HX-Boosted": "true"}, True),
        ("/admin/reports/ingestjob/1/review/", {}, True),
    ],
)
def test_what_a_page_asks_by_itself_keeps_no_session_alive(
    address: str, headers: dict[str, str], renews: bool, desk: Client, clock: Clock
) -> None:
    before = desk.session[sessions.RENEWED]
    clock.ahead = 6 * 3600
    desk.get(address, headers=headers)
    assert (desk.session[sessions.RENEWED] > before) == renews


def test_signing_in_again_begins_anew(desk: Client, li: User, clock: Clock) -> None:
    clock.ahead = 7 * DAY - 3600
    desk.force_login(li)
    assert left() == pytest.approx(DAY / 2, abs=30)


def test_a_session_of_an_earlier_version_is_given_its_week(desk: Client, clock: Clock) -> None:
    session: Any = desk.session
    for name in (sessions.SINCE, sessions.RENEWED, "_session_expiry"):
        del session[name]
    session.save()
    desk.get("/admin/")
    assert desk.session[sessions.SINCE] == pytest.approx(time.time(), abs=30)


@pytest.mark.parametrize("role", ["contributor", "administrator", "none"])
def test_another_role_ends_all_sessions(role: str, desk: Client) -> None:
    call_command("person", "role", "li", "--role", role, verbosity=0)
    assert not Session.objects.exists()
    assert desk.get("/admin/")["Location"].startswith("/admin/login/")


def test_the_same_role_again_ends_none(desk: Client, li: User) -> None:
    people.give_role(li, people.Role.EDITOR, by=None)
    assert desk.get("/admin/").status_code == 200


@pytest.mark.parametrize("act", ["close", "link", "sign-out"])
def test_closing_an_account_or_a_link_ends_all_sessions(act: str, desk: Client) -> None:
    call_command("person", act, "li", verbosity=0)
    assert not Session.objects.exists()
    assert desk.get("/admin/")["Location"].startswith("/admin/login/")


def test_sessions_of_others_go_on(desk: Client) -> None:
    other = User.objects.create_user("wang")
    people.give_role(other, people.Role.CONTRIBUTOR, by=None)
    assert people.end_sessions(other) == 0
    assert desk.get("/admin/").status_code == 200


def test_idle_session_is_shorter_than_the_longest(settings: Settings) -> None:
    assert 0 < settings.SESSION_COOKIE_AGE < settings.SESSION_LONGEST
