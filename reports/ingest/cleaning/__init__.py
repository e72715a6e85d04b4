"""Cleaning: named, ordered steps that are each a function from lines to lines and tell what they changed.

A step that is no step at all for a clean report changes nothing there; it never guesses.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from reports.ingest.cleaning import copy_protection, portal, spaces
from reports.ingest.plan import Change, Line

Step = Callable[[list[Line]], list[Line]]
STEPS: tuple[tuple[str, Step], ...] = (
    ("spaces", spaces.clean),
    ("copy-protection", copy_protection.clean),
    ("portal", portal.clean),
)


@dataclass(slots=True)
class Cleaned:
    """Lines after all steps, what each step changed, and what was seen but not touched."""

    lines: list[Line]
    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def clean(lines: list[Line]) -> Cleaned:
    """Return the lines after all steps in their order; empty lines are gone, numbers are those of the file."""
    changes: list[Change] = []
    warnings = copy_protection.suspicions(lines)
    for name, step in STEPS:
        after = step(lines)
        changes += _changes(name, lines, after)
        lines = after
    return Cleaned([line for line in lines if line.text], changes, warnings)


def _changes(step: str, before: list[Line], after: list[Line]) -> list[Change]:
    kept = {line.number: line.text for line in after}
    return [
        Change(step, line.number, line.text, kept.get(line.number))
        for line in before
        if line.text.strip() and kept.get(line.number) != line.text
    ]
