"""The two languages of one report find each other, across all the files of an upload and its archives."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reports import ingest
from reports.intake import queue
from reports.intake.facts import Members, Same
from reports.intake.order import natural
from reports.models import IngestJob

if TYPE_CHECKING:
    from collections.abc import Sequence

State = IngestJob.State
# The English of a report may find its Chinese as long as nobody has settled it.
OPEN = (State.QUEUED, State.RUNNING, State.REVIEW, State.REFUSED)


def pair_up(batch: str, new: Sequence[IngestJob]) -> list[IngestJob]:
    """Let each English file of an upload remember its Chinese, and return the new jobs that are to be read, in order.

    One that was read before its Chinese came is put in the queue once more. Call it in a transaction, with the upload
    to oneself (`handing_in.alone`).
    """
    jobs = list(IngestJob.objects.filter(batch=batch).exclude(state=State.DISCARDED).order_by("pk"))
    names = Counter(job.file_name for job in jobs)
    # Archives are no companions; what is in them is, by the archives' names too.
    files = [job for job in jobs if not Members.of(job).members and not job.file_name.lower().endswith(".zip")]
    of_name = {job.file_name: job for job in files if names[job.file_name] == 1}
    waiting = {job.pk for job in new if job.state == State.QUEUED}
    again: list[IngestJob] = []
    for chinese, english in ingest.companions(list(of_name)):
        job, other = of_name[english], _original(of_name[chinese])
        if job.chinese_id or job.state not in OPEN or other is None:
            continue
        job.chinese = other
        if job.pk in waiting:
            job.save(update_fields=["chinese"])
        else:
            again.append(job)
    queue.put_in(again)
    # The Chinese first: the English is read beside it.
    unread = [job for job in jobs if job.pk in waiting]
    return sorted(unread, key=lambda job: (job.chinese_id is not None, natural(job), job.pk))


def chinese_of(job: IngestJob) -> IngestJob | None:
    """Return the job of the Chinese of which a file is the English, None for none or one that came to nothing."""
    chinese = job.chinese
    if chinese is None or chinese.state in {State.REFUSED, State.DISCARDED} or chinese.source_id is None:
        return None
    return None if Members.of(chinese).members else chinese


def _original(job: IngestJob) -> IngestJob | None:
    """Return the job that a copy of waiting bytes stands for, and any other job itself."""
    same = Same.of(job).same_job
    return IngestJob.objects.filter(pk=same).first() if same else job
