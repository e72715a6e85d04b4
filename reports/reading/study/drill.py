"""Drill: one language of a section is covered, and uncovered paragraph by paragraph or sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reports.models import ParagraphPair, Report
from reports.reading.reader_view import view_of
from reports.reading.study.checks import Check, figures_to_check, terms_to_check
from reports.reading.study.known_terms import Glossary, glossary
from reports.reading.study.sections import Part, part_of
from reports.text.scripts import displayed, language_of

COVERS = {"en": _("English"), "zh": _("Chinese")}
UNITS = {"paragraph": _("Paragraphs"), "sentence": _("Sentences")}


@dataclass(frozen=True, slots=True)
class Unit:
    """What is uncovered at once. `key` stays the same when the report grows; `label` is its number on the page."""

    key: str
    label: str
    shown: str
    covered: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A pair to be drilled: its units, then the figures and terms to check."""

    pair: ParagraphPair
    language: str
    units: list[Unit]
    figures: list[Check] = field(default_factory=list)
    terms: list[Check] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        return self.pair.kind == ParagraphPair.Kind.HEADING

    @property
    def check_count(self) -> int:
        return len(self.figures) + len(self.terms)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a drill is asked for: the section by its position, the language covered, the unit, the script.

    The script is that of the reader's view; empty: as published.
    """

    section: int | None = None
    cover: str = "en"
    unit: str = "paragraph"
    part: int = 1
    script: str = ""

    @classmethod
    def read(cls, request: HttpRequest) -> Asked:
        """Return what an address asks for; what makes no sense is left out."""
        cover, unit = request.GET.get("cover", ""), request.GET.get("unit", "")
        return cls(
            section=number(request.GET.get("section", "")),
            cover=cover if cover in COVERS else "en",
            unit=unit if unit in UNITS else "paragraph",
            part=number(request.GET.get("part", "")) or 1,
            script=view_of(request).converted_to,
        )

    def address(self, report: Report, section: int, part: int) -> str:
        """Return the address of the same drill on another section or part."""
        fields = {"section": section, "cover": self.cover, "unit": self.unit} | ({"part": part} if part > 1 else {})
        return f"{reverse('drill', args=[report.slug])}?{urlencode(fields)}"


def number(text: str) -> int | None:
    """Return a number as an address has it, None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a section of a published report with one language covered."""
    report = get_object_or_404(Report.objects.published().with_places(), slug=slug)
    asked = Asked.read(request)
    part = part_of(report, asked.section, asked.part).in_script(asked.script)
    known = glossary()
    paragraphs = [paragraph(pair, asked, known) for pair in part.pairs]
    units = sum(bool(unit.covered) for one in paragraphs for unit in one.units)
    score = gettext("{open} of {all} uncovered · {got} got it · {again} to look at again")
    return render(
        request,
        "reading/study/drill.html",
        {
            "report": report,
            "asked": asked,
            "part": part,
            "paragraphs": paragraphs,
            "unit_count": units,
            "score": score,
            # Written out here, so that nothing moves when the script takes it over.
            "score_before": score.format(open=0, all=units, got=0, again=0),
            "is_converted": any(pair.zh and asked.script not in {"", pair.script} for pair in part.pairs),
            "covers": [(value, label, value == asked.cover) for value, label in COVERS.items()],
            "units": [(value, label, value == asked.unit) for value, label in UNITS.items()],
            "previous": _beside(report, asked, part, -1),
            "next": _beside(report, asked, part, +1),
        },
    )


def _beside(report: Report, asked: Asked, part: Part, step: int) -> str:
    """Return the address of the part or section before or after this one, of equal rank; nothing if there is none."""
    if part.chosen is None:
        return ""
    if 1 <= part.number + step <= part.count:
        return asked.address(report, part.chosen.position, part.number + step)
    alike = [choice for choice in part.choices if choice.depth == part.chosen.depth]
    at = alike.index(part.chosen) + step
    return asked.address(report, alike[at].position, 1) if 0 <= at < len(alike) else ""


def paragraph(pair: ParagraphPair, asked: Asked, known: Glossary) -> Paragraph:
    """Return a pair cut into the units that are asked for."""
    both = pair.kind == ParagraphPair.Kind.BODY and pair.zh and pair.en
    checks = (figures_to_check(pair.zh, pair.en), terms_to_check(known, pair.zh, pair.en)) if both else ([], [])
    figures, terms = (
        [replace(check, zh=displayed(check.zh, asked.script, pair.script)) for check in some] for some in checks
    )
    # Every script keeps every character's place, and so the sentences' borders.
    zh = displayed(pair.zh, asked.script, pair.script)
    by_sentence = asked.unit == "sentence" and len(pair.beads) > 1
    units = _sentences(pair, zh, asked.cover) if by_sentence else _whole(pair, zh, asked.cover)
    return Paragraph(pair, language_of(asked.script, pair.script), list(units), figures, terms)


def _whole(pair: ParagraphPair, zh: str, cover: str) -> Iterator[Unit]:
    shown, covered = (zh, pair.en) if cover == "en" else (pair.en, zh)
    yield Unit(str(pair.pk), str(pair.position), shown, covered)


def _sentences(pair: ParagraphPair, zh: str, cover: str) -> Iterator[Unit]:
    for at, (zh_start, zh_end, en_start, en_end, *_confidence) in enumerate(pair.beads, start=1):
        one, other = zh[int(zh_start) : int(zh_end)].strip(), pair.en[int(en_start) : int(en_end)].strip()
        shown, covered = (one, other) if cover == "en" else (other, one)
        if shown or covered:
            yield Unit(f"{pair.pk}.{at}", f"{pair.position}.{at}", shown, covered)
