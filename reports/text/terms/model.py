"""How likely an English word renders a Chinese one: IBM's first model, both ways at once, over beads.

Both directions are trained to agree (Liang, Taskar and Klein, 2006), from a prior that the dictionary gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.text.lexicon import english_term
from reports.text.terms.prior import expected

Ids = NDArray[np.int32]
Values = NDArray[np.float32]

ROUNDS, AGREEING = 5, 3
# What a rendering of the dictionary counts as if it had been seen; what any pair has that co-occurs.
PRIOR, SMOOTH = 2.0, 0.02
# The share of a word that no word of the other side explains.
NOTHING = 0.02
# Pairs that are taken at a time: bounds the memory of a round.
CHUNK = 2_000_000
# A pair below this in both directions is forgotten after training.
FORGOTTEN = 1e-4
# A word that the beads have never shown relies on the dictionary for so much.
UNSEEN = 0.2


class Vocabulary:
    """Numbers for words, in the order in which they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def add(self, keys: Iterable[str]) -> Ids:
        numbers = self.numbers
        return np.array([numbers.setdefault(key, len(numbers)) for key in keys if key], dtype=np.int32)


@dataclass(frozen=True, slots=True)
class WordModel:
    """The renderings of words: for known pairs how likely the one is, given the other, in both directions."""

    zh: dict[str, int]
    en: dict[str, int]
    # Chinese number times the count of English words plus English number, sorted.
    pairs: NDArray[np.int64]
    en_of_zh: Values
    zh_of_en: Values

    def matrices(self, zh: Sequence[str], en: Sequence[str], *, known: bool) -> tuple[Values, Values]:
        """Return p(en | zh) and p(zh | en) for words of both sides, Chinese in rows; 0 for words without a key.

        What training has not seen together relies on the dictionary; `known` says that there is no such pair.
        """
        rows = np.array([self.zh.get(key, -1) for key in zh], dtype=np.int64)
        columns = np.array([self.en.get(key, -1) for key in en], dtype=np.int64)
        there, back = self.seen(rows, columns)
        if known:
            return there, back
        terms = [english_term(key) if key else "" for key in en]
        for i, word in enumerate(zh):
            weights = expected(word) if word else {}
            for j, term in enumerate(terms):
                if term and (weight := weights.get(term)) is not None:
                    there[i, j] = max(there[i, j], UNSEEN * weight)
                    back[i, j] = max(back[i, j], UNSEEN * weight)
        return there, back

    def seen(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> tuple[Values, Values]:
        """Return p(en | zh) and p(zh | en) of numbered words as training saw them; -1 numbers a word it never saw."""
        return likely(self.pairs, self.en_of_zh, self.zh_of_en, len(self.en), rows, columns)

    def expected(self) -> NDArray[np.bool_]:
        """Say of each known pair whether the dictionary or the sound of the word had it too."""
        return _prior(self.zh, self.en, self.pairs) > 0


def likely(
    pairs: NDArray[np.int64],
    en_of_zh: Values,
    zh_of_en: Values,
    many_en: int,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
) -> tuple[Values, Values]:
    """Return both likelihoods of words given by number, Chinese in rows; `many_en` words of English are numbered."""
    shape = (len(rows), len(columns))
    if not len(pairs) or 0 in shape:
        return np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    keys = (rows[:, None] * many_en + columns[None, :]).ravel()
    at = np.minimum(np.searchsorted(pairs, keys), len(pairs) - 1)
    met = (pairs[at] == keys) & ((rows[:, None] >= 0) & (columns[None, :] >= 0)).ravel()
    there = np.where(met, en_of_zh[at], np.float32(0)).reshape(shape)
    back = np.where(met, zh_of_en[at], np.float32(0)).reshape(shape)
    return there, back


@dataclass(slots=True)
class _Beads:
    """The words of every bead, one after another, and how many each has."""

    zh: Ids
    en: Ids
    sizes_zh: Ids
    sizes_en: Ids

    def chunks(self) -> Iterator[tuple[slice, slice, slice]]:
        """Yield runs of beads with about CHUNK pairs: beads, Chinese words, English words."""
        pairs = np.cumsum(self.sizes_zh.astype(np.int64) * self.sizes_en)
        ends_zh, ends_en = np.cumsum(self.sizes_zh), np.cumsum(self.sizes_en)
        start = start_zh = start_en = done = 0
        while start < len(pairs):
            end = max(start + 1, int(np.searchsorted(pairs, done + CHUNK)))
            end = min(end, len(pairs))
            yield slice(start, end), slice(start_zh, int(ends_zh[end - 1])), slice(start_en, int(ends_en[end - 1]))
            start, start_zh, start_en, done = end, int(ends_zh[end - 1]), int(ends_en[end - 1]), int(pairs[end - 1])

    def slots(self, chunk: tuple[slice, slice, slice]) -> tuple[Ids, Ids]:
        """Return, for every pair of words of the same bead, the place of each among the chunk's words."""
        sizes_zh, sizes_en = self.sizes_zh[chunk[0]], self.sizes_en[chunk[0]]
        # One row for every English word: the Chinese words of its bead.
        row_sizes = np.repeat(sizes_zh, sizes_en)
        first_zh = np.repeat(np.cumsum(sizes_zh) - sizes_zh, sizes_en)
        slot_en = np.repeat(np.arange(len(row_sizes), dtype=np.int32), row_sizes)
        row_starts = np.cumsum(row_sizes) - row_sizes
        slot_zh = np.arange(len(slot_en), dtype=np.int64) - np.repeat(row_starts - first_zh, row_sizes)
        return slot_zh.astype(np.int32), slot_en


def train_words(sides: Iterable[tuple[Iterable[str], Iterable[str]]]) -> WordModel:
    """Return the model of the words of beads, each given by its keys in both languages."""
    known_zh, known_en = Vocabulary(), Vocabulary()
    rows = [(known_zh.add(zh), known_en.add(en)) for zh, en in sides]
    beads = _Beads(
        zh=np.concatenate([np.empty(0, np.int32), *(zh for zh, _ in rows)]),
        en=np.concatenate([np.empty(0, np.int32), *(en for _, en in rows)]),
        sizes_zh=np.array([len(zh) for zh, _ in rows], dtype=np.int32),
        sizes_en=np.array([len(en) for _, en in rows], dtype=np.int32),
    )
    count = len(known_en.numbers)
    pairs, ids = _pairs(beads, count)
    prior = _prior(known_zh.numbers, known_en.numbers, pairs)
    there, back = _rounds(beads, pairs, ids, prior, count)
    kept = (there > FORGOTTEN) | (back > FORGOTTEN)
    return WordModel(known_zh.numbers, known_en.numbers, pairs[kept], there[kept], back[kept])


def _pairs(beads: _Beads, count: int) -> tuple[NDArray[np.int64], list[Ids]]:
    """Return the pairs that share a bead, sorted, and for every chunk which of them each of its pairs is."""
    pairs = np.empty(0, np.int64)
    for chunk in beads.chunks():
        pairs = np.union1d(pairs, _keys(beads, chunk, count))
    return pairs, [np.searchsorted(pairs, _keys(beads, chunk, count)).astype(np.int32) for chunk in beads.chunks()]


def _keys(beads: _Beads, chunk: tuple[slice, slice, slice], count: int) -> NDArray[np.int64]:
    slot_zh, slot_en = beads.slots(chunk)
    return beads.zh[chunk[1]][slot_zh].astype(np.int64) * count + beads.en[chunk[2]][slot_en]


def _prior(zh: dict[str, int], en: dict[str, int], pairs: NDArray[np.int64]) -> Values:
    """Return the weight of every pair in the dictionary."""
    by_term: dict[str, list[int]] = {}
    for word, number in en.items():
        by_term.setdefault(english_term(word), []).append(number)
    keys, weights = [], []
    for word, number in zh.items():
        for term, weight in expected(word).items():
            for other in by_term.get(term, ()):
                keys.append(number * len(en) + other)
                weights.append(weight)
    prior = np.zeros(len(pairs), dtype=np.float32)
    if keys:
        at = np.minimum(np.searchsorted(pairs, keys), len(pairs) - 1)
        met = pairs[at] == keys
        prior[at[met]] = np.array(weights, dtype=np.float32)[met]
    return prior


def _rounds(
    beads: _Beads, pairs: NDArray[np.int64], ids: list[Ids], prior: Values, count: int
) -> tuple[Values, Values]:
    """Return p(en | zh) and p(zh | en) of every pair after all rounds; the last ones are trained to agree."""
    of_zh, of_en = (pairs // max(count, 1)).astype(np.int32), (pairs % max(count, 1)).astype(np.int32)
    seen = SMOOTH + PRIOR * prior
    there, back = _shares(seen, of_zh), _shares(seen, of_en)
    for step in range(ROUNDS):
        counts_there, counts_back = np.zeros(len(pairs), np.float32), np.zeros(len(pairs), np.float32)
        for chunk, known in zip(beads.chunks(), ids, strict=True):
            slot_zh, slot_en = beads.slots(chunk)
            one, other = _shares_of(there[known], slot_en), _shares_of(back[known], slot_zh)
            if step >= ROUNDS - AGREEING:
                one = other = np.sqrt(one * other)
            counts_there += np.bincount(known, one, len(pairs)).astype(np.float32)
            counts_back += np.bincount(known, other, len(pairs)).astype(np.float32)
        there, back = _shares(counts_there + PRIOR * prior, of_zh), _shares(counts_back + PRIOR * prior, of_en)
    return there, back


def _shares(counts: Values, groups: Ids) -> Values:
    totals = np.maximum(np.bincount(groups, counts), 1e-9)
    return (counts / totals[groups]).astype(np.float32)


def _shares_of(likely: Values, slots: Ids) -> Values:
    """Return what share of each word in a bead each word of the other side explains."""
    totals = np.bincount(slots, likely).astype(np.float32) + np.float32(NOTHING)
    shares: Values = likely / totals[slots]
    return shares
