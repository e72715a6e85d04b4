"""Cleaning: named, ordered steps that are each a function from lines to lines and tell what they changed.

A step that has nothing to mend changes nothing; none of them guesses.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from reports.ingest.cleaning import (
    code_points,
    copy_protection,
    mojibake,
    notes,
    one_line,
    pages,
    portal,
    repeated_tail,
    spaces,
    wraps,
)
from reports.ingest.plan import Change, Line, Note

Step = Callable[[list[Line]], list[Line]]
STEPS: tuple[tuple[str, Step], ...] = (
    ("spaces", spaces.clean),
    ("code-points", code_points.clean),
    ("mojibake", mojibake.clean),
    ("copy-protection", copy_protection.clean),
    ("repeated-tail", repeated_tail.clean),
    ("portal", portal.clean),
    ("pages", pages.clean),
    ("one-line", one_line.clean),
    ("wraps", wraps.clean),
    ("notes", notes.leave),
    ("footnote-marks", notes.unmark),
)


@dataclass(slots=True)
class Cleaned:
    """Lines after all steps, what each step changed, what was seen but not touched, and the notes that were parted."""

    lines: list[Line]
    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def clean(lines: list[Line]) -> Cleaned:
    """Return the lines after all steps in their order; empty lines are gone, numbers are those of the file."""
    cleaned = Cleaned(lines, warnings=[*copy_protection.suspicions(lines), *mojibake.losses(lines)])
    for name, step in STEPS:
        if step is notes.leave:
            cleaned.notes = notes.found(cleaned.lines)
        after = step(cleaned.lines)
        cleaned.changes += _changes(name, cleaned.lines, after)
        cleaned.lines = after
    cleaned.lines = [line for line in cleaned.lines if line.text]
    return cleaned


def _changes(step: str, before: list[Line], after: list[Line]) -> list[Change]:
    """Return what a step did to each numbered line; lines that it made of one are shown one below the other."""
    if before == after:
        return []
    kept, there = _by_number(after), _by_number(before)
    found = []
    for number, texts in there.items():
        # A line that another step parted has several texts: compared as one, or many parts would each be kept whole.
        text = "\n".join(kept[number]) if number in kept else None
        whole = "\n".join(texts)
        if whole.strip() and text != whole:
            found.append(Change(step, number, whole, text))
    return found


def _by_number(lines: list[Line]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for line in lines:
        found[line.number].append(line.text)
    return found
