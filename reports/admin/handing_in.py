"""What becomes of a file that is handed in: understood, looked at, then taken in or thrown away.

A file waits as its bytes and a job; it is understood anew whenever somebody looks at it, so that nothing half-made is
kept and a better reading applies at once. The English of a report is understood beside the Chinese, whose job its own
remembers.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from reports import ingest
from reports.admin.opening import open_all, own_faults
from reports.admin.rows import tell_search
from reports.admin.telling import Refused, Understood, settled
from reports.models import IngestJob, SourceFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import User
    from django.core.files.uploadedfile import UploadedFile

    from reports.admin.opening import Opened

    Upload = UploadedFile[bytes]


def hand_in(files: Sequence[Upload], encoding: str, user: User) -> list[tuple[str, IngestJob]]:
    """Return each file of an upload, those in archives too, as its name and job: waiting for review, or refused.

    A file that waits already keeps its job. Raises opening.TooMuch, and takes nothing, where there is too much.
    """
    jobs: dict[str, IngestJob] = {}
    handed: list[tuple[str, IngestJob]] = []
    for file in open_all(files):
        job = _hand_in(file, encoding, user, jobs.get(file.chinese))
        jobs[file.name] = job
        handed.append((file.name, job))
    return handed


def read_waiting(job: IngestJob) -> ingest.Plan:
    """Return the plan of a job that waits, understood as it was when it was handed in.

    Raises ingest.Refusal where the file is no longer understood.
    """
    found = Understood.of(job)
    return _read(job, found.chosen_encoding, chinese_of(job))


def read_again(job: IngestJob, encoding: str) -> None:
    """Have a waiting file read in another encoding ("": find it out); raises ingest.Refusal if it doesn't fit."""
    if job.source is None:
        return
    chinese = chinese_of(job)
    plan = _read(job, encoding, chinese)
    with transaction.atomic():
        SourceFile.objects.filter(pk=job.source.pk).update(encoding=plan.encoding)
        _note(job, plan, encoding, chinese)


def chinese_of(job: IngestJob) -> IngestJob | None:
    """Return the job of the Chinese of which a waiting file is the English, None for none or one thrown away."""
    key = Understood.of(job).chinese_job
    if key is None:
        return None
    gone = (IngestJob.State.REFUSED, IngestJob.State.DISCARDED)
    return IngestJob.objects.exclude(state__in=gone).filter(pk=key, source__isnull=False).first()


def confirm(job: IngestJob, *, publish: bool, user: User) -> ingest.Outcome | None:
    """Take a waiting file in and return what came of it; None if somebody else has settled the job meanwhile."""
    with transaction.atomic():
        waiting = IngestJob.objects.select_for_update().filter(pk=job.pk, state=IngestJob.State.REVIEW).first()
        if waiting is None:
            return None
        chinese = chinese_of(waiting)
        try:
            outcome = ingest.store(read_waiting(waiting), publish=publish, publish_there=publish, user=user)
        except ingest.Refusal as refusal:
            _refused(waiting, refusal)
            return None
        unchanged = outcome.status == "unchanged"
        waiting.state = IngestJob.State.UNCHANGED if unchanged else IngestJob.State.DONE
        waiting.report = outcome.report
        waiting.pairs_added = outcome.pairs_added
        waiting.messages = settled(waiting, outcome.warnings)
        waiting.progress = 100
        waiting.save()
        _drop_if_unused(waiting)
        if chinese:
            _drop_if_unused(chinese)
        tell_search()
    return outcome


def discard(job: IngestJob) -> bool:
    """Throw a waiting file away, and say whether it was still waiting."""
    with transaction.atomic():
        waiting = IngestJob.objects.select_for_update().filter(pk=job.pk, state=IngestJob.State.REVIEW).first()
        if waiting is None:
            return False
        chinese = chinese_of(waiting)
        waiting.state = IngestJob.State.DISCARDED
        waiting.save()
        _drop_if_unused(waiting)
        if chinese:
            _drop_if_unused(chinese)
    return True


def _hand_in(file: Opened, encoding: str, user: User, chinese: IngestJob | None) -> IngestJob:
    if chinese is not None and chinese.state != IngestJob.State.REVIEW:
        chinese = None
    try:
        content = file.content()
        plan = _understand(file.name, content, encoding, beside=_beside(chinese))
    except ingest.Refusal as refusal:
        return _refused(IngestJob(file_name=file.name, created_by=user), refusal)
    with transaction.atomic():
        source, _created = SourceFile.objects.defer("content").get_or_create(
            sha256=hashlib.sha256(content).hexdigest(),
            defaults={
                "name": PurePath(file.name).name,
                "size": len(content),
                "encoding": plan.encoding,
                "content": content,
                "uploaded_by": user,
            },
        )
        job = IngestJob.objects.filter(source=source, state=IngestJob.State.REVIEW).first()
        job = job or IngestJob(file_name=file.name, source=source, created_by=user, state=IngestJob.State.REVIEW)
        _note(job, plan, encoding, chinese)
    return job


def _read(job: IngestJob, encoding: str, chinese: IngestJob | None) -> ingest.Plan:
    """Return the plan of the bytes that a job keeps."""
    if job.source is None:
        reason, remedy = _("Its bytes are not there any more."), _("Hand the file in again.")
        raise ingest.Refusal(job.file_name, reason, remedy)
    return _understand(job.file_name, bytes(job.source.content), encoding, beside=_beside(chinese))


def _beside(chinese: IngestJob | None) -> ingest.Plan | None:
    """Return the plan of the Chinese, None where there is none or it is no longer understood."""
    if chinese is None:
        return None
    try:
        return _read(chinese, Understood.of(chinese).chosen_encoding, None)
    except ingest.Refusal:
        return None


def _understand(name: str, content: bytes, encoding: str, *, beside: ingest.Plan | None) -> ingest.Plan:
    with own_faults(name):
        return ingest.understand(name, content, encoding=encoding or None, beside=beside)


def _refused(job: IngestJob, refusal: ingest.Refusal) -> IngestJob:
    job.state = IngestJob.State.REFUSED
    job.progress = 100
    job.messages = Refused(refusal.reason, refusal.remedy, refusal.line).to_messages()
    job.save()
    _drop_if_unused(job)
    return job


def _note(job: IngestJob, plan: ingest.Plan, encoding: str, chinese: IngestJob | None) -> None:
    preview = ingest.preview(plan)
    job.report = preview.report
    job.progress = 50
    chinese_job = chinese.pk if chinese and chinese.pk != job.pk else None
    job.messages = Understood.from_plan(plan, preview, encoding, chinese_job).to_messages()
    job.save()


def _drop_if_unused(job: IngestJob) -> None:
    """Delete the bytes that nothing came of, so that what was thrown away is not kept.

    The Chinese that was there already is kept as long as its English waits to be understood beside it.
    """
    source = job.source and SourceFile.objects.defer("content").filter(pk=job.source.pk, report=None).first()
    if not source:
        return
    beside = list(source.jobs.filter(state=IngestJob.State.UNCHANGED).values_list("pk", flat=True))
    needed = Q(source=source) | Q(messages__0__chinese_job__in=beside)
    if not IngestJob.objects.filter(needed, state=IngestJob.State.REVIEW).exists():
        source.delete()
        job.source = None
