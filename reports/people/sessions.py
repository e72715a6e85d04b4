"""The sessions of the staff: how long they last, and how they are ended."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.base import SessionBase

# A session ends so long after its last renewal; renewing at each request would write with each.
RENEWED_EVERY = 600
RENEWED = "renewed"
# When somebody signed in: however much a session is used, it ends at last, and one that was stolen with it.
SINCE = "signed_in"


def begin(session: SessionBase) -> None:
    """Let a session last its whole age from now, at which somebody signed in."""
    session[SINCE] = int(time.time())
    session.pop(RENEWED, None)
    renew(session)


def renew(session: SessionBase) -> None:
    """Let a session last its whole age again from now, but no longer than any may last from when it began."""
    now = int(time.time())
    if now - session.get(RENEWED, 0) < RENEWED_EVERY:
        return
    session[RENEWED] = now
    since = session.setdefault(SINCE, now)
    left = min(settings.SESSION_COOKIE_AGE, since + settings.SESSION_LONGEST - now)
    # A moment, not a number of seconds: those would begin anew whenever anything is kept in the session.
    session.set_expiry(timezone.now() + timedelta(seconds=left))


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign somebody out in every browser, all but the session of a key, and return of how many."""
    ended = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.session_key != but and session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
            ended += 1
    return ended
