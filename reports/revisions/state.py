"""The text of a report as one value: its header, and its pairs in reading order.

A heading opens a section; its level tells where in the outline. So the pairs and the levels of the headings are the
whole outline, and rows of sections follow from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from reports.models import PairVariant, ParagraphPair, Report, ReportNote, Section, SourceFile

Version = tuple[str, str, int | None, int | None]  # Chinese, English, source file, line in it
NoteText = tuple[str, str, int | None, int | None]  # mark, text, source file, line in it

HEADER_FIELDS = (
    "jurisdiction_id", "slug", "year", "delivered_on", "session_key", "session_zh", "session_en", "title_zh",
    "title_en", "speaker_zh", "speaker_en", "office_zh", "office_en", "header_evidence", "staff_note",
)  # fmt: skip
STATUS_FIELDS = ("status", "publish_at", "published_at")
# Among the header's fields: the numbers of the files among the report's parts, by their keys as texts.
PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Line:
    """A pair of a report as a value: `key` is its permanent number, None for one that is not kept yet.

    `level` is 0 for a paragraph and the level of the section, from 1, for the heading that opens one.
    """

    zh: str = ""
    en: str = ""
    level: int = 0
    key: int | None = None
    section: int | None = None  # of a heading: the number of the section that it opens
    ordinal: int | None = None  # of a heading: its number, as in 三、
    script: str = "hans"
    source: int | None = None
    source_line: int | None = None
    confidence: float | None = None
    evidence: dict[str, float] = field(default_factory=dict)
    needs_review: bool = False
    checked: bool = False
    note: str = ""
    beads: list[list[float]] = field(default_factory=list)
    versions: tuple[Version, ...] = ()

    def facts(self, names: Iterable[str] | None = None) -> dict[str, Any]:
        """Return what is recorded of the line, ready for JSON: fields of these names, all but its key if None.

        Nothing of it is copied, as an act on one pair looks at hundreds: nobody changes what a line holds.
        """
        found = {name: getattr(self, name) for name in (LINE_FIELDS if names is None else names)}
        if "versions" in found:
            found["versions"] = [list(version) for version in self.versions]
        return found


LINE_FIELDS = tuple(entry.name for entry in fields(Line) if entry.name != "key")


@dataclass(frozen=True, slots=True)
class State:
    """A report at one moment: its header's fields, notes and parts, ready for JSON, and its lines in reading order."""

    header: dict[str, Any]
    lines: tuple[Line, ...]

    def index(self, key: int) -> int:
        """Return where a pair stands, from 0; raises KeyError if it isn't there."""
        for index, line in enumerate(self.lines):
            if line.key == key:
                return index
        raise KeyError(key)


def line_of(facts: dict[str, Any], key: int | None) -> Line:
    """Return the line of recorded facts; what they don't tell is as in a new line."""
    known = {name: facts[name] for name in LINE_FIELDS if name in facts}
    if "versions" in known:
        known["versions"] = tuple(tuple(version) for version in known["versions"])
    return Line(key=key, **known)


def read(report: Report) -> State:
    """Return the report as its rows have it now."""
    return State(header=_header(report), lines=tuple(_lines(report)))


def _header(report: Report) -> dict[str, Any]:
    row = Report.objects.values(*HEADER_FIELDS, *STATUS_FIELDS).get(pk=report.pk)
    header = {name: _plain(value) for name, value in row.items()}
    notes = ReportNote.objects.filter(report=report).order_by("position")
    header["notes"] = [list(note) for note in notes.values_list("label", "text", "source_id", "source_line")]
    header[PARTS] = {str(key): part for key, part in SourceFile.objects.filter(report=report).values_list("pk", "part")}
    return header


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _lines(report: Report) -> Iterable[Line]:
    sections = {
        pk: (level, ordinal)
        for pk, level, ordinal in Section.objects.filter(report=report).values_list("pk", "level", "ordinal")
    }
    versions: defaultdict[int, list[Version]] = defaultdict(list)
    kept = PairVariant.objects.filter(pair__report=report).order_by("id")
    for of, zh, en, source, source_line in kept.values_list("pair_id", "zh", "en", "source_id", "source_line"):
        versions[of].append((zh, en, source, source_line))
    opened: set[int] = set()
    for pair in ParagraphPair.objects.filter(report=report).order_by("position"):
        level, ordinal, section = 0, None, None
        # A section is opened by its first heading; in a damaged archive it may be gone, and what is left is read.
        if pair.kind == ParagraphPair.Kind.HEADING and pair.section_id in sections and pair.section_id not in opened:
            section = pair.section_id
            opened.add(section)
            level, ordinal = sections[section]
        yield Line(
            zh=pair.zh,
            en=pair.en,
            level=level,
            key=pair.pk,
            section=section,
            ordinal=ordinal,
            script=pair.script,
            source=pair.source_id,
            source_line=pair.source_line,
            confidence=pair.confidence,
            evidence=pair.evidence,
            needs_review=pair.needs_review,
            checked=pair.checked,
            note=pair.note,
            beads=pair.beads,
            versions=tuple(versions[pair.pk]),
        )
