"""Segments written in bulk: rows to postings to one file of arrays, and several segments to one."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, Any, Self

import numpy as np

from reports.models import ParagraphPair, Report
from reports.search import analysis
from reports.search.arrays import (
    EXTENSION,
    NARROW_DOCUMENTS,
    NARROW_PLACES,
    NARROW_SHIFT,
    WIDE_SHIFT,
    ArraySegment,
    Ints,
    ReportEntry,
    Section,
    SegmentArrays,
    checksum,
)
from reports.text.fold import fold

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The heading level is that of the section a heading opens, 0 for a body.
COLUMNS = {
    "pair": np.int64,
    "position": np.uint32,
    "zh_length": np.uint32,
    "en_length": np.uint32,
    "heading_level": np.uint8,
}
CHARACTER_BITS = 21


def microseconds(moment: datetime) -> int:
    """Return a moment as microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def day_number(year: int, delivered_on: date | None) -> int:
    """Return a number that sorts as the date does: 20250114; 20250000 where only the year is known."""
    return year * 10_000 + (delivered_on.month * 100 + delivered_on.day if delivered_on else 0)


@dataclass(slots=True)
class Postings:
    """The occurrences of one field in any order of terms, documents ascending: which term, document and place."""

    terms: list[str]
    numbers: Ints
    documents: Ints
    places: Ints


@dataclass
class WordPostings:
    """Gathers the words of a field, document by document."""

    vocabulary: dict[str, int] = field(default_factory=dict)
    numbers: array[int] = field(default_factory=lambda: array("I"))
    places: array[int] = field(default_factory=lambda: array("I"))
    counts: array[int] = field(default_factory=lambda: array("I"))

    def add(self, placed: Iterable[tuple[str, int]]) -> int:
        """Take in the next document; return how many words it has."""
        vocabulary = self.vocabulary
        before = len(self.numbers)
        for word, place in placed:
            self.numbers.append(vocabulary.setdefault(word, len(vocabulary)))
            self.places.append(place)
        self.counts.append(len(self.numbers) - before)
        return self.counts[-1]

    def postings(self) -> Postings:
        """Return what was gathered."""
        counts = np.frombuffer(self.counts, dtype=np.uint32) if self.counts else np.zeros(0, np.uint32)
        return Postings(
            list(self.vocabulary),
            np.frombuffer(self.numbers, dtype=np.uint32) if self.numbers else np.zeros(0, np.uint32),
            np.repeat(np.arange(len(counts), dtype=np.uint32), counts),
            np.frombuffer(self.places, dtype=np.uint32) if self.places else np.zeros(0, np.uint32),
        )


