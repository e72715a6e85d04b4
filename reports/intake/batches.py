"""Uploads as pages show them: what was handed in together, how far each file is. No file's bytes are loaded for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from reports.intake.allowed import jobs_for
from reports.intake.order import place_of
from reports.models import IngestJob

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

State = IngestJob.State
UNDER_WAY = (State.QUEUED, State.RUNNING, State.STORING)
UNREAD = (State.QUEUED, State.RUNNING)
SETTLED = (State.DONE, State.UNCHANGED, State.REFUSED, State.DISCARDED)
SHOWN = {
    "all": Q(),
    "waiting": Q(state__in=(State.REVIEW, *UNDER_WAY)),
    "failed": Q(state=State.REFUSED),
}
# A page holds whole uploads, as many as have so many files together, and one at least.
FILES_SHOWN = 300
# What changes is dated a moment before others can see it.
OVERLAP = timedelta(seconds=1)
MOST_UPLOADS = 20


@dataclass(slots=True)
class Batch:
    """One upload: when and by whom it was handed in, its files, and how many of them are how far.

    `jobs` are those that were asked for; the numbers are of all its files.
    """

    key: str
    by: str
    at: datetime
    total: int
    under_way: int
    unread: int
    waiting: int
    refused: int
    jobs: list[IngestJob]

    @property
    def read(self) -> int:
        """How many files have been read."""
        return self.total - self.unread


@dataclass(slots=True)
class Uploads:
    """A page of uploads, the latest first; `older` is the number to begin the next page with, None at the end.

    `moment` is when this was so.
    """

    batches: list[Batch]
    older: int | None
    moment: datetime

    @property
    def under_way(self) -> int:
        """How many files somebody still works on."""
        return sum(batch.under_way for batch in self.batches)

    @property
    def waiting(self) -> int:
        """How many files wait for review."""
        return sum(batch.waiting for batch in self.batches)

    @property
    def unread(self) -> int:
        return sum(batch.unread for batch in self.batches)

    @property
    def total(self) -> int:
        return sum(batch.total for batch in self.batches)

    @property
    def read(self) -> int:
        return self.total - self.unread


def uploads(
    user: User, *, show: str = "all", batch: str = "", start: int = 0, since: datetime | None = None
) -> Uploads:
    """Return the uploads that somebody may see: those with files that wait, failed, or all; or one of them.

    With `since`, the moment of an earlier answer, each upload has only the files that changed since then.
    """
    moment = timezone.now()
    groups = list(_groups(user, show, batch)[start : start + MOST_UPLOADS + 1])
    chosen: list[dict[str, Any]] = []
    files = 0
    for group in groups[:MOST_UPLOADS]:
        files += group["total"]
        if chosen and files > FILES_SHOWN:
            break
        chosen.append(group)
    older = start + len(chosen) if len(chosen) < len(groups) else None
    changed = Q(changed_at__gte=since - OVERLAP) if since else Q()
    found = _batches(user, SHOWN.get(show, Q()) & changed, chosen)
    return Uploads(found, older, moment)


def _groups(user: User, show: str, batch: str) -> QuerySet[IngestJob, Any]:
    # What commands took in without a review, and what was settled before uploads had keys, is in the list of all jobs.
    jobs = jobs_for(user).exclude(batch="", state__in=SETTLED)
    if batch:
        jobs = jobs.filter(batch=batch)
    groups = jobs.values("batch").annotate(
        newest=Max("pk"),
        at=Min("created_at"),
        total=Count("pk"),
        under_way=Count("pk", filter=Q(state__in=UNDER_WAY)),
        unread=Count("pk", filter=Q(state__in=UNREAD)),
        waiting=Count("pk", filter=Q(state=State.REVIEW)),
        refused=Count("pk", filter=Q(state=State.REFUSED)),
        asked=Count("pk", filter=SHOWN.get(show, Q()) & Q(pk__gt=0)),
    )
    return groups.filter(asked__gt=0).order_by("-newest")


def _batches(user: User, which: Q, groups: list[dict[str, Any]]) -> list[Batch]:
    jobs = (
        jobs_for(user)
        .filter(which, batch__in=[group["batch"] for group in groups])
        .exclude(batch="", state__in=SETTLED)
        .select_related("report__jurisdiction", "created_by", "archive")
        .order_by("batch")
    )
    of_batch = {key: sorted(found, key=place_of) for key, found in groupby(jobs, key=lambda job: job.batch)}
    batches = []
    for group in groups:
        found = of_batch.get(str(group["batch"]), [])
        by = next((job.created_by.get_username() for job in found if job.created_by), "")
        batches.append(
            Batch(
                key=str(group["batch"]),
                by=by,
                jobs=found,
                **{name: group[name] for name in ("at", "total", "under_way", "unread", "waiting", "refused")},
            )
        )
    return batches
