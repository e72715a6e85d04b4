"""The Chinese texts of the index, read back from its arrays: their characters, and the words that jieba found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.search.analysis import GRAMS, ZH
from reports.search.arrays import FieldArrays, Ints, SegmentArrays
from reports.text.fold import HAS_HAN

# Unpacking occurrences takes many times the room of what comes out, and so does comparing texts: some at a time.
UNPACKED_MOST, STRETCH_CHARACTERS = 500_000, 2_000_000
LENGTH_BITS = 8


def terms_of(field: FieldArrays) -> list[str]:
    """Return all terms of a field in order."""
    content = field.terms.tobytes()
    ends = field.ends.tolist()
    return [content[start:end].decode("utf-8", "surrogatepass") for start, end in zip([0, *ends], ends, strict=False)]


def pieces(part: SegmentArrays, field: FieldArrays) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield the occurrences of a field's terms, some terms at a time: terms by number, documents and places.

    Those of reports that are no more are left out.
    """
    many = len(field.ends)
    starts = np.asarray(field.starts).astype(np.int64)
    blocks = part.blocks(field.name)
    first = 0
    while first < many:
        end = int(np.searchsorted(starts, starts[first] + UNPACKED_MOST)) - 1
        end = min(max(end, first + 1), many)
        found = field.occurrences(first, end)
        numbers = np.repeat(np.arange(first, end, dtype=np.uint32), np.diff(starts[first : end + 1]))
        keys = blocks[found.blocks] | found.places.astype(blocks.dtype)
        documents, places = (keys >> part.shift).astype(np.int64), (keys & ((1 << part.shift) - 1)).astype(np.int64)
        if part.alive is not None:
            kept = part.alive[documents]
            numbers, documents, places = numbers[kept], documents[kept], places[kept]
        yield numbers, documents, places
        first = end


@dataclass(frozen=True, slots=True)
class Characters:
    """Folded texts one after the other: code points, and the document of each."""

    points: Ints
    documents: Ints


@dataclass(frozen=True, slots=True)
class Texts:
    """The folded texts of a segment: their characters by number in an alphabet, and how long each text is."""

    codes: Ints
    alphabet: Ints
    lengths: Ints

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield the documents from which and up to which some texts together have about as many characters."""
        ends = np.cumsum(self.lengths)
        first = 0
        while first < len(ends):
            before = int(ends[first - 1]) if first else 0
            end = max(int(np.searchsorted(ends, before + STRETCH_CHARACTERS)), first + 1)
            yield first, end
            first = end

    def characters(self) -> Iterator[Characters]:
        """Yield the texts, some at a time."""
        at = 0
        for first, end in self.stretches():
            documents = np.repeat(np.arange(first, end, dtype=np.uint32), self.lengths[first:end])
            yield Characters(self.alphabet[self.codes[at : at + len(documents)]], documents)
            at += len(documents)


def texts_of(part: SegmentArrays) -> Texts:
    """Return the texts of a segment, put together from pairs of neighbouring characters."""
    field = part.field(GRAMS)
    lengths = part.array("zh_length").astype(np.int64)
    if part.alive is not None:
        lengths[~part.alive] = 0
    first_of = np.cumsum(lengths) - lengths
    points = np.array([ord(term[0]) for term in terms_of(field)], dtype=np.uint32)
    alphabet, numbers_of = np.unique(points, return_inverse=True)
    code_of = numbers_of.astype(np.uint16 if len(alphabet) < 1 << 16 else np.uint32)
    codes = np.zeros(int(lengths.sum()), dtype=code_of.dtype)
    for numbers, documents, places in pieces(part, field):
        codes[first_of[documents] + places] = code_of[numbers]
    return Texts(codes, alphabet, lengths)


@dataclass(frozen=True, slots=True)
class Words:
    """Words in the order of their texts, by their numbers in a vocabulary; which touch the next one."""

    numbers: Ints
    touches: NDArray[np.bool_]


def words_in_order(part: SegmentArrays, texts: Texts, vocabulary: dict[str, int]) -> Iterator[Words]:
    """Yield the whole words of a segment, some texts at a time; new ones are added to the vocabulary.

    jieba's places count on over punctuation; where a word ends beside it is seen from the characters.
    """
    field = part.field(ZH)
    terms = terms_of(field)
    table = np.array([vocabulary.setdefault(term, len(vocabulary)) for term in terms], dtype=np.uint32)
    lengths = np.array([len(term) for term in terms], dtype=np.int64)
    # Of the words in one place, the longest is the whole one. There are no more places than characters.
    ranked = (np.minimum(lengths, (1 << LENGTH_BITS) - 1) << (32 - LENGTH_BITS)) | np.arange(len(terms))
    ranked = ranked.astype(np.uint32)
    first_of = np.cumsum(texts.lengths) - texts.lengths
    whole = np.zeros(len(texts.codes), dtype=np.uint32)
    for numbers, documents, places in pieces(part, field):
        np.maximum.at(whole, first_of[documents] + places, ranked[numbers])
    is_han = np.array([HAS_HAN.match(chr(point)) is not None for point in texts.alphabet.tolist()], dtype=bool)
    at = 0
    for first, end in texts.stretches():
        many = int(texts.lengths[first:end].sum())
        stretch = slice(at, at + many)
        filled = np.flatnonzero(whole[stretch])
        own = (whole[stretch][filled] & ((1 << (32 - LENGTH_BITS)) - 1)).astype(np.int64)
        ends_of = np.cumsum(texts.lengths[first:end])
        han = np.flatnonzero(is_han[texts.codes[stretch]]) if many else filled
        yield Words(table[own], _touching(lengths[own], np.searchsorted(ends_of, filled, side="right"), han))
        at += many


def _touching(lengths: Ints, documents: Ints, han: Ints) -> NDArray[np.bool_]:
    """Return for each word whether the next one follows at once; `han` are the places of Chinese characters."""
    touches = np.zeros(len(lengths), dtype=bool)
    touches[:-1] = documents[1:] == documents[:-1]
    ends = np.cumsum(lengths)
    if len(ends) and ends[-1] == len(han):
        last, first = han[ends - 1], han[ends - lengths]
        touches[:-1] &= last[:-1] + 1 == first[1:]
    return touches
