"""Whether the rows of a report stand in order: pairs numbered from 1, sections as their headings open them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from reports.keeping.checks.finding import Finding
from reports.keeping.checks.histories import mending
from reports.models import ParagraphPair, Report, Revision, Section

# Added to numbers while they are given anew, so that no two rows of a report ever share one.
ASIDE = 1_000_000
HEADING, BODY = ParagraphPair.Kind.HEADING, ParagraphPair.Kind.BODY

# What is wrong, counted, and what mending does about it.
SAID = {
    "number": (
        ngettext_lazy(
            "%(count)d pair of %(about)s is not numbered in order from 1.",
            "%(count)d pairs of %(about)s are not numbered in order from 1.",
            "count",
        ),
        _("The pairs are numbered anew in the order in which they stand; their addresses stay."),
    ),
    "heading": (
        ngettext_lazy(
            "%(count)d pair of %(about)s is a heading without a section, or opens one as a paragraph.",
            "%(count)d pairs of %(about)s are headings without a section, or open one as paragraphs.",
            "count",
        ),
        _("A pair whose text is a section's heading opens it; other headings become paragraphs."),
    ),
    "section": (
        ngettext_lazy(
            "%(count)d pair of %(about)s is in another section than the heading above it opens.",
            "%(count)d pairs of %(about)s are in other sections than the headings above them open.",
            "count",
        ),
        _("Each pair goes to the section of the heading above it."),
    ),
    "empty": (
        ngettext_lazy(
            "%(count)d section of %(about)s has no heading among the pairs.",
            "%(count)d sections of %(about)s have no heading among the pairs.",
            "count",
        ),
        _("Sections that no pair opens are removed; their paragraphs stay."),
    ),
    "order": (
        _("The sections of %(about)s are not in the order of their headings."),
        _("The sections are numbered anew in the order of their headings."),
    ),
    "parent": (
        ngettext_lazy(
            "%(count)d section of %(about)s is not inside the section that its level puts it in.",
            "%(count)d sections of %(about)s are not inside the sections that their levels put them in.",
            "count",
        ),
        _("Each section goes into the one above it of a higher level."),
    ),
    "title": (
        ngettext_lazy(
            "%(count)d section of %(about)s is called otherwise than its heading.",
            "%(count)d sections of %(about)s are called otherwise than their headings.",
            "count",
        ),
        _("The sections are called as their headings, which are the text of the report."),
    ),
}


@dataclass(slots=True)
class Layout:
    """How the rows of a report should stand, by what its headings say."""

    # Of each pair: its kind and its section.
    pairs: dict[int, tuple[str, int | None]] = field(default_factory=dict)
    # Of each section, in order: its parent and its heading in both languages.
    sections: dict[int, tuple[int | None, str, str]] = field(default_factory=dict)


def layout(pairs: Sequence[ParagraphPair], sections: Sequence[Section]) -> Layout:
    """Return how the rows of a report should stand; sections that no pair opens are not in it."""
    levels = {section.pk: section.level for section in sections}
    opens = _openers(pairs, sections)
    wanted = Layout()
    stack: list[int] = []
    for pair in pairs:
        section = opens.get(pair.pk)
        if section is not None:
            while stack and levels[stack[-1]] >= levels[section]:
                stack.pop()
            wanted.sections[section] = (stack[-1] if stack else None, pair.zh, pair.en)
            stack.append(section)
        wanted.pairs[pair.pk] = (BODY if section is None else HEADING, stack[-1] if stack else None)
    return wanted


def _openers(pairs: Sequence[ParagraphPair], sections: Sequence[Section]) -> dict[int, int]:
    """Return the section that each pair opens which is a heading; one that lost its heading knows it by its text."""
    opens: dict[int, int] = {}
    known = {section.pk for section in sections}
    for pair in pairs:
        if pair.kind == HEADING and pair.section_id in known and pair.section_id not in opens.values():
            opens[pair.pk] = pair.section_id or 0
    for section in sections:
        if section.pk not in opens.values():
            texts = section.heading_zh, section.heading_en
            alike = (pair for pair in pairs if (pair.zh, pair.en) == texts and pair.pk not in opens)
            if found := next(alike, None):
                opens[found.pk] = section.pk
    return opens


def outline(report: Report, pairs: Sequence[ParagraphPair], sections: Sequence[Section]) -> Iterator[Finding]:
    """Yield what in a report's rows, in order of their numbers, doesn't stand as it should."""
    wanted = layout(pairs, sections)
    order = [section.pk for section in sections]
    counts = {
        "number": sum(pair.position != number for number, pair in enumerate(pairs, start=1)),
        "heading": sum(pair.kind != wanted.pairs[pair.pk][0] for pair in pairs),
        "section": sum(pair.section_id != wanted.pairs[pair.pk][1] for pair in pairs),
        "empty": sum(key not in wanted.sections for key in order),
        "order": int([key for key in order if key in wanted.sections] != list(wanted.sections)),
        "parent": sum(row.parent_id != wanted.sections[row.pk][0] for row in sections if row.pk in wanted.sections),
        "title": sum(
            (row.heading_zh, row.heading_en) != wanted.sections[row.pk][1:]
            for row in sections
            if row.pk in wanted.sections
        ),
    }
    for kind, count in counts.items():
        if count:
            problem, remedy = SAID[kind]
            about = f"report {report.slug}"
            told = {"count": count, "about": about}
            yield Finding(kind, about, problem % told, str(remedy), partial(mend, report.pk))


def mend(key: int) -> None:
    """Put the rows of a report in order; what that changes in its text is a revision."""
    report = Report.objects.get(pk=key)
    with mending(report, Revision.Kind.LEVEL):
        pairs = list(report.pairs.order_by("position", "pk"))
        sections = list(report.sections.order_by("position", "pk"))
        wanted = layout(pairs, sections)
        _write_sections(report, wanted)
        _write_pairs(report, pairs, wanted)
        report.sections.exclude(pk__in=list(wanted.sections)).delete()


def _write_sections(report: Report, wanted: Layout) -> None:
    rows = {row.pk: row for row in report.sections.all()}
    report.sections.update(position=F("position") + ASIDE)
    for position, (key, (parent, zh, en)) in enumerate(wanted.sections.items(), start=1):
        row = rows[key]
        row.position, row.parent_id, row.heading_zh, row.heading_en = position, parent, zh, en
    fields = ["position", "parent", "heading_zh", "heading_en"]
    Section.objects.bulk_update([rows[key] for key in wanted.sections], fields, batch_size=100)


def _write_pairs(report: Report, pairs: Sequence[ParagraphPair], wanted: Layout) -> None:
    renumbered = [pair.position for pair in pairs] != list(range(1, len(pairs) + 1))
    if renumbered:
        report.pairs.update(position=F("position") + ASIDE)
    changed = []
    for position, pair in enumerate(pairs, start=1):
        kind, section = wanted.pairs[pair.pk]
        if renumbered or (pair.kind, pair.section_id) != (kind, section):
            pair.position, pair.kind, pair.section_id = position, kind, section
            changed.append(pair)
    ParagraphPair.objects.bulk_update(changed, ["position", "kind", "section"], batch_size=100)
