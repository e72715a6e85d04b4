"""The Chinese texts of the index, read back from its arrays: their characters, and the words that jieba found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.search.analysis import GRAMS, ZH
from reports.search.arrays import FieldArrays, Ints, SegmentArrays
from reports.text.fold import HAS_HAN

UNICODE_END = 0x110000
# Of so many documents the texts are in memory at once; so many occurrences are unpacked at once.
WINDOW = 60_000
AT_ONCE = 1_000_000


def terms_of(field: FieldArrays) -> list[str]:
    """Return all terms of a field in order."""
    content = field.terms.tobytes()
    ends = field.ends.tolist()
    return [content[start:end].decode("utf-8", "surrogatepass") for start, end in zip([0, *ends], ends, strict=False)]


def windows(segments: Iterable[SegmentArrays]) -> Iterator[SegmentArrays]:
    """Yield segments in parts: the same ones, each with but some of its documents alive."""
    for part in segments:
        for first in range(0, part.documents, WINDOW):
            window = copy(part)
            alive = np.zeros(part.documents, dtype=bool)
            alive[first : first + WINDOW] = True
            window.alive = alive if part.alive is None else alive & part.alive
            yield window


def occurrences(part: SegmentArrays, field: FieldArrays) -> tuple[Ints, Ints]:
    """Return for each occurrence of a field's terms the number of the term and the key, of what is alive."""
    numbers, keys = [np.zeros(0, np.uint32)], [part.no_keys]
    first = 0
    while first < field.count:
        most = int(field.starts[first]) + AT_ONCE
        end = max(int(np.searchsorted(field.starts, field.starts.dtype.type(most), side="right")) - 1, first + 1)
        some = field.unpacked(first, end)
        counts = np.diff(field.starts[first : end + 1]).astype(np.int64)
        own = np.repeat(np.arange(first, end, dtype=np.uint32), counts)
        if part.alive is not None:
            kept = part.alive[some >> some.dtype.type(part.shift)]
            own, some = own[kept], some[kept]
        numbers.append(own)
        keys.append(some)
        first = end
    return np.concatenate(numbers), np.concatenate(keys)


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
