"""What of a report no file has brought, as far as its numbers tell: parts, and headings between others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reports.models import Section
from reports.text.headings import chinese_heading
from reports.text.numerals import chinese_numeral

# Of the forms that headings have, those whose numbers run on through a report, and how each is written.
FORMS = {"一、": "{}、", "第一部分": "第{}部分", "（一）": "（{}）"}
# Numbers further apart than this are no gap: one of them was misread.
WIDEST = 6


@dataclass(frozen=True, slots=True)
class Gap:
    """Headings that are missing, as they would be numbered, and the headings that stand around them, if any."""

    missing: tuple[str, ...]
    before: Section | None
    after: Section


def missing_parts(parts: Iterable[int]) -> list[int]:
    """Return the numbers below the highest part that no file has."""
    there = set(parts)
    return [number for number in range(1, max(there, default=0)) if number not in there]


def missing_headings(sections: Iterable[Section]) -> list[Gap]:
    """Return where the numbers of headings leave one out: below one section, in one form, between rising numbers."""
    rows: dict[tuple[int | None, str], list[Section]] = defaultdict(list)
    for section in sections:
        heading = chinese_heading(section.heading_zh) if section.heading_zh else None
        if heading and section.ordinal and heading.form in FORMS:
            rows[section.parent_id, heading.form].append(section)
    return [gap for (_parent, form), row in rows.items() for gap in _gaps(form, row)]


def _gaps(form: str, row: list[Section]) -> list[Gap]:
    found = []
    before: Section | None = None
    for section in row:
        last = before.ordinal or 0 if before else 0
        ordinal = section.ordinal or 0
        if ordinal <= last:
            # The numbers begin anew: a second list below the same heading.
            last, before = 0, None
        if 0 < ordinal - last - 1 <= WIDEST:
            missing = tuple(FORMS[form].format(chinese_numeral(number)) for number in range(last + 1, ordinal))
            found.append(Gap(missing, before, section))
        before = section
    return found
