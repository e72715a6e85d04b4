"""What becomes of a file that is handed in: understood, looked at, then taken in or thrown away.

A file waits as its bytes and a job; it is understood anew whenever somebody looks at it, so that nothing half-made is
kept and a better reading applies at once.
"""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from reports import ingest
from reports.admin.rows import tell_search
from reports.admin.telling import Refused, Understood
from reports.models import IngestJob, SourceFile

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.core.files.uploadedfile import UploadedFile

    Upload = UploadedFile[bytes]

logger = logging.getLogger(__name__)


def hand_in(file: Upload, encoding: str, user: User) -> IngestJob:
    """Return the job of an uploaded file: waiting for review, or refused with its reason.

    A file that waits already keeps its job.
    """
    name = str(file.name)
    try:
        content = _content(file, name)
        plan = _understand(name, content, encoding)
    except ingest.Refusal as refusal:
        return _refused(IngestJob(file_name=name[:255], created_by=user), refusal)
    with transaction.atomic():
        source, _created = SourceFile.objects.defer("content").get_or_create(
            sha256=hashlib.sha256(content).hexdigest(),
            defaults={
                "name": name[:255],
                "size": len(content),
                "encoding": plan.encoding,
                "content": content,
                "uploaded_by": user,
            },
        )
        job = IngestJob.objects.filter(source=source, state=IngestJob.State.REVIEW).first()
        job = job or IngestJob(file_name=name[:255], source=source, created_by=user, state=IngestJob.State.REVIEW)
        _note(job, plan, encoding)
    return job


def read_waiting(job: IngestJob) -> ingest.Plan:
    """Return the plan of a job that waits, understood as it was when it was handed in.

    Raises ingest.Refusal where the file is no longer understood.
    """
    if job.source is None:
        reason, remedy = _("Its bytes are not there any more."), _("Hand the file in again.")
        raise ingest.Refusal(job.file_name, reason, remedy)
    return _understand(job.file_name, bytes(job.source.content), Understood.of(job).chosen_encoding)


def read_again(job: IngestJob, encoding: str) -> None:
    """Have a waiting file read in another encoding ("": find it out); raises ingest.Refusal if it doesn't fit."""
    if job.source is None:
        return
    plan = _understand(job.file_name, bytes(job.source.content), encoding)
    with transaction.atomic():
        SourceFile.objects.filter(pk=job.source.pk).update(encoding=plan.encoding)
        _note(job, plan, encoding)


def confirm(job: IngestJob, *, publish: bool, user: User) -> ingest.Outcome | None:
    """Take a waiting file in and return what came of it; None if somebody else has settled the job meanwhile."""
    with transaction.atomic():
        waiting = IngestJob.objects.select_for_update().filter(pk=job.pk, state=IngestJob.State.REVIEW).first()
        if waiting is None:
            return None
        try:
            outcome = ingest.store(read_waiting(waiting), publish=publish, user=user)
        except ingest.Refusal as refusal:
            _refused(waiting, refusal)
            return None
        unchanged = outcome.status == "unchanged"
        waiting.state = IngestJob.State.UNCHANGED if unchanged else IngestJob.State.DONE
        waiting.report = outcome.report
        waiting.pairs_added = outcome.pairs_added
        waiting.messages = outcome.warnings
        waiting.progress = 100
        waiting.save()
        _drop_if_unused(waiting)
        tell_search()
    return outcome


def discard(job: IngestJob) -> bool:
    """Throw a waiting file away, and say whether it was still waiting."""
    with transaction.atomic():
        waiting = IngestJob.objects.select_for_update().filter(pk=job.pk, state=IngestJob.State.REVIEW).first()
        if waiting is None:
            return False
        waiting.state = IngestJob.State.DISCARDED
        waiting.save()
        _drop_if_unused(waiting)
    return True


def _content(file: Upload, name: str) -> bytes:
    """Return a file's bytes; one that is far too large for a report is refused unread."""
    if file.size and file.size > settings.MAX_SOURCE_BYTES:
        size, limit = filesizeformat(file.size), filesizeformat(settings.MAX_SOURCE_BYTES)
        reason = _("The file has %(size)s; the limit is %(limit)s.") % {"size": size, "limit": limit}
        remedy = _("A report is some 50 to 300 kilobytes of text: hand its text in alone, one report to a file.")
        raise ingest.Refusal(name, reason, remedy)
    return bytes(file.read())


def _understand(name: str, content: bytes, encoding: str) -> ingest.Plan:
    """Return a file's plan; a fault of ours in reading it must not take the other files of an upload along."""
    try:
        return ingest.understand(name, content, encoding=encoding or None)
    except ingest.Refusal:
        raise
    except Exception as error:
        logger.exception("A file could not be understood: %s", name)
        reason = _("The archive failed to read this file. The fault is its own and has been noted.")
        raise ingest.Refusal(name, reason, _("Report it with the file, so that it can be put right.")) from error


def _refused(job: IngestJob, refusal: ingest.Refusal) -> IngestJob:
    job.state = IngestJob.State.REFUSED
    job.progress = 100
    job.messages = Refused(refusal.reason, refusal.remedy, refusal.line).to_messages()
    job.save()
    _drop_if_unused(job)
    return job


def _note(job: IngestJob, plan: ingest.Plan, encoding: str) -> None:
    preview = ingest.preview(plan)
    job.report = preview.report
    job.progress = 50
    job.messages = Understood.from_plan(plan, preview, encoding).to_messages()
    job.save()


def _drop_if_unused(job: IngestJob) -> None:
    """Delete the bytes that nothing came of, so that what was thrown away is not kept."""
    source = job.source and SourceFile.objects.defer("content").filter(pk=job.source.pk, report=None).first()
    if source and not source.jobs.filter(state=IngestJob.State.REVIEW).exists():
        source.delete()
        job.source = None
