"""What is said to somebody who has to come back later: in a form that whoever asked understands, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_path, ngettext
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest

BUSY_SECONDS = 10
# Somebody has to make room first.
FULL_SECONDS = 600
# These are answered in the shape that the API's errors have, whatever a request says that it accepts.
IN_JSON = {"api", "suggestions"}
# The parts of the site that people walk through without a language in the address.
FOR_PEOPLE = {"admin", "people", "editor"}
HTML = re.compile(r"\b(?:text/html|application/xhtml\+xml)\b")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something isn't done now, and in how many seconds it can be asked for again."""

    status: int
    title: str
    reason: str
    again: str
    seconds: int


def too_many(request: HttpRequest, kind: str, seconds: int) -> HttpResponse:
    """Return what is said to somebody who asked too often, and when they may again."""
    shared = _(
        "More requests came from your address than the archive can answer for one visitor. "
        "Where many people share an address, the others may have sent them."
    )
    reason = _("Somebody at your address tried to sign in many times.") if kind == "sign-in" else shared
    again = ngettext(
        "The page can be loaded again in %(seconds)s second.",
        "The page can be loaded again in %(seconds)s seconds.",
        seconds,
    )
    # The protocol of harvesters knows 503 for one that should slow down, and not the younger 429.
    status = 503 if kind == "harvesting" else 429
    said = Refusal(status, _("Too many requests at once"), reason, again % {"seconds": seconds}, seconds)
    return told(request, said, kind)


def busy(request: HttpRequest, kind: str) -> HttpResponse:
    """Return what is said where as many files are being made as may be at once, of all visitors or of this one."""
    reason = _(
        "The archive makes only a few files at once, so that it goes on answering its readers, "
        "and those of one visitor one after the other."
    )
    return told(
        request, Refusal(503, _("Other files are being made"), reason, _again(BUSY_SECONDS), BUSY_SECONDS), kind
    )


def no_room(request: HttpRequest) -> HttpResponse:
    """Return what is said where a file can't be made because the disk is full."""
    reason = _(
        "The server’s disk is full. Nothing of the file is sent, so that nobody takes a part of it for the whole."
    )
    title = _("There is no room to make this file")
    return told(request, Refusal(503, title, reason, _again(FULL_SECONDS), FULL_SECONDS))


def told(request: HttpRequest, refusal: Refusal, kind: str = "") -> HttpResponse:
    """Return a refusal as the API's errors for it and for scripts, as a page for browsers, as text for all others."""
    response: HttpResponse
    if kind in IN_JSON or request.headers.get("X-Requested-With") == "XMLHttpRequest":
        response = JsonResponse(
            {"detail": f"{refusal.reason} {refusal.again}"},
            status=refusal.status,
            content_type="application/json; charset=utf-8",
            json_dumps_params={"ensure_ascii": False},
        )
        if kind in IN_JSON:
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    elif kind != "harvesting" and _wants_page(request):
        response = render(request, "later.html", {"refusal": refusal}, status=refusal.status)
    else:
        text = f"{refusal.title}\n\n{refusal.reason}\n{refusal.again}\n"
        response = HttpResponse(text, status=refusal.status, content_type="text/plain; charset=utf-8")
    # Django would call a 503 a fault of the server's, a line in the log for each of a thousand requests.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    response.headers["Retry-After"] = str(refusal.seconds)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _again(seconds: int) -> str:
    said = ngettext(
        "Yours can be asked for again in %(seconds)s second.",
        "Yours can be asked for again in %(seconds)s seconds.",
        seconds,
    )
    return said % {"seconds": seconds}


def _wants_page(request: HttpRequest) -> bool:
    """Say whether a browser asks, or somebody who accepts anything asks for a page.

    Feeds, exports and all else that is for programs have no language in their address.
    """
    accepted = request.headers.get("Accept", "*/*")
    if HTML.search(accepted):
        return True
    match = request.resolver_match
    is_page = match is None or match.app_name in FOR_PEOPLE or bool(get_language_from_path(request.path_info))
    return is_page and "*/*" in accepted
