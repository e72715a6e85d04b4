"""Sections that are gone: the headings that opened them are still there, and open them again."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Max, Min

from reports.models import Change, ParagraphPair, Section
from reports.text.headings import chinese_heading, english_heading

TOP, DEEPEST = 1, 6


def reopen(keys: Collection[int]) -> None:
    """Make anew the sections of these keys that a heading opens; what else pointed to one is for others to mend.

    They stand behind all others: the check of the outline puts each where its heading is. Nothing here reads the
    report as a whole, which relies on its sections being there.
    """
    headings = ParagraphPair.objects.filter(kind=ParagraphPair.Kind.HEADING, section_id__in=keys).order_by("position")
    with transaction.atomic():
        made: set[int] = set(Section.objects.filter(pk__in=keys).values_list("pk", flat=True))
        for pair in headings:
            key = pair.section_id
            if key is None or key in made or not (pair.zh or pair.en):
                continue
            made.add(key)
            last = Section.objects.filter(report=pair.report_id).aggregate(last=Max("position"))["last"] or 0
            level, ordinal = _numbered(pair)
            Section.objects.create(
                pk=key,
                report_id=pair.report_id,
                level=level,
                ordinal=ordinal,
                position=last + 1,
                heading_zh=pair.zh,
                heading_en=pair.en,
            )


def _numbered(pair: ParagraphPair) -> tuple[int, int | None]:
    """Return the level and the number of a heading: as its history tells them, else as its own words do."""
    told = Change.objects.filter(row=Change.Row.PAIR, key=pair.pk, revision__report=pair.report_id).order_by("-id")
    known = [after for after in told.values_list("after", flat=True) if after]
    heading = chinese_heading(pair.zh) or english_heading(pair.en)
    levels = [after["level"] for after in known if after.get("level")]
    ordinals = [after["ordinal"] for after in known if "ordinal" in after]
    level = levels[0] if levels else _level(pair, heading.level if heading else TOP)
    return level, ordinals[0] if ordinals else (heading.ordinal if heading else None)


def _level(pair: ParagraphPair, said: int) -> int:
    """Return the level that a heading's form says, above the sections that were inside its own."""
    inside = Section.objects.filter(parent=pair.section_id).aggregate(highest=Min("level"))["highest"]
    return max(TOP, min(said, DEEPEST, inside - 1 if inside else DEEPEST))
