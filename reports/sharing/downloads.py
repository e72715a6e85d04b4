"""The whole archive as one download: the page about it, the file, its manifest and its checksums."""

from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports import bundles, citing
from reports.sharing.answering import kept, told

RETRY_SECONDS = 30
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
# What stands in the files, for people; the manifest has it in English.
HOLDS = {
    "README.txt": gettext_lazy("What this is, in English and Chinese"),
    "reports.csv": gettext_lazy("A report a line: jurisdiction, session, date, speaker, how much of it is there"),
    "passages.jsonl": gettext_lazy(
        "A paragraph a line, in both languages, with its report, its sentences and its address"
    ),
    "paragraphs.tmx": gettext_lazy("The paragraphs that have both languages, as a translation memory (TMX 1.4)"),
}


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Show what is in the download, how far the next one is, and how to check it."""
    bundles.refresh_soon(_site(request))
    bundle, building = bundles.offered(), bundles.progress()
    context = {
        "bundle": bundle,
        "files": [{**file, "holds": HOLDS.get(file["name"], "")} for file in bundle.manifest["files"]]
        if bundle
        else [],
        "building": building,
        "seconds": RETRY_SECONDS if building or bundle is None else 0,
    }
    return render(request, "reading/download.html", context)


@require_safe
def file(request: HttpRequest) -> HttpResponseBase:
    """Send the ZIP, or the part of it that is asked for."""
    bundles.refresh_soon(_site(request))
    bundle = bundles.offered()
    if bundle is None:
        return _not_yet()
    name = f"government-work-reports-{bundle.made:%Y-%m-%d}.zip"
    headers = {
        "ETag": f'"{bundle.sha256}"',
        "Last-Modified": http_date(bundle.made.timestamp()),
        "Accept-Ranges": "bytes",
        # Whoever keeps it asks each time: a report that is taken back is gone from here at once.
        "Cache-Control": "public, no-cache",
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
    }
    # It is compressed already; done again on the way, it would have no length and no parts.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    early = get_conditional_response(
        request, etag=headers["ETag"], last_modified=int(bundle.made.timestamp()), response=None
    )
    if early is not None:
        return early
    return _sent(request, bundle.path, bundle.size, headers)


def _sent(request: HttpRequest, path: Path, size: int, headers: dict[str, str]) -> HttpResponseBase:
    span = _span(request, size, headers["ETag"])
    if span == (0, 0) and size:
        return HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"}
        )
    start, end = span or (0, size)
    status = HTTPStatus.PARTIAL_CONTENT if span else HTTPStatus.OK
    if span:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    if request.method == "HEAD":
        headers["Content-Length"] = str(end - start)
        return HttpResponse(status=status, headers=headers, content_type="application/zip")
    # The answer closes it when it has been sent.
    answer = FileResponse(Part(path, start, end), status=status, headers=headers, content_type="application/zip")
    answer["Content-Length"] = str(end - start)
    answer.block_size = 1 << 16
    return answer


class Part:
    """A stretch of a file, to be read."""

    def __init__(self, path: Path, start: int, end: int) -> None:
        # Unbuffered, so that its place is that of the open file itself, from which the kernel sends it.
        self._file = path.open("rb", buffering=0)
        self._file.seek(start)
        self._left = end - start

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(piece)
        return piece

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        self._file.close()


def _span(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return the stretch that is asked for, None for the whole, (0, 0) for one that isn't there."""
    found = RANGE.fullmatch(request.headers.get("range", "").strip())
    # A part of another version than the one begun with would spoil what is there: then it's the whole.
    if found is None or request.headers.get("if-range", etag) != etag or found[0] == "bytes=-":
        return None
    if not found[1]:
        return (max(size - int(found[2]), 0), size) if int(found[2]) else (0, 0)
    start = int(found[1])
    end = min(int(found[2]) + 1 if found[2] else size, size)
    if start >= size:
        return 0, 0
    return (start, end) if start < end else None


@require_safe
def manifest(request: HttpRequest) -> HttpResponseBase:
    """Send what is in the bundle, with sizes and SHA-256 of each file, as JSON."""
    return _beside(request, "manifest.json", "application/json")


@require_safe
def checksums(request: HttpRequest) -> HttpResponseBase:
    """Send the SHA-256 of the ZIP, as sha256sum reads it."""
    return _beside(request, "SHA256SUMS", "text/plain; charset=utf-8")


def _beside(request: HttpRequest, name: str, media_type: str) -> HttpResponseBase:
    bundles.refresh_soon(_site(request))
    bundle = bundles.offered()
    return kept(request, (bundle.folder / name).read_bytes(), media_type, bundle.made) if bundle else _not_yet()


def _not_yet() -> HttpResponse:
    answer = told(_("The download is being made. Come back in a few minutes."), HTTPStatus(503))
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri(citing.permanent(reverse("home")))
