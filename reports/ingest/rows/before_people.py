"""What a source file brought to its report, as it was before anybody corrected it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reports import revisions
from reports.ingest.rows.corrections import BY_FILES, Corrections
from reports.models import Report, SourceFile
from reports.revisions import Line, State


def as_it_came(report: Report, state: State, source: SourceFile, found: Corrections) -> list[Line]:
    """Return the lines that a source file brought, in its order and with its texts; those that people made are not.

    A line that people took out is there as well. `state` is the report as it is.
    """
    first = _right_after(report, source)
    lines = [line for line in first.lines if line.source == source.pk and line.key not in found.made]
    keys = {line.key for line in lines}
    # What came to be from this file later on, such as another version of a pair that an editor chose.
    later = [line for line in state.lines if line.source == source.pk and line.key not in keys | found.made]
    return [_as_in_file(line, source, found.before.get(line.key or 0, {})) for line in (*lines, *later)]


def _as_in_file(line: Line, source: SourceFile, before: dict[str, Any]) -> Line:
    """Return a line with the file's own texts: the version beside it, where it was corrected before the file came."""
    for zh, en, of, _line in line.versions:
        if of == source.pk:
            return replace(line, zh=zh, en=en)
    return replace(line, **{name: before[name] for name in ("zh", "en", "level") if name in before})


def _right_after(report: Report, source: SourceFile) -> State:
    """Return the report as it was when the file had just been taken in, or else as it was first of all."""
    brought = report.revisions.filter(kind__in=BY_FILES, facts__sha256=source.sha256).order_by("-id").first()
    since = report.revisions.filter(pk__gt=brought.pk) if brought else report.revisions.all()
    next_one = since.order_by("id").first()
    return revisions.before_revision(report, next_one) if next_one else revisions.read(report)
