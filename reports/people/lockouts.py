"""Whom too many wrong passwords keep out, and for how long.

By name and network together, with django-axes: five wrong ones, and a name has to wait there. By name alone, over all
addresses: so many within an hour, however many addresses they come from. The latter could be used to keep somebody out
for good; therefore it holds for strangers only, and not where somebody of that name has signed in before.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, Sum
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from archive_site import throttles
from archive_site.addresses import address_of, network_of
from reports.models import AuditEntry
from reports.people import second_factor
from reports.people.audit import meant_by, note

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import User
    from django.http import HttpRequest, HttpResponse

# The limits of guesses: at one name by strangers; by one browser that is known; at one's own password, signed in.
NAMES, BROWSERS, OWN = "names", "known-browsers", "own-passwords"
# So long after somebody signed in, the place and the browser are still known.
KNOWN_FOR = timedelta(days=180)
BROWSER = "known"
SALT = "reports.people.lockouts"


class KeptOut(Exception):  # noqa: N818 - somebody is, and the program goes on
    """Too many passwords were tried for a name, wherever they came from; `seconds` until another is looked at."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.name, self.seconds = name, seconds


def visitor_of(request: HttpRequest) -> str | None:
    """Return whom django-axes counts as one: an address, for IPv6 its network, whose addresses cost nothing."""
    address = address_of(request)
    return network_of(address) if address else None


def admit(request: HttpRequest, name: str) -> None:
    """Count a password that somebody sends for a name. Raises KeptOut where no more of them are looked at for now.

    It is the same for names that nobody has: they are known nowhere.
    """
    if (browser := _known_browser(request, name)) is not None:
        seconds = _wait(BROWSERS, browser)
    elif _is_known_place(request, name):
        seconds = 0.0  # what comes from one place is held up by name and place together
    else:
        seconds = _wait(NAMES, _digest(name))
    if not seconds:
        return
    if throttles.allowed("names-noted", _digest(name), 1, 3600):
        note("locked-out", target=meant_by(name), everywhere=True)
    raise KeptOut(name, seconds)


def is_known_browser(request: HttpRequest, credentials: dict[str, str] | None = None) -> bool:
    """Say whether a name's guesses by others in the same network are to be no matter for who asks; for django-axes."""
    return _known_browser(request, (credentials or {}).get("username") or "") is not None


def own_password_wait(user: User) -> float:
    """Return 0 and count where somebody who is signed in may be asked for their password, else the seconds to wait."""
    return _wait(OWN, str(user.pk))


def make_known(response: HttpResponse, user: User) -> None:
    """Let the browser of an answer be known: guesses of strangers at the same name don't keep it out."""
    response.set_signed_cookie(
        BROWSER,
        f"{_digest(user.get_username())}:{secrets.token_hex(8)}",
        salt=SALT,
        max_age=int(KNOWN_FOR.total_seconds()),
        path=reverse("admin:login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def locked_until(name: str) -> datetime | None:
    """Return when a name may sign in again, from all places that tried; None if it may now."""
    return max(filter(None, (_locked_at(name, None), _locked_everywhere(name))), default=None)


def unlock(user: User, *, by: User | None) -> bool:
    """Forget somebody's wrong passwords and codes, and say whether anything was kept of them."""
    name = user.get_username()
    there = bool(reset(username=name)) | (_locked_everywhere(name) is not None) | second_factor.forget_wrong_codes(user)
    throttles.forget(NAMES, _digest(name))
    if there:
        note("unlocked", by=by, target=f"person {name}")
    return there


def locked_page(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, str] | None
) -> HttpResponse:
    """Return what somebody is told whom django-axes keeps out, whether or not there is anybody of that name."""
    name = (credentials or {}).get("username") or ""
    until = _locked_at(name, visitor_of(request)) or timezone.now() + settings.AXES_COOLOFF_TIME
    return _page(request, until, everywhere=False)


def kept_out_page(request: HttpRequest, kept: KeptOut) -> HttpResponse:
    """Return what somebody is told for whose name too many passwords were tried, whether or not anybody has it."""
    return _page(request, timezone.now() + timedelta(seconds=kept.seconds), everywhere=True)


def _page(request: HttpRequest, until: datetime, *, everywhere: bool) -> HttpResponse:
    seconds = max(1, round((until - timezone.now()).total_seconds()))
    context = {"until": until, "minutes": -(-seconds // 60), "everywhere": everywhere, "is_private": True}
    page = render(request, "people/locked.html", context, status=429)
    page.headers["Retry-After"] = str(seconds)
    return page


def _locked_at(name: str, visitor: str | None) -> datetime | None:
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    tried = AccessAttempt.objects.filter(username=name, attempt_time__gt=since)
    if visitor is not None:
        tried = tried.filter(ip_address=visitor)
    places = tried.values("ip_address").annotate(failures=Sum("failures_since_start"), latest=Max("attempt_time"))
    locked = [row["latest"] for row in places.order_by() if row["failures"] >= settings.AXES_FAILURE_LIMIT]
    return max(locked) + settings.AXES_COOLOFF_TIME if locked else None


def _locked_everywhere(name: str) -> datetime | None:
    seconds = throttles.due(NAMES, _digest(name), *_limit())
    return timezone.now() + timedelta(seconds=seconds) if seconds else None


def _is_known_place(request: HttpRequest, name: str) -> bool:
    """Say whether somebody of that name has signed in from the request's network."""
    since = timezone.now() - KNOWN_FOR
    entries = AuditEntry.objects.filter(action="sign-in", by__username=name, at__gt=since).order_by()
    here = network_of(address_of(request))
    return any(network_of(address) == here for address in entries.values_list("address", flat=True).distinct())


def _known_browser(request: HttpRequest, name: str) -> str | None:
    """Return which of the browsers the request's is, that somebody of that name has signed in with."""
    kept = request.get_signed_cookie(BROWSER, "", salt=SALT, max_age=int(KNOWN_FOR.total_seconds()))
    whose, _, browser = (kept or "").partition(":")
    return browser if browser and whose == _digest(name) else None


def _wait(kind: str, who: str) -> float:
    return throttles.wait(kind, who, *_limit())


def _limit() -> tuple[int, int]:
    return settings.LIMITS.get(NAMES, (0, 1))


def _digest(name: str) -> str:
    """Return what stands for a name where it is counted: what is typed there may be a password."""
    return sha256(f"{SALT}{settings.SECRET_KEY}{name}".encode()).hexdigest()[:32]
