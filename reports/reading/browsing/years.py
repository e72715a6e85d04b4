"""The years: all of them, and each with its reports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.models import Jurisdiction, Report
from reports.reading.browsing.catalogue import LEVELS, Catalogue, missing_years, spans
from reports.reading.browsing.holdings import BOTH
from reports.reading.browsing.listing import Asked, listing


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the list: how many reports there are of each level, and how many of all in both languages."""

    year: int
    count: int
    by_level: list[int]
    both: int


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """List the years that have reports, newest first."""
    catalogue = Catalogue.read()
    held = Counter(report.year for report in catalogue.reports)
    by_level = Counter((report.year, catalogue.place[report.place].level) for report in catalogue.reports)
    both = Counter(report.year for report in catalogue.reports if catalogue.counts[report.pk].languages == BOTH)
    levels = [level for level in LEVELS if any(by_level[year, level] for year in held)]
    context = {
        "years": [
            Year(year, count, [by_level[year, level] for level in levels], both[year])
            for year, count in sorted(held.items(), reverse=True)
        ],
        "levels": [level.label for level in levels],
        "missing": spans(missing_years(held)),
    }
    return render(request, "reading/browsing/years.html", context)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Show one year with its reports, and the provinces that lack one; 404 before the first year and after the last."""
    catalogue = Catalogue.read()
    there = catalogue.years
    if not there or not there[-1] <= year <= there[0]:
        raise Http404
    asked = Asked.read(request, ("place", "size"))
    have = {report.place for report in catalogue.reports if report.year == year}
    # A province that has never had a report says nothing about this year.
    missing = [
        place
        for place in catalogue.places
        if place.level == Jurisdiction.Level.PROVINCE and place.pk not in have and place.pk in catalogue.by_place
    ]
    context = {
        "year": year,
        "is_empty": year not in there,
        "listing": listing(Report.objects.filter(year=year), asked),
        "asked": asked,
        "missing": missing,
        "before": next((other for other in there if other < year), None),
        "after": next((other for other in reversed(there) if other > year), None),
    }
    return render(request, "reading/browsing/year.html", context)
