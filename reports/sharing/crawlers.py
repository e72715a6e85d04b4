"""What crawlers read: robots.txt, and sitemaps of the pages and reports in each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from reports import citing
from reports.models import Report
from reports.sharing.addresses import in_each_language
from reports.sharing.answering import kept, told
from reports.sharing.markup import DECLARATION, element, said

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
# The protocol allows 50,000; a part of this size is read in one go.
ADDRESSES_MOST = 5_000
XML = "application/xml; charset=utf-8"
# Searches are without end, and the API and files say again what the pages say.
CLOSED = ("/admin/", "/api/", "/oai/", "/opensearch/", "/download/archive.zip", "/reports/*/export/", "/*/cite/*/")
CLOSED_PAGES = ("/search/", "/pairs/")
PAGES = ("home", "places", "years", "speakers", "terms", "about", "help", "download")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its paths by language, and when it was changed if that is known."""

    paths: dict[str, str]
    permanent: str
    changed: dt.datetime | None = None


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """Tell crawlers what they need not read, and where the sitemaps are."""
    prefixes = ["", *(f"/{code.lower()}" for code, _label in settings.LANGUAGES)]
    closed = [*CLOSED, *(f"{prefix}{path}" for path in CLOSED_PAGES for prefix in prefixes)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), "Disallow: /*?", "Allow: /*?page=", ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemaps'))}")
    return kept(request, "\n".join([*lines, ""]), "text/plain; charset=utf-8", seconds=86400)


@require_safe
def sitemaps(request: HttpRequest) -> HttpResponseBase:
    """List the sitemaps, each with the date of its newest change."""
    absolute = request.build_absolute_uri
    rows = list(_published().values_list("changed_at", flat=True))
    size = _reports_at_a_time()
    starts = range(0, len(rows), size)
    parts = [("pages", max(rows, default=None))]
    parts += [(f"reports-{number}", max(rows[start : start + size])) for number, start in enumerate(starts, start=1)]
    content = "\n".join(
        element("sitemap", said("loc", absolute(reverse("sitemap", args=[name]))) + _changed(changed))
        for name, changed in parts
    )
    return kept(request, f"{DECLARATION}{element('sitemapindex', content, xmlns=SITEMAPS)}\n", XML)


@require_safe
def sitemap(request: HttpRequest, name: str) -> HttpResponseBase:
    """List the addresses of one part."""
    kind, _, number = name.partition("-")
    if name == "pages":
        pages = list(_pages())
    elif kind == "reports" and number.isdecimal() and 0 < int(number) < 10_000:
        pages = list(_reports(int(number)))
    else:
        pages = []
    if not pages:
        return told("There is no such sitemap.", HTTPStatus.NOT_FOUND)
    content = "\n".join(_address(request, page, path) for page in pages for path in dict.fromkeys(page.paths.values()))
    body = element("urlset", content, xmlns=SITEMAPS, xmlns__xhtml=XHTML)
    return kept(request, f"{DECLARATION}{body}\n", XML)


def _address(request: HttpRequest, page: Page, path: str) -> str:
    """Return one address, with those of the same page in the other languages where it is in several."""
    absolute = request.build_absolute_uri
    others = ""
    if len(set(page.paths.values())) > 1:
        languages = {**page.paths, "x-default": page.permanent}
        others = "".join(
            element("xhtml:link", rel="alternate", hreflang=tag, href=absolute(other))
            for tag, other in languages.items()
        )
    return element("url", said("loc", absolute(path)) + _changed(page.changed) + others)


def _changed(moment: dt.datetime | None) -> str:
    return said("lastmod", moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")) if moment else ""


def _published() -> QuerySet[Report]:
    # Reports that come in later stand in the last part: the others keep theirs.
    return Report.objects.published().order_by("pk")


def _reports_at_a_time() -> int:
    return ADDRESSES_MOST // len(settings.LANGUAGES)


def _reports(number: int) -> Iterator[Page]:
    size = _reports_at_a_time()
    for slug, changed in _published().values_list("slug", "changed_at")[(number - 1) * size : number * size]:
        yield _page("report", [slug], changed)


def _pages() -> Iterator[Page]:
    """Yield the pages that lead to reports: home and its like, each jurisdiction and each year that has any."""
    newest = Max("changed_at")
    for name in PAGES:
        with suppress(NoReverseMatch):
            yield _page(name)
    places = (
        Report.objects.published().values_list("jurisdiction__code").annotate(newest).order_by("jurisdiction__code")
    )
    years = Report.objects.published().values_list("year").annotate(newest).order_by("year")
    for kind, rows in (("place", places), ("year", years)):
        for key, changed in rows:
            with suppress(NoReverseMatch):
                yield _page(kind, [key], changed)


def _page(name: str, args: Sequence[Any] = (), changed: dt.datetime | None = None) -> Page:
    paths = in_each_language(name, args)
    return Page(paths, citing.permanent(next(iter(paths.values()))), changed)
