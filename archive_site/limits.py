"""Which requests are counted as what, and what is said to somebody who sends too many of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive_site import slots, throttles
from archive_site.addresses import address_of, network_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.urls import ResolverMatch

    from archive_site.slots import Slot

# By the names of addresses. What is in no set counts as a page; the administration has its own way of knowing people.
COUNTED = {
    "search": {"search", "term-lookup", "terms", "search-feed"},
    "suggestions": {"search-suggestions", "opensearch-suggestions"},
    "concordance": {"concordance"},
    "exports": {"report-export", "search-export", "search-csv", "search-xlsx", "terms-csv", "terms-tbx"},
    "harvesting": {"oai"},
    "downloads": {"download-file"},
}
KINDS = {name: kind for kind, names in COUNTED.items() for name in names}
# Only what is sent counts there, not the form that is looked at.
SENT = {
    "people:sign-in": "sign-in",
    "people:second-factor": "sign-in",
    "people:choose-password": "sign-in",
    "people:password-change": "sign-in",
    "people:second-factor-on": "sign-in",
    "people:second-factor-off": "sign-in",
    "people:recovery-codes": "sign-in",
    "admin:reports_upload": "uploads",
}
FREE = {"health", "favicon", "robots"}
# Free to who is signed in, all but what SENT names: the staff's work is not counted, looking for a way in is.
OF_THE_STAFF = {"admin", "people", "editor"}
# What is made while it is sent, for seconds, or is sent for minutes: some threads have to be left for readers. So many
# seconds somebody waits before they are told to come back.
AT_ONCE = {"exports": 2.0, "downloads": 0.0}
BACK_IN = 10
PAGE_NOT_FOUND = "reports.reading.browsing.lost.page_not_found"


class LimitMiddleware:
    """Answers 429 to whoever asks more often than settings.LIMITS allows, 503 where too many files are being made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        slot: Slot | None = getattr(request, "slot", None)
        if slot is not None and response.streaming:
            # Django closes these when the last byte was sent, or nobody reads on.
            response._resource_closers.append(slot.release)  # type: ignore[attr-defined]  # noqa: SLF001
        elif slot is not None:
            slot.release()
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        kind = kind_of(request)
        if refused := _counted(request, kind):
            return refused
        if kind in AT_ONCE:
            most = settings.FILES_AT_ONCE
            who = network_of(address_of(request))
            request.slot = slots.take(kind, who, most, max(most // 2, 1), AT_ONCE[kind])  # type: ignore[attr-defined]
            if request.slot is None:  # type: ignore[attr-defined]
                return busy(request)
        return None


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Return the page of an address that leads nowhere; where it came to no view, it is counted here."""
    if request.resolver_match is None and (refused := _counted(request, "pages")):
        return refused
    answer: HttpResponseBase = import_string(PAGE_NOT_FOUND)(request, exception)
    return answer


def _counted(request: HttpRequest, kind: str) -> HttpResponseBase | None:
    seconds = throttles.wait_of(request, kind) if kind else 0
    return too_many(request, kind, math.ceil(seconds)) if seconds else None


def kind_of(request: HttpRequest) -> str:
    """Return as what a request is counted, "" for one that is free."""
    match: ResolverMatch | None = request.resolver_match
    if match is None or match.view_name in FREE:
        return ""
    if match.app_name in OF_THE_STAFF:
        kind = SENT.get(match.view_name, "") if request.method == "POST" else ""
        return kind or ("" if request.user.is_authenticated else "pages")
    if match.app_name == "api":
        return "api"
    return KINDS.get(match.view_name, "pages")


def busy(request: HttpRequest) -> HttpResponseBase:
    """Return what is said where as many files are being made as may be at once, of all visitors or of this one."""
    response = render(request, "busy.html", {"seconds": BACK_IN}, status=503)
    # Django would call it a fault of the server's, a line in the log for each of a thousand requests.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    response.headers["Retry-After"] = str(BACK_IN)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def too_many(request: HttpRequest, kind: str, seconds: int) -> HttpResponseBase:
    """Return what is said to somebody who asked too often, and when they may again, in a form that they understand."""
    response: HttpResponseBase
    if kind in {"api", "suggestions"}:
        said = ngettext(
            "Too many requests came from your address. Ask again in %(seconds)d second.",
            "Too many requests came from your address. Ask again in %(seconds)d seconds.",
            seconds,
        ) % {"seconds": seconds}
        response = JsonResponse({"detail": said}, status=429, json_dumps_params={"ensure_ascii": False})
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    elif kind == "harvesting":
        # The protocol knows 503 for a harvester that should slow down, and not the younger 429.
        response = HttpResponse(_("Too many requests."), status=503, content_type="text/plain; charset=utf-8")
    else:
        response = render(request, "429.html", {"seconds": seconds, "kind": kind}, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "private, no-store"
    return response
