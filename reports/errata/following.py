"""Where reported errors are now: a pair may have been merged into another since, or have come back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, QuerySet

from reports import revisions
from reports.models import Erratum, ParagraphPair, Report

# What the public is shown: answered, and not thrown away.
SHOWN = (Erratum.State.CORRECTED, Erratum.State.DECLINED)


def places(keys: Iterable[int | None]) -> dict[int, int]:
    """Return for keys of pairs the key of the pair that each is now; what is nowhere any more is left out."""
    wanted = {key for key in keys if key}
    found = {key: key for key in ParagraphPair.objects.filter(pk__in=wanted).values_list("pk", flat=True)}
    for key in wanted - found.keys():
        if became := revisions.pair_that_became(key):
            found[key] = became[1]
    return found


def any_answered() -> Exists:
    """Return an annotation of reports: whether anything that was reported in one is answered for all to see."""
    return Exists(Erratum.objects.filter(report=OuterRef("pk"), state__in=SHOWN))


def answered_pairs(report: Report) -> set[int]:
    """Return the keys of the report's pairs at which something is answered for all to see."""
    return set(places(_shown(report).values_list("pair", flat=True).distinct()).values())


def answered_at(pair: ParagraphPair) -> list[Erratum]:
    """Return what was reported at a pair, or at one that is a part of it now, and answered for all to see."""
    return _now_at(pair, _shown(pair.report).order_by("answered_at"))


def waiting_at(pair: ParagraphPair) -> int:
    """Return how many reports at a pair wait for their answer."""
    return len(_now_at(pair, Erratum.objects.filter(report=pair.report_id, state=Erratum.State.OPEN)))


def waiting_in(report: Report, there: Collection[int]) -> dict[int, list[Erratum]]:
    """Return what waits for an answer in a report, oldest first, by the keys of the pairs where it is now.

    `there` has the keys of all its pairs; what was reported at a pair that is nowhere any more is left out.
    """
    found: defaultdict[int, list[Erratum]] = defaultdict(list)
    became: dict[int, int] = {}
    for erratum in Erratum.objects.filter(report=report, state=Erratum.State.OPEN).order_by("created_at", "pk"):
        key = erratum.pair_id or 0
        if key not in there and key not in became:
            became |= {key: 0, **places([key])}
        if (now := became.get(key, key)) in there:
            found[now].append(erratum)
    return dict(found)


def _shown(report: Report) -> QuerySet[Erratum]:
    return Erratum.objects.filter(report=report, state__in=SHOWN)


def _now_at(pair: ParagraphPair, errata: QuerySet[Erratum]) -> list[Erratum]:
    found = list(errata)
    others = {erratum.pair_id for erratum in found} - {pair.pk}
    at = {**(places(others) if others else {}), pair.pk: pair.pk}
    return [erratum for erratum in found if at.get(erratum.pair_id or 0) == pair.pk]
