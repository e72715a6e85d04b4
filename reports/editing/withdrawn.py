"""What the public could read once and can't any more: unpublished, archived, or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from reports import people
from reports.models import AuditEntry, Report, Revision


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A report that was public, and since when it isn't. Of what never was public there is none.

    `place` is the code of its jurisdiction. `key` tells apart those of one moment.
    """

    slug: str
    place: str
    moment: datetime
    key: int
    # Archived or deleted: it isn't expected back.
    for_good: bool


def withdrawn(slug: str = "") -> list[Withdrawn]:
    """Return all that is withdrawn, or what was at one address; three queries. What came back there isn't withdrawn."""
    rows, entries = Report.objects.filter(published_at__isnull=False), _erasures()
    if slug:
        rows, entries = rows.filter(slug=slug), entries.filter(target=target(slug))
    erased = {entry.target.removeprefix(target("")): entry for entry in entries.order_by("pk")}
    there = set(rows.filter(slug__in=erased).values_list("slug", flat=True))
    return [
        *_out_of_sight(rows),
        *(
            Withdrawn(name, entry.facts.get("place", ""), entry.at, -entry.pk, for_good=True)
            for name, entry in erased.items()
            if name not in there
        ),
    ]


def target(slug: str) -> str:
    """Return what the audit log calls a report."""
    return f"report {slug}"


def _erasures() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(action=people.ERASED, facts__was_public=True)


def _out_of_sight(rows: QuerySet[Report]) -> list[Withdrawn]:
    # Who goes on working at it, unseen, doesn't withdraw it once more.
    was_public = {"facts__from": Report.Status.PUBLISHED.value}
    ends = Revision.objects.filter(report=OuterRef("pk"), kind=Revision.Kind.STATUS, **was_public)
    last = Subquery(ends.order_by("-pk").values("at")[:1])
    found = rows.exclude(status=Report.Status.PUBLISHED).annotate(since=Coalesce(last, F("changed_at")))
    return [
        Withdrawn(slug, place, since, key, for_good=status == Report.Status.ARCHIVED)
        for slug, place, since, key, status in found.values_list("slug", "jurisdiction__code", "since", "pk", "status")
    ]
