"""Whether jobs that somebody waits for are being worked on, and can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from reports import intake
from reports.keeping.checks.finding import Finding
from reports.models import IngestJob, WorkerBeat

State = IngestJob.State
WAITING = (State.QUEUED, State.RUNNING, State.STORING)
OPEN_TASKS = ("READY", "RUNNING")
# A worker tells every few seconds that it is alive.
DEAD_AFTER = timedelta(minutes=1)


def jobs() -> Iterator[Finding]:
    """Yield the jobs that hang, and those that tell nothing any more."""
    # Between two questions a file is handed in, or taken up: who is stuck is so twice.
    before = {_standing(job) for job in _stuck()}
    stuck = [job for job in _stuck() if _standing(job) in before] if before else []
    if stuck:
        problem = ngettext(
            "%(count)d file waits and nobody works on it: %(names)s.",
            "%(count)d files wait and nobody works on them: %(names)s.",
            len(stuck),
        )
        remedy = _("They are put into the queue again; manage.py work takes them up.")
        told = {"count": len(stuck), "names": _names(stuck)}
        yield Finding("stuck", "jobs", problem % told, remedy, intake.sweep)
    lost = list(IngestJob.objects.filter(state__in=(*WAITING, State.REVIEW), source=None))
    if lost:
        problem = ngettext(
            "%(count)d file waits whose bytes are not in the archive: %(names)s.",
            "%(count)d files wait whose bytes are not in the archive: %(names)s.",
            len(lost),
        )
        remedy = _("They are put aside as discarded: hand them in again.")
        told = {"count": len(lost), "names": _names(lost)}
        yield Finding("lost", "jobs", problem % told, remedy, partial(_discard, [job.pk for job in lost]))


def _stuck() -> list[IngestJob]:
    waiting = IngestJob.objects.filter(state__in=WAITING, source__isnull=False)
    alive = set(WorkerBeat.objects.filter(seen_at__gte=timezone.now() - DEAD_AFTER).values_list("name", flat=True))
    given = DBTaskResult.objects.filter(status__in=OPEN_TASKS).values_list("args_kwargs", flat=True)
    queued = {(told.get("args") or [None])[0] for told in given}
    return [job for job in waiting if (job.worker not in alive if job.worker else job.pk not in queued)]


def _standing(job: IngestJob) -> tuple[object, ...]:
    return job.pk, job.state, job.worker, job.changed_at


def _discard(keys: list[int]) -> None:
    IngestJob.objects.filter(pk__in=keys, source=None).update(
        state=State.DISCARDED, stage="", worker="", changed_at=timezone.now()
    )


def _names(found: list[IngestJob]) -> str:
    return ", ".join(job.file_name for job in found[:5])
