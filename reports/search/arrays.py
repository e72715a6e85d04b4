"""How the index lies on disk: plain arrays, read in place.

A segment is one file of arrays one after the other. For each field: its terms in order (`terms`, UTF-8, and where
each `ends`), and their occurrences as `reports.search.packing` packs them (`content`, where those of each term
start, counted in occurrences and in bytes, and the leaps). They are answered as keys: for every occurrence the
number of the document and the place in it, in one integer, so that numpy compares both at once.
"""

from __future__ import annotations

import mmap
import zlib
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reports.search.kept import Kept
from reports.search.packing import PLACE_BITS, Occurrences, first_blocks, unpacked, unpacked_term
from reports.search.segments import EXTENSION, WIDE_SHIFT, ArraySegment, Ints

__all__ = ["Broken", "FieldArrays", "Ints", "SegmentArrays", "checksum", "length_column", "unpacked_terms"]

UNPACKED_BYTES = 32 * 1024 * 1024
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


# The terms unpacked last, of all segments: a commit changes none of those of the segments that stay.
unpacked_terms: Kept[Ints] = Kept(UNPACKED_BYTES, lambda keys: keys.nbytes)


class FieldArrays:
    """The terms and postings of one field of one segment."""

    def __init__(self, segment: SegmentArrays, name: str) -> None:
        self.segment = segment
        self.name = name
        self.terms = segment.array(f"{name}.terms")
        self.ends = segment.array(f"{name}.ends")
        self.starts = segment.array(f"{name}.starts")
        self.offsets = segment.array(f"{name}.offsets")
        self.content = segment.array(f"{name}.content")
        self.leaps = segment.array(f"{name}.leaps")
        self.leapt = segment.array(f"{name}.leapt")
        self.count = len(self.ends)
        # Python reads single numbers of a memoryview several times as fast as those of an array.
        self._terms, self._ends = self.terms.data, self.ends.data

    def term(self, number: int) -> bytes:
        """Return a term by its number."""
        return bytes(self._terms[self._ends[number - 1] if number else 0 : self._ends[number]])

    def find(self, term: bytes) -> int:
        """Return the number of the first term that is not before `term`."""
        terms, ends = self._terms, self._ends
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            if bytes(terms[ends[middle - 1] if middle else 0 : ends[middle]]) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def number(self, term: bytes) -> int | None:
        """Return the number of a term, None if it is not in the field."""
        found = self.find(term)
        return found if found < self.count and self.term(found) == term else None

    def has(self, term: bytes) -> bool:
        """Say whether the field has the term."""
        return self.number(term) is not None

    def terms_with_prefix(self, prefix: bytes) -> list[bytes]:
        """Return all terms that start with `prefix`, in order."""
        return [self.term(number) for number in range(*self.range_of(prefix))]

    def range_of(self, prefix: bytes) -> tuple[int, int]:
        """Return the numbers of the first term that starts with `prefix` and of the first one after them."""
        return self.find(prefix), self.find(prefix + b"\xff")

    def keys_of(self, term: bytes) -> Ints:
        """Return the keys of one term in order; none where the field hasn't got it. They are not to be changed."""
        number = self.number(term)
        return self.segment.no_keys if number is None else self.postings(number, number + 1)

    def keys_with_prefix(self, prefix: bytes) -> Ints:
        """Return the keys of all terms that start with `prefix`, in order for each term only."""
        return self.postings(*self.range_of(prefix))

    def postings(self, first: int, end: int) -> Ints:
        """Return the keys of the terms from number `first` up to `end`, in order for each term only."""
        if first >= end:
            return self.segment.no_keys
        unpack = partial(self._keys, first) if end == first + 1 else partial(self.unpacked, first, end)
        return unpacked_terms.get((self.segment.segment.segment_id(), self.name, first, end), unpack)

    def counts_of(self, term: bytes) -> tuple[Ints, Ints]:
        """Return the documents that have a term, ascending, and how often."""
        return self.segment.counted(self.keys_of(term))

    def frequency(self, term: bytes) -> int:
        """Return how many documents have a term, those that are deleted included."""
        return len(self.counts_of(term)[0])

    def leaps_between(self, first: int, end: int) -> tuple[Ints, Ints]:
        """Return the leaps of the occurrences from `first` up to `end`, counted from `first`, and their sizes."""
        # Asked in the type of the array: else all of it would be converted first.
        low, high = np.searchsorted(self.leaps, np.array([first, end], dtype=self.leaps.dtype)).tolist()
        return self.leaps[low:high].astype(np.int64) - first, self.leapt[low:high]

    def _keys(self, number: int) -> Ints:
        first, end = int(self.starts[number]), int(self.starts[number + 1])
        content = self.content[int(self.offsets[number]) : int(self.offsets[number + 1])]
        blocks, places = unpacked_term(content, end - first, *self.leaps_between(first, end))
        return self._as_keys(blocks, places)

    def unpacked(self, first: int, end: int) -> Ints:
        """Return the same as `postings`, and keep nothing."""
        terms = self.occurrences(first, end)
        return self._as_keys(terms.blocks, terms.places)

    def _as_keys(self, blocks: Ints, places: Ints) -> Ints:
        keys: Ints = self.segment.blocks(self.name)[blocks]
        keys |= places
        keys.flags.writeable = False
        return keys

    def occurrences(self, first: int, end: int) -> Occurrences:
        """Return the occurrences of the terms from `first` up to `end`, unpacked."""
        starts, offsets = self.starts[first : end + 1], self.offsets[first : end + 1]
        content = self.content[int(offsets[0]) : int(offsets[-1])]
        leaps = self.leaps_between(int(starts[0]), int(starts[-1]))
        return unpacked(content, np.diff(starts), np.diff(offsets), *leaps)


