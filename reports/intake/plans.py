"""What a job's file is understood to hold, with all that persons have decided about it."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError

from reports import ingest
from reports.ingest import say as _
from reports.intake.pairing_up import chinese_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reports.models import IngestJob

    Tell = Callable[[str, int], None]

logger = logging.getLogger(__name__)


class TakenAway(Exception):  # noqa: N818 - nothing is wrong
    """Somebody else has decided about a job while it was being worked on."""


class Harmful(ingest.Refusal):
    """A file whose reading takes what the process that reads it lives on."""


def plan_of(job: IngestJob, tell: Tell | None = None) -> ingest.Plan:
    """Return the plan of a job's file, read as persons have decided, beside its Chinese where it has one.

    `tell` is told the stage and its percentage. Raises ingest.Refusal where the file isn't understood.
    """
    chinese = chinese_of(job)
    return _plan(job, _beside(chinese), tell)


def lines_of(job: IngestJob) -> list[ingest.ComparedLine]:
    """Return the lines of a job's file as they came; none where it has none that can be read."""
    try:
        content = content_of(job)
        with own_faults(job.file_name):
            return ingest.compare(job.file_name, content, job.choices.get("encoding") or None)
    except ingest.Refusal:
        return []


@contextmanager
def own_faults(name: str) -> Iterator[None]:
    """Turn a fault of ours in reading a file into its refusal: it must not take the others of an upload along."""
    try:
        yield
    except (ingest.Refusal, TakenAway, OperationalError, InterfaceError):
        # Of a database that is busy, full or gone no file is to blame.
        raise
    except MemoryError as error:
        reason = _("Reading this file takes more memory than the worker may have.")
        remedy = _("Hand in its text alone, without pictures, one report to a file.")
        raise Harmful(name, reason, remedy) from error
    except Exception as error:
        logger.exception("A file could not be understood: %s", name)
        reason = _("The archive failed to read this file. The fault is its own and has been noted.")
        raise ingest.Refusal(name, reason, _("Report it with the file, so that it can be put right.")) from error


def content_of(job: IngestJob) -> bytes:
    """Return the bytes of a job's file; raises ingest.Refusal where they are not kept any more."""
    if job.source is None:
        reason, remedy = _("Its bytes are not there any more."), _("Hand the file in again.")
        raise ingest.Refusal(job.file_name, reason, remedy)
    return bytes(job.source.content)


def _plan(job: IngestJob, beside: ingest.Plan | None, tell: Tell | None) -> ingest.Plan:
    content = content_of(job)
    with own_faults(job.file_name):
        return ingest.understand(
            job.file_name,
            content,
            encoding=job.choices.get("encoding") or None,
            beside=beside,
            given=job.choices.get("header") or None,
            tell=tell,
        )


def _beside(chinese: IngestJob | None) -> ingest.Plan | None:
    """Return the plan of the Chinese, None where there is none or it isn't understood."""
    if chinese is None:
        return None
    try:
        return _plan(chinese, None, None)
    except ingest.Refusal:
        return None
