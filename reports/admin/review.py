"""What the review page shows of a plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from reports import ingest
from reports.text.simplified import is_traditional

if TYPE_CHECKING:
    from reports.models import Report

# A page that a browser still scrolls; a report has some 400 pairs.
PAIRS_SHOWN = 1000
CHANGES_SHOWN = 100
LABELS = {
    "place": _lazy("Jurisdiction"),
    "year": _lazy("Year"),
    "delivered_on": _lazy("Delivered on"),
    "session_key": _lazy("Session in figures"),
    "session_zh": _lazy("Session, Chinese"),
    "session_en": _lazy("Session, English"),
    "title_zh": _lazy("Title, Chinese"),
    "title_en": _lazy("Title, English"),
    "speaker_zh": _lazy("Speaker, Chinese"),
    "speaker_en": _lazy("Speaker, English"),
    "office_zh": _lazy("Office, Chinese"),
    "office_en": _lazy("Office, English"),
}
STEPS = {
    "spaces": _lazy("Spaces set right"),
    "copy-protection": _lazy("Copy-protection pinyin taken out"),
    "portal": _lazy("Lines of the web page left out"),
    "header": _lazy("Lines of the header left out"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the header: what it is called, its value, and how it is known."""

    label: str
    value: str
    lang: str
    evidence: str
    missing: bool


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
class Row:
    """A pair as the page shows it, and whether the archive has it already."""

    pair: ingest.PlannedPair
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class Review:
    """A plan laid out for a person, and what taking it in would do."""

    plan: ingest.Plan
    report: Report | None
    slug: str
    place: str
    header: list[Field]
    steps: list[Step]
    rows: list[Row]
    hidden_rows: int
    added: int
    filled: int
    known: int
    warnings: list[str]
    # The language tag of the Chinese, so that the browser takes the right forms of its characters.
    lang: str

    @property
    def confidence(self) -> int:
        """How sure the encoding is, in percent."""
        return round(self.plan.confidence * 100)

    @property
    def is_certain(self) -> bool:
        """Whether the encoding showed itself, by strict rules or a mark, and is no guess."""
        return self.plan.encoding in {"utf-8", "utf-8-sig", "utf-16"}

    @property
    def adds_nothing(self) -> bool:
        return not self.added and not self.filled


def review(plan: ingest.Plan) -> Review:
    """Return a plan as the review page shows it."""
    preview = ingest.preview(plan)
    merged = preview.merged
    added = {id(leaf.planned) for leaf in merged.added}
    filled = {id(leaf.planned) for leaf in merged.filled}
    pairs = plan.root.pairs()
    return Review(
        plan=plan,
        report=preview.report,
        slug=preview.slug,
        place=preview.place,
        header=_header(plan, preview.place),
        steps=_steps(plan),
        rows=[_row(pair, added, filled) for pair in pairs[:PAIRS_SHOWN]],
        hidden_rows=max(0, len(pairs) - PAIRS_SHOWN),
        added=len(merged.added),
        filled=len(merged.filled),
        known=len(merged.known) - len(merged.filled),
        warnings=[*plan.warnings, *merged.warnings],
        lang="zh-Hant" if is_traditional("".join(pair.zh for pair in pairs[:PAIRS_SHOWN])) else "zh-Hans",
    )


def _header(plan: ingest.Plan, place: str) -> list[Field]:
    shown = []
    for field in fields(plan.header):
        fact: ingest.Fact = getattr(plan.header, field.name)
        shown.append(
            Field(
                label=str(LABELS.get(field.name, field.name)),
                value=place if field.name == "place" else fact.value,
                lang={"zh": "zh", "en": "en"}.get(field.name[-2:], ""),
                evidence=_evidence(fact),
                missing=not fact,
            )
        )
    return shown


def _evidence(fact: ingest.Fact) -> str:
    match fact.evidence:
        case ingest.Evidence.READ if fact.line:
            return _("read in line %(line)s") % {"line": fact.line}
        case ingest.Evidence.READ:
            return _("read in the file")
        case ingest.Evidence.INFERRED:
            return _("inferred from the file's name or facts")
    return _("not found")


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


def _row(pair: ingest.PlannedPair, added: set[int], filled: set[int]) -> Row:
    if id(pair) in added:
        return Row(pair, "new", _("new"))
    if id(pair) in filled:
        return Row(pair, "filled", _("fills an empty side"))
    return Row(pair, "known", _("there already"))
