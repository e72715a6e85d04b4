"""What every answer passes through."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.urls import get_script_prefix, is_valid_path, reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.encoding import escape_uri_path, iri_to_uri

# As it stands in an address, and as no server should let it through.
NUL = ("%00", "\x00")


def without_body_for_head(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return a middleware that answers HEAD with headers alone; gunicorn warns of every body beside them."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            length = response.get("Content-Length", str(len(response.content)))
            response.content = b""
            response["Content-Length"] = length
        return response

    return middleware


def with_resource_policy(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return a middleware that keeps answers out of other sites' pages, all but those that are made for them."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        open_to_all = response.get("Access-Control-Allow-Origin") == "*"
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if open_to_all else "same-origin")
        return response

    return middleware


def without_nul(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return a middleware that takes the character NUL out of queries: no text has it, and PostgreSQL fails on it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        # Again and again: what is left may have come together to another one.
        while any(nul in query for nul in NUL):
            for nul in NUL:
                query = query.replace(nul, "")
            request.META["QUERY_STRING"] = query
        return get_response(request)

    return middleware


class LanguageMiddleware(LocaleMiddleware):
    """Django's middleware of languages, which also keeps the reader's choice and lets no file depend on it.

    A page has its language in its address. A page's address without one leads to the language chosen before, else to
    the browser's; so does the admin speak. What is served without a language is made for programs: a cookie changes
    nothing in it, and what people are told there follows Accept-Language.
    """

    # Its stubs know only that it goes on; Django lets any process_request answer.
    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        super().process_request(request)
        if heeds_choice(request):
            return page_of(request)
        bare = HttpRequest()
        bare.META = request.META
        translation.activate(translation.get_language_from_request(bare))
        request.LANGUAGE_CODE = translation.get_language()
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response = super().process_response(request, response)
        here = translation.get_language_from_path(request.path_info)
        if here is None and heeds_choice(request):
            patch_vary_headers(response, ("Cookie",))
        elif here and language_left(request) not in {None, here}:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                here,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite="Lax",
                httponly=True,
            )
            patch_cache_control(response, private=True)
        return response


def heeds_choice(request: HttpRequest) -> bool:
    """Say whether what answers a request may depend on the language chosen before: pages, the admin, nothing else."""
    path = request.path_info
    if translation.get_language_from_path(path) or path.startswith(reverse("admin:index")):
        return True
    return not is_valid_path(path)


def page_of(request: HttpRequest) -> HttpResponseBase | None:
    """Return the way to the page that an address without a language means, or one with `zh-TW`; None if it means none.

    Django would lead there from the former too, but only once the page that tells of no such page is made.
    """
    path, named = request.path_info, translation.get_language_from_path(request.path_info.lower())
    if is_valid_path(path):
        return None
    rest = path.removeprefix("/").partition("/")[2] if named else path.removeprefix("/")
    there = f"{named or translation.get_language()}/{rest}"
    with translation.override(named or translation.get_language()):  # only its own addresses are valid in a language
        if f"/{there}" == path or not is_valid_path(f"/{there}"):
            return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{get_script_prefix()}{iri_to_uri(escape_uri_path(there))}{'?' * bool(query)}{query}")


def language_left(request: HttpRequest) -> str | None:
    """Return the language of the page of this site that the reader comes from, None from anywhere else.

    Links between pages keep to one language, all but those that offer the same page in another.
    """
    came_from = urlsplit(request.headers.get("Referer", ""))
    try:
        if not came_from.netloc or came_from.netloc != request.get_host():
            return None
    except DisallowedHost:  # the answer says so already
        return None
    return translation.get_language_from_path(came_from.path)
