"""Several segments made one, field by field and some terms at a time, so that little is in memory at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reports.search import analysis
from reports.search.arrays import FieldArrays, SegmentArrays, length_column
from reports.search.build import COLUMNS
from reports.search.packing import Occurrences, first_blocks
from reports.search.postings import in_order
from reports.search.segments import ArraySegment, Ints, ReportEntry, shift_for
from reports.search.writing import FieldFile, SegmentFile

# So many occurrences are unpacked at once, or those of one term where that has more.
AT_ONCE = 1_000_000


class Part(NamedTuple):
    """One of the segments to merge: which of its documents still count, and the new number of the first of them."""

    arrays: SegmentArrays
    alive: Ints
    first: int


def merged(folder: Path, segments: Sequence[ArraySegment]) -> ArraySegment:
    """Write what is alive in segments of a folder as one; return it. Raises `OSError` and `Broken`."""
    parts: list[Part] = []
    for segment in segments:
        alive = segment.alive()
        first = parts[-1].first + int(parts[-1].alive.sum()) if parts else 0
        parts.append(Part(SegmentArrays(folder, segment), alive, first))
    columns = {name: np.concatenate([part.arrays.array(name)[part.alive] for part in parts]) for name in COLUMNS}
    whole = ArraySegment()
    whole.documents = len(columns["pair"])
    whole.reports = {report: entry for part in parts for report, entry in moved(part)}
    longest = max(int(columns[name].max(initial=0)) for name in ("zh_length", "en_length"))
    whole.shift = shift_for(whole.documents, longest)
    with SegmentFile(folder, whole) as file:
        for name, kind in COLUMNS.items():
            file.write(name, columns[name].astype(kind))
        for name in analysis.FIELDS:
            field = FieldFile(file, name)
            new_blocks = first_blocks(columns[length_column(name)])
            for terms, occurrences in united(parts, name, new_blocks):
                field.add(terms, occurrences)
            field.close()
    return whole


def moved(part: Part) -> Iterator[tuple[int, ReportEntry]]:
    """Yield the reports of a part as they stand in the whole."""
    before = np.concatenate(([0], np.cumsum(part.alive))) + part.first
    for report, entry in part.arrays.segment.reports.items():
        yield report, entry._replace(first=int(before[entry.first]), end=int(before[entry.end]))


def renumbered(part: Part, name: str, new_blocks: Ints) -> Ints:
    """Return the new number of each block of a part, -1 where its document doesn't count any more."""
    old = first_blocks(part.arrays.array(length_column(name)))
    sizes = np.diff(old)
    documents = np.cumsum(part.alive) - 1 + part.first
    shift = np.where(part.alive, new_blocks[np.maximum(documents, 0)] - old[:-1], 0)
    numbers: Ints = np.arange(old[-1]) + np.repeat(shift, sizes)
    numbers[~np.repeat(part.alive, sizes)] = -1
    return numbers


def united(parts: Sequence[Part], name: str, new_blocks: Ints) -> Iterator[tuple[list[bytes], Occurrences]]:
    """Yield the terms of a field of all parts in order, some at a time, with their occurrences."""
    fields = [part.arrays.field(name) for part in parts]
    vocabulary, numbers = common_terms(fields)
    tables = [renumbered(part, name, new_blocks) for part in parts]
    totals = np.zeros(len(vocabulary), dtype=np.int64)
    for field, own in zip(fields, numbers, strict=True):
        totals[own] += np.diff(field.starts)
    running = np.cumsum(totals)
    first = 0
    while first < len(vocabulary):
        done = int(running[first - 1]) if first else 0
        end = max(int(np.searchsorted(running, done + AT_ONCE, side="right")), first + 1)
        gathered: list[tuple[Ints, Ints, Ints]] = []
        for field, own, table in zip(fields, numbers, tables, strict=True):
            low, high = np.searchsorted(own, [first, end]).tolist()
            if low < high:
                gathered.append(alive_occurrences(field, low, high, own[low:high] - first, table))
        terms, blocks, places = (np.concatenate(columns) for columns in zip(*gathered, strict=True))
        used, occurrences = in_order(terms, blocks, places)
        yield [vocabulary[first + number] for number in used.tolist()], occurrences
        first = end
        for part in parts:
            part.arrays.release()


def alive_occurrences(field: FieldArrays, low: int, high: int, numbers: Ints, table: Ints) -> tuple[Ints, Ints, Ints]:
    """Return term, new block and place of each occurrence of a field's terms from `low` up to `high` that counts."""
    counts, old, places = field.occurrences(low, high)
    terms, blocks = np.repeat(numbers, counts), table[old]
    kept = blocks >= 0
    return (terms, blocks, places) if kept.all() else (terms[kept], blocks[kept], places[kept])


def common_terms(fields: Sequence[FieldArrays]) -> tuple[list[bytes], list[Ints]]:
    """Return the terms of all fields in order, and the number in it of each term of each field."""
    met: dict[bytes, int] = {}
    numbers = []
    for field in fields:
        content, ends = field.terms.tobytes(), field.ends.tolist()
        terms = (content[start:end] for start, end in zip([0, *ends], ends, strict=False))
        numbers.append(np.array([met.setdefault(term, len(met)) for term in terms], dtype=np.int64))
    vocabulary = list(met)
    order = sorted(range(len(vocabulary)), key=vocabulary.__getitem__)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return [vocabulary[number] for number in order], [rank[own] for own in numbers]
