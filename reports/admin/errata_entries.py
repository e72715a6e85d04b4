"""Reported errors as the queue shows them: what the reader saw, what is there now, what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from reports import errata
from reports.models import Erratum, ParagraphPair
from reports.text.differing import Piece, differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.admin.errata_forms import AnswerForm


@dataclass(slots=True)
class Entry:
    """One report of an error; `pair` is where its text is now, None where that is gone."""

    erratum: Erratum
    pair: ParagraphPair | None
    before: ParagraphPair | None
    after: ParagraphPair | None
    zh: list[Piece]
    en: list[Piece]
    form: AnswerForm | None = None

    @property
    def is_changed(self) -> bool:
        """Say whether either text is another one than the reader saw."""
        return any(piece.kind != "same" for piece in (*self.zh, *self.en))

    @property
    def was_merged(self) -> bool:
        """Say whether the pair that the reader saw is a part of another one now."""
        return self.pair is not None and self.pair.pk != self.erratum.pair_id

    @property
    def script(self) -> str:
        return f"zh-{self.pair.script.title()}" if self.pair else "zh"

    @property
    def edit(self) -> str:
        """Return where the pair is corrected, "" where it is gone."""
        return editor_of(self.pair) if self.pair else ""


def editor_of(pair: ParagraphPair) -> str:
    """Return the address at which a pair is corrected."""
    return f"{reverse('editor:page', args=[pair.report.slug])}?{urlencode({'pair': pair.pk})}"


def entries(found: Sequence[Erratum]) -> list[Entry]:
    """Return reported errors with what stands around each of them, in a few queries for all."""
    at = errata.places(erratum.pair_id for erratum in found)
    pairs = ParagraphPair.objects.select_related("report__jurisdiction").in_bulk(at.values())
    around = _around(pairs.values())
    shown = []
    for erratum in found:
        pair = pairs.get(at.get(erratum.pair_id or 0, 0))
        before, after = (around.get((pair.report_id, pair.position + step)) if pair else None for step in (-1, 1))
        zh, en = (pair.zh, pair.en) if pair else ("", "")
        shown.append(Entry(erratum, pair, before, after, differences(erratum.zh, zh), differences(erratum.en, en)))
    return shown


def _around(pairs: Iterable[ParagraphPair]) -> dict[tuple[int, int], ParagraphPair]:
    """Return the pairs before and after each, by report and position."""
    wanted = Q(pk__in=())
    for pair in pairs:
        wanted |= Q(report=pair.report_id, position__in=(pair.position - 1, pair.position + 1))
    return {(pair.report_id, pair.position): pair for pair in ParagraphPair.objects.filter(wanted)}
