"""The archive at a glance: how much there is, and the reports of each jurisdiction."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from reports.models import Jurisdiction, ParagraphPair, Report


@dataclass(frozen=True, slots=True)
class Shelf:
    """One jurisdiction and its published reports, newest first."""

    place: Jurisdiction
    reports: list[Report]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much the public may read."""

    reports: int
    places: int
    first_year: int
    last_year: int
    pairs: int


def shelves() -> list[Shelf]:
    """Return the jurisdictions that have published reports, in official order."""
    reports = (
        Report.objects.published()
        .with_places()
        .only("slug", "year", "delivered_on", "jurisdiction")
        .order_by("jurisdiction__order", "jurisdiction__code", "-year", "-delivered_on", "slug")
    )
    return [Shelf(place, list(group)) for place, group in groupby(reports, key=lambda report: report.jurisdiction)]


def extent(shelves: list[Shelf]) -> Extent | None:
    """Return how much stands on the shelves, None if they are empty."""
    years = [report.year for shelf in shelves for report in shelf.reports]
    if not years:
        return None
    return Extent(
        reports=len(years),
        places=len(shelves),
        first_year=min(years),
        last_year=max(years),
        pairs=ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED).count(),
    )
