"""What Django and django-axes tell of signing in and out, kept in the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from reports.people.audit import meant_by, note
from reports.people.sessions import begin

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest


def listen() -> None:
    """Keep each sign-in, failure, lockout and sign-out from now on."""
    user_logged_in.connect(_signed_in, dispatch_uid="people")
    user_logged_out.connect(_signed_out, dispatch_uid="people")
    user_login_failed.connect(_failed, dispatch_uid="people")
    user_locked_out.connect(_locked_out, dispatch_uid="people")


def _signed_in(user: User, request: HttpRequest, **_signal: Any) -> None:
    begin(request.session)
    note("sign-in", by=user)


def _signed_out(user: User | None, **_signal: Any) -> None:
    if user is not None:
        note("sign-out", by=user)


def _failed(credentials: dict[str, Any], **_signal: Any) -> None:
    note("sign-in-failed", target=meant_by(credentials.get("username")))


def _locked_out(username: str | None = None, **_signal: Any) -> None:
    note("locked-out", target=meant_by(username))
