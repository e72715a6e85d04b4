"""A segment of the index as Whoosh keeps it: what it holds of which reports, and where its arrays lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base

if TYPE_CHECKING:
    from reports.search.codec import ArrayCodec

Ints = NDArray[Any]
NAME = "pairs"
EXTENSION = ".arrays"
# A key has so many bits for the place that a query of thousands of characters fits behind the longest text. All
# keys of a segment are of 32 bits where that is enough for both place and document, else of 64.
PLACES_BEHIND, NARROW_PLACES, NARROW_BITS = 5_536, 60_000, 32
WIDE_SHIFT = 32


def shift_for(documents: int, longest: int) -> int:
    """Return how many bits the places of a segment's keys have."""
    bits = (longest + PLACES_BEHIND).bit_length()
    return WIDE_SHIFT if longest >= NARROW_PLACES or documents.bit_length() + bits > NARROW_BITS else bits


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
        # Whoosh takes it from the generator that forked processes share the state of.
        self.segid = uuid4().hex[:16]
        self.documents = 0
        self.size = 0
        self.checksum = 0
        self.shift = WIDE_SHIFT
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
