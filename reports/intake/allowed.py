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
    """Say whether somebody may take a file in as it is wished, into a report that is there or a new one."""
    if people.may_curate(user):
        return True
    wish = job.choices.get("wish", "draft")
    is_draft = report is None or report.status == Report.Status.DRAFT
    return people.may_hand_in(user) and job.created_by_id == user.pk and wish == "draft" and is_draft
