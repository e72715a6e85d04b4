"""Answers that a client may keep: with an ETag from their bytes, and 304 to who has them already."""

from __future__ import annotations

import datetime as dt
import hashlib
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

# What may be this old before somebody looks again.
KEPT_SECONDS = 300


def kept(
    request: HttpRequest,
    body: bytes | str,
    media_type: str,
    modified: dt.datetime | None = None,
    seconds: int = KEPT_SECONDS,
) -> HttpResponseBase:
    """Return an answer with its ETag, and Last-Modified where that is known; 304 if the client has it."""
    content = body.encode() if isinstance(body, str) else body
    answer = HttpResponse(content, content_type=media_type)
    etag = f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
    answer["ETag"] = etag
    answer["Cache-Control"] = f"public, max-age={seconds}"
    seen = int(modified.timestamp()) if modified is not None else None
    if seen is not None:
        answer["Last-Modified"] = http_date(seen)
    conditional = get_conditional_response(request, etag=etag, last_modified=seen, response=answer)
    return answer if conditional is None else conditional


def told(text: str, status: HTTPStatus) -> HttpResponse:
    """Return a sentence as plain text."""
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
