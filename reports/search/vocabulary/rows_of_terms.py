"""Terms of several words: neighbours that stand together often, and more often than by chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.search.arrays import Ints
from reports.search.vocabulary.rows_of_words import Words

# How far from chance two neighbours must be (normalised pointwise mutual information, 0 by chance, 1 always together).
COHESION = 0.3
# A term is left out where so much of it belongs to one longer term.
SWALLOWED = 0.8
# A term ends before a mark now and then; what hardly ever does goes on as a clause: 改革开放迈出.
CLOSED, CLOSED_OF = 0.02, 20


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of words of one length: the row without its last word, that word, the first one, how often it stands.

    `closed` says how often nothing touches its end.
    """

    before: Ints
    last: Ints
    first: Ints
    counts: Ints
    closed: Ints


@dataclass(frozen=True, slots=True)
class Edges:
    """Which words a term may start and end with, by number."""

    start: NDArray[np.bool_]
    end: NDArray[np.bool_]


def _counted(parts: Iterable[Ints]) -> tuple[Ints, Ints]:
    """Return the distinct keys of all segments in order and how many there are of each."""
    total, counts = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    for part in parts:
        own = np.sort(part)
        firsts = _firsts(own)
        joined = np.concatenate((total, own[firsts]))
        order = np.argsort(joined, kind="stable")
        joined, both = joined[order], np.concatenate((counts, np.diff(firsts, append=len(own))))[order]
        firsts = _firsts(joined)
        total, counts = joined[firsts], np.add.reduceat(both, firsts) if len(firsts) else both
    return total, counts


def _firsts(ordered: Ints) -> Ints:
    """Return where in ordered keys each one stands first."""
    return np.flatnonzero(np.concatenate((np.ones(min(len(ordered), 1), bool), ordered[1:] != ordered[:-1])))


def rows(segments: Sequence[Words], many_words: int, least: int, most: int) -> Iterator[Rows]:
    """Yield the rows of two, three … `most` words that stand at least `least` times."""
    current = [part.numbers.astype(np.int32) for part in segments]
    first = np.arange(many_words, dtype=np.int64)
    for length in range(1, most):
        keys = (_keys(part, known, length, many_words)[1] for part, known in zip(segments, current, strict=True))
        distinct, counts = _counted(keys)
        kept, counts = distinct[counts >= least], counts[counts >= least]
        if not len(kept):
            return
        before, last = kept // many_words, kept % many_words
        first = first[before]
        current = [
            _numbered(part, known, length, kept, many_words) for part, known in zip(segments, current, strict=True)
        ]
        closed = np.zeros(len(kept), dtype=np.int64)
        for part, known in zip(segments, current, strict=True):
            places = np.flatnonzero(known >= 0)
            ended = places[~part.touches[places + length]]
            closed += np.bincount(known[ended], minlength=len(kept))
        yield Rows(before, last, first, counts, closed)


def _keys(part: Words, known: Ints, length: int, many_words: int) -> tuple[Ints, Ints]:
    """Return the places at which a row may begin that is one longer than those known, and the keys of these rows."""
    fits = known >= 0
    fits[max(len(known) - length, 0) :] = False
    if length > 1:
        fits[:-1] &= known[1:] >= 0
    places = np.flatnonzero(fits)
    places = places[part.touches[places + length - 1]]
    return places, known[places].astype(np.int64) * many_words + part.numbers[places + length]


def _numbered(part: Words, known: Ints, length: int, kept: Ints, many_words: int) -> Ints:
    """Return for each place the number among those kept of the row that begins there, -1 where none does."""
    places, keys = _keys(part, known, length, many_words)
    at = np.minimum(np.searchsorted(kept, keys), len(kept) - 1)
    numbers = np.full(len(known), -1, dtype=np.int32)
    right = kept[at] == keys
    numbers[places[right]] = at[right]
    return numbers


def terms(
    segments: Sequence[Words], vocabulary: Sequence[str], edges: Edges, least: int, most: int
) -> dict[tuple[str, ...], int]:
    """Return the terms of two to `most` words and how often they stand."""
    singles = np.zeros(len(vocabulary), dtype=np.int64)
    for part in segments:
        singles += np.bincount(part.numbers, minlength=len(vocabulary))
    total = int(singles.sum())
    before_counts: Ints = singles
    levels: list[Rows] = []
    found: dict[tuple[str, ...], int] = {}
    longest_around: dict[tuple[str, ...], int] = {}
    for level in rows(segments, max(len(vocabulary), 1), least, most):
        levels.append(level)
        cohesive = _cohesive(level, before_counts, singles, total) & edges.start[level.first] & edges.end[level.last]
        before_counts = level.counts
        chosen = np.flatnonzero(cohesive)
        for words, count in zip(_words_of(levels, chosen), level.counts[chosen].tolist(), strict=True):
            term = tuple(vocabulary[word] for word in words)
            found[term] = count
            for inner in (term[1:], term[:-1]):
                longest_around[inner] = max(longest_around.get(inner, 0), count)
    return {term: count for term, count in found.items() if longest_around.get(term, 0) < count * SWALLOWED}


def _words_of(levels: Sequence[Rows], chosen: Ints) -> list[list[int]]:
    """Return the words of rows of the last level, by their numbers."""
    columns = []
    for level in reversed(levels):
        columns.append(level.last[chosen])
        chosen = level.before[chosen]
    columns.append(chosen)
    found: list[list[int]] = np.stack(columns[::-1], axis=1).tolist()
    return found


def _cohesive(level: Rows, before_counts: Ints, singles: Ints, total: int) -> NDArray[np.bool_]:
    counts = level.counts.astype(np.float64)
    by_chance = before_counts[level.before].astype(np.float64) * singles[level.last]
    information = np.log(counts * total / by_chance)
    cohesive: NDArray[np.bool_] = information >= COHESION * -np.log(counts / (total + 1))
    return cohesive & ((level.closed >= CLOSED * counts) | (counts < CLOSED_OF))
