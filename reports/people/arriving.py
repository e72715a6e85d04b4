"""What is seen to when a request arrives: where it comes from, and whether its session may do what it could."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from archive_site.addresses import address_of
from reports.people.audit import ADDRESS
from reports.people.roles import is_unverified
from reports.people.second_factor import is_on
from reports.people.sessions import renew

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    Answering = Callable[[HttpRequest], HttpResponseBase]

# What somebody may still do who has to set up a second factor first.
OPEN = {"people:account", "people:second-factor-on", "people:sign-out-everywhere", "admin:logout", "admin:jsi18n"}
# Pages that ask for a part of themselves again and again: that nobody looks at one must not keep a session alive.
BY_THEMSELVES = {"admin:index", "admin:reports_upload_progress", "admin:reports_review"}
# What no person asks for, only an open page.
NEWS = {"editor:news"}


def noting_addresses(get_response: Answering) -> Answering:
    """Return a middleware that lets the audit log know the address of the request that is being answered."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        known = ADDRESS.set(address_of(request))
        try:
            return get_response(request)
        finally:
            ADDRESS.reset(known)

    return middleware


class StaffMiddleware:
    """Sees to the sessions of the staff: renewed by use, verified where a second factor is due, cached nowhere."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _in_administration(request) or _was_looked_at(request):
            response.headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
        sign_in = reverse("admin:login")
        if request.headers.get("HX-Request") and response.get("Location", "").startswith(sign_in):
            # A part of a page can't become the sign-in page: the whole page goes there.
            return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        if not _in_administration(request) or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if not (match and _asks_by_itself(request, match.view_name)):
            renew(request.session)
        if not is_unverified(request.user) or (match and match.view_name in OPEN):
            return None
        if is_on(request.user):
            logout(request)
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return HttpResponseRedirect(reverse("people:account"))


def _asks_by_itself(request: HttpRequest, view: str) -> bool:
    """Say whether a page sent the request, and nobody who looks at it."""
    is_part = "HX-Request" in request.headers and "HX-Boosted" not in request.headers
    return view in NEWS or (view in BY_THEMSELVES and request.method == "GET" and is_part)


def _in_administration(request: HttpRequest) -> bool:
    return request.path_info.startswith(reverse("admin:index").removeprefix(request.META.get("SCRIPT_NAME", "")))


def _was_looked_at(request: HttpRequest) -> bool:
    """Say whether the answer may depend on who is signed in: somebody is, and was looked at."""
    user = getattr(request, "_cached_user", None)
    return bool(user and user.is_authenticated)
