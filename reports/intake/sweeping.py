"""The sweep: what workers left lying that died, and what got lost on the way, is put in the queue again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from reports.ingest import say as _
from reports.intake import beats, queue
from reports.intake.facts import Refused, keep_warnings
from reports.models import IngestJob

State = IngestJob.State
MOST_ATTEMPTS = 3
# So long the results of tasks are kept: those that came to their end, and those that failed, for those who look why.
KEPT, KEPT_FAILED = timedelta(hours=1), timedelta(days=14)


class Ended(Exception):  # noqa: N818 - what a task's result says of it
    """The worker of a task ended before it did."""


# What a task of a job ended with: the worker's death (of which earlier versions kept no name), or its database.
BY_DEATH = {"", "builtins.RuntimeError", f"{Ended.__module__}.{Ended.__qualname__}"}
BY_DATABASE = {f"{error.__module__}.{error.__qualname__}" for error in (OperationalError, InterfaceError)}


@dataclass(slots=True)
class Swept:
    """What a sweep did: jobs put in the queue again, jobs given up, tasks of dead workers."""

    again: int = 0
    given_up: int = 0
    dead_tasks: int = 0


def sweep() -> Swept:
    """Put each job in the queue again that nobody works on or will, and return what there was of them.

    A file whose worker has died over it three times is refused: it will not end a fourth. One that could not be written
    down three times, as the database was busy or full, waits for a person again.
    """
    swept = Swept()
    with transaction.atomic():
        # In this order: whoever takes up a task after the jobs are locked has to wait with its job, and a worker that
        # has just begun is alive. The other way round it would look as if nobody worked on what it has taken up.
        jobs = list(
            IngestJob.objects.select_for_update(no_key=True)
            .filter(state__in=queue.TASKS.keys() | {State.RUNNING})
            .order_by("pk")
        )
        tasks = _open_tasks()
        alive = beats.alive()
        waiting, running = _keys(tasks, alive, swept)
        stuck = []
        for job in jobs:
            if job.worker and job.worker in alive and job.pk in running:
                continue
            if not job.worker and job.pk in waiting | running:
                continue
            stuck.append(job)
        for job in stuck:
            _take_up(job, swept)
    _prune()
    return swept


def _open_tasks() -> list[DBTaskResult[..., Any]]:
    """Return the tasks that wait or are being run."""
    return list(DBTaskResult.objects.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)))


def _keys(tasks: list[DBTaskResult[..., Any]], alive: set[str], swept: Swept) -> tuple[set[int], set[int]]:
    """Return the keys of the jobs that are waited for and worked on by tasks; those of dead workers are ended."""
    waiting: set[int] = set()
    running: set[int] = set()
    ours = {task.module_path for task in queue.TASKS.values()}
    for task in tasks:
        is_running = task.status == TaskResultStatus.RUNNING
        if is_running and not (task.worker_ids and task.worker_ids[-1] in alive):
            task.set_failed(Ended("The worker ended while it ran this."))
            swept.dead_tasks += 1
        elif task.task_path in ours and task.args_kwargs.get("args"):
            (running if is_running else waiting).add(task.args_kwargs["args"][0])
    return waiting, running


def _take_up(job: IngestJob, swept: Swept) -> None:
    # One whose task got lost before anybody began is not to blame.
    attempts = job.attempts + bool(job.worker)
    if attempts >= MOST_ATTEMPTS:
        with translation.override(job.choices.get("language", "en")):
            _give_back(job, _failed_by(job))
        job.stage, job.progress, job.worker, job.attempts = "", 100, "", 0
        job.save()
        swept.given_up += 1
        return
    queue.put_in([job], State.STORING if job.state == State.STORING else State.QUEUED)
    IngestJob.objects.filter(pk=job.pk).update(attempts=attempts)
    swept.again += 1


def _give_back(job: IngestJob, failed_by: str) -> None:
    """Leave to a person what was tried three times and came to no end; `failed_by` names the last exception."""
    if failed_by in BY_DATABASE and job.state == State.STORING:
        # Nothing of it is in the archive: what was written was one with the end of the job.
        job.state = State.REVIEW
        sentence = _(
            "It could not be taken in: three times the database was busy, or its disk full. See that there is room on "
            "the disk, then settle it again."
        )
        keep_warnings(job, [sentence])
    elif failed_by in BY_DATABASE:
        reason = _("What was read could not be written down: three times the database was busy, or its disk full.")
        _refuse(job, Refused(reason, _("See that there is room on the disk, then take it up again.")))
    elif failed_by in BY_DEATH:
        reason = _("Reading it ended the worker three times.")
        remedy = _("Look at the file: hand in its text alone, or report it so that this can be put right.")
        _refuse(job, Refused(reason, remedy, is_harmful=True))
    else:
        reason = _("The archive failed to read this file. The fault is its own and has been noted.")
        _refuse(job, Refused(reason, _("Report it with the file, so that it can be put right.")))


def _refuse(job: IngestJob, refused: Refused) -> None:
    job.state, job.found = State.REFUSED, refused.kept()


def _failed_by(job: IngestJob) -> str:
    """Return the full name of the exception that the last task of a job ended with, "" for none."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, args_kwargs__args=[job.pk])
    return failed.order_by("-finished_at").values_list("exception_class_path", flat=True).first() or ""


def _prune() -> None:
    now = timezone.now()
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT)
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__lt=now - KEPT_FAILED)
    for old in (done, failed):
        if old.exists():
            old.delete()
