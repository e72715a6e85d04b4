"""Chinese that the archive hasn't got, and what it has that sounds or looks nearly so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from reports.search.arrays import Ints
from reports.search.vocabulary.artefact import Vocabulary, commonest
from reports.search.vocabulary.learning import ZH_LONGEST
from reports.search.vocabulary.syllables import PARTED

READINGS_MOST = 8
EACH_MOST = 4
PIECE_LONGEST = 8


def like(vocabulary: Vocabulary, run: str) -> list[str]:
    """Return the terms that sound like a run of Chinese characters, then those that look nearly like it."""
    return list(dict.fromkeys([*_sounding_like(vocabulary, run), *_looking_like(vocabulary, run)]))


def like_in_parts(vocabulary: Vocabulary, run: str, has: Callable[[str], bool]) -> Iterator[str]:
    """Yield a run with a piece of it replaced, around its fault; `has` says what the archive has."""
    first, end = _fault(run, has)
    pieces = [
        (start, start + length)
        for length in range(min(PIECE_LONGEST, len(run) - 1), 1, -1)
        for start in range(len(run) - length + 1)
        if start < end and start + length > first
    ]
    for alike in (_sounding_like, _looking_like):
        for start, stop in pieces:
            for other in alike(vocabulary, run[start:stop]):
                yield run[:start] + other + run[stop:]


def _fault(run: str, has: Callable[[str], bool]) -> tuple[int, int]:
    """Return from which character up to which the fault of a run lies: between the ends of it that the archive has."""
    low, high = 1, len(run)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if has(run[:middle]) else (low, middle)
    after_head = low - 1
    low, high = 0, len(run) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if has(run[middle + 1 :]) else (middle + 1, high)
    return min(after_head, low), max(after_head, low) + 1


def _sounding_like(vocabulary: Vocabulary, run: str) -> list[str]:
    """Return the commonest terms that are read in the same way."""
    readings = [vocabulary.readings(character) for character in run]
    if not all(readings):
        return []
    found = {
        number
        for syllables in islice(product(*readings), READINGS_MOST)
        for number in vocabulary.sounding(PARTED.join(syllables))
        if vocabulary.zh[number] != run
    }
    return [vocabulary.zh[number] for number in commonest(vocabulary.zh_weights, sorted(found), EACH_MOST)]


def _looking_like(vocabulary: Vocabulary, run: str) -> list[str]:
    """Return the commonest terms with one character different, missing or too many, or two of them swapped."""
    if not 3 <= len(run) < ZH_LONGEST:
        return []
    typed = np.array([ord(character) for character in run], dtype=np.uint32)
    found: list[int] = []
    for length in (len(run), len(run) + 1, len(run) - 1):
        first, end = vocabulary.length_starts[length : length + 2].tolist()
        columns = vocabulary.length_points[length - 1]
        # Whatever the one fault is, the first character or the last one is right.
        rows = np.flatnonzero((columns[0] == typed[0]) | (columns[-1] == typed[-1]))
        near = _one_fault(typed, columns[:, rows].T)
        found += vocabulary.by_length[first:end][rows[near]].tolist()
    return [vocabulary.zh[number] for number in commonest(vocabulary.zh_weights, found, EACH_MOST)]


def _one_fault(typed: Ints, points: Ints) -> NDArray[np.bool_]:
    """Return which rows of code points differ from what was typed in one place."""
    length = points.shape[1]
    shared = min(length, len(typed))
    heads = np.logical_and.accumulate(points[:, :shared] == typed[:shared], axis=1).sum(axis=1)
    tails = np.logical_and.accumulate(points[:, ::-1][:, :shared] == typed[::-1][:shared], axis=1).sum(axis=1)
    if length != len(typed):
        return np.asarray(heads + tails >= shared)
    near = np.asarray(heads + tails == length - 1)
    for row in np.flatnonzero(heads + tails == length - 2).tolist():
        at = int(heads[row])
        near[row] = points[row, at] == typed[at + 1] and points[row, at + 1] == typed[at]
    return near
