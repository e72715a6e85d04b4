"""The index as it stands between two commits, opened for answering. Threads may share one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reports.search.arrays import SegmentArrays
from reports.search.kept import Kept
from reports.search.segments import ArraySegment, Ints, ReportEntry

Floats = NDArray[np.float32]
CACHE_BYTES = 64 * 1024 * 1024
# Of BM25.
K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Found:
    """Documents that match, ascending, and the score of each."""

    documents: Ints
    scores: Floats

    @property
    def size(self) -> int:
        """Return the bytes that it takes."""
        return self.documents.nbytes + self.scores.nbytes


class Snapshot:
    """All segments together; the documents of each are numbered on from those of the one before.

    The files of segments that `before`, the snapshot of an earlier commit, has open are not opened again.
    """

    def __init__(
        self, build: Path, segments: list[ArraySegment], built_at: datetime, before: Snapshot | None = None
    ) -> None:
        self.built_at = built_at
        known = {part.segment.segment_id(): part for part in before.segments} if before is not None else {}
        self.segments: list[SegmentArrays] = [
            SegmentArrays(build, segment, known.get(segment.segment_id())) for segment in segments
        ]
        self.firsts = np.cumsum([0] + [part.documents for part in self.segments])
        self.documents = int(self.firsts[-1])
        self.kept: Kept[Found] = Kept(CACHE_BYTES, lambda found: found.size)
        # The mark of the rows when last compared with the index, and when that was, if there was no difference.
        self.seen_fresh: tuple[tuple[object, ...], float] | None = None
        self.reports: dict[int, ReportEntry] = {}
        # Row 0 of the table of reports stands for documents whose report is gone.
        rows: list[tuple[int, int, int, int]] = [(0, 0, 0, 0)]
        self.report_row: Ints = np.zeros(self.documents, dtype=np.int32)
        for part, first in zip(segments, self.firsts.tolist(), strict=False):
            for report, entry in part.reports.items():
                self.report_row[first + entry.first : first + entry.end] = len(rows)
                self.reports[report] = entry
                rows.append((report, entry.jurisdiction, entry.year, entry.day))
        table = np.array(rows, dtype=np.int64)
        self.report_ids, self.jurisdictions, self.years, self.days = table.T.copy()
        self.alive: NDArray[np.bool_] = self.report_row > 0
        self.whole = bool(self.alive.all())

    @cached_property
    def pair_count(self) -> int:
        """Return how many pairs can be found."""
        return int(self.alive.sum())

    def column(self, name: str) -> Ints:
        """Return a column of all documents."""
        parts = [part.array(name) for part in self.segments]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

    @cached_property
    def pairs(self) -> Ints:
        """The primary keys of the documents' pairs."""
        return self.column("pair")

    @cached_property
    def two_sided(self) -> NDArray[np.bool_]:
        """Which documents have words in both languages."""
        return np.asarray((self.column("zh_length") > 0) & (self.column("en_length") > 0))

    @cached_property
    def positions(self) -> Ints:
        """The documents' places in their reports."""
        return self.column("position").astype(np.int64)

    def _in_order(self, days: Ints) -> Ints:
        order = np.lexsort((self.report_ids, days))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        return (rank[self.report_row] << 32) | self.positions

    @cached_property
    def newest_first(self) -> Ints:
        """A number for each document that sorts them by date, the newest first, then report, then position."""
        return self._in_order(-self.days)

    @cached_property
    def oldest_first(self) -> Ints:
        """A number for each document that sorts them by date, the oldest first, then report, then position."""
        return self._in_order(self.days)

    @cached_property
    def everything(self) -> Found:
        """All documents, with no score."""
        documents = np.flatnonzero(self.alive).astype(np.int32)
        return Found(documents, np.zeros(len(documents), dtype=np.float32))

    @cached_property
    def readable(self) -> frozenset[int]:
        """The reports that the index holds."""
        return frozenset(self.reports)

    def _weights(self, name: str) -> Floats:
        """Return what BM25 adds to the counts in each document, by how long it is beside those that have any text."""
        lengths = self.column(name).astype(np.float32)
        some = lengths if self.whole else lengths[self.alive]
        texts = np.count_nonzero(some)
        mean = float(some.sum(dtype=np.float64)) / texts if texts else 1.0
        lengths *= np.float32(K1 * B / mean)
        lengths += np.float32(K1 * (1 - B))
        return lengths

    @cached_property
    def zh_weights(self) -> Floats:
        """What the lengths of the Chinese sides come to in BM25."""
        return self._weights("zh_length")

    @cached_property
    def en_weights(self) -> Floats:
        """What the lengths of the English sides come to in BM25."""
        return self._weights("en_length")

    def prepare(self) -> None:
        """Make what every search for words needs, so that none of them waits for it."""
        _made = self.zh_weights, self.en_weights, self.pair_count, self.pairs
        for part in self.segments:
            part.blocks("zh")
            part.blocks("en")
