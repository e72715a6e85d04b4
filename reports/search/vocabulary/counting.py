"""How many pairs contain each of many Chinese terms: all of them counted in one reading of the texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from reports.search.arrays import Ints
from reports.search.vocabulary.rows_of_words import Characters

# Texts of one length are compared by a number made of their characters; 64 bits of it leave nothing to chance.
BASE, SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
SIEVE_BITS = 22


class Sieve:
    """The terms of one length, to be found among all pieces of a text that are as long."""

    def __init__(self, terms: Sequence[str], numbers: Ints) -> None:
        points = np.array([[ord(character) for character in term] for term in terms], dtype=np.uint64)
        codes = np.zeros(len(terms), dtype=np.uint64)
        for column in points.T:
            codes = codes * BASE + column
        order = np.argsort(codes)
        self.codes, self.numbers = codes[order], numbers[order]
        self.open = np.zeros(1 << SIEVE_BITS, dtype=bool)
        self.open[self._slot(codes)] = True

    def _slot(self, codes: Ints) -> Ints:
        slots: Ints = (codes * SPREAD) >> np.uint64(64 - SIEVE_BITS)
        return slots

    def found(self, codes: Ints) -> tuple[Ints, Ints]:
        """Return at which places of `codes` a term stands, and its number."""
        places = np.flatnonzero(self.open[self._slot(codes)])
        at = np.minimum(np.searchsorted(self.codes, codes[places]), len(self.codes) - 1)
        right = self.codes[at] == codes[places]
        return places[right], self.numbers[at[right]]


def pair_counts(terms: Sequence[str], texts: Iterable[Characters]) -> Ints:
    """Return for each term how many documents contain it."""
    counts = np.zeros(len(terms), dtype=np.int64)
    lengths = np.array([len(term) for term in terms], dtype=np.int64)
    sieves = {
        length: Sieve([terms[number] for number in numbers.tolist()], numbers)
        for length in np.unique(lengths).tolist()
        if len(numbers := np.flatnonzero(lengths == length))
    }
    for text in texts:
        points = text.points.astype(np.uint64)
        codes = np.zeros(len(points), dtype=np.uint64)
        for length in range(1, max(sieves, default=0) + 1):
            if length > len(points):
                break
            codes = codes[: len(points) - length + 1] * BASE + points[length - 1 :]
            if length in sieves:
                places, numbers = sieves[length].found(codes)
                documents = text.documents[places]
                inside = documents == text.documents[places + length - 1]
                keys = np.sort((numbers[inside] << np.int64(32)) | documents[inside])
                once = keys[np.concatenate((np.ones(min(len(keys), 1), bool), keys[1:] != keys[:-1]))]
                counts += np.bincount(once >> np.int64(32), minlength=len(terms))
    return counts
