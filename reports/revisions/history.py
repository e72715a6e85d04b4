"""What became of pairs: who changed one, when and why; where one that is gone went; what others did meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reports.models import Change, ParagraphPair, Report, Revision


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing that happened to a pair: the revision, and the fields that it changed, before and after."""

    revision: Revision
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def history_of_pair(key: int) -> list[Passed]:
    """Return what happened to a pair, newest first; nothing for one that is as it came."""
    changes = Change.objects.filter(row=Change.Row.PAIR, key=key).order_by("-revision_id")
    return [Passed(change.revision, change.before, change.after) for change in changes.select_related("revision__by")]


def pair_that_became(key: int, *, public: bool = False) -> tuple[Report, int] | None:
    """Return the report and key of the pair that a pair which is gone is a part of now, None where that isn't known.

    For the public, nothing is known of a report that isn't published.
    """
    gone = Change.objects.filter(row=Change.Row.PAIR, after__isnull=True)
    if public:
        gone = gone.filter(revision__report__status=Report.Status.PUBLISHED)
    seen = {key}
    while True:
        change = gone.filter(key=key).select_related("revision__report").order_by("-revision_id").first()
        if change is None or change.became is None or change.became in seen:
            return None
        key = change.became
        seen.add(key)
        if change.revision.report.pairs.filter(pk=key).exists():
            return change.revision.report, key


def public_key(key: int) -> int | None:
    """Return the key of the pair that one is for the public: its own, that of the one it became, None for neither.

    A hidden pair, or one that is gone from a hidden report, is looked for by the same questions to the database as one
    that never was: else the time of the answer would tell that it is there.
    """
    if ParagraphPair.objects.filter(pk=key, report__status=Report.Status.PUBLISHED).exists():
        return key
    became = pair_that_became(key, public=True)
    return became[1] if became else None


def touched_since(report: Report, revision: int, keys: Iterable[int]) -> list[Revision]:
    """Return the revisions after a number, 0 for all, that changed one of these pairs, newest first."""
    later = report.revisions.filter(pk__gt=revision, changes__row=Change.Row.PAIR, changes__key__in=list(keys))
    return list(later.select_related("by").distinct().order_by("-id"))


def header_touched_since(report: Report, revision: int, fields: Iterable[str]) -> list[Revision]:
    """Return the revisions after a number, 0 for all, that changed one of these fields of the header, newest first."""
    wanted = set(fields)
    later = Change.objects.filter(revision__report=report, revision__gt=revision, row=Change.Row.REPORT)
    found = {pk for pk, after in later.values_list("revision", "after") if wanted & (after or {}).keys()}
    return list(report.revisions.filter(pk__in=found).select_related("by").order_by("-id"))


def changed_between(report: Report, revision: int, last: int) -> tuple[int, ...]:
    """Return the keys of the pairs that the revisions after a number, up to another one, changed."""
    changes = Change.objects.filter(revision__report=report, revision__gt=revision, revision__lte=last)
    return tuple(sorted(set(changes.filter(row=Change.Row.PAIR).values_list("key", flat=True))))
