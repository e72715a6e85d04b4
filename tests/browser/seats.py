"""Browsers in which editors are signed in, several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from reports import people


class Seat:
    """A browser in which somebody is signed in."""

    def __init__(self, browser: Browser, server: LiveServer, user: User, settings: Settings, **options: Any) -> None:
        self.user, self.server, self.settings = user, server, settings
        self.context: BrowserContext = browser.new_context(**options)
        self.sign_in()
        self.page: Page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.address = f"{server.url}/admin/reports/edit/beijing-2025/"

    def sign_in(self) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(self.user.pk)
        session[BACKEND_SESSION_KEY] = self.settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = self.user.get_session_auth_hash()
        session.create()
        self.context.add_cookies([{"name": "sessionid", "value": str(session.session_key), "url": self.server.url}])

    def open(self) -> Page:
        self.page.goto(self.address)
        # The first of a process reads the dictionary.
        expect(self.page.locator(".editor-count .suspicious")).not_to_be_empty(timeout=20000)
        return self.page


def taken(browser: Browser, server: LiveServer, settings: Settings) -> Iterator[Callable[..., Seat]]:
    """Yield a function that seats somebody by a name; afterwards, no console may have had an error."""
    seats: list[Seat] = []

    def take(name: str, **options: Any) -> Seat:
        user = User.objects.create_user(name)
        people.set_up_roles()
        people.give_role(user, people.Role.EDITOR, by=None)
        seats.append(Seat(browser, server, user, settings, **options))
        return seats[-1]

    yield take
    wrong = [said for one in seats for said in one.wrong]
    for one in seats:
        one.context.close()
    assert wrong == []
