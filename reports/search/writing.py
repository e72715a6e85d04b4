"""The file of a segment while it is being written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

import numpy as np

from reports.search.arrays import checksum
from reports.search.packing import Occurrences, packed
from reports.search.segments import EXTENSION, ArraySegment, Ints, Section

ALIGNED = 8
# So many occurrences are packed at once.
PACKED_AT_ONCE = 500_000


class SegmentFile:
    """A segment's file: arrays one after the other. What fails to be written leaves no file."""

    def __init__(self, folder: Path, segment: ArraySegment) -> None:
        self.segment = segment
        self.path = folder / segment.make_filename(EXTENSION)

    def __enter__(self) -> Self:
        self.file: IO[bytes] = self.path.open("wb")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        try:
            if kind is None:
                self.segment.size = self.file.tell()
                self.file.flush()
                os.fsync(self.file.fileno())
                self.segment.checksum = checksum(np.memmap(self.path, dtype=np.uint8, mode="r"))
            self.file.close()
        except BaseException:
            self._remove()
            raise
        if kind is not None:
            self._remove()

    def _remove(self) -> None:
        self.path.unlink(missing_ok=True)
        # What couldn't be written is tried again on closing.
        with suppress(OSError):
            self.file.close()

    def start(self) -> int:
        """Return where the next array begins, aligned for its type."""
        self.file.write(b"\0" * (-self.file.tell() % ALIGNED))
        return self.file.tell()

    def write(self, name: str, values: Ints) -> None:
        """Append one array."""
        self.segment.sections[name] = Section(self.start(), values.dtype.str, len(values))
        self.file.write(np.ascontiguousarray(values).data)


class FieldFile:
    """The terms and postings of a field while they are being written: terms in order, some at a time."""

    def __init__(self, file: SegmentFile, name: str) -> None:
        self.file = file
        self.name = name
        self.content = file.start()
        self.occurrences = 0
        self.terms: list[bytes] = []
        self.lengths: list[Ints] = []
        self.counts: list[Ints] = []
        self.sizes: list[Ints] = []
        self.leaps: list[Ints] = []
        self.leapt: list[Ints] = []

    def add(self, terms: Sequence[bytes], occurrences: Occurrences) -> None:
        """Append the next terms with their occurrences."""
        self.terms.append(b"".join(terms))
        self.lengths.append(np.array([len(term) for term in terms], dtype=np.uint32))
        self.counts.append(occurrences.counts.astype(np.uint32))
        for some in parted(occurrences):
            content, sizes, leaps, leapt = packed(some)
            self.file.file.write(content.data)
            self.sizes.append(sizes.astype(np.uint32))
            self.leaps.append(leaps + self.occurrences)
            self.leapt.append(leapt)
            self.occurrences += len(some.blocks)

    def close(self) -> None:
        """Append what is needed to find each term's postings."""
        self.file.segment.sections[f"{self.name}.content"] = Section(
            self.content, "|u1", self.file.file.tell() - self.content
        )
        self.file.write(f"{self.name}.terms", np.frombuffer(b"".join(self.terms), dtype=np.uint8))
        self.file.write(f"{self.name}.ends", narrow(np.cumsum(joined(self.lengths))))
        self.file.write(f"{self.name}.starts", narrow(np.concatenate(([0], np.cumsum(joined(self.counts))))))
        self.file.write(f"{self.name}.offsets", narrow(np.concatenate(([0], np.cumsum(joined(self.sizes))))))
        self.file.write(f"{self.name}.leaps", narrow(joined(self.leaps)))
        self.file.write(f"{self.name}.leapt", joined(self.leapt).astype(np.uint32))


def parted(occurrences: Occurrences) -> list[Occurrences]:
    """Return occurrences in parts that are not much larger than what is packed at once."""
    ends = np.cumsum(occurrences.counts, dtype=np.int64)
    total = len(occurrences.blocks)
    cuts = np.unique(np.searchsorted(ends, np.arange(PACKED_AT_ONCE, total + PACKED_AT_ONCE, PACKED_AT_ONCE)) + 1)
    parts = []
    first = 0
    for cut in np.minimum(cuts, len(ends)).tolist():
        if cut > first:
            low, high = int(ends[first - 1]) if first else 0, int(ends[cut - 1])
            parts.append(
                Occurrences(occurrences.counts[first:cut], occurrences.blocks[low:high], occurrences.places[low:high])
            )
            first = cut
    return parts


def joined(parts: list[Ints]) -> Ints:
    """Return arrays one after the other."""
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)


def narrow(values: Ints) -> Ints:
    """Return numbers that only grow in 32 bits if they fit."""
    return values.astype(np.uint64 if len(values) and int(values[-1]) >> 32 else np.uint32)
