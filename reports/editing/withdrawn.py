"""What the public could read at an address once and can't any more, and where it has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reports.models import KeptAddress, Report


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An address at which a report was public, and since when it isn't. Of what never was public there is none.

    The report was unpublished, archived or deleted, or has another address. `place` is the code of its jurisdiction.
    `key` tells apart those of one moment.
    """

    slug: str
    place: str
    moment: datetime
    key: int
    # Archived or deleted: it isn't expected back.
    for_good: bool


def withdrawn(slug: str = "") -> list[Withdrawn]:
    """Return all that is withdrawn, or what was at one address; one query. What came back there isn't withdrawn."""
    rows = KeptAddress.objects.left()
    if slug:
        rows = rows.filter(slug=slug)
    told = rows.values_list("slug", "place", "report__jurisdiction__code", "left_at", "pk", "report__status")
    return [
        Withdrawn(name, code or place, moment, -key, for_good=status in {None, Report.Status.ARCHIVED})
        for name, place, code, moment, key, status in told
    ]


def moved_to(slug: str) -> str | None:
    """Return the address of the published report that could be read at another one before, None where there is none.

    Of a report that isn't public nothing is told, and it is looked for by the same question as one that never was.
    """
    rows = KeptAddress.objects.left().filter(slug=slug, report__status=Report.Status.PUBLISHED)
    return rows.values_list("report__slug", flat=True).first()


def target(slug: str) -> str:
    """Return what the audit log calls a report."""
    return f"report {slug}"