def neighbour_postings(texts: Sequence[str]) -> Postings:
    """Return the pairs of neighbouring characters of the texts; as `analysis.neighbours`, for all texts at once."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    following = np.zeros_like(points)
    following[:-1] = points[1:] + 1
    ends = np.cumsum(lengths)
    following[ends[lengths > 0] - 1] = 0
    codes, numbers = np.unique((points << CHARACTER_BITS) | following, return_inverse=True)
    last = (1 << CHARACTER_BITS) - 1
    terms = [chr(code >> CHARACTER_BITS) + (chr((code & last) - 1) if code & last else "") for code in codes.tolist()]
    places = np.arange(len(points), dtype=np.int64) - np.repeat(ends - lengths, lengths)
    documents = np.repeat(np.arange(len(texts), dtype=np.uint32), lengths)
    return Postings(terms, numbers.astype(np.uint32), documents, places.astype(np.uint32))


class SegmentFile:
    """The file of a segment while it is being written."""

    def __init__(self, folder: Path, segment: ArraySegment) -> None:
        self.segment = segment
        self.path = folder / segment.make_filename(EXTENSION)

    def __enter__(self) -> Self:
        self.file: IO[bytes] = self.path.open("wb")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is None:
            self.segment.size = self.file.tell()
            self.file.flush()
            os.fsync(self.file.fileno())
            self.segment.checksum = checksum(np.fromfile(self.path, dtype=np.uint8))
        self.file.close()
        if kind is not None:
            self.path.unlink(missing_ok=True)

    def write(self, name: str, values: Ints) -> None:
        """Append one array, aligned for its type."""
        self.file.write(b"\0" * (-self.file.tell() % 8))
        self.segment.sections[name] = Section(self.file.tell(), values.dtype.str, len(values))
        self.file.write(np.ascontiguousarray(values).data)

    def write_field(self, name: str, postings: Postings) -> None:
        """Append the terms and postings of a field."""
        order_of_terms = sorted(range(len(postings.terms)), key=postings.terms.__getitem__)
        rank = np.empty(len(order_of_terms), dtype=np.uint32)
        rank[order_of_terms] = np.arange(len(order_of_terms), dtype=np.uint32)
        ranked = rank[postings.numbers] if len(rank) else postings.numbers
        order = np.argsort(ranked, kind="stable")
        keys = (postings.documents.astype(np.uint64) << np.uint64(self.segment.shift)) | postings.places
        if self.segment.shift == NARROW_SHIFT:
            keys = keys.astype(np.uint32)
        terms = [postings.terms[number].encode("utf-8", "surrogatepass") for number in order_of_terms]
        counts = np.bincount(ranked, minlength=len(terms)) if terms else np.zeros(0, np.int64)
        self.write(f"{name}.terms", np.frombuffer(b"".join(terms), dtype=np.uint8))
        self.write(f"{name}.ends", np.cumsum([len(term) for term in terms], dtype=np.uint32))
        self.write(f"{name}.starts", np.concatenate(([0], np.cumsum(counts))).astype(np.uint64))
        self.write(f"{name}.keys", keys[order])


@dataclass
class Gathered:
    """All that becomes one segment."""

    columns: dict[str, Ints]
    fields: dict[str, Postings]
    reports: dict[int, ReportEntry]

    def write(self, folder: Path) -> ArraySegment:
        """Write the segment's file; return the segment. Raises `OSError`."""
        segment = ArraySegment()
        segment.documents = len(self.columns["pair"])
        segment.reports = self.reports
        longest = max((int(part.places.max(initial=0)) for part in self.fields.values()), default=0)
        if segment.documents >= NARROW_DOCUMENTS or longest >= NARROW_PLACES:
            segment.shift = WIDE_SHIFT
        with SegmentFile(folder, segment) as file:
            for name, kind in COLUMNS.items():
                file.write(name, self.columns[name].astype(kind))
            for name, postings in self.fields.items():
                file.write_field(name, postings)
        return segment


def gather(reports: Sequence[Report]) -> Gathered:
    """Return the pairs of reports, cut into the fields of the index."""
    gathered: dict[str, WordPostings] = {name: WordPostings() for name in analysis.FIELDS if name != analysis.GRAMS}
    columns: dict[str, array[int]] = {name: array("q") for name in COLUMNS}
    entries: dict[int, ReportEntry] = {}
    folded_texts: list[str] = []
    pairs = (
        ParagraphPair.objects.filter(report__in=[report.pk for report in reports])
        .order_by("report_id", "position")
        .values_list("report_id", "pk", "position", "zh_folded", "en", "kind", "section__level")
    )
    by_report: dict[int, list[tuple[Any, ...]]] = {report.pk: [] for report in reports}
    for report_id, *rest in pairs.iterator(chunk_size=2000):
        by_report[report_id].append(tuple(rest))
    for report in reports:
        first = len(folded_texts)
        for pair, position, zh_folded, en, kind, section_level in by_report.pop(report.pk):
            folded_texts.append(zh_folded)
            english = list(analysis.english_words(fold(en)))
            gathered[analysis.ZH].add(analysis.CUTTERS[analysis.ZH](zh_folded))
            gathered[analysis.ZH_WORDS].add(analysis.latin_words(zh_folded))
            gathered[analysis.ZH_AT].add(analysis.latin_places(zh_folded))
            gathered[analysis.EN].add(analysis.stems_of(english))
            gathered[analysis.EN_EXACT].add(english)
            level = (section_level or 1) if kind == ParagraphPair.Kind.HEADING else 0
            for name, value in zip(COLUMNS, (pair, position, len(zh_folded), len(english), level), strict=True):
                columns[name].append(value)
        entries[report.pk] = ReportEntry(
            microseconds(report.changed_at), first, len(folded_texts), report.jurisdiction_id, report.year,
            day_number(report.year, report.delivered_on), report.speaker_zh or report.speaker_en,
            report.jurisdiction.level,
        )  # fmt: skip
    fields = {name: words.postings() for name, words in gathered.items()}
    fields[analysis.GRAMS] = neighbour_postings(folded_texts)
    return Gathered({name: np.array(column, dtype=np.int64) for name, column in columns.items()}, fields, entries)


