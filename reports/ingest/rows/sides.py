"""The two that meet where a file takes another's place, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reports.ingest.matching import Text
from reports.ingest.plan import Plan, PlannedPair, PlannedSection
from reports.ingest.rows.corrections import Corrections
from reports.ingest.rows.text_facts import text_facts
from reports.revisions import Line, State
from reports.text.simplified import is_traditional


@dataclass(frozen=True, slots=True)
class New:
    """A pair that the new file brings: its texts, its level as in revisions.Line, its number, its line."""

    text: Text
    level: int
    ordinal: int | None
    planned: PlannedPair

    def line(self, sides: Sides) -> Line:
        """Return it as a line of the report."""
        facts: dict[str, Any] = text_facts(self.text.zh, self.text.en, self.planned, with_beads=sides.is_written)
        return Line(
            zh=self.text.zh,
            en=self.text.en,
            level=self.level,
            ordinal=self.ordinal,
            script=sides.script,
            source=sides.source,
            source_line=self.planned.line,
            **facts,
        )


@dataclass(frozen=True, slots=True)
class Met:
    """A pair that is there and what the new file has in its place."""

    line: Line
    zh: str
    en: str
    source_line: int | None = None


@dataclass(slots=True)
class Replacement:
    """What putting a new file in the place of an old one does, and the state of the report's lines after it.

    `changed` take the new text; `same` have it already; `kept` stay as people made them, the new text beside them;
    `left` stay though the new file lacks them, for a person's hand is in them; `gone` go; `kept_out` were taken out by
    people and stay out; `added` come in; `there` are in the report from another file; `became` tells for pairs that
    are gone which pair has their text now.
    """

    lines: list[Line] = field(default_factory=list)
    changed: list[Met] = field(default_factory=list)
    same: list[Line] = field(default_factory=list)
    kept: list[Met] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    gone: list[Line] = field(default_factory=list)
    kept_out: list[Met] = field(default_factory=list)
    added: list[New] = field(default_factory=list)
    there: list[Met] = field(default_factory=list)
    became: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Sides:
    """The two that meet: the report and what its old file had brought, and what the new file brings."""

    state: State
    old: int
    came: list[Line]
    corrections: Corrections
    new: list[New]
    script: str
    chosen: dict[int, str] = field(default_factory=dict)
    # The new file's key, None as long as it has none.
    source: int | None = None

    @property
    def is_written(self) -> bool:
        """Whether rows will be made of it; a preview has no file yet."""
        return self.source is not None

    def lasting(self, key: int) -> int:
        """Return the pair that a pair is a part of since people joined them, the pair itself where they didn't."""
        seen = {key}
        while (after := self.corrections.removed.get(key)) is not None and after not in seen:
            key = after
            seen.add(key)
        return key

    def has_hand(self, line: Line) -> bool:
        """Say whether a person has put a hand to a pair, if only with a note."""
        return self.corrections.is_corrected(line) or bool(line.note)


def news(root: PlannedSection) -> list[New]:
    """Return the pairs of a plan in reading order, the headings with the levels of the sections that they open."""
    found = []
    if root.heading:
        found.append(_new(root.heading, root.level, root.ordinal))
    for entry in root.entries:
        found += news(entry) if isinstance(entry, PlannedSection) else [_new(entry, 0, None)]
    return found


def script_of(plan: Plan) -> str:
    """Return the script of a plan's Chinese, as rows have it."""
    return "hant" if is_traditional("".join(pair.zh for pair in plan.root.pairs())) else "hans"


def text_of(line: Line) -> Text:
    """Return a line's text, ready to be compared."""
    return Text(line.zh, line.en, line.level > 0)


def _new(pair: PlannedPair, level: int, ordinal: int | None) -> New:
    return New(Text(pair.zh, pair.en, level > 0), level, ordinal, pair)
