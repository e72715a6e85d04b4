"""How the index lies on disk: plain arrays, read in place.

A segment is one file of arrays one after the other. For each field: its terms in order (`terms`, UTF-8, and where
each `ends`), where the postings of each term start (`starts`), and the postings (`keys`): for every occurrence the
number of the document and the place in it, in one integer. A term's postings are thus one slice of a memory-mapped
file, ready for numpy; nothing is decoded.
"""

from __future__ import annotations

import zlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base

if TYPE_CHECKING:
    from reports.search.codec import ArrayCodec

Ints = NDArray[Any]
NAME = "pairs"
EXTENSION = ".arrays"
# The narrow keys hold 16 bits each of document and place. A query of a thousand characters must fit behind a text.
NARROW_SHIFT, NARROW_DOCUMENTS, NARROW_PLACES = 16, 1 << 16, 60_000
WIDE_SHIFT = 32
CHECKED_BYTES, CHECKED_PIECES = 64 * 1024, 128


class Broken(Exception):  # noqa: N818
    """The files of the index are not what they should be."""


def checksum(content: Ints) -> int:
    """Return a checksum of a segment's file: of all of it, or of pieces all over a large one."""
    total = 0
    step = max(len(content) // CHECKED_PIECES, CHECKED_BYTES)
    for start in range(0, len(content), step):
        total = zlib.crc32(content[start : start + CHECKED_BYTES].data, total)
    return zlib.crc32(content[-CHECKED_BYTES:].data, total)


class Section(NamedTuple):
    """Where an array lies in its segment's file."""

    start: int
    dtype: str
    length: int


class ReportEntry(NamedTuple):
    """A report in a segment: its documents from `first` up to `end`, and the numbers that searches are narrowed by."""

    changed: int
    first: int
    end: int
    jurisdiction: int
    year: int
    day: int
    # As published, the Chinese name or, where there is none, the English one; of which level the jurisdiction is.
    speaker: str
    level: str


class ArraySegment(base.Segment):
    """A part of the index that is written once. Whoosh keeps it, pickled, in its table of contents."""

    def __init__(self, indexname: str = NAME) -> None:
        super().__init__(indexname)
        self.documents = 0
        self.size = 0
        self.checksum = 0
        self.shift = NARROW_SHIFT
        self.sections: dict[str, Section] = {}
        self.reports: dict[int, ReportEntry] = {}

    def codec(self) -> ArrayCodec:
        from reports.search.codec import ArrayCodec

        return ArrayCodec()

    def doc_count_all(self) -> int:
        return self.documents

    def doc_count(self) -> int:
        return sum(entry.end - entry.first for entry in self.reports.values())

    def deleted_count(self) -> int:
        return self.documents - self.doc_count()

    def has_deletions(self) -> bool:
        return self.deleted_count() > 0

    def alive(self) -> NDArray[np.bool_]:
        """Return for each document whether its report is still in the index."""
        alive = np.zeros(self.documents, dtype=bool)
        for entry in self.reports.values():
            alive[entry.first : entry.end] = True
        return alive

    def deleted_docs(self) -> list[int]:
        return np.flatnonzero(~self.alive()).tolist()

    def is_deleted(self, docnum: int) -> bool:
        return not any(entry.first <= docnum < entry.end for entry in self.reports.values())


class FieldArrays:
    """The terms and postings of one field of one segment."""

    def __init__(self, segment: SegmentArrays, field: str) -> None:
        self.segment = segment
        self.terms = segment.array(f"{field}.terms")
        self.ends = segment.array(f"{field}.ends")
        self.starts = segment.array(f"{field}.starts")
        self.keys = segment.array(f"{field}.keys")

    def term(self, number: int) -> bytes:
        """Return a term by its number."""
        start = int(self.ends[number - 1]) if number else 0
        return self.terms[start : int(self.ends[number])].tobytes()

    def find(self, term: bytes) -> int:
        """Return the number of the first term that is not before `term`."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self.term(middle) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def number(self, term: bytes) -> int | None:
        """Return the number of a term, None if it is not in the field."""
        found = self.find(term)
        return found if found < len(self.ends) and self.term(found) == term else None

    def postings(self, first: int, end: int) -> Ints:
        """Return the keys of the terms from `first` up to `end`."""
        return self.keys[int(self.starts[first]) : int(self.starts[end])]

    def keys_of(self, term: bytes) -> Ints:
        """Return the keys of one term in order; none where the field hasn't got it."""
        number = self.number(term)
        return self.keys[:0] if number is None else self.postings(number, number + 1)

    def keys_with_prefix(self, prefix: bytes) -> Ints:
        """Return the keys of all terms that start with `prefix`, in order for each term only."""
        return self.postings(self.find(prefix), self.find(prefix + b"\xff"))

    def has(self, term: bytes) -> bool:
        """Say whether the field has the term."""
        return self.number(term) is not None


class SegmentArrays:
    """A segment opened for reading."""

    def __init__(self, folder: Path, segment: ArraySegment) -> None:
        self.segment = segment
        self.documents = segment.documents
        self.shift = segment.shift
        self.fields: dict[str, FieldArrays] = {}
        path = folder / segment.make_filename(EXTENSION)
        try:
            self.file = np.memmap(path, dtype=np.uint8, mode="r")
        except (OSError, ValueError) as error:
            raise Broken(f"{path.name}: {error}") from error
        if len(self.file) != segment.size:
            raise Broken(f"{path.name} has {len(self.file)} bytes instead of {segment.size}")

        if checksum(self.file) != segment.checksum:
            raise Broken(f"{path.name} has not the content that was written")

    def array(self, name: str) -> Ints:
        """Return one array of the segment's file, not copied."""
        try:
            start, dtype, length = self.segment.sections[name]
        except KeyError as error:
            raise Broken(f"a segment has no {name}") from error
        kind = np.dtype(dtype)
        return np.asarray(self.file[start : start + length * kind.itemsize]).view(kind)

    def field(self, name: str) -> FieldArrays:
        """Return the arrays of a field."""
        if name not in self.fields:
            self.fields[name] = FieldArrays(self, name)
        return self.fields[name]

    def counted(self, keys: Ints) -> tuple[Ints, Ints]:
        """Return the documents of keys in any order, ascending, and how many of the keys are in each."""
        counts = np.bincount((keys >> self.shift).astype(np.int64), minlength=0)
        documents = np.flatnonzero(counts)
        return documents, counts[documents]

    @cached_property
    def alive(self) -> NDArray[np.bool_] | None:
        """For each document whether it still counts; None if all do."""
        return self.segment.alive() if self.segment.has_deletions() else None