def merge(segments: Sequence[SegmentArrays], fresh: Gathered) -> Gathered:
    """Return what is alive in segments together with what was just gathered, as one."""
    parts = [alive_of(arrays) for arrays in segments] + [fresh]
    firsts = np.cumsum([0] + [len(part.columns["pair"]) for part in parts])
    entries = {
        report: entry._replace(first=entry.first + int(first), end=entry.end + int(first))
        for part, first in zip(parts, firsts, strict=False)
        for report, entry in part.reports.items()
    }
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in COLUMNS}
    fields = {name: united([part.fields[name] for part in parts], firsts) for name in analysis.FIELDS}
    return Gathered(columns, fields, entries)


def united(parts: Sequence[Postings], firsts: Ints) -> Postings:
    """Return the postings of several as one, the documents of each counted on from its first."""
    vocabulary: dict[str, int] = {}
    numbers = []
    for part in parts:
        table = np.array([vocabulary.setdefault(term, len(vocabulary)) for term in part.terms], dtype=np.uint32)
        numbers.append(table[part.numbers] if len(table) else part.numbers)
    documents = [
        part.documents.astype(np.uint32) + np.uint32(first) for part, first in zip(parts, firsts, strict=False)
    ]
    places = [part.places.astype(np.uint32) for part in parts]
    return Postings(list(vocabulary), np.concatenate(numbers), np.concatenate(documents), np.concatenate(places))


def alive_of(arrays: SegmentArrays) -> Gathered:
    """Return what of a segment still counts, its documents numbered anew."""
    alive = arrays.segment.alive()
    renumbered = np.cumsum(alive) - 1
    fields = {}
    for name in analysis.FIELDS:
        part = arrays.field(name)
        terms = [part.term(number).decode("utf-8", "surrogatepass") for number in range(len(part.ends))]
        numbers = np.repeat(
            np.arange(len(terms), dtype=np.uint32), (part.starts[1:] - part.starts[:-1]).astype(np.int64)
        )
        documents = (part.keys >> arrays.shift).astype(np.int64)
        kept = alive[documents]
        places = (part.keys & ((1 << arrays.shift) - 1)).astype(np.uint32)
        used = np.unique(numbers[kept])
        table = np.zeros(len(terms), dtype=np.uint32)
        table[used] = np.arange(len(used), dtype=np.uint32)
        fields[name] = Postings(
            [terms[number] for number in used.tolist()],
            table[numbers[kept]], renumbered[documents[kept]].astype(np.uint32), places[kept],
        )  # fmt: skip
    entries = {}
    for report, entry in arrays.segment.reports.items():
        first = int(alive[: entry.first].sum())
        entries[report] = entry._replace(first=first, end=first + entry.end - entry.first)
    return Gathered({name: arrays.array(name)[alive].astype(np.int64) for name in COLUMNS}, fields, entries)
