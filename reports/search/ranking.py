"""The order of what was found: total, the same each time, and found for a slice without sorting the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from reports.search.arrays import Ints
from reports.search.query import Query
from reports.search.snapshot import Floats, Found, Snapshot

Keys = NDArray[Any]
# From one in so many documents on, those found are looked for in all, sorted by date, and not sorted themselves.
MANY = 8
BLOCK = 32
_by_date: WeakKeyDictionary[Snapshot, dict[str, Ints]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Ranked:
    """All that a request finds, in the order asked: the primary keys of pairs, the score of each, and the query.

    Nothing is to be shown of reports that are `hidden`: they are gone, though the index still has them.
    """

    query: Query
    pairs: Ints
    scores: Floats
    hidden: frozenset[int] = frozenset()

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
    if sort not in {"newest", "oldest"} and query.wanted():
        keys = -found.scores
        few = among_first(keys, end)
        documents = found.documents[few]
        return few[standing(keys[few], lambda chosen: dates[documents[chosen]], start, end)]
    if total * MANY < snapshot.documents:
        keys = dates[found.documents]
        return standing(keys, keys.__getitem__, start, end)
    matched = np.zeros(snapshot.documents, dtype=bool)
    matched[found.documents] = True
    every = _all_by_date(snapshot, "oldest" if sort == "oldest" else "newest", dates)
    return np.searchsorted(found.documents, every[matched[every]][start:end])


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


def _all_by_date(snapshot: Snapshot, sort: str, dates: Ints) -> Ints:
    """Return all documents of a snapshot by date, sorted once for each."""
    lists = _by_date.setdefault(snapshot, {})
    if sort not in lists:
        lists[sort] = np.argsort(dates).astype(np.int32)
    return lists[sort]


def standing(keys: Keys, ties: Callable[[Ints], Ints], start: int, end: int) -> Ints:
    """Return which of the keys are the `start`th to the one before the `end`th smallest.

    `ties` gives, for the places of some keys, numbers that are all different, by which equal keys are sorted.
    """
    borders = sorted({start, end - 1})
    parted = np.partition(keys, borders)
    lowest, highest = parted[borders[0]], parted[borders[-1]]
    before = int(np.count_nonzero(keys < lowest))
    candidates = np.flatnonzero((keys >= lowest) & (keys <= highest))
    numbers = ties(candidates)
    if lowest == highest and end - start < len(candidates):
        # All of one key, perhaps very many: their numbers part them again.
        return candidates[standing(numbers, numbers.__getitem__, start - before, end - before)]
    order = np.lexsort((numbers, keys[candidates]))
    return candidates[order[start - before : end - before]]
