"""A worker reads a file: opens an archive, or finds out what a report's file holds, and leaves it for review.

Killed at any moment, it leaves a job that says RUNNING and nothing else: whoever takes it up reads the file anew.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation

from reports import ingest
from reports.intake import handing_in, queue
from reports.intake.doubts import beside
from reports.intake.facts import Members, Refused, Same, Understood, keep_warnings
from reports.intake.limits import check_members, check_size
from reports.intake.pairing_up import pair_up
from reports.intake.plans import Harmful, TakenAway, content_of, own_faults, plan_of
from reports.models import IngestJob, SourceFile

if TYPE_CHECKING:
    from reports.intake.plans import Tell

State, Stage = IngestJob.State, IngestJob.Stage
# Between two changes of one stage's percentage that are written: each costs a moment of the database's one writer.
PAUSE = 0.4


def read(key: int) -> None:
    """Read the file of a job that waits for it, and leave it for review, or refused with the reason."""
    job = _take_up(key)
    if job is None:
        return
    with translation.override(job.choices.get("language", "en")):
        try:
            members = _members(job)
            if members is None:
                _understand(job)
            else:
                _spread(job, members)
        except ingest.Refusal as refusal:
            _end(job, State.REFUSED, Refused.by(refusal, is_harmful=isinstance(refusal, Harmful)))
        except TakenAway:
            pass


def mine(job: IngestJob) -> IngestJob:
    """Return the job as it is now, locked, if it's still this worker's to read; raises TakenAway otherwise.

    Call it in a transaction.
    """
    here = queue.WORKER.get()
    found = IngestJob.objects.select_for_update(no_key=True).filter(pk=job.pk, state=job.state, worker=here).first()
    if found is None:
        raise TakenAway
    return found


def teller(job: IngestJob) -> Tell:
    """Return what writes a job's stage and percentage to its row, at most every so often; raises TakenAway."""
    last: tuple[str, float] = (job.stage, time.monotonic())

    def tell(stage: str, percent: int) -> None:
        nonlocal last
        if stage == last[0] and time.monotonic() - last[1] < PAUSE:
            return
        last = (stage, time.monotonic())
        rows = IngestJob.objects.filter(pk=job.pk, state=job.state, worker=queue.WORKER.get())
        if not rows.update(stage=stage, progress=max(0, min(99, percent)), changed_at=timezone.now()):
            raise TakenAway

    return tell


def _take_up(key: int) -> IngestJob | None:
    """Return a job, this worker's from now on; None if there is nothing to do about it."""
    with transaction.atomic():
        rows = IngestJob.objects.select_for_update(no_key=True).filter(pk=key, state=State.QUEUED)
        stage = Stage.OPENING if rows.filter(file_name__iendswith=".zip", archive=None).exists() else Stage.READING
        taken = rows.update(
            state=State.RUNNING, stage=stage, progress=0, worker=queue.WORKER.get(), changed_at=timezone.now()
        )
    jobs = IngestJob.objects.select_related("source", "chinese__source")
    return jobs.get(pk=key) if taken else None


def _members(job: IngestJob) -> list[tuple[str, bytes | ingest.Refusal]] | None:
    """Return the files in an archive; None for a file that is none, or that came out of one."""
    if job.archive_id is not None:
        check_size(job.file_name, job.source.size if job.source else 0)
        return None
    content = content_of(job)
    with own_faults(job.file_name):
        members = ingest.members(job.file_name, content)
    if len(members) == 1 and members[0][1] == content:
        return None
    check_members(job.file_name, members)
    return members


def _spread(job: IngestJob, members: list[tuple[str, bytes | ingest.Refusal]]) -> None:
    """Make a job of each file in an archive, all of them or none."""
    with transaction.atomic():
        handing_in.alone(job.batch, job.created_by)
        archive = mine(job)
        choices = {name: value for name, value in archive.choices.items() if name == "encoding"}
        new = handing_in.add_all(members, archive.created_by, archive.batch, choices, archive)
        _finish(archive, State.DONE, Members(len(new)))
        queue.enqueue(pair_up(archive.batch, new))


def _understand(job: IngestJob) -> None:
    tell = teller(job)
    plan = plan_of(job, tell)
    tell(Stage.COMPARING, 90)
    with own_faults(job.file_name):
        preview = ingest.preview(plan, ingest.Choices.of(job.choices))
        found = Understood.from_plan(plan, preview)
    job.report = preview.report
    keep_warnings(job, [*plan.warnings, *preview.merged.warnings])
    _end(job, State.REVIEW, found, encoding=plan.encoding)


def _end(job: IngestJob, state: IngestJob.State, found: Understood | Refused, encoding: str = "") -> None:
    with transaction.atomic():
        now = mine(job)
        now.report, now.messages = job.report, job.messages if state == State.REVIEW else []
        if encoding and now.source_id:
            SourceFile.objects.filter(pk=now.source_id, report=None).update(encoding=encoding)
        _finish(now, state, found, _same(now))
        if state == State.REVIEW:
            # Lists that show them have to look again: with this one they may be in doubt.
            beside(now).update(changed_at=timezone.now())
        _tell_all(now)


def _tell_all(job: IngestJob) -> None:
    """Have lists look again at all of an upload that waits once its last file is read: each tells of the others."""
    jobs = IngestJob.objects.filter(batch=job.batch)
    if job.batch and not jobs.filter(state__in=(State.QUEUED, State.RUNNING)).exists():
        jobs.filter(state=State.REVIEW).update(changed_at=timezone.now())


def _same(job: IngestJob) -> Same:
    """Return in which report the very bytes of a file are already."""
    source = SourceFile.objects.defer("content").select_related("report").filter(pk=job.source_id or 0).first()
    taken_in = source is not None and source.report is not None and source.pairs.exists()
    return Same(source.name, source.report.slug) if taken_in and source and source.report else Same()


def _finish(job: IngestJob, state: IngestJob.State, found: Members | Understood | Refused, same: Same = Same()) -> None:  # noqa: B008 - a constant
    job.state, job.stage, job.progress, job.worker, job.attempts = state, "", 100, "", 0
    job.found = {**found.kept(), **(same.kept() if same.same_in else {})}
    job.save()
