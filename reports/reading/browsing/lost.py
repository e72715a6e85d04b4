"""The page for an address that leads nowhere: where it has gone, what may have been meant, a search for its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from http import HTTPStatus
from urllib.parse import unquote

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from reports import editing
from reports.models import Jurisdiction, Report

REPORT = re.compile(r"/(?:reports|places|speakers)/([^/]{2,80}?)(?:[-_ ]?(\d{4}))?(?:[-_]\d{1,2})?(?:/|$)")
AT_A_REPORT = re.compile(r"/reports/([-\w]{1,100})/")
# Of a code with a slip, so much has to be right.
ALIKE = 0.75
NEAREST = 5
LONGEST = 60
SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Near:
    """A jurisdiction that an address names, perhaps with a slip, and its reports of the years nearest to that named."""

    place: Jurisdiction
    reports: list[Report]


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show what there is near an address that leads nowhere, with status 404.

    An address that a report had before leads to the same page of the report as it is called now. The status is 410
    where a report was public that isn't expected back: crawlers and readers need not ask again.
    """
    path = unquote(request.path)
    try:
        if there := moved(request):
            return there
        found, gone = near(path), is_gone(path)
    except DatabaseError:
        # A page that is missing stays a page that is missing.
        found, gone = None, False
    status = HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND
    return render(request, "404.html", {"near": found, "words": words(path), "gone": gone}, status=status)


def moved(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the same page of a report at the address that it has now, None where it had no other one."""
    match = request.resolver_match
    # Whoever writes is told that there is nothing, and not led on to write elsewhere.
    if match is None or "reports/" not in match.route or "slug" not in match.kwargs or request.method not in SAFE:
        return None
    now = editing.moved_to(match.kwargs["slug"])
    if now is None:
        return None
    query = request.META.get("QUERY_STRING", "")
    there = reverse(match.view_name, kwargs={**match.kwargs, "slug": now})
    answer = HttpResponsePermanentRedirect(f"{there}?{query}" if query else there)
    # Browsers would never ask again otherwise, and whoever undoes the correction leads back.
    patch_cache_control(answer, no_cache=True)
    return answer


def is_gone(path: str) -> bool:
    """Say whether an address is one of a report that was public, and was archived or deleted."""
    match = AT_A_REPORT.search(path)
    # Files and pages of a report that is there can be missing, too.
    return match is not None and any(one.for_good for one in editing.withdrawn(match[1]))


def near(path: str) -> Near | None:
    """Return the jurisdiction that the address of a report, a place or a speaker names, None where none is like it."""
    match = REPORT.search(path)
    if match is None:
        return None
    codes = list(Jurisdiction.objects.filter(reports__status=Report.Status.PUBLISHED).values_list("code", flat=True))
    alike = get_close_matches(match[1].lower(), dict.fromkeys(codes), n=1, cutoff=ALIKE)
    if not alike:
        return None
    place = Jurisdiction.objects.get(code=alike[0])
    year = int(match[2] or 2199)
    reports = list(Report.objects.published().filter(jurisdiction=place).only("slug", "year"))
    nearest = sorted(reports, key=lambda report: abs(report.year - year))[:NEAREST]
    return Near(place, sorted(nearest, key=lambda report: report.year))


def words(path: str) -> str:
    """Return the words of the last part of an address, for a search; nothing where it has no letters."""
    last = path.rstrip("/").rpartition("/")[2]
    said = " ".join(re.findall(r"\w+", re.sub(r"\.\w{1,5}$|[-_]", " ", last)))[:LONGEST]
    return said if re.search(r"[^\W\d]", said) else ""
