"""The order of what was found: total, the same each time, and found for a slice without sorting the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.search.arrays import Ints
from reports.search.query import Query
from reports.search.snapshot import Floats, Found, Snapshot

Keys = NDArray[Any]
BLOCK = 32


@dataclass(frozen=True, slots=True)
class Ranked:
    """All that a request finds, in the order asked: the primary keys of pairs, the score of each, and the query."""

    query: Query
    pairs: Ints
    scores: Floats

    @property
    def total(self) -> int:
        """Return how many there are."""
        return len(self.pairs)


def in_order(snapshot: Snapshot, query: Query, found: Found, sort: str, start: int, end: int) -> Ints:
    """Return which of the found stand from place `start` up to `end`: by score or date, ties by date and position."""
    total = len(found.documents)
    start, end = min(start, total), min(end, total)
    if start >= end:
        return np.zeros(0, dtype=np.intp)
    dates = snapshot.oldest_first if sort == "oldest" else snapshot.newest_first
    if sort in {"newest", "oldest"} or not query.wanted():
        own = dates[found.documents]
        few = among_first(own, end)
        return few[standing(own[few], own[few], start, end)]
    keys = -found.scores
    few = among_first(keys, end)
    return few[standing(keys[few], dates[found.documents[few]], start, end)]


def among_first(keys: Keys, end: int) -> Ints:
    """Return which keys may be among the `end` smallest: all that are, ties included, and few others.

    The smallest key of each block is one of the keys, so that the `end`th smallest of these has as many at or below.
    """
    whole = len(keys) // BLOCK
    if whole < 2 * end:
        return np.arange(len(keys))
    smallest = keys[: whole * BLOCK].reshape(whole, BLOCK).min(axis=1)
    few: Ints = np.flatnonzero(keys <= np.partition(smallest, end - 1)[end - 1])
    return few


def standing(keys: Keys, ties: Ints, start: int, end: int) -> Ints:
    """Return which of the keys are the `start`th to the one before the `end`th smallest, ties by the second number."""
    if start == 0 and end == len(keys):
        return np.lexsort((ties, keys))
    borders = sorted({start, end - 1})
    parted = np.partition(keys, borders)
    lowest, highest = parted[borders[0]], parted[borders[-1]]
    before = int(np.count_nonzero(keys < lowest))
    if lowest == highest:
        # All of one key, perhaps very many: the ties, which are all different, part them again.
        alike = np.flatnonzero(keys == lowest)
        if keys is not ties:
            return alike[standing(ties[alike], ties[alike], start - before, end - before)]
        return alike
    candidates = np.flatnonzero((keys >= lowest) & (keys <= highest))
    order = np.lexsort((ties[candidates], keys[candidates]))
    return candidates[order[start - before : end - before]]
