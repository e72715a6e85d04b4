"""The Chinese texts of the index, read back from its arrays: their characters, and the words that jieba found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.search.analysis import GRAMS, ZH
from reports.search.arrays import FieldArrays, Ints, SegmentArrays
from reports.text.fold import HAS_HAN

UNICODE_END = 0x110000
UNPACKED_MOST = 250_000


def terms_of(field: FieldArrays) -> list[str]:
    """Return all terms of a field in order."""
    content = field.terms.tobytes()
    ends = field.ends.tolist()
    return [content[start:end].decode("utf-8", "surrogatepass") for start, end in zip([0, *ends], ends, strict=False)]


def occurrences(part: SegmentArrays, field: FieldArrays) -> tuple[Ints, Ints]:
    """Return for each occurrence of a field's terms the number of the term and the key, of what is alive."""
    many = len(field.ends)
    starts = np.asarray(field.starts).astype(np.int64)
    numbers = np.repeat(np.arange(many, dtype=np.uint32), np.diff(starts))
    keys = np.zeros(len(numbers), dtype=part.no_keys.dtype)
    blocks = part.blocks(field.name)
    first = 0
    while first < many:
        # Some terms at a time: unpacking takes many times the room of what comes out.
        end = max(int(np.searchsorted(starts, starts[first] + UNPACKED_MOST)) - 1, first + 1)
        end = min(end, many)
        found = field.occurrences(first, end)
        keys[starts[first] : starts[end]] = blocks[found.blocks] | found.places.astype(keys.dtype)
        first = end
    if part.alive is not None:
        kept = part.alive[(keys >> part.shift).astype(np.int64)]
        numbers, keys = numbers[kept], keys[kept]
    return numbers, keys


@dataclass(frozen=True, slots=True)
class Characters:
    """The folded texts of a segment one after the other: code points, and the document of each."""

    points: Ints
    documents: Ints


def characters(part: SegmentArrays) -> Characters:
    """Return the texts of a segment, put together from pairs of neighbouring characters."""
    field = part.field(GRAMS)
    numbers, keys = occurrences(part, field)
    lengths = part.array("zh_length").astype(np.int64)
    if part.alive is not None:
        lengths[~part.alive] = 0
    first_of = np.cumsum(lengths) - lengths
    first_points = np.array([ord(term[0]) for term in terms_of(field)], dtype=np.uint32)
    at = first_of[(keys >> part.shift).astype(np.int64)] + (keys & ((1 << part.shift) - 1)).astype(np.int64)
    points = np.zeros(int(lengths.sum()), dtype=np.uint32)
    points[at] = first_points[numbers] if len(first_points) else 0
    return Characters(points, np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a segment in the order of its texts, by their numbers in a vocabulary; which touch the next one."""

    numbers: Ints
    touches: NDArray[np.bool_]


def words_in_order(part: SegmentArrays, text: Characters, vocabulary: dict[str, int]) -> Words:
    """Return the whole words of a segment; new ones are added to the vocabulary.

    jieba's places count on over punctuation; where a word ends beside it is seen from the characters.
    """
    field = part.field(ZH)
    terms = terms_of(field)
    lengths = np.array([len(term) for term in terms], dtype=np.uint64)
    numbers, keys = occurrences(part, field)
    # Of the words in one place, the longest is the whole one.
    order = np.argsort((keys.astype(np.uint64) << np.uint64(8)) | np.minimum(lengths[numbers], 255))
    keys, numbers = keys[order], numbers[order]
    whole = np.ones(len(keys), dtype=bool)
    whole[:-1] = keys[1:] != keys[:-1]
    keys, numbers = keys[whole], numbers[whole]
    documents = keys >> part.shift
    touches = np.zeros(len(keys), dtype=bool)
    touches[:-1] = documents[1:] == documents[:-1]
    han = np.flatnonzero(_is_han(text.points))
    long = lengths[numbers].astype(np.int64)
    ends = np.cumsum(long)
    if len(ends) and ends[-1] == len(han):
        last, first = han[ends - 1], han[ends - long]
        touches[:-1] &= last[:-1] + 1 == first[1:]
    table = np.array([vocabulary.setdefault(term, len(vocabulary)) for term in terms], dtype=np.uint32)
    return Words(table[numbers] if len(table) else numbers, touches)


def _is_han(points: Ints) -> NDArray[np.bool_]:
    table = np.zeros(UNICODE_END, dtype=bool)
    for point in np.unique(points).tolist():
        table[point] = HAS_HAN.match(chr(point)) is not None
    return table[points]
