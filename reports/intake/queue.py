"""The queue: what a worker does, and how it is asked for.

A job's row is the truth. A task only says that there is something to do about it, so one too many does no harm and
one that got lost is put in again by the sweep.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.utils import timezone
from django_tasks import task

from reports.models import IngestJob

if TYPE_CHECKING:
    from collections.abc import Iterable

# Which worker this is; whoever does the work at once, without a queue, is "here".
WORKER: ContextVar[str] = ContextVar("worker", default="here")

# What somebody has confirmed goes before what is only looked at, and archives before single files: their members
# can be the other language of one.
URGENT, EARLY, USUAL = 20, 10, 0


@task()
def read(key: int) -> None:
    """Read the file of a job, so that somebody can review it."""
    from reports.intake import reading

    reading.read(key)


@task()
def store(key: int) -> None:
    """Take in the file of a job as it was confirmed."""
    from reports.intake import storing

    storing.store(key)


TASKS = {IngestJob.State.QUEUED: read, IngestJob.State.STORING: store}


def enqueue(jobs: Iterable[IngestJob]) -> None:
    """Put jobs in the queue, by their state; call it in the transaction that gives them this state."""
    for job in jobs:
        if job.state == IngestJob.State.STORING:
            store.using(priority=URGENT).enqueue(job.pk)
        else:
            early = job.archive_id is None and job.file_name.lower().endswith(".zip")
            read.using(priority=EARLY if early else USUAL).enqueue(job.pk)


def put_in(jobs: Iterable[IngestJob], state: IngestJob.State = IngestJob.State.QUEUED) -> None:
    """Give jobs a state that a worker has to do something about, and put them in the queue.

    Call it in a transaction.
    """
    waiting = list(jobs)
    for job in waiting:
        job.state, job.stage, job.progress, job.worker, job.attempts = state, "", 0, "", 0
        job.changed_at = timezone.now()
    IngestJob.objects.bulk_update(
        waiting,
        ["state", "stage", "progress", "worker", "attempts", "changed_at", "choices", "chinese", "for_editor"],
        batch_size=100,
    )
    enqueue(waiting)
