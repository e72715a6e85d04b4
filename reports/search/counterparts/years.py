"""How a term is rendered through the years: what a reader of one term is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reports.search.counterparts.attested import Asked, Attested, places_of
from reports.search.counterparts.mapped import Beads
from reports.search.counterparts.page import LEARNED, known_of, query_of, readable_reports, whole
from reports.search.query import read

RENDERINGS_MOST = 20
EVERY_PLACE = 1_000_000


@dataclass(frozen=True, slots=True)
class Rendering:
    """One rendering of a term: its text, in `zh` or `en`, and the query that finds it.

    `pairs` counts the pairs with both that the archive learned from, `by_year` the same by year of the report, in
    order; `pair` is the key of one of them, the newest, `first_pair` of one of the oldest. `confidence` is from 0 to 1.
    """

    text: str
    language: str
    q: str
    pairs: int
    first_year: int
    last_year: int
    by_year: tuple[tuple[int, int], ...]
    confidence: float
    pair: int
    first_pair: int


def renderings(term: str, limit: int = RENDERINGS_MOST) -> list[Rendering]:
    """Return how the archive renders a term, a query in either language, the commonest first; nothing if unknown.

    A sentence counts for one rendering only, the surest that it has.
    """
    library = LEARNED.current()
    query = read(term)
    if library is None or query.root is None:
        return []
    readable = readable_reports()
    found: list[Rendering] = []
    for asked, known in known_of(library, query, readable):
        found += _counted(library.beads, asked, whole(known), readable)
    return sorted(found, key=lambda one: (-one.pairs, -one.confidence, one.text))[: max(limit, 0)]


def _counted(beads: Beads, asked: Asked, known: list[Attested], readable: frozenset[int]) -> list[Rendering]:
    left = {place.bead for place in places_of(beads, asked, readable, EVERY_PLACE)}
    found = []
    for one in known:
        places = (
            beads.zh_text.places(one.key, EVERY_PLACE)
            if isinstance(one.key, str)
            else beads.en.places_of(one.key, EVERY_PLACE)
        )
        both = sorted(left.intersection(place.bead for place in places))
        if not both:
            continue
        left.difference_update(both)
        pairs = {int(beads.pair[bead]): int(beads.year[bead]) for bead in both}
        years = sorted(Counter(pairs.values()).items())
        newest = max(pairs, key=lambda pair: (pairs[pair], pair))
        oldest = min(pairs, key=lambda pair: (pairs[pair], pair))
        language = "zh" if isinstance(one.key, str) else "en"
        found.append(
            Rendering(
                one.text,
                language,
                query_of(one),
                len(pairs),
                years[0][0],
                years[-1][0],
                tuple(years),
                one.strength,
                newest,
                oldest,
            )
        )
    return found
