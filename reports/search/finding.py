"""One search from the request to what it finds: a page of it, all of it in order, or how much it is."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _

from reports.search import upkeep
from reports.search.answers import PAGE_SIZE_MOST, Hit, Marks, Page, Request, Unavailable
from reports.search.arrays import Ints
from reports.search.evaluate import evaluate
from reports.search.extras import other_queries, with_counterparts
from reports.search.facets import facets
from reports.search.marking import marked
from reports.search.narrowing import Masks, Narrowing, narrowed, narrowing_of
from reports.search.pair_rows import published_pairs
from reports.search.query import Query, read
from reports.search.ranking import Ranked, in_order
from reports.search.report_rows import Mask, ReportRows, rows_of
from reports.search.snapshot import Floats, Found, Snapshot

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found in one snapshot: `slots` of all documents, `found` those that pass the filters.

    Reports that are `hidden` are gone, though the snapshot still has them. `two_sided` is how many of those that pass
    have text in both languages, whether or not only they are asked for.
    """

    snapshot: Snapshot
    rows: ReportRows
    masks: Masks
    slots: Ints
    found: Found
    hidden: frozenset[int]
    said: list[str]
    two_sided: int
    only_two_sided: bool

    def count(self, q: str) -> int:
        """Return how many pairs another query finds behind the same filters."""
        with _trusted():
            found = evaluate(self.snapshot, read(q).root)
            if self.only_two_sided:
                found = _chosen(found, self.snapshot.two_sided[found.documents])
            passed = self.masks.slots(self.rows)
            return len(narrowed(found, self.rows.slots_of(found.documents), passed).documents)


def find(request: Request) -> Page:
    """Return one page of what a request finds. Raises `Unavailable` while there is no index to ask."""
    started = time.perf_counter()
    query, narrowing = read(request.q), narrowing_of(request)
    size = min(max(request.page_size, 1), PAGE_SIZE_MOST)
    page = max(request.page, 1)
    for _attempt in range(2):
        answer = _answer(query, narrowing)
        with _trusted():
            chosen = in_order(answer.snapshot, query, answer.found, request.sort, (page - 1) * size, page * size)
            pairs = answer.snapshot.pairs[answer.found.documents[chosen]]
            counts = facets(answer.rows, answer.slots, narrowing, answer.masks)
            counts = replace(counts, two_sided=answer.two_sided)
        found = _hits(query, pairs, answer.found.scores[chosen])
        lost = len(chosen) - len(found)
        if not lost:
            break
    total = len(answer.found.documents) - lost
    found, offers = with_counterparts(query, found, answer.count if page == 1 else _never, answer.hidden)
    if page == 1:
        offers = [*other_queries(query, total, answer.count), *offers]
    return Page(
        total=total,
        page=page,
        pages=-(-len(answer.found.documents) // size),
        results=found,
        facets=counts,
        notes=[*query.notes, *answer.masks.notes, *answer.said],
        understood=query.understood(),
        took_ms=(time.perf_counter() - started) * 1000,
        offers=offers,
    )


def ranked(request: Request) -> Ranked:
    """Return all that a request finds, in its order, without rows; its page is not looked at. Raises `Unavailable`."""
    query = read(request.q)
    answer = _answer(query, narrowing_of(request))
    with _trusted():
        documents = answer.found.documents
        order = in_order(answer.snapshot, query, answer.found, request.sort, 0, len(documents))
        pairs = answer.snapshot.pairs[documents[order]].astype(np.int64, copy=False)
        return Ranked(query, pairs, answer.found.scores[order], answer.hidden)


def hits(source: Ranked | Request, start: int, end: int) -> list[Hit]:
    """Return what stands from place `start` up to `end`, with rows and marks; pairs without a row are left out."""
    whole = source if isinstance(source, Ranked) else ranked(source)
    chosen = slice(max(start, 0), max(end, 0))
    return _hits(whole.query, whole.pairs[chosen], whole.scores[chosen])


def total(request: Request) -> int:
    """Return how many pairs a request finds. Raises `Unavailable`."""
    return len(_answer(read(request.q), narrowing_of(request)).found.documents)


def notes(request: Request) -> list[str]:
    """Return what the person should be told of a request, besides what it finds. Raises `Unavailable`."""
    query = read(request.q)
    answer = _answer(query, narrowing_of(request))
    return [*query.notes, *answer.masks.notes, *answer.said]


def marks(q: str, zh: str, en: str) -> tuple[Marks, Marks]:
    """Return where the terms of a query stand in a pair's two published texts."""
    return marked(read(q).wanted(), zh, en)


def _answer(query: Query, narrowing: Narrowing) -> Answer:
    snapshot, hidden, said = upkeep.ready()
    with _trusted():
        rows = rows_of(snapshot)
        everything = evaluate(snapshot, query.root)
        slots = rows.slots_of(everything.documents)
        masks = narrowing.masks(rows, hidden)
        if narrowing.two_sided:
            both = snapshot.two_sided[everything.documents]
            everything, slots = _chosen(everything, both), slots[both]
        found = narrowed(everything, slots, masks.slots(rows))
        two_sided = int(np.count_nonzero(snapshot.two_sided[found.documents]))
        return Answer(snapshot, rows, masks, slots, found, hidden, said, two_sided, narrowing.two_sided)


def _chosen(found: Found, mask: Mask) -> Found:
    return Found(found.documents[mask], found.scores[mask])


def _never(_q: str) -> int:
    """Count nothing: what finds nothing is not offered, and is only on the first page."""
    return 0


@contextmanager
def _trusted() -> Iterator[None]:
    """Put the index away if its arrays point outside themselves: the files are the right size and yet damaged."""
    try:
        yield
    except (IndexError, ValueError, OverflowError) as error:
        log.exception("The search index is damaged and is rebuilt")
        upkeep.distrust()
        raise Unavailable(_("The search index is damaged and is being rebuilt.")) from error


def _hits(query: Query, pairs: Ints, scores: Floats) -> list[Hit]:
    """Return the pairs of those primary keys, in that order, with their marks; without those that are gone."""
    rows = published_pairs(pairs.tolist())
    wanted = query.wanted()
    return [
        Hit(row, round(float(score), 4), *marked(wanted, row.zh, row.en))
        for pair, score in zip(pairs.tolist(), scores.tolist(), strict=True)
        if (row := rows.get(pair)) is not None
    ]
