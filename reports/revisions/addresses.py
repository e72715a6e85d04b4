"""The addresses that the public knows reports by: each stays that report's, wherever the report has gone since.

What is cited leads to the report for ever, and never to another one. So an address at which the public could read a
report is given to no other, as long as the report is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import IntegrityError

from reports import people
from reports.models import AuditEntry, Change, KeptAddress, Report

if TYPE_CHECKING:
    from reports.revisions.changes import Facts, RowChange

PUBLISHED = Report.Status.PUBLISHED.value
OF_REPORT = "report "
# What says where the public can read a report, and whether.
TOLD = {"slug", "status"}


class Kept(IntegrityError):  # noqa: N818 - as the database would say it of two reports at one address
    """A report was to get an address that is kept for another one."""

    def __init__(self, slug: str, report: Report) -> None:
        super().__init__(f"{slug} is kept for report {report.slug}")
        self.slug = slug
        self.report = report


@dataclass(frozen=True, slots=True)
class Known:
    """An address that the public knows, as the records tell: whose it is, None for a deleted report, and since when."""

    slug: str
    report: int | None
    place: str
    left_at: datetime


def kept_for(slug: str, report: Report | None = None) -> Report | None:
    """Return the other report that an address is kept for, None where it is free, or the report's own."""
    rows = KeptAddress.objects.filter(slug=slug, report__isnull=False).select_related("report__jurisdiction")
    kept = rows.exclude(report=report).first() if report else rows.first()
    return kept.report if kept else None


def follow(report: Report, change: RowChange, at: datetime) -> None:
    """Keep the address that a change of a report's own row has it leave, if the public could read it there.

    Call it behind the change, in its transaction. Raises Kept where the report's new address is another's.
    """
    if not TOLD & (change.after or {}).keys():
        return
    now: Facts = dict(Report.objects.values(*TOLD).get(pk=report.pk))
    was = _before(now, change.before)
    if now["slug"] != was["slug"] and (other := kept_for(now["slug"], report)):
        raise Kept(now["slug"], other)
    if _is_left(was, now):
        given = {"report": report, "place": "", "left_at": at}
        KeptAddress.objects.update_or_create(slug=was["slug"], defaults=given)


def lacking() -> list[Known]:
    """Return the addresses that the history of reports and the audit log tell of, and that are not kept."""
    kept = set(KeptAddress.objects.values_list("slug", flat=True))
    owners = dict(Report.objects.order_by().values_list("slug", "pk"))
    found: dict[str, Known] = {}
    # Of several that left an address the last has it, and whoever stands there now has it before all others.
    for known in sorted((*_of_reports(), *_of_deleted()), key=lambda one: one.left_at):
        if known.slug not in kept and (known.report is None or owners.get(known.slug, known.report) == known.report):
            found[known.slug] = known
    return list(found.values())


def keep(known: Iterable[Known]) -> None:
    """Keep addresses that were lacking."""
    for one in known:
        given = {"report_id": one.report, "place": one.place, "left_at": one.left_at}
        KeptAddress.objects.get_or_create(slug=one.slug, defaults=given)


def _of_reports() -> Iterator[Known]:
    fields = ("pk", "slug", "status", "published_at", "changed_at")
    reports = {row["pk"]: row for row in Report.objects.order_by("pk").values(*fields)}
    changes = Change.objects.filter(row=Change.Row.REPORT).order_by("key", "-revision_id")
    steps = groupby(changes.values_list("key", "before", "revision__at"), key=lambda step: step[0])
    told = {key: [(before, at) for _key, before, at in of_one] for key, of_one in steps}
    for key, row in reports.items():
        now: Facts = {name: row[name] for name in TOLD}
        found: dict[str, datetime] = {}
        for before, at in told.get(key, []):
            was = _before(now, before)
            if _is_left(was, now):
                found.setdefault(was["slug"], at)
            now = was
        # It was withdrawn before anybody kept a history.
        if not found and row["published_at"] and row["status"] != PUBLISHED:
            found[row["slug"]] = row["changed_at"]
        yield from (Known(slug, key, "", at) for slug, at in found.items())


def _of_deleted() -> Iterator[Known]:
    entries = AuditEntry.objects.filter(action=people.ERASED, facts__was_public=True).order_by("pk")
    for target, facts, at in entries.values_list("target", "facts", "at"):
        # Older entries tell the last address alone.
        for slug in facts.get("addresses") or [target.removeprefix(OF_REPORT)]:
            yield Known(slug, None, facts.get("place", ""), at)


def _before(now: Facts, before: Facts | None) -> Facts:
    return {name: (before or {}).get(name, value) for name, value in now.items()}


def _is_left(was: Facts, now: Facts) -> bool:
    return bool(was["status"] == PUBLISHED and was != now)
