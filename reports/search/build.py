"""Segments written in bulk: the pairs of some reports to one file of arrays."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from reports.models import ParagraphPair, Report
from reports.search import analysis
from reports.search.arrays import length_column
from reports.search.packing import first_blocks
from reports.search.postings import ChineseRows, WordRows, Words, neighbours
from reports.search.segments import ArraySegment, Ints, ReportEntry, shift_for
from reports.search.writing import FieldFile, SegmentFile
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


def microseconds(moment: datetime) -> int:
    """Return a moment as microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def day_number(year: int, delivered_on: date | None) -> int:
    """Return a number that sorts as the date does: 20250114; 20250000 where only the year is known."""
    return year * 10_000 + (delivered_on.month * 100 + delivered_on.day if delivered_on else 0)


@dataclass
class Gathered:
    """All that becomes one segment: columns, the Chinese texts, and the words of the other fields."""

    columns: dict[str, Ints]
    texts: list[str]
    fields: dict[str, Words]
    reports: dict[int, ReportEntry]

    def write(self, folder: Path) -> ArraySegment:
        """Write the segment's file; return the segment. Raises `OSError`."""
        segment = ArraySegment()
        segment.documents = len(self.columns["pair"])
        segment.reports = self.reports
        longest = max(int(self.columns[name].max(initial=0)) for name in ("zh_length", "en_length"))
        segment.shift = shift_for(segment.documents, longest)
        with SegmentFile(folder, segment) as file:
            for name, kind in COLUMNS.items():
                file.write(name, self.columns[name].astype(kind))
            for name in analysis.FIELDS:
                blocks = first_blocks(self.columns[length_column(name)])[:-1]
                field = FieldFile(file, name)
                if name == analysis.GRAMS:
                    field.add(*neighbours(self.texts, blocks))
                else:
                    field.add(*self.fields[name].sorted(blocks))
                field.close()
        return segment


def gather(reports: Sequence[Report]) -> Gathered:
    """Return the pairs of reports, cut into the fields of the index."""
    columns: dict[str, array[int]] = {name: array("q") for name in COLUMNS}
    entries: dict[int, ReportEntry] = {}
    texts: list[str] = []
    chinese, latin, standing, english = ChineseRows(), WordRows(), WordRows(), WordRows()
    by_report = pairs_of(reports)
    for report in reports:
        first = len(texts)
        for pair, position, zh_folded, en, kind, section_level in by_report.pop(report.pk):
            texts.append(zh_folded)
            words = analysis.word_texts(fold(en))
            chinese.add(zh_folded)
            compared, places, as_they_stand, starts = analysis.latin_in(zh_folded)
            latin.add(compared, places)
            standing.add(as_they_stand, starts)
            english.add(words)
            level = (section_level or 1) if kind == ParagraphPair.Kind.HEADING else 0
            for name, value in zip(COLUMNS, (pair, position, len(zh_folded), len(words), level), strict=True):
                columns[name].append(value)
        entries[report.pk] = ReportEntry(
            microseconds(report.changed_at), first, len(texts), report.jurisdiction_id, report.year,
            day_number(report.year, report.delivered_on), report.speaker_zh or report.speaker_en,
            report.jurisdiction.level,
        )  # fmt: skip
    exact = english.words()
    fields = {
        analysis.ZH: chinese.words(),
        analysis.ZH_WORDS: latin.words(),
        analysis.ZH_AT: standing.words(),
        analysis.EN: exact.stems(),
        analysis.EN_EXACT: exact,
    }
    return Gathered(
        {name: np.array(column, dtype=np.int64) for name, column in columns.items()}, texts, fields, entries
    )


def pairs_of(reports: Sequence[Report]) -> dict[int, list[tuple[Any, ...]]]:
    """Return what of their pairs goes into the index, in the order of the text."""
    rows = (
        ParagraphPair.objects.filter(report__in=[report.pk for report in reports])
        .order_by("report_id", "position")
        .values_list("report_id", "pk", "position", "zh_folded", "en", "kind", "section__level")
    )
    by_report: dict[int, list[tuple[Any, ...]]] = {report.pk: [] for report in reports}
    for report_id, *rest in rows.iterator(chunk_size=2000):
        by_report[report_id].append(tuple(rest))
    return by_report
