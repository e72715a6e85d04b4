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
    from collections.abc import Iterator

    from reports.models import Report

# A page that a browser still scrolls; a report has some 400 pairs.
PAIRS_SHOWN = 1000
CHANGES_SHOWN = 100
# Below this confidence a person should look at a pair.
SURE = 0.5
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
    zh: str
    en: str
    state: str
    state_label: str

    @property
    def is_unsure(self) -> bool:
        """Whether the two sides may not say the same."""
        return self.pair.confidence is not None and self.pair.confidence < SURE

    @property
    def confidence(self) -> int:
        """How sure it is that both sides say the same, in percent."""
        return round(100 * (self.pair.confidence or 0))


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
    variants: int
    unsure: int
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
    def is_text(self) -> bool:
        """Whether the file is a text, which can be read in one encoding or another."""
        return f".{self.plan.encoding}" not in ingest.SUFFIXES

    @property
    def adds_nothing(self) -> bool:
        return not self.added and not self.filled and not self.variants


def review(plan: ingest.Plan) -> Review:
    """Return a plan as the review page shows it."""
    preview = ingest.preview(plan)
    merged = preview.merged
    rows = _rows(plan, preview)
    return Review(
        plan=plan,
        report=preview.report,
        slug=preview.slug,
        place=preview.place,
        header=_header(plan, preview.place),
        steps=_steps(plan),
        rows=rows[:PAIRS_SHOWN],
        hidden_rows=max(0, len(rows) - PAIRS_SHOWN),
        added=len(merged.added),
        filled=len(merged.filled),
        known=len(merged.known),
        variants=len(merged.variants),
        unsure=sum(row.is_unsure for row in rows),
        warnings=[*plan.warnings, *merged.warnings],
        lang="zh-Hant" if is_traditional("".join(row.zh for row in rows[:PAIRS_SHOWN])) else "zh-Hans",
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


def _rows(plan: ingest.Plan, preview: ingest.Preview) -> list[Row]:
    """Return what the file brings in the file's order, cut and joined as what is there asks for it."""
    order: dict[int, int] = {}
    of_line: dict[int, int] = {}
    for index, pair in enumerate(plan.root.pairs()):
        order[id(pair)] = index
        of_line.setdefault(pair.line, index)
    rows = list(_unordered(preview))
    return sorted(rows, key=lambda row: order.get(id(row.pair), of_line.get(row.pair.line, len(order))))


def _unordered(preview: ingest.Preview) -> Iterator[Row]:
    merged = preview.merged
    for leaf in merged.added:
        if leaf.planned:
            yield Row(leaf.planned, leaf.zh, leaf.en, "new", _("new"))
    for leaf in merged.filled:
        if leaf.planned:
            yield Row(leaf.planned, leaf.zh, leaf.en, "filled", _("fills an empty side"))
    differing = {id(leaf.planned) for versions in merged.variants for leaf in versions if leaf.planned}
    for pair in merged.known:
        if id(pair) in differing:
            yield Row(pair, pair.zh, pair.en, "variant", _("differs from what is there"))
        else:
            yield Row(pair, pair.zh, pair.en, "known", _("there already"))
