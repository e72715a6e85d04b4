"""Pairs to a tree of sections; the Chinese line tells the level, the English one only where it stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reports.ingest.plan import PlannedPair, PlannedSection
from reports.text.headings import Heading, chinese_heading, english_heading, is_unnumbered

UNNUMBERED = Heading("—", 1, None)


class Section(Protocol):
    """A section that is planned, or that is there."""

    level: int
    form: str


def outline(pairs: list[PlannedPair]) -> PlannedSection:
    """Return the root of the tree, with the pairs that open a section marked as headings."""
    headings = [_heading(pair) for pair in pairs]
    # Only where no heading has a number of the first level do lines without one count as headings.
    unnumbered = not any(heading and heading.level == 1 for heading in headings)
    root = PlannedSection(level=0)
    open_sections = [root]
    for pair, found in zip(pairs, headings, strict=True):
        heading = found or (UNNUMBERED if unnumbered and _stands_alone(pair) else None)
        if heading is None:
            open_sections[-1].entries.append(pair)
            continue
        level = level_among(heading, open_sections)
        while open_sections[-1].level >= level:
            open_sections.pop()
        pair.heading = True
        section = PlannedSection(level=level, ordinal=heading.ordinal, form=heading.form, heading=pair)
        open_sections[-1].entries.append(section)
        open_sections.append(section)
    return root


def _heading(pair: PlannedPair) -> Heading | None:
    if "\n" in pair.zh:
        return None
    return chinese_heading(pair.zh) if pair.zh else english_heading(pair.en)


def _stands_alone(pair: PlannedPair) -> bool:
    text = pair.zh or pair.en
    return "\n" not in text and is_unnumbered(text)


def level_among(heading: Heading, open_sections: Sequence[Section]) -> int:
    """Return the level of the heading's form, but one below a section of another form on the same level."""
    for section in open_sections:
        if section.level == heading.level and section.form == "（一）" and heading.form != "（一）":
            return heading.level + 1
    return heading.level
