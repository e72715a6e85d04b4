"""One search from the request to the page of results."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from reports.models import Jurisdiction, ParagraphPair, Report
from reports.search import places, upkeep
from reports.search.answers import PAGE_SIZE_MOST, Count, Facets, Hit, Marks, Page, Request, Unavailable
from reports.search.arrays import Ints
from reports.search.evaluate import evaluate
from reports.search.marking import marked
from reports.search.query import Query, printable, read
from reports.search.snapshot import Found, Snapshot

log = logging.getLogger(__name__)

Mask = NDArray[np.bool_]
# Whatever number an address names, it must fit beside the years of the index.
YEAR_MOST = 1 << 31


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a search is narrowed to besides its query; `places` are ids, None for all."""

    places: frozenset[int] | None
    year_from: int | None
    year_to: int | None
    hidden: frozenset[int]

    def of_places(self, snapshot: Snapshot) -> Mask | None:
        """Return for each row of reports whether it is of the places."""
        return None if self.places is None else np.isin(snapshot.jurisdictions, list(self.places))

    def of_years(self, snapshot: Snapshot) -> Mask | None:
        """Return for each row of reports whether it is of the years."""
        if self.year_from is None and self.year_to is None:
            return None
        first = -1 if self.year_from is None else min(max(self.year_from, -1), YEAR_MOST)
        last = YEAR_MOST if self.year_to is None else min(max(self.year_to, -1), YEAR_MOST)
        within: Mask = (snapshot.years >= first) & (snapshot.years <= last)
        return within


@dataclass(frozen=True, slots=True)
class Answer:
    """All documents that a search finds, and its facets as counts by year and by id of jurisdiction."""

    documents: Ints
    scores: NDArray[np.float32]
    years: dict[int, int]
    jurisdictions: dict[int, int]


def find(request: Request) -> Page:
    """Return one page of what a request finds. Raises `Unavailable` while there is no index to ask."""
    started = time.perf_counter()
    query = read(request.q)
    ids, unknown = places.places_named(request.places)
    notes = [*query.notes, *(_("There is no jurisdiction “%(name)s”.") % {"name": printable(name)} for name in unknown)]
    named = any(name.strip() for name in request.places)
    for _attempt in range(2):
        snapshot, hidden, said = upkeep.ready()
        narrowing = Narrowing(frozenset(ids) if named else None, request.year_from, request.year_to, hidden)
        answer = _asked(snapshot, query, narrowing)
        page, pages, chosen = _turned_to(snapshot, request, query, answer)
        hits, lost = _hits(snapshot, query, answer, chosen)
        if not lost:
            break
    return Page(
        total=len(answer.documents) - lost,
        page=page,
        pages=pages,
        results=hits,
        facets=_facets(answer),
        notes=[*notes, *said],
        understood=query.understood(),
        took_ms=(time.perf_counter() - started) * 1000,
    )


def marks(q: str, zh: str, en: str) -> tuple[Marks, Marks]:
    """Return where the terms of a query stand in a pair's two published texts."""
    return marked(read(q).wanted(), zh, en)


def _asked(snapshot: Snapshot, query: Query, narrowing: Narrowing) -> Answer:
    try:
        return _narrowed(snapshot, evaluate(snapshot, query.root), narrowing)
    except (IndexError, ValueError, OverflowError) as error:
        # Arrays that point outside themselves: the files are the right size and yet damaged.
        log.exception("The search index is damaged and is rebuilt")
        upkeep.distrust()
        raise Unavailable(_("The search index is damaged and is being rebuilt.")) from error


def _narrowed(snapshot: Snapshot, found: Found, narrowing: Narrowing) -> Answer:
    """Return what of the found is in the places and years, and the facets, each without its own filter."""
    documents, scores = found.documents, found.scores
    rows = snapshot.report_row[documents]
    if narrowing.hidden:
        seen = ~np.isin(snapshot.report_ids, list(narrowing.hidden))[rows]
        documents, scores, rows = documents[seen], scores[seen], rows[seen]
    of_places, of_years = narrowing.of_places(snapshot), narrowing.of_years(snapshot)
    by_row = np.bincount(rows, minlength=len(snapshot.report_ids))
    years = _counts(snapshot.years, by_row if of_places is None else by_row * of_places)
    jurisdictions = _counts(snapshot.jurisdictions, by_row if of_years is None else by_row * of_years)
    for wanted in (of_places, of_years):
        if wanted is not None:
            chosen = wanted[rows]
            documents, scores, rows = documents[chosen], scores[chosen], rows[chosen]
    return Answer(documents, scores, years, jurisdictions)


def _counts(values: Ints, by_row: Ints) -> dict[int, int]:
    distinct, places_of = np.unique(values, return_inverse=True)
    totals = np.bincount(places_of, weights=by_row, minlength=len(distinct))
    return {value: int(total) for value, total in zip(distinct.tolist(), totals.tolist(), strict=True) if total}


def _turned_to(snapshot: Snapshot, request: Request, query: Query, answer: Answer) -> tuple[int, int, Ints]:
    """Return the number of the page, how many there are, and which of the answer's documents stand on it, in order."""
    size = min(max(request.page_size, 1), PAGE_SIZE_MOST)
    total = len(answer.documents)
    page = max(request.page, 1)
    start = (page - 1) * size
    if start >= total:
        return page, -(-total // size), np.zeros(0, dtype=np.int64)
    order = snapshot.oldest_first if request.sort == "oldest" else snapshot.newest_first
    dates = order[answer.documents]
    by_score = request.sort not in {"newest", "oldest"} and bool(query.wanted())
    chosen = _first(start + size, -answer.scores, dates) if by_score else _first(start + size, dates, dates)
    return page, -(-total // size), chosen[start:]


def _first(many: int, keys: NDArray[np.generic], ties: Ints) -> Ints:
    """Return which of the keys are the smallest, in order, ties by the second number."""
    candidates = np.arange(len(keys))
    if many < len(keys):
        # All that are as small as the last one wanted: ties at the border are decided below.
        candidates = np.flatnonzero(keys <= np.partition(keys, many - 1)[many - 1])
    return candidates[np.lexsort((ties[candidates], keys[candidates]))][:many]


def _hits(snapshot: Snapshot, query: Query, answer: Answer, chosen: Ints) -> tuple[list[Hit], int]:
    """Return the hits of a page with their rows, and how many of them have lost their row."""
    ids = snapshot.pairs[answer.documents[chosen]].tolist()
    rows = (
        ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED)
        .select_related("report__jurisdiction", "section")
        .in_bulk(ids)
    )
    wanted = query.wanted()
    hits = [
        Hit(row, round(float(score), 4), *marked(wanted, row.zh, row.en))
        for pair, score in zip(ids, answer.scores[chosen].tolist(), strict=True)
        if (row := rows.get(pair)) is not None
    ]
    return hits, len(ids) - len(hits)


def _facets(answer: Answer) -> Facets:
    """Return the facets: years, the newest first; places by how often they were found."""
    named = Jurisdiction.objects.order_by("order", "code").values_list("pk", "name_zh", "name_en", "code")
    places = [
        Count(name_zh, name_en, answer.jurisdictions[pk], code)
        for pk, name_zh, name_en, code in named
        if pk in answer.jurisdictions
    ]
    return Facets(
        year=[Count(year, str(year), answer.years[year]) for year in sorted(answer.years, reverse=True)],
        place=sorted(places, key=lambda place: -place.count),
    )
