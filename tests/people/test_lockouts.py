"""Guesses at one name are held up however many addresses they come from, and keep nobody out for good by it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from archive_site import throttles
from reports import people
from reports.models import AuditEntry
from reports.people import lockouts

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
PASSWORD = "a long walk by the canal"
MANY = 4


@pytest.fixture(autouse=True)
def limits(settings: Settings) -> None:
    """Let strangers try a few passwords for a name within an hour; all else is as on a server."""
    settings.LIMITS = {"names": (MANY, 3600)}
    settings.AXES_ENABLED = True


@pytest.fixture
def li() -> User:
    user = User.objects.create_user("li", password=PASSWORD)
    people.give_role(user, people.Role.EDITOR, by=None)
    return User.objects.get(pk=user.pk)


def sign_in(address: str, name: str = "li", password: str = "wrong", client: Client | None = None) -> Any:
    """Return the answer to a password that comes from an address, from a browser without cookies if none is given."""
    return (client or Client()).post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=address)


def guess(times: int = MANY, name: str = "li") -> list[int]:
    """Return how guesses at a name are answered, each from an address of its own."""
    return [sign_in(f"198.51.100.{number}", name).status_code for number in range(1, times + 1)]


def test_guesses_from_many_addresses_are_held_up(li: User) -> None:
    assert guess(MANY + 2) == [*[200] * MANY, 429, 429]
    answer = sign_in("192.0.2.1", password=PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600 / MANY
    assert "in many places" in answer.content.decode()


def test_other_names_are_not_held_up(li: User) -> None:
    guess(MANY + 1)
    assert sign_in("192.0.2.1", "wang").status_code == 200


def test_name_of_nobody_is_held_up_alike(li: User) -> None:
    guess(MANY)
    guess(MANY, "nobody")
    pages = {name: sign_in("192.0.2.1", name).content for name in ("li", "nobody")}
    assert pages["li"] == pages["nobody"]


@pytest.mark.parametrize("name", ["ｌｉ", " li ", "li\u3000"])
def test_other_spellings_of_a_name_are_the_name(name: str, li: User) -> None:
    guess(MANY - 1)
    assert sign_in("192.0.2.1", name).status_code == 200
    assert sign_in("192.0.2.2").status_code == 429


def test_place_from_which_somebody_signed_in_is_spared(li: User) -> None:
    assert sign_in("192.0.2.1", password=PASSWORD).status_code == 302
    guess(MANY + 1)
    assert sign_in("192.0.2.1", password=PASSWORD).status_code == 302
    assert sign_in("192.0.2.9", password=PASSWORD).status_code == 429


def test_whole_network_of_ipv6_is_one_place(li: User) -> None:
    sign_in("2001:db8:1:2::1", password=PASSWORD)
    guess(MANY + 1)
    assert sign_in("2001:db8:1:2:3::9", password=PASSWORD).status_code == 302


def test_place_is_forgotten_after_half_a_year(li: User) -> None:
    sign_in("192.0.2.1", password=PASSWORD)
    AuditEntry.objects.update(at=timezone.now() - lockouts.KNOWN_FOR)
    guess(MANY + 1)
    assert sign_in("192.0.2.1", password=PASSWORD).status_code == 429


def test_browser_in_which_somebody_signed_in_is_spared_anywhere(li: User) -> None:
    own = Client()
    sign_in("192.0.2.1", password=PASSWORD, client=own)
    own.post("/admin/logout/")
    guess(MANY + 1)
    assert sign_in("203.0.113.5", password=PASSWORD, client=own).status_code == 302


def test_browser_is_known_to_one_name_only(li: User) -> None:
    User.objects.create_user("wang", password=PASSWORD)
    own = Client()
    sign_in("192.0.2.1", password=PASSWORD, client=own)
    guess(MANY, "wang")
    assert sign_in("203.0.113.5", "wang", client=own).status_code == 429


@pytest.mark.parametrize("made_up", ["", "li", "x:y", "li:1:2", "a" * 5000])
def test_browser_that_says_it_is_known_is_not(made_up: str, li: User) -> None:
    guess(MANY)
    client = Client()
    client.cookies[lockouts.BROWSER] = made_up
    assert sign_in("203.0.113.5", password=PASSWORD, client=client).status_code == 429


def test_guesses_from_a_known_browser_are_held_up_too(li: User) -> None:
    own = Client()
    sign_in("192.0.2.1", password=PASSWORD, client=own)
    own.post("/admin/logout/")
    answers = [sign_in(f"203.0.113.{n}", client=own).status_code for n in range(MANY + 1)]
    assert answers == [*[200] * MANY, 429]
    assert sign_in("192.0.2.1", password=PASSWORD).status_code == 302, "the person's other browsers go on"


def test_others_in_the_same_network_keep_a_known_browser_out_no_more(li: User, settings: Settings) -> None:
    settings.LIMITS = {}
    own = Client()
    sign_in("192.0.2.1", password=PASSWORD, client=own)
    own.post("/admin/logout/")
    answers = [sign_in("192.0.2.1").status_code for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert answers[-1] == 429
    assert sign_in("192.0.2.1", password=PASSWORD).status_code == 429
    assert sign_in("192.0.2.1", password=PASSWORD, client=own).status_code == 302


def test_cookie_of_a_known_browser_is_for_the_sign_in_alone(li: User) -> None:
    own = Client()
    sign_in("192.0.2.1", password=PASSWORD, client=own)
    cookie = own.cookies[lockouts.BROWSER]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (LOGIN, True, "Strict")
    assert "li" not in cookie.value.split(":")


def test_right_password_alone_makes_no_browser_known_where_there_is_a_second_factor(li: User) -> None:
    TOTPDevice.objects.create(user=li, confirmed=True)
    client = Client()
    assert sign_in("192.0.2.1", password=PASSWORD, client=client).status_code == 302
    assert lockouts.BROWSER not in client.cookies


def test_link_lets_its_browser_in(li: User) -> None:
    guess(MANY + 1)
    there = Client()
    form = there.get(reverse("people:choose-password", kwargs=people.invite(li, by=None)))
    new = "another long walk"
    there.post(form["Location"], {"new_password1": new, "new_password2": new})
    assert sign_in("203.0.113.5", password=new, client=there).status_code == 302


def test_unlocking_opens_the_name_everywhere(li: User) -> None:
    guess(MANY + 1)
    assert lockouts.locked_until("li") is not None
    assert lockouts.unlock(li, by=None)
    assert lockouts.locked_until("li") is None
    assert sign_in("192.0.2.1", password=PASSWORD).status_code == 302
    assert not lockouts.unlock(li, by=None)


def test_unlocking_lets_another_code_be_looked_at(li: User) -> None:
    device = TOTPDevice.objects.create(user=li, confirmed=True)
    for _ in range(3):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        people.second_factor.check(li, "000000")
    assert people.second_factor.seconds_to_wait(li)
    assert lockouts.unlock(li, by=None)
    assert people.second_factor.seconds_to_wait(li) == 0
    device.refresh_from_db()
    assert device.throttling_failure_count == 0


def test_looking_whether_a_name_is_locked_counts_nothing(li: User) -> None:
    guess(MANY - 1)
    assert [lockouts.locked_until("li") for _ in range(5)] == [None] * 5
    assert sign_in("192.0.2.1", password=PASSWORD).status_code == 302


def test_being_held_up_is_noted_once(li: User) -> None:
    guess(MANY + 5)
    entry = AuditEntry.objects.get(action="locked-out")
    assert (entry.target, entry.facts) == ("person li", {"everywhere": True})


def test_addresses_of_one_ipv6_network_are_locked_out_together(li: User, settings: Settings) -> None:
    settings.LIMITS = {}
    answers = [sign_in(f"2001:db8:1:2::{n}").status_code for n in range(1, 6)]
    assert answers == [200, 200, 200, 200, 429]
    assert sign_in("2001:db8:1:3::1", password=PASSWORD).status_code == 302


def test_what_is_typed_as_a_name_is_in_no_log(caplog: pytest.LogCaptureFixture, settings: Settings) -> None:
    from archive_site.settings import LOGGING

    assert logging.getLogger("axes").getEffectiveLevel() >= logging.ERROR, LOGGING["loggers"]
    settings.LIMITS = {}
    for _ in range(6):
        sign_in("192.0.2.1", PASSWORD)
    assert PASSWORD not in caplog.text


def test_names_are_not_kept_where_they_are_counted(li: User) -> None:
    guess(2, PASSWORD)
    assert PASSWORD.encode() not in throttles.path().read_bytes()


def test_guesses_at_the_own_password_are_held_up(li: User) -> None:
    thief = Client()
    thief.force_login(li)
    for number in range(MANY):
        page = thief.post("/admin/account/second-factor/", {"password": f"guess {number}"}).content.decode()
        assert "This is not your password" in page
    form = {"old_password": PASSWORD, "new_password1": "another long walk", "new_password2": "another long walk"}
    assert "Too many passwords" in thief.post("/admin/password_change/", form).content.decode()
    assert "Too many passwords" in thief.post("/admin/account/second-factor/", {"password": PASSWORD}).content.decode()
    li.refresh_from_db()
    assert li.check_password(PASSWORD)
    assert AuditEntry.objects.filter(action="own-password-wrong", by=li).count() == MANY
    assert sign_in("192.0.2.1", password=PASSWORD).status_code == 302, "its owner signs in, and ends the session"
