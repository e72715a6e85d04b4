"""How files that wait stand now: what they were understood to be was found when they were read, and others go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from reports.intake.facts import Understood
from reports.models import IngestJob, Report

if TYPE_CHECKING:
    from collections.abc import Iterable

State = IngestJob.State
NEEDED = ("slug", "status", "changed_at")


@dataclass(frozen=True, slots=True)
class Standing:
    """The report that a file would go into as it is now, None for a new one; how many of its upload wait for the same.

    `has_changed` says that the report came to be there, or changed, after the file was read: how much of the file is
    new in it isn't known without comparing them again.
    """

    report: Report | None = None
    has_changed: bool = False
    others: int = 0


def standings(jobs: Iterable[IngestJob]) -> dict[int, Standing]:
    """Return how each of those jobs that wait stands now, by its key: two queries, however many there are.

    Load them with their `report`.
    """
    waiting = {job: Understood.of(job) for job in jobs if job.state == State.REVIEW}
    if not waiting:
        return {}
    slugs = {found.slug for found in waiting.values()}
    reports = {report.slug: report for report in Report.objects.filter(slug__in=slugs).only(*NEEDED)}
    # The English of a report is one with its Chinese.
    alike = IngestJob.objects.filter(state=State.REVIEW, chinese=None, found__slug__in=slugs)
    alike = alike.filter(batch__in={job.batch for job in waiting} - {""}).order_by()
    together = {
        (batch, slug): count
        for batch, slug, count in alike.values_list("batch", "found__slug").annotate(count=Count("pk"))
    }
    return {
        job.pk: _standing(
            found,
            job.report or reports.get(found.slug),
            together.get((job.batch, found.slug), 1) - 1 if job.chinese_id is None else 0,
        )
        for job, found in waiting.items()
    }


def _standing(found: Understood, report: Report | None, others: int) -> Standing:
    if report is None:
        return Standing(None, has_changed=False, others=others)
    # What was read by an earlier version doesn't say of when it knew the report.
    changed = found.is_new or (bool(found.report_at) and report.changed_at.isoformat() != found.report_at)
    return Standing(report, changed, others)
