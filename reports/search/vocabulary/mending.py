"""Chinese that the archive hasn't got, and what it has that sounds or looks nearly so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, product

import numpy as np

from reports.search.arrays import Ints
from reports.search.vocabulary.artefact import Vocabulary, commonest
from reports.search.vocabulary.learning import ZH_LONGEST
from reports.search.vocabulary.syllables import PARTED

READINGS_MOST = 8
EACH_MOST = 4
PIECE_LONGEST = 8


def likely(vocabulary: Vocabulary, run: str, has: Callable[[str], bool]) -> Iterator[str]:
    """Yield what a run of Chinese characters may stand for, the likeliest first; `has` says what the archive has."""
    yield from _like(vocabulary, run)
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


def _like(vocabulary: Vocabulary, run: str) -> Iterator[str]:
    yield from _sounding_like(vocabulary, run)
    yield from _looking_like(vocabulary, run)


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
    return [vocabulary.zh[number] for number in commonest(vocabulary.zh_counts, sorted(found), EACH_MOST)]


def _of_length(vocabulary: Vocabulary, length: int) -> tuple[Ints, Ints]:
    """Return the terms of a length, by number, and their code points."""
    starts = vocabulary.length_starts
    first, end = int(starts[length]), int(starts[length + 1])
    at = sum(int(starts[shorter + 1] - starts[shorter]) * shorter for shorter in range(length))
    points = vocabulary.length_points[at : at + (end - first) * length]
    return vocabulary.by_length[first:end], points.reshape(-1, length)


def _looking_like(vocabulary: Vocabulary, run: str) -> list[str]:
    """Return the commonest terms with one character different, missing or too many, or two of them swapped."""
    if not 3 <= len(run) < ZH_LONGEST:
        return []
    typed = np.array([ord(character) for character in run], dtype=np.uint32)
    found: list[int] = []
    for length in (len(run), len(run) + 1, len(run) - 1):
        numbers, points = _of_length(vocabulary, length)
        shared = min(length, len(run))
        heads = np.logical_and.accumulate(points[:, :shared] == typed[:shared], axis=1).sum(axis=1)
        tails = np.logical_and.accumulate(points[:, ::-1][:, :shared] == typed[::-1][:shared], axis=1).sum(axis=1)
        if length == len(run):
            near = heads + tails == len(run) - 1
            for row in np.flatnonzero(heads + tails == len(run) - 2).tolist():
                at = int(heads[row])
                near[row] = points[row, at] == typed[at + 1] and points[row, at + 1] == typed[at]
        else:
            near = heads + tails >= shared
        found += numbers[near].tolist()
    return [vocabulary.zh[number] for number in commonest(vocabulary.zh_counts, found, EACH_MOST)]
