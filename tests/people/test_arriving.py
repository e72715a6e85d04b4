"""Requests arrive with their address, and leave no answer in a cache that somebody who is signed in was given."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from reports import people
from reports.people.arriving import StaffMiddleware, noting_addresses


def answer(path: str, seen: Any = None) -> HttpResponse:
    """Return an answer to a request in which a view looked at who is signed in."""

    def view(request: HttpRequest) -> HttpResponse:
        if seen is not None:
            request._cached_user = seen  # type: ignore[attr-defined]
        return HttpResponse()

    response = StaffMiddleware(view)(RequestFactory().get(path))
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.parametrize(
    ("path", "seen", "kept"),
    [
        ("/en/", None, True),
        ("/en/", SimpleNamespace(is_authenticated=False), True),
        ("/en/", SimpleNamespace(is_authenticated=True), False),
        ("/admin/", None, False),
    ],
)
def test_what_depends_on_who_is_signed_in_is_kept_by_no_cache(path: str, seen: Any, kept: bool) -> None:
    assert (answer(path, seen).headers.get("Cache-Control") != "private, no-store") == kept


def test_address_is_known_while_a_request_is_answered_and_forgotten_when_it_fails() -> None:
    known = []

    def view(request: HttpRequest) -> HttpResponse:
        known.append(people.ADDRESS.get())
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        noting_addresses(view)(RequestFactory(REMOTE_ADDR="192.0.2.7").get("/"))
    assert known == ["192.0.2.7"]
    assert people.ADDRESS.get() is None
