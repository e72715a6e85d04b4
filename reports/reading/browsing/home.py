"""Home: what the archive holds at a glance, and where to start."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.models import Report
from reports.reading.browsing.catalogue import Catalogue
from reports.reading.browsing.holdings import BOTH, Counts
from reports.reading.browsing.matrix import matrix
from reports.reading.suggestions import starts

LATEST = 6


@dataclass(frozen=True, slots=True)
class Extent:
    """How much the public may read; `bilingual` counts the reports in both languages, `in_both` the paragraphs."""

    reports: int
    bilingual: int
    places: int
    first_year: int
    last_year: int
    pairs: int
    in_both: int


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the archive holds; `open` unfolds the cities of a province, `decade` the years of a decade."""
    catalogue = Catalogue.read()
    if not catalogue.reports:
        return render(request, "reading/home.html")
    decade = request.GET.get("decade", "")
    table = matrix(catalogue, request.GET.get("open", ""), int(decade) if decade.isdecimal() else None)
    context = {"extent": extent(catalogue), "matrix": table, "latest": latest(catalogue), **starts()}
    return render(request, "reading/home.html", context)


def extent(catalogue: Catalogue) -> Extent:
    """Return how much there is in a catalogue that isn't empty."""
    counts = catalogue.counts.values()
    return Extent(
        reports=len(catalogue.reports),
        bilingual=sum(count.languages == BOTH for count in counts),
        places=len(catalogue.by_place),
        first_year=catalogue.years[-1],
        last_year=catalogue.years[0],
        pairs=sum(count.pairs for count in counts),
        in_both=sum(count.both for count in counts),
    )


def latest(catalogue: Catalogue) -> list[tuple[Report, Counts]]:
    """Return the reports that were published last, each with how much of it there is."""
    newest = Report.objects.published().with_places().newest_first()[:LATEST]
    return [(report, catalogue.counts.get(report.pk, Counts())) for report in newest]
