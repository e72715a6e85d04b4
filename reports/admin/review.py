"""What the review page shows of a plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from reports import ingest
from reports.admin.naming import place_named
from reports.admin.review_differences import (
    Difference,
    FieldDifference,
    Listed,
    differences,
    field_differences,
    kept_beside,
    listed,
)
from reports.admin.review_pairs import Row, rows_of
from reports.text.simplified import is_traditional

if TYPE_CHECKING:
    from reports.models import Report, SourceFile

CHANGES_SHOWN = 100
STEPS = {
    "spaces": _lazy("Spaces set right"),
    "copy-protection": _lazy("Copy-protection pinyin taken out"),
    "code-points": _lazy("Characters of the wrong kind set right"),
    "mojibake": _lazy("Text in a wrong encoding restored"),
    "repeated-tail": _lazy("Repetitions of the text left out"),
    "portal": _lazy("Lines of the web page left out"),
    "pages": _lazy("Traces of pages taken out"),
    "one-line": _lazy("Text in one line cut into paragraphs"),
    "wraps": _lazy("Broken lines joined"),
    "notes": _lazy("Notes set apart"),
    "footnote-marks": _lazy("Marks of notes taken out"),
    "page-numbers": _lazy("Page numbers left out"),
    "running-heads": _lazy("Running heads left out"),
    "header": _lazy("Lines of the header left out"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """What one cleaning step did."""

    label: str
    count: int
    shown: list[ingest.Change]

    @property
    def hidden(self) -> int:
        return self.count - len(self.shown)


@dataclass(frozen=True, slots=True)
class Review:
    """A plan laid out for a person, and what taking it in would do."""

    plan: ingest.Plan
    preview: ingest.Preview
    rows: list[Row]
    steps: list[Step]
    title: str
    counts: list[str]
    differences: list[Difference]
    field_differences: list[FieldDifference]
    lists: list[Listed]
    replaceable: list[SourceFile]
    replaced: SourceFile | None
    warnings: list[str]
    # The language tag of the Chinese, so that the browser takes the right forms of its characters.
    lang: str

    @property
    def report(self) -> Report | None:
        return self.preview.report

    @property
    def confidence(self) -> int:
        """How sure the encoding is, in percent."""
        return round(self.plan.confidence * 100)

    @property
    def is_certain(self) -> bool:
        """Whether the encoding showed itself, by strict rules or a mark, and is no guess."""
        return self.plan.encoding in {"utf-8", "utf-8-sig", "utf-16"}

    @property
    def is_text(self) -> bool:
        """Whether the file is a text, which can be read in one encoding or another."""
        return f".{self.plan.encoding}" not in ingest.SUFFIXES

    @property
    def adds_nothing(self) -> bool:
        return self.preview.replacement is None and not self.preview.merged.changes_anything

    @property
    def unsure(self) -> int:
        return sum(row.is_unsure for row in self.rows)


def review(plan: ingest.Plan, choices: ingest.Choices | None = None) -> Review:
    """Return a plan as the review page shows it. Raises ingest.Refusal where it can't replace what was chosen."""
    preview = ingest.preview(plan, choices)
    replacement = preview.replacement
    rows = rows_of(plan, preview)
    replaceable = _replaceable(preview)
    chosen = choices.replaces if choices else None
    return Review(
        plan=plan,
        preview=preview,
        rows=rows,
        steps=_steps(plan),
        title=_title(plan, preview),
        counts=_counts(preview),
        differences=kept_beside(replacement) if replacement else differences(preview),
        field_differences=field_differences(preview),
        lists=listed(replacement) if replacement else [],
        replaceable=replaceable,
        replaced=next((source for source in replaceable if source.pk == chosen), None),
        warnings=[*plan.warnings, *([] if replacement else preview.merged.warnings)],
        lang="zh-Hant" if is_traditional("".join(row.zh for row in rows)) else "zh-Hans",
    )


def _title(plan: ingest.Plan, preview: ingest.Preview) -> str:
    names = {
        "place": place_named(preview.place),
        "year": plan.header.year.value,
        "slug": str(preview.report or preview.slug),
        "part": plan.part,
    }
    if preview.report is None and plan.part:
        return _("Part %(part)s of a new report, %(place)s %(year)s (%(slug)s)") % names
    if preview.report is None:
        return _("A new report, %(place)s %(year)s (%(slug)s)") % names
    if preview.is_there:
        return _("This very file is in %(slug)s already, byte for byte: nothing would be changed.") % names
    if plan.part:
        return _("Part %(part)s of %(slug)s") % names
    return _("A part of %(slug)s") % names


def _counts(preview: ingest.Preview) -> list[str]:
    """Return how many pairs do what, each as a phrase."""
    if preview.is_there and preview.replacement is None:
        return []
    return _replacing_counts(preview.replacement) if preview.replacement else _adding_counts(preview)


def _adding_counts(preview: ingest.Preview) -> list[str]:
    merged = preview.merged
    known = len(merged.known) - len(merged.variants)
    told = []
    if count := len(merged.added):
        told.append(ngettext("%(count)d pair new", "%(count)d pairs new", count) % {"count": count})
    if known > 0:
        told.append(ngettext("%(count)d already there", "%(count)d already there", known) % {"count": known})
    if count := len(merged.variants):
        told.append(ngettext("%(count)d differs", "%(count)d differ", count) % {"count": count})
    if count := len(merged.filled):
        told.append(
            ngettext("%(count)d gets its other side", "%(count)d get their other side", count) % {"count": count}
        )
    return told


def _replacing_counts(replacement: ingest.Replacement) -> list[str]:
    told = []
    if count := len(replacement.changed):
        told.append(ngettext("%(count)d pair changes", "%(count)d pairs change", count) % {"count": count})
    if count := len(replacement.same) + len(replacement.there):
        told.append(ngettext("%(count)d stays the same", "%(count)d stay the same", count) % {"count": count})
    if count := len(replacement.added):
        told.append(ngettext("%(count)d comes in", "%(count)d come in", count) % {"count": count})
    if count := len(replacement.gone):
        told.append(ngettext("%(count)d goes", "%(count)d go", count) % {"count": count})
    if count := len(replacement.kept) + len(replacement.left):
        said = ngettext("%(count)d correction is kept against it", "%(count)d corrections are kept against it", count)
        told.append(said % {"count": count})
    return told


def _replaceable(preview: ingest.Preview) -> list[SourceFile]:
    """Return the files of the report whose place the file can take."""
    if preview.report is None or preview.is_there:
        return []
    sources = preview.report.sources.defer("content").filter(pairs__isnull=False).distinct()
    return list(sources.order_by(F("part").asc(nulls_first=True), "uploaded_at"))


def _steps(plan: ingest.Plan) -> list[Step]:
    counts = Counter(change.step for change in plan.changes)
    return [
        Step(
            label=str(STEPS.get(name, name)),
            count=count,
            shown=[change for change in plan.changes if change.step == name][:CHANGES_SHOWN],
        )
        for name, count in counts.items()
    ]
