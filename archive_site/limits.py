"""Which requests are counted as what, and which of them wait for one another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from archive_site import refusals, slots, throttles
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
# What takes seconds to make: some threads have to be left for readers. So many seconds somebody waits before they are
# told to come back.
AT_ONCE = {"exports": 2.0}
# What may be so large that a thread is held by whoever reads it slowly: twice as many of these are sent at once.
LARGE = {"exports", "downloads"}
PAGE_NOT_FOUND = "reports.reading.browsing.lost.page_not_found"


class LimitMiddleware:
    """Answers 429 to whoever asks more often than settings.LIMITS allows, 503 where too many files are being made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.making = request.sending = None  # type: ignore[attr-defined]
        response = self.get_response(request)
        making: Slot | None = request.making  # type: ignore[attr-defined]
        sending: Slot | None = request.sending  # type: ignore[attr-defined]
        if making is not None:
            # The file is whole: how long its reader takes over it keeps nobody from having another made.
            making.release()
        if sending is not None and response.streaming:
            # Django closes these when the last byte was sent, or nobody reads on.
            response._resource_closers.append(sending.release)  # type: ignore[attr-defined]  # noqa: SLF001
        elif sending is not None:
            sending.release()
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        kind = kind_of(request)
        if refused := _counted(request, kind):
            return refused
        most, who = settings.FILES_AT_ONCE, network_of(address_of(request))
        if kind in LARGE:
            request.sending = slots.take("sending", who, 2 * most, most)  # type: ignore[attr-defined]
            if request.sending is None:  # type: ignore[attr-defined]
                return refusals.busy(request, kind)
        if kind in AT_ONCE:
            request.making = slots.take(kind, who, most, max(most // 2, 1), AT_ONCE[kind])  # type: ignore[attr-defined]
            if request.making is None:  # type: ignore[attr-defined]
                return refusals.busy(request, kind)
        return None


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Return the page of an address that leads nowhere; where it came to no view, it is counted here."""
    if request.resolver_match is None and (refused := _counted(request, "pages")):
        return refused
    answer: HttpResponseBase = import_string(PAGE_NOT_FOUND)(request, exception)
    return answer


def _counted(request: HttpRequest, kind: str) -> HttpResponseBase | None:
    seconds = throttles.wait_of(request, kind) if kind else 0
    return refusals.too_many(request, kind, math.ceil(seconds)) if seconds else None


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
