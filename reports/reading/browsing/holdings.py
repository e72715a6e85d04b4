"""How much of each report there is in which language, counted anew only for reports that changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy

from reports.models import ParagraphPair, Report

# Up to so many reports are counted by their ids; for more, all pairs are counted in one go.
ONE_BY_ONE = 200

BOTH, ZH, EN, NONE = "both", "zh", "en", "none"
LABELS = {
    BOTH: gettext_lazy("Chinese and English"),
    ZH: gettext_lazy("Chinese only"),
    EN: gettext_lazy("English only"),
    NONE: gettext_lazy("No text yet"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pairs a report has: in all, with text in both languages, with Chinese, with English."""

    pairs: int = 0
    both: int = 0
    zh: int = 0
    en: int = 0

    @property
    def languages(self) -> str:
        """Return what there is to read: `both`, `zh`, `en` or `none`.

        A heading that happens to stand in two languages makes no bilingual report: a tenth of the pairs must.
        """
        if self.both * 10 >= self.pairs > 0 or (self.zh and self.en and not self.both):
            return BOTH
        if not self.pairs:
            return NONE
        return ZH if self.zh >= self.en else EN


# What was counted last, and when the report had changed: each process keeps its own.
_counted: dict[int, tuple[dt.datetime, Counts]] = {}


def counts_of(changed: Mapping[int, dt.datetime]) -> dict[int, Counts]:
    """Return the counts of reports, given by their keys and when each last changed."""
    stale = [key for key, moment in changed.items() if _counted.get(key, (None,))[0] != moment]
    if stale:
        pairs = ParagraphPair.objects.all()
        found = _counts(pairs.filter(report__in=stale) if len(stale) <= ONE_BY_ONE else pairs)
        _counted.update({key: (changed[key], found.get(key, Counts())) for key in stale})
    return {key: _counted[key][1] for key in changed}


def counts_by_report(reports: Iterable[Report]) -> dict[int, Counts]:
    """Return the counts of reports by their keys."""
    return counts_of({report.pk: report.changed_at for report in reports})


def _counts(pairs: QuerySet[ParagraphPair]) -> dict[int, Counts]:
    """Return the counts by report. No text is read: the rows of each language have an index of their own."""
    every = _by_report(pairs)
    english = _by_report(pairs.filter(~Q(en="")))
    both = _by_report(pairs.filter(~Q(zh=""), ~Q(en="")))
    # A pair without English has Chinese: the database sees to it.
    return {
        report: Counts(
            pairs=count,
            both=both.get(report, 0),
            zh=count - english.get(report, 0) + both.get(report, 0),
            en=english.get(report, 0),
        )
        for report, count in every.items()
    }


def _by_report(pairs: QuerySet[ParagraphPair]) -> dict[int, int]:
    return dict(pairs.order_by().values_list("report").annotate(Count("pk")))
