"""The files of one upload that wait with this one: the one before, the next, and those that leave no doubts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from reports import intake, people
from reports.models import IngestJob

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = IngestJob.State


@dataclass(frozen=True, slots=True)
class Batch:
    """Where a file stands among those of its upload that wait to be looked at; `certain` leave no doubts.

    `is_unplaced` says that others wait for the same report, and nothing tells where in it the file belongs.
    """

    before: IngestJob | None
    after: IngestJob | None
    number: int
    count: int
    certain: list[IngestJob]
    is_unplaced: bool


def batch_of(job: IngestJob, user: User) -> Batch:
    """Return what waits with a file, as far as somebody may see it."""
    rows = intake.jobs_for(user).filter(Q(state=State.REVIEW) | Q(state=State.REFUSED, source__isnull=False))
    if not people.may_curate(user):
        # Those wait for somebody else.
        rows = rows.exclude(for_editor=True)
    waiting = sorted(rows.filter(batch=job.batch).select_related("archive", "report"), key=intake.place_of)
    keys = [one.pk for one in waiting]
    here = intake.place_of(job)
    before = [one for one in waiting if intake.place_of(one) < here]
    after = [one for one in waiting if intake.place_of(one) > here]
    unplaced, now = intake.unplaced(waiting), intake.standings(waiting)
    number = keys.index(job.pk) + 1 if job.pk in keys else 0
    # The last leads to the first of those that were passed over.
    following = after[0] if after else before[0] if before else None
    return Batch(
        before=before[-1] if before else None,
        after=following,
        number=number,
        count=len(waiting),
        certain=[one for one in waiting if one.pk in now.keys() - unplaced and intake.is_certain(one, now[one.pk])],
        is_unplaced=job.pk in unplaced,
    )
