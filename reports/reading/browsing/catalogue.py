"""All published reports and all jurisdictions, in a query each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import get_language

from reports.models import Jurisdiction, Report
from reports.reading.browsing.holdings import Counts, counts_of
from reports.text import gazetteer

# From the highest to the lowest; the highest two are those that lists begin with.
LEVELS = tuple(Jurisdiction.Level)
HIGHEST = (Jurisdiction.Level.NATION, Jurisdiction.Level.PROVINCE)


class Held(NamedTuple):
    """What the overviews need of one published report."""

    pk: int
    slug: str
    year: int
    place: int
    changed_at: dt.datetime


@dataclass(frozen=True)
class Catalogue:
    """The published reports, newest first, and the jurisdictions in official order."""

    reports: list[Held]
    places: list[Jurisdiction]

    @classmethod
    def read(cls) -> Catalogue:
        """Return what is published now."""
        fields = ("pk", "slug", "year", "jurisdiction_id", "changed_at")
        rows = Report.objects.published().latest_year_first().values_list(*fields)
        places = list(Jurisdiction.objects.order_by("order", "code"))
        return cls([Held._make(row) for row in rows], places)

    @cached_property
    def counts(self) -> dict[int, Counts]:
        """Return how much of each report there is, by its key."""
        return counts_of({report.pk: report.changed_at for report in self.reports})

    @cached_property
    def place(self) -> dict[int, Jurisdiction]:
        return {place.pk: place for place in self.places}

    @cached_property
    def by_place(self) -> dict[int, list[Held]]:
        """Return the reports by the key of their jurisdiction; those without any are left out."""
        found: dict[int, list[Held]] = defaultdict(list)
        for report in self.reports:
            found[report.place].append(report)
        return dict(found)

    @cached_property
    def parts(self) -> dict[int | None, list[Jurisdiction]]:
        """Return the jurisdictions by the one that they are directly part of."""
        found: dict[int | None, list[Jurisdiction]] = defaultdict(list)
        for place in self.places:
            found[place.parent_id].append(place)
        return dict(found)

    @property
    def years(self) -> list[int]:
        return sorted({report.year for report in self.reports}, reverse=True)

    def inside(self, place: Jurisdiction) -> list[Jurisdiction]:
        """Return all jurisdictions that are part of one, in order, each followed by its own parts."""
        return [each for part in self.parts.get(place.pk, []) for each in (part, *self.inside(part))]

    def held_inside(self, place: Jurisdiction) -> list[Held]:
        """Return the reports of all jurisdictions that are part of one."""
        return [report for part in self.inside(place) for report in self.by_place.get(part.pk, [])]


def short_zh(place: Jurisdiction) -> str:
    """Return the name as lists have it: 湖南 for 湖南省; in full where the gazetteer doesn't know the place."""
    try:
        known = gazetteer.by_code(place.code)
    except KeyError:
        return place.name_zh
    return known.short_zh if known.name_zh == place.name_zh else place.name_zh


def name_here(place: Jurisdiction) -> str:
    """Return a jurisdiction's name in the language of the interface."""
    return place.name_zh if (get_language() or "").startswith("zh") else place.name_en


def missing_years(years: Iterable[int]) -> list[int]:
    """Return the years between the first and the last one that have nothing."""
    there = set(years)
    return [year for year in range(min(there), max(there)) if year not in there] if there else []


def spans(years: Iterable[int]) -> list[tuple[int, int]]:
    """Return years as spans from one to another: 2003, 2005, 2006 are (2003, 2003) and (2005, 2006)."""
    found: list[tuple[int, int]] = []
    for year in sorted(years):
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found
