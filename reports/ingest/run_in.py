"""Headings that run into their paragraph become lines of their own, in both languages at the same place."""

import re
from collections.abc import Iterator

from reports.ingest.plan import PlannedPair
from reports.text.headings import run_in

# The English heading ends with its first sentence; a number and its point (3. We …) are no sentence.
ENGLISH_FIRST = re.compile(r"^(?:\(?[0-9IVX]{1,4}\)?[.:]?\s*)?.{12,}?[^A-Z\d][.!?:][”\"’)]?(?=\s+[A-Z“\"(])", re.S)
# How much longer than usual (5 English characters to a Chinese one) an English heading may be.
LONGEST, SHORTEST = 9.0, 1.5


def split(pairs: list[PlannedPair]) -> list[PlannedPair]:
    """Return the pairs with run-in headings as pairs of their own; a pair whose English has no such place stays."""
    return [part for pair in pairs for part in _parts(pair)]


def _parts(pair: PlannedPair) -> Iterator[PlannedPair]:
    end = run_in(pair.zh) if pair.zh and "\n" not in pair.zh else None
    if end is None:
        yield pair
        return
    cut = 0
    if pair.en:
        match = ENGLISH_FIRST.match(pair.en)
        if match is None or not SHORTEST * end <= match.end() <= LONGEST * end:
            yield pair
            return
        cut = match.end()
    yield PlannedPair(pair.zh[:end].rstrip(), pair.en[:cut].rstrip(), pair.line)
    yield PlannedPair(pair.zh[end:].lstrip(), pair.en[cut:].lstrip(), pair.line)
