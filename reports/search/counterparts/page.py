"""What a page of results shows of the other language: marks on its hits, and other searches to make."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from reports.search.answers import Counterpart, Hit, Offer
from reports.search.counterparts.attested import Asked, Attested, Key, attested, is_part, places_of
from reports.search.counterparts.learning import learn
from reports.search.counterparts.mapped import Beads
from reports.search.counterparts.marked import Known, counterparts
from reports.search.counterparts.terms_asked import asked_of
from reports.search.learned import Artefact
from reports.search.opening import NotReady, opened
from reports.search.query import Contains, Query, written
from reports.text.fold import fold
from reports.text.words import words

FORM = 1
OFFERS_MOST = 5
# What is offered is surer than what is marked faintly.
LEAST_OFFERED = 0.4
TERMS_KEPT, HITS_KEPT = 2000, 1000

Marked = tuple[list[Counterpart], list[Counterpart]]


class Answered(NamedTuple):
    """The renderings of a term, and the reports that they were read from."""

    renderings: tuple[Attested, ...]
    reports: frozenset[int]


class Library:
    """The beads in use, with the terms that they were asked last."""

    def __init__(self, folder: Path) -> None:
        self.beads = Beads(folder)
        self.answered: dict[Asked, Answered] = {}
        self.marked: dict[tuple[object, ...], Marked] = {}
        # Read at once, so that no reader waits for them.
        self.vocabulary = len(self.beads.zh.numbers), len(self.beads.en.numbers), len(self.beads.en.form_numbers)

    def counterparts(self, hit: Hit, known: Sequence[Known]) -> Marked:
        """Return the counterparts of terms on both sides of a hit."""
        pair, marks = hit.pair, (*hit.zh_marks, None, *hit.en_marks)
        key = (pair.pk, pair.zh, pair.en, marks, tuple(known))
        found = self.marked.get(key)
        if found is None:
            found = counterparts(self.beads, pair, known, hit.zh_marks, hit.en_marks)
            if len(self.marked) >= HITS_KEPT:
                self.marked.clear()
            self.marked[key] = found
        return found

    def renderings(self, term: Asked, readable: Container[int]) -> tuple[Attested, ...]:
        """Return how a term is rendered in the reports that may be read."""
        known = self.answered.get(term)
        if known is None or any(report not in readable for report in known.reports):
            places = places_of(self.beads, term, readable)
            reports = frozenset(int(self.beads.report[place.bead]) for place in places)
            known = Answered(tuple(attested(self.beads, term, places)), reports)
            if len(self.answered) >= TERMS_KEPT:
                self.answered.clear()
            self.answered[term] = known
        return known.renderings


LEARNED: Artefact[Library] = Artefact("counterparts", FORM, learn, Library)


def of_page(
    query: Query,
    hits: Sequence[Hit],
    count: Callable[[str], int] | None = None,
    hidden: frozenset[int] = frozenset(),
) -> tuple[list[Hit], list[Offer]]:
    """Return the hits of a page with their counterparts, and the renderings of its terms as searches to make.

    `count` says how many pairs a query finds; without it the pairs count that were learned from. Reports in `hidden`
    are not looked at. Where nothing was learned, the hits come back as they are.
    """
    library = LEARNED.current() if query.root is not None and hits else None
    if library is None:
        return list(hits), []
    readable = readable_reports()
    if hidden:
        readable -= hidden
    known = known_of(library, query, readable)
    if not known:
        return list(hits), []
    return [_with_counterparts(library, hit, known) for hit in hits], offers(library.beads, known, count)


def readable_reports() -> frozenset[int]:
    """Return the reports that the index holds: published ones."""
    try:
        return opened().readable
    except NotReady:
        return frozenset()


def known_of(library: Library, query: Query, readable: Container[int]) -> list[Known]:
    """Return the terms of a query that the archive knows renderings of."""
    found: list[Known] = []
    for terms in asked_of(library.beads, query):
        for at, term in enumerate(terms):
            renderings = library.renderings(term, readable)
            if renderings:
                found.append(Known(term, renderings))
                if at == 0 and len(term.en) > 1:
                    break
    return found


def _with_counterparts(library: Library, hit: Hit, known: Sequence[Known]) -> Hit:
    if not hit.pair.zh or not hit.pair.en or not (hit.zh_marks or hit.en_marks):
        return hit
    zh, en = library.counterparts(hit, known)
    return replace(hit, zh_counterparts=zh, en_counterparts=en) if zh or en else hit


def offers(beads: Beads, known: Sequence[Known], count: Callable[[str], int] | None = None) -> list[Offer]:
    """Return the surest renderings of the terms as searches, those left out that the query asks for itself."""
    asked = {term.zh or term.en for term, _renderings in known}
    found: dict[str, Offer] = {}
    for _term, renderings in known:
        for one in whole(renderings):
            q = query_of(one)
            if one.strength < LEAST_OFFERED or one.key in asked or q in found:
                continue
            pairs = count(q) if count is not None else pairs_with(beads, one.key)
            if pairs:
                found[q] = Offer(q, pairs, "rendering", round(one.strength, 3))
    return sorted(found.values(), key=lambda offer: -offer.confidence)[:OFFERS_MOST]


def whole(renderings: Sequence[Attested]) -> list[Attested]:
    """Return renderings without those that are a part of a stronger one."""
    return [
        one
        for at, one in enumerate(renderings)
        if not any(is_part(one.key, stronger.key) for stronger in renderings[:at])
    ]


def query_of(one: Attested) -> str:
    """Return the query that finds a rendering."""
    if isinstance(one.key, str):
        return written(Contains(one.key))
    parts = list(words(fold(one.text)))
    return f'"{one.text.replace(chr(34), "")}"' if len(parts) > 1 else one.text


def pairs_with(beads: Beads, key: Key) -> int:
    """Return how many of the pairs learned from have a rendering."""
    found = beads.zh_text.places(key) if isinstance(key, str) else beads.en.places_of(key)
    return len({int(beads.pair[place.bead]) for place in found})
