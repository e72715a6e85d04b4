"""A state becomes the rows of its report: only what differs from the rows that are there is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connections, router
from django.db.models import F
from django.utils.dateparse import parse_date

from reports.models import Jurisdiction, PairVariant, ParagraphPair, Report, ReportNote, Section, SourceFile
from reports.revisions.state import PARTS, Line, State
from reports.text.fold import fold

# Added to numbers while they are given anew, so that no two rows of a report ever share one.
ASIDE = 1_000_000
MOMENTS = {"delivered_on": parse_date, "publish_at": datetime.fromisoformat, "published_at": datetime.fromisoformat}
# Columns of a pair that a line has by the same name, but for a source's key.
OF_A_PAIR = {
    "zh": "zh", "en": "en", "script": "script", "source_id": "source", "source_line": "source_line",
    "confidence": "confidence", "evidence": "evidence", "needs_review": "needs_review", "checked": "checked",
    "note": "note", "beads": "beads",
}  # fmt: skip
OF_A_SECTION = ("parent_id", "level", "ordinal", "heading_zh", "heading_en", "position")
Columns = dict[str, Any]


def write(report: Report, state: State, before: State) -> State:
    """Bring the report's rows from the state that they are in to another, and return it as it is kept, with all keys.

    Call it in a transaction. Raises IntegrityError where the database's rules forbid the state.
    """
    if state == before:
        return state
    _write_header(report, before.header, state.header)
    lines = state.lines
    # With other numbers of its files a report's sections may hang together otherwise although all stands where it did.
    if lines != before.lines or before.header.get(PARTS) != state.header.get(PARTS):
        there = {line.key: line for line in before.lines}
        kept = {line.key for line in lines}
        if gone := [key for key in there if key is not None and key not in kept]:
            ParagraphPair.objects.filter(report=report, pk__in=gone).delete()
        inside = _write_sections(report, lines)
        lines = tuple(_write_pairs(report, lines, inside, there))
        used = {section for section in inside if section}
        Section.objects.filter(report=report).exclude(pk__in=used).delete()
    report.touch()
    return State(state.header, lines)


def _write_header(report: Report, before: dict[str, Any], after: dict[str, Any]) -> None:
    changed = [name for name in after if name not in {"notes", PARTS} and before.get(name) != after[name]]
    for name in changed:
        value = after[name]
        setattr(report, name, MOMENTS[name](value) if name in MOMENTS and value else value)
    # The database would find out at the end of the transaction, where nobody can say so any more.
    if "jurisdiction_id" in changed and not Jurisdiction.objects.filter(pk=report.jurisdiction_id).exists():
        raise IntegrityError("the report's body is gone")
    if changed:
        report.save(update_fields=changed)
    known = before.get(PARTS) or {}
    for key, part in (after.get(PARTS) or {}).items():
        if key in known and known[key] != part:
            SourceFile.objects.filter(report=report, pk=key).update(part=part)
    if before.get("notes") != after.get("notes"):
        report.notes.all().delete()
        ReportNote.objects.bulk_create(
            ReportNote(
                report=report, position=position, label=label, text=text, source_id=source, source_line=source_line
            )
            for position, (label, text, source, source_line) in enumerate(after["notes"], start=1)
        )


def _write_sections(report: Report, lines: Sequence[Line]) -> list[int | None]:
    """Write a section for each heading, and return for each line the section that it stands in."""
    rows = {row.pk: row for row in Section.objects.filter(report=report)}
    if [line.section for line in lines if line.level] != sorted(rows, key=lambda pk: rows[pk].position):
        report.sections.update(position=F("position") + ASIDE)
        for row in rows.values():
            row.position += ASIDE
    stack: list[Section] = []
    inside: list[int | None] = []
    taken: set[int] = set()
    changed: list[tuple[int, Columns]] = []
    for line in lines:
        if line.level:
            while stack and stack[-1].level >= line.level:
                stack.pop()
            parent = stack[-1].pk if stack else None
            position = len(taken) + 1
            values = dict(
                zip(OF_A_SECTION, (parent, line.level, line.ordinal, line.zh, line.en, position), strict=True)
            )
            wanted = None if line.section in taken else line.section
            there = rows.get(wanted or 0)
            row = there or Section(pk=wanted, report=report, **values)
            if there is None:
                row.save(force_insert=True)
            elif differing := {name: value for name, value in values.items() if getattr(row, name) != value}:
                row.level = line.level
                changed.append((row.pk, differing))
            taken.add(row.pk)
            stack.append(row)
        inside.append(stack[-1].pk if stack else None)
    _update(Section, changed)
    return inside


def _write_pairs(
    report: Report, lines: Sequence[Line], inside: Sequence[int | None], there: Mapping[int | None, Line]
) -> list[Line]:
    """Write a pair for each line, number all of them in reading order, and return the lines as they are kept."""
    rows = ParagraphPair.objects.filter(report=report).values_list("pk", "position", "section_id", "kind")
    placed = {row[0]: row for row in rows}
    changed: list[tuple[int, Columns]] = []
    renumbered: list[tuple[int, Columns]] = []
    new: list[tuple[int, ParagraphPair]] = []
    kept: list[Line] = []
    for position, (given, section) in enumerate(zip(lines, inside, strict=True), start=1):
        line = _as_kept(given, section)
        kept.append(line)
        stands = {"section_id": section, "kind": _kind(line)}
        old, row = there.get(line.key), placed.get(line.key or 0)
        if old is None or row is None:
            values = {**stands, **{column: getattr(line, name) for column, name in OF_A_PAIR.items()}}
            pair = ParagraphPair(pk=line.key, report=report, position=position, zh_folded=fold(line.zh), **values)
            new.append((position - 1, pair))
            continue
        key, was, in_section, kind = row
        if was != position:
            renumbered.append((key, {"position": position}))
        columns = _differing(old, line)
        if (in_section, kind) != (section, stands["kind"]):
            columns.update(stands)
        if columns:
            changed.append((key, columns))
    ParagraphPair.objects.filter(pk__in=[key for key, _columns in renumbered]).update(position=F("position") + ASIDE)
    _update(ParagraphPair, [*renumbered, *changed])
    # One by one, so that each new line's key is known on every database.
    for at, pair in new:
        pair.save(force_insert=True)
        kept[at] = replace(kept[at], key=pair.pk)
    for line in kept:
        _write_versions(line, there.get(line.key))
    return kept


def _as_kept(line: Line, section: int | None) -> Line:
    """Return a line as its rows tell it: a heading with the section that it opens, each version once."""
    return replace(
        line,
        section=section if line.level else None,
        ordinal=line.ordinal if line.level else None,
        versions=tuple(dict.fromkeys(line.versions)),
    )


def _kind(line: Line) -> str:
    return ParagraphPair.Kind.HEADING if line.level else ParagraphPair.Kind.BODY


def _differing(old: Line, line: Line) -> Columns:
    columns = {
        column: getattr(line, name) for column, name in OF_A_PAIR.items() if getattr(old, name) != getattr(line, name)
    }
    if "zh" in columns:
        columns["zh_folded"] = fold(line.zh)
    return columns


def _update(model: type[ParagraphPair | Section], rows: Sequence[tuple[int, Columns]]) -> None:
    """Write columns of rows, told by their keys: one prepared statement for all that have the same columns.

    A shift changes hundreds of rows at once; a CASE for each column, as bulk_update has it, takes ten times as long.
    """
    connection = connections[router.db_for_write(model)]
    quoted = connection.ops.quote_name
    by_columns: dict[tuple[str, ...], list[tuple[int, Columns]]] = {}
    for key, columns in rows:
        by_columns.setdefault(tuple(columns), []).append((key, columns))
    for names, alike in by_columns.items():
        own = {field.attname: field for field in model._meta.concrete_fields}
        fields = [own[name] for name in names]
        assigned = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
        # Names of our own columns, quoted; what is written goes as parameters.
        statement = f"UPDATE {quoted(model._meta.db_table)} SET {assigned} WHERE {quoted('id')} = %s"  # noqa: S608
        values = [
            [*(f.get_db_prep_save(row[name], connection) for f, name in zip(fields, names, strict=True)), key]
            for key, row in alike
        ]
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


def _write_versions(line: Line, old: Line | None) -> None:
    if line.versions == (old.versions if old else ()):
        return
    PairVariant.objects.filter(pair=line.key).delete()
    PairVariant.objects.bulk_create(
        PairVariant(pair_id=line.key or 0, zh=zh, en=en, source_id=source, source_line=source_line)
        for zh, en, source, source_line in line.versions
    )
