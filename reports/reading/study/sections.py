"""A part of a report to work on: one section with all below it, or what stands outside all sections."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reports.models import ParagraphPair, Report, Section
from reports.reading.reader import script_of
from reports.text.scripts import displayed, language_of

# The position that means what stands outside all sections; sections count from 1.
OUTSIDE = 0
PAIRS_MOST = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """One section that can be chosen: its position in the report, its headings and how deep it stands, from 0."""

    position: int
    zh: str
    en: str
    depth: int
    is_chosen: bool = False
    language: str = "zh-Hans"

    def in_script(self, script: str) -> Choice:
        """Return the same with its Chinese heading in a script, empty: as published."""
        published = script_of(self.zh)
        return replace(self, zh=displayed(self.zh, script, published), language=language_of(script, published))

    @property
    def indented(self) -> str:
        """Return its heading, indented for a list of choices."""
        return "\u2003" * self.depth + (self.zh or self.en)


@dataclass(frozen=True, slots=True)
class Part:
    """Up to 60 pairs of a section, of its parts the one numbered `number` (from 1) of `count`."""

    choices: list[Choice]
    chosen: Choice | None
    pairs: list[ParagraphPair]
    number: int
    count: int

    def in_script(self, script: str) -> Part:
        """Return the same with the Chinese headings in a script; the pairs stay as published."""
        choices = [choice.in_script(script) for choice in self.choices]
        return replace(self, choices=choices, chosen=self.chosen.in_script(script) if self.chosen else None)


def part_of(report: Report, position: int | None, number: int = 1) -> Part:
    """Return a part of a report's section; of its first one where `position` is none of the report's."""
    sections = list(Section.objects.filter(report=report).order_by("position"))
    rows = ParagraphPair.objects.filter(report=report).order_by("position")
    keys = dict(rows.values_list("pk", "section_id"))
    choices = _choices(sections, has_outside=None in keys.values())
    positions = [choice.position for choice in choices]
    first = next((one for one in positions if one != OUTSIDE), OUTSIDE)
    wanted = position if position in positions else first
    choices = [
        Choice(choice.position, choice.zh, choice.en, choice.depth, choice.position == wanted) for choice in choices
    ]
    inside = _inside(sections, wanted)
    chosen = [key for key, section in keys.items() if section in inside]
    count = max(-(-len(chosen) // PAIRS_MOST), 1)
    number = min(max(number, 1), count)
    found = rows.filter(pk__in=chosen[(number - 1) * PAIRS_MOST : number * PAIRS_MOST])
    here = next((choice for choice in choices if choice.is_chosen), None)
    return Part(choices, here, list(found), number, count)


def _choices(sections: list[Section], *, has_outside: bool) -> list[Choice]:
    depths: dict[int, int] = {}
    found: list[Choice] = []
    for section in sections:
        depths[section.pk] = depths.get(section.parent_id or 0, -1) + 1
        found.append(Choice(section.position, section.heading_zh, section.heading_en, depths[section.pk]))
    # What stands before the first heading: a greeting, or a whole report without headings.
    return [Choice(OUTSIDE, "", "", 0), *found] if has_outside else found


def _inside(sections: list[Section], position: int) -> set[int | None]:
    """Return the keys of the section at a position and of all below it; None is what is outside all of them."""
    if position == OUTSIDE:
        return {None}
    inside: set[int | None] = set()
    for section in sections:
        if section.position == position or section.parent_id in inside:
            inside.add(section.pk)
    return inside
