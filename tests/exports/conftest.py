"""A report to take away: two languages, gaps, sentences, and texts that are markup, formulas and control characters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from reports import exports
from reports.models import Report, ReportNote, SourceFile
from tests.databases import NUL
from tests.factories import TWO_SECTIONS, Texts, report_of

HOSTILE = (0, ('=1+1 <b>&amp;</b> ]]> "改革"\x0b\nnext', f'A & B < C > "D" {NUL}\ufffe\n@sum'))
LINES: Sequence[tuple[int, Texts]] = (*TWO_SECTIONS, HOSTILE)
# Of the second pair: two groups of sentences.
BEADS = [[0, 10, 0, 12, 0.9], [10, 24, 12, 52, 0.8]]

Written = Callable[..., bytes]


def absolute(path: str) -> str:
    return f"https://archive.example{path}"


@pytest.fixture
def report(db: None) -> Report:
    made = report_of(LINES)
    made.pairs.filter(position=2).update(beads=BEADS, confidence=0.95)
    made.delivered_on = dt.date(2025, 1, 14)
    made.office_zh, made.office_en = "北京市市长", "Mayor of Beijing"
    made.save()
    SourceFile.objects.create(report=made, name="part-1.txt", sha256="a" * 64, size=3, content=b"abc")
    ReportNote.objects.create(report=made, position=1, label="1", text="“双高”：高质量、<高水平>。")
    ReportNote.objects.create(report=made, position=2, text="没有编号的说明。")
    return made


def document_of(report: Report, script: str = "", section: int | None = None) -> exports.Document:
    below = None if section is None else report.sections.get(position=section)
    return exports.of_report(report, exports.Asked(script, absolute), below)


def written(form: str, document: exports.Document, choice: str = "") -> bytes:
    """Return the bytes of a document in a format, by its default where no choice is named."""
    found = exports.FORMATS[form]
    return b"".join(found.write(document, choice or found.choices[0]))


def found(*reports: Report, total: int | None = None, script: str = "") -> exports.Document:
    """Return the document of a search that finds the second pair of each report, the last report first."""
    keys = [report.pairs.get(position=2).pk for report in reversed(reports)]
    asked = exports.Asked(script, absolute)
    return exports.of_pairs(keys, asked, "改革", absolute("/search/?q=改革"), total or len(keys))
