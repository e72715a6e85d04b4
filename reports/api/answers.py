"""How the API answers, whatever happens: in JSON, to every origin."""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from reports import ingest, search

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase

Answering = TypeVar("Answering", bound="Callable[..., Any]")

METHODS = "GET, HEAD, OPTIONS"
RETRY_SECONDS = 10

UNESCAPED: dict[str, Any] = {"ensure_ascii": False}

logger = logging.getLogger(__name__)


class Unescaped(JSONRenderer):
    """JSON in UTF-8, Chinese as Chinese."""

    media_type = "application/json"
    json_dumps_params = UNESCAPED


def failure(detail: object, status: int) -> HttpResponse:
    """Return what the person should know, as `shapes.Failure` or `shapes.BadParameters`."""
    return JsonResponse(
        {"detail": detail},
        status=status,
        content_type="application/json; charset=utf-8",
        json_dumps_params=UNESCAPED,
    )


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return the view open to pages of every origin, for reading only.

    Nothing here looks at cookies, so that no answer depends on who asks.
    """

    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        asked = request.method
        response: HttpResponseBase
        if asked == "OPTIONS":
            response = HttpResponse(status=204)
        elif asked in {"GET", "HEAD"}:
            request.method = "GET"
            response = view(request, *args, **kwargs)
            request.method = asked
            if asked == "HEAD" and isinstance(response, HttpResponse):
                response.headers["Content-Length"] = str(len(response.content))
                response.content = b""
        else:
            response = failure(_("This API is for reading: use GET."), 405)
        if asked not in {"GET", "HEAD"}:
            response.headers["Allow"] = METHODS
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        response.headers["Access-Control-Max-Age"] = "86400"
        return response

    return opened


@public
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer an address that the API doesn't have."""
    return failure(_("There is nothing at this address. See /api/v1/docs."), 404)


class JsonOnly(NinjaAPI):
    """An API that says in JSON what went wrong, whatever it is."""

    def on_exception(self, request: HttpRequest, exc: object) -> HttpResponse:
        match exc:
            case ValidationError():
                return failure([_problem(error) for error in exc.errors], 422)
            case Http404():
                return failure(str(exc), 404)
            case HttpError():
                return failure(str(exc), exc.status_code)
            case search.Unavailable():
                response = failure(_("The search index is being built. Ask again in a moment."), 503)
                response.headers["Retry-After"] = str(RETRY_SECONDS)
                return response
        logger.error("API: %s", request.get_full_path(), exc_info=exc if isinstance(exc, Exception) else None)
        return failure(_("Something went wrong here. It has been noted."), 500)


def takes(query: type[Schema] | None = None) -> Callable[[Answering], Answering]:
    """Return a decorator that refuses parameters that a question doesn't have, as a misspelt filter would be."""
    known = [] if query is None else [field.alias or name for name, field in query.model_fields.items()]

    def decorated(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(run)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            unknown = [name for name in request.GET if name not in known]
            if not unknown:
                return run(request, *args, **kwargs)
            if known:
                said = _("There is no such parameter here. Known are: %(names)s.") % {"names": ingest.listed(known)}
            else:
                said = _("There is no such parameter here: this address takes none.")
            return failure([{"parameter": name, "problem": said} for name in unknown], 422)

        return checked

    return decorate_view(decorated)


def _problem(error: dict[str, Any]) -> dict[str, str]:
    """Return one complaint, with the parameter as the person wrote it, not by its place in our schema."""
    names = [part for part in error["loc"] if isinstance(part, str)]
    return {"parameter": names[-1] if names else "", "problem": error["msg"]}