class SegmentArrays:
    """A segment opened for reading; `before` is the same one as opened at an earlier commit, whose file is kept."""

    def __init__(self, folder: Path, segment: ArraySegment, before: SegmentArrays | None = None) -> None:
        self.segment = segment
        self.documents = segment.documents
        self.shift = segment.shift
        self.no_keys: Ints = np.zeros(0, dtype=np.uint64 if self.shift == WIDE_SHIFT else np.uint32)
        if before is None:
            self.file = self._mapped(folder / segment.make_filename(EXTENSION))
            self.fields: dict[str, FieldArrays] = {}
            self.block_keys: dict[str, Ints] = {}
        else:
            self.file, self.fields, self.block_keys = before.file, before.fields, before.block_keys
            self.mapping: mmap.mmap = before.mapping

    def _mapped(self, path: Path) -> Ints:
        try:
            file = np.memmap(path, dtype=np.uint8, mode="r")
        except (OSError, ValueError) as error:
            raise Broken(f"{path.name}: {error}") from error
        if len(file) != self.segment.size:
            raise Broken(f"{path.name} has {len(file)} bytes instead of {self.segment.size}")
        if checksum(file) != self.segment.checksum:
            raise Broken(f"{path.name} has not the content that was written")
        self.mapping = file._mmap  # type: ignore[attr-defined]  # noqa: SLF001 - numpy has no other way to it
        # A plain array over the same memory: numpy slices it faster.
        return np.asarray(file)

    def release(self) -> None:
        """Let the system have the memory of the pages that were read: it reads them again if need be."""
        self.mapping.madvise(mmap.MADV_DONTNEED)

    def array(self, name: str) -> Ints:
        """Return one array of the segment's file, not copied."""
        try:
            start, dtype, length = self.segment.sections[name]
        except KeyError as error:
            raise Broken(f"a segment has no {name}") from error
        kind = np.dtype(dtype)
        return self.file[start : start + length * kind.itemsize].view(kind)

    def field(self, name: str) -> FieldArrays:
        """Return the arrays of a field."""
        if name not in self.fields:
            self.fields[name] = FieldArrays(self, name)
        return self.fields[name]

    def blocks(self, field: str) -> Ints:
        """Return for each block of a field's texts the key of its first place."""
        lengths = length_column(field)
        if lengths not in self.block_keys:
            firsts = first_blocks(self.array(lengths))
            first, past = firsts[:-1], firsts[1:]
            keys = np.zeros(firsts[-1], dtype=self.no_keys.dtype)
            shift = keys.dtype.type(self.shift)
            keys[first] = np.arange(self.documents, dtype=keys.dtype) << shift
            # Few texts are longer than a block.
            long = np.flatnonzero(past - first > 1)
            more = past[long] - first[long] - 1
            nth = np.arange(1, more.sum() + 1) - np.repeat(np.cumsum(more) - more, more)
            of_long = np.repeat(long.astype(keys.dtype), more) << shift
            keys[np.repeat(first[long], more) + nth] = of_long | (nth << PLACE_BITS).astype(keys.dtype)
            self.block_keys[lengths] = keys
        return self.block_keys[lengths]

    def counted(self, keys: Ints) -> tuple[Ints, Ints]:
        """Return the documents of keys in any order, ascending, and how many of the keys are in each."""
        documents = keys >> keys.dtype.type(self.shift)
        if len(keys) and not (documents[1:] >= documents[:-1]).all():
            if len(keys) > self.documents // 8:
                counts = np.bincount(documents.astype(np.int64))
                documents = np.flatnonzero(counts)
                return documents, counts[documents]
            documents = np.sort(documents)
        starts = np.flatnonzero(np.concatenate(([True], documents[1:] != documents[:-1]))[: len(documents)])
        return documents[starts].astype(np.int64), np.diff(starts, append=len(documents))

    @cached_property
    def alive(self) -> NDArray[np.bool_] | None:
        """For each document whether it still counts; None if all do."""
        return self.segment.alive() if self.segment.has_deletions() else None


def length_column(field: str) -> str:
    """Return the column with the lengths of a field's texts: characters of the Chinese, words of the English."""
    return "zh_length" if field.startswith("zh") else "en_length"
