"""Texts cut into the occurrences of a field, many texts at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from reports.search.packing import PLACE_BITS, Ints, Occurrences
from reports.text import segment
from reports.text.words import stem

PLACE_MASK = np.uint64((1 << PLACE_BITS) - 1)


class Numbered(dict[str, int]):
    """Numbers words in the order in which they are first asked for."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class Words:
    """The words of the texts of one field: the number of each, in which text it stands and at which place."""

    def __init__(self, vocabulary: Sequence[str], numbers: Ints, texts: Ints, places: Ints) -> None:
        self.vocabulary = vocabulary
        self.numbers = numbers
        self.texts = texts
        self.places = places

    def sorted(self, blocks: Ints) -> tuple[list[bytes], Occurrences]:
        """Return the terms in order with their occurrences, given the first block of each text."""
        terms = [word.encode("utf-8", "surrogatepass") for word in self.vocabulary]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        rank = np.empty(len(terms), dtype=np.uint64)
        rank[order] = np.arange(len(terms), dtype=np.uint64)
        used, occurrences = in_order(rank[self.numbers], blocks[self.texts], self.places)
        return [terms[order[number]] for number in used.tolist()], occurrences

    def stems(self) -> Words:
        """Return the same with the stem of each word in its stead."""
        stems = Numbered()
        table = np.array([stems[stem(word)] for word in self.vocabulary], dtype=np.uint32)
        return Words(list(stems), table[self.numbers] if len(table) else self.numbers, self.texts, self.places)


class WordRows:
    """Gathers the words of texts one after the other."""

    def __init__(self) -> None:
        self.vocabulary = Numbered()
        self.numbers = array("I")
        self.counts = array("I")
        self.places = array("I")

    def add(self, words: Sequence[str], places: Iterable[int] | None = None) -> None:
        """Take in the words of the next text; their places are 0, 1, 2 and so on unless others are given."""
        self.numbers.extend(map(self.vocabulary.__getitem__, words))
        self.places.extend(range(len(words)) if places is None else places)
        self.counts.append(len(words))

    def words(self) -> Words:
        """Return what was gathered."""
        counts = as_array(self.counts)
        texts = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
        return Words(list(self.vocabulary), as_array(self.numbers), texts, as_array(self.places))


class ChineseRows:
    """Gathers the Chinese words of texts, with the words inside them, as `segment.cut` places them."""

    AT_ONCE = 200

    def __init__(self) -> None:
        self.vocabulary = Numbered()
        self.border = self.vocabulary[segment.BORDER]
        self.numbers = array("I")
        self.ends = array("Q")
        self.waiting: list[str] = []
        self.read = 0

    def add(self, folded: str) -> None:
        """Take in the next text."""
        pieces = segment.pieces(folded)
        self.read += len(pieces) + 1
        self.ends.append(self.read)
        self.waiting.append(pieces)
        if len(self.waiting) == self.AT_ONCE:
            self._cut()

    def _cut(self) -> None:
        self.waiting.append("")
        text = segment.BORDER.join(self.waiting)
        self.numbers.extend(map(self.vocabulary.__getitem__, segment.cutter().words(text)))
        self.waiting = []

    def words(self) -> Words:
        """Return what was gathered."""
        if self.waiting:
            self._cut()
        vocabulary = list(self.vocabulary)
        numbers = as_array(self.numbers)
        lengths = np.array([len(word) for word in vocabulary], dtype=np.int64)[numbers]
        # A word belongs to the text in which it ends; which are told apart by where each ends in all of them.
        texts = np.searchsorted(as_array(self.ends).astype(np.int64), np.cumsum(lengths)).astype(np.uint32)
        whole = numbers != self.border
        numbers, texts = numbers[whole], texts[whole]
        firsts = np.searchsorted(texts, np.arange(len(self.ends)))
        places = (np.arange(len(numbers)) - firsts[texts]).astype(np.uint32)
        return self._with_inner(vocabulary, Words(vocabulary, numbers, texts, places))

    def _with_inner(self, vocabulary: list[str], words: Words) -> Words:
        inner = [segment.inner(word) if len(word) > 2 else () for word in vocabulary]
        counts = np.array([len(parts) for parts in inner], dtype=np.int64)
        flat = np.array([self.vocabulary[part] for part in chain.from_iterable(inner)], dtype=np.uint32)
        starts = np.cumsum(counts) - counts
        having = np.flatnonzero(counts[words.numbers])
        holders = words.numbers[having]
        times = counts[holders]
        repeated = np.repeat(having, times)
        nth = np.arange(len(repeated)) - np.repeat(np.cumsum(times) - times, times)
        parts = flat[np.repeat(starts[holders], times) + nth]
        return Words(
            list(self.vocabulary),
            np.concatenate([words.numbers, parts]),
            np.concatenate([words.texts, words.texts[repeated]]),
            np.concatenate([words.places, words.places[repeated]]),
        )


def neighbours(texts: Sequence[str], blocks: Ints) -> tuple[list[bytes], Occurrences]:
    """Return the pairs of neighbouring characters of texts; as `analysis.neighbours`, for all texts at once."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if not len(points):
        return [], Occurrences(np.zeros(0, np.int64), np.zeros(0, np.uint32), np.zeros(0, np.uint8))
    # The code of a pair sorts as its UTF-8 does; none after the first character sorts before all others.
    present = np.zeros(0x110000, dtype=np.uint64)
    present[points] = 1
    characters = [chr(point).encode("utf-8", "surrogatepass") for point in np.flatnonzero(present).tolist()]
    rank = np.cumsum(present, dtype=np.uint64)[points]
    following = np.append(rank[1:], np.uint64(0))
    ends = np.cumsum(lengths)
    following[ends[lengths > 0] - 1] = 0
    base = len(characters) + 1
    texts_of = np.repeat(np.arange(len(texts), dtype=np.uint32), lengths)
    places = np.arange(len(points), dtype=np.int64) - np.repeat(ends - lengths, lengths)
    codes, occurrences = in_order(rank * np.uint64(base) + following, blocks[texts_of], places)
    endings = [b"", *characters]
    return [characters[code // base - 1] + endings[code % base] for code in codes.tolist()], occurrences


def in_order(terms: Ints, blocks: Ints, places: Ints) -> tuple[Ints, Occurrences]:
    """Return which terms there are, ascending, and their occurrences, given in any order, in order."""
    # All is sorted as one number each: the term, below it the block, below it the place in the block.
    below = (blocks.astype(np.uint64) << np.uint64(PLACE_BITS)) + places.astype(np.uint64)
    bits = np.uint64(int(below.max(initial=0)).bit_length())
    keys = (terms.astype(np.uint64) << bits) | below
    keys.sort()
    numbers = keys >> bits
    keys &= (np.uint64(1) << bits) - np.uint64(1)
    starts = np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1]))[: len(numbers)])
    return numbers[starts], Occurrences(
        np.diff(starts, append=len(numbers)),
        (keys >> np.uint64(PLACE_BITS)).astype(np.uint32),
        (keys & PLACE_MASK).astype(np.uint8),
    )


def as_array(values: array[int]) -> Ints:
    """Return the numbers of an array as numpy's."""
    kind = np.uint32 if values.typecode == "I" else np.uint64
    return np.frombuffer(values, dtype=kind) if values else np.zeros(0, dtype=kind)
