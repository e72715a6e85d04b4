"""Who may do what with the files that are handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import people
from reports.models import IngestJob, Report

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet


def jobs_for(user: User) -> QuerySet[IngestJob]:
    """Return the jobs that somebody may see and settle: an editor all, a contributor their own, others none."""
    jobs = IngestJob.objects.all()
    if people.may_curate(user):
        return jobs
    return jobs.filter(created_by=user) if people.may_hand_in(user) else jobs.none()


def may_take_in(user: User, job: IngestJob, report: Report | None) -> bool:
    """Say whether somebody may take a file in as it is wished, into a report that is there or a new one.

    A contributor may where they may change that report, and the one in which the same bytes are already: a file belongs
    to one report, and would be taken out of the other.
    """
    if people.may_curate(user):
        return True
    if not people.may_hand_in(user) or job.created_by_id != user.pk or job.choices.get("wish", "draft") != "draft":
        return False
    has_it = Report.objects.filter(sources=job.source_id) if job.source_id else Report.objects.none()
    return all(people.may_change(user, one) for one in [*has_it, *([report] if report else [])])
