"""What a search is narrowed to besides its query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from reports.models import ParagraphPair
from reports.search.absent import no_report_of_years
from reports.search.answers import Request
from reports.search.arrays import Ints
from reports.search.places import LEVELS, Gazetteer, gazetteer
from reports.search.query import printable
from reports.search.report_rows import Mask, ReportRows
from reports.search.snapshot import Found

# Whatever number an address names, it must fit beside the years of the index.
YEAR_MOST = 1 << 31
BODY, HEADING = 0, 1
KINDS = {str(ParagraphPair.Kind.BODY): BODY, str(ParagraphPair.Kind.HEADING): HEADING}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters of one request, read: what is None leaves all. `places` are ids, `speakers` names."""

    gazetteer: Gazetteer
    places: frozenset[int] | None
    years: tuple[int, int] | None
    levels: frozenset[str] | None
    speakers: tuple[str, ...] | None
    kinds: tuple[bool, bool] | None
    two_sided: bool
    notes: tuple[str, ...]

    def masks(self, rows: ReportRows, hidden: frozenset[int]) -> Masks:
        """Return for each row of reports which filters it passes, and what the person should be told."""
        notes = list(self.notes)
        speakers = None
        if self.speakers is not None:
            wanted, unknown = rows.speakers.named(self.speakers)
            speakers = rows.speakers.mask(wanted)
            notes += [_("No report names “%(name)s” as its speaker.") % {"name": printable(name)} for name in unknown]
        year = None if self.years is None else rows.among(rows.years, range(self.years[0], self.years[1] + 1))
        # Row 0 stands for what is gone.
        if self.years is not None and year is not None and not year[1:].any():
            first, last = self.years
            notes.append(no_report_of_years(None if first < 0 else first, None if last == YEAR_MOST else last))
        return Masks(
            seen=~np.isin(rows.ids, list(hidden)) if hidden else None,
            place=None if self.places is None else rows.among(rows.jurisdictions, self.places),
            year=year,
            level=None if self.levels is None else rows.among(rows.jurisdictions, self._of_levels(self.levels)),
            speaker=speakers,
            kind=None if self.kinds is None else np.array(self.kinds),
            notes=tuple(notes),
        )

    def _of_levels(self, levels: frozenset[str]) -> set[int]:
        return {place.pk for place in self.gazetteer.rows if place.level in levels}


@dataclass(frozen=True, slots=True)
class Masks:
    """Which reports pass each filter, and which of body and heading; None where a filter leaves all."""

    seen: Mask | None
    place: Mask | None
    year: Mask | None
    level: Mask | None
    speaker: Mask | None
    kind: Mask | None
    notes: tuple[str, ...]

    def rows(self, *, without: str = "") -> Mask | None:
        """Return which reports pass all filters but one."""
        passed: Mask | None = self.seen
        for name in ("place", "year", "level", "speaker"):
            mask: Mask | None = getattr(self, name)
            if mask is not None and name != without:
                passed = mask if passed is None else passed & mask
        return passed

    def slots(self, rows: ReportRows) -> Mask | None:
        """Return which slots (see `ReportRows.slots`) pass all filters, None for all."""
        passed = self.rows()
        if passed is None and self.kind is None:
            return None
        both = np.ones((rows.size, 2), dtype=bool)
        if passed is not None:
            both &= passed[:, np.newaxis]
        if self.kind is not None:
            both &= self.kind[np.newaxis, :]
        return both.reshape(-1)


def narrowed(found: Found, slots: Ints, passed: Mask | None) -> Found:
    """Return what of the found passes; `slots` are those of its documents."""
    if passed is None:
        return found
    chosen = passed[slots]
    return Found(found.documents[chosen], found.scores[chosen])


def narrowing_of(request: Request) -> Narrowing:
    """Return the filters of a request."""
    known = gazetteer()
    exact, no_places = known.named(request.places)
    wholes, no_wholes = known.named(request.within)
    unknown = dict.fromkeys([*no_places, *no_wholes])
    notes = [_("There is no jurisdiction “%(name)s”.") % {"name": printable(name)} for name in unknown]
    levels = _given(request.levels)
    notes += [
        _("There is no level “%(name)s”.") % {"name": printable(level)} for level in levels if level not in LEVELS
    ]
    kinds = _given(request.kinds)
    notes += [_("There is no kind “%(name)s”.") % {"name": printable(kind)} for kind in kinds if kind not in KINDS]
    places = exact | known.with_all_below(wholes)
    return Narrowing(
        gazetteer=known,
        places=frozenset(places) if _given((*request.places, *request.within)) else None,
        years=_years(request),
        levels=frozenset(levels) if levels else None,
        speakers=_given(request.speakers) or None,
        kinds=("body" in kinds, "heading" in kinds) if kinds else None,
        two_sided=request.two_sided,
        notes=tuple(notes),
    )


def _given(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names without those that a form sent empty."""
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _years(request: Request) -> tuple[int, int] | None:
    if request.year_from is None and request.year_to is None:
        return None
    first = -1 if request.year_from is None else min(max(request.year_from, -1), YEAR_MOST)
    last = YEAR_MOST if request.year_to is None else min(max(request.year_to, -1), YEAR_MOST)
    return first, last
