"""Files of a report get other numbers among its parts: each is read anew, to see where its pairs belong."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from django.db import transaction

from reports import ingest, revisions
from reports.ingest import say as _
from reports.intake.plans import own_faults, plan_of
from reports.intake.settling import Meanwhile
from reports.models import IngestJob, Report, SourceFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

    from reports.models import Revision

    Numbers = Mapping[int, int | None]
    Plans = Mapping[int, ingest.Plan]


def would_renumber(report: Report, numbers: Numbers) -> ingest.Renumbered:
    """Return what other numbers of its files would make of a report; nothing is written.

    `numbers` tells the new ones by the files' keys, None for none. Raises ingest.Refusal where a file that is to get
    another number can't be read any more, and where the report is archived.
    """
    _check_open(report)
    return ingest.would_renumber(report, _plans(report, numbers), numbers)


def renumber(report: Report, numbers: Numbers, by: User, stamp: str, note: str = "") -> Revision | None:
    """Give a report's files other numbers, put its pairs where they belong then, and return the revision that tells.

    None where nothing changes. `stamp` is that of the `ingest.Renumbered` that the person has seen: raises Meanwhile
    where it would come otherwise now. Raises ingest.Refusal as `would_renumber`. Call it with the report locked or not.
    """
    plans = _plans(report, numbers)
    with transaction.atomic():
        _check_open(revisions.locked(report.pk))
        found = ingest.would_renumber(report, plans, numbers)
        if found.stamp != stamp:
            raise Meanwhile
        return ingest.renumber(report, found, by, note)


def _check_open(report: Report) -> None:
    if report.status == Report.Status.ARCHIVED:
        reason = _("This report is archived.")
        raise ingest.Refusal(report.slug, reason, _("It can be changed once it is taken out of the archive."))


def _plans(report: Report, numbers: Numbers) -> dict[int, ingest.Plan]:
    """Return what each file of a report holds, as it was read when it was taken in."""
    found: dict[int, ingest.Plan] = {}
    for source in ingest.taken_in(report):
        try:
            found[source.pk] = _plan(report, source, next(iter(found.values()), None))
        except ingest.Refusal:
            # What other files than those that get a number brought can stay with what it follows.
            if source.pk in numbers and numbers[source.pk] != source.part:
                raise
    return found


def _plan(report: Report, source: SourceFile, beside: ingest.Plan | None) -> ingest.Plan:
    jobs = IngestJob.objects.filter(source=source, report=report, state=IngestJob.State.DONE)
    job = jobs.select_related("source", "chinese__source").order_by("-pk").first()
    try:
        if job and (job.choices or not _encoding(source)):
            return plan_of(job)
        return _understood(source, beside=None, given={})
    except ingest.Refusal:
        # What it doesn't tell itself of whose it is, it was told: by a folder, the other language, a person.
        given = {} if beside else {"place": report.jurisdiction.name_zh, "year": str(report.year)}
        return _understood(source, beside=beside, given=given)


def _understood(source: SourceFile, beside: ingest.Plan | None, given: dict[str, str]) -> ingest.Plan:
    with own_faults(source.name):
        content = bytes(source.content)
        return ingest.understand(source.name, content, encoding=_encoding(source), beside=beside, given=given)


def _encoding(source: SourceFile) -> str | None:
    """Return how a file of text was read; None for one of another format, whose name stands in its place."""
    if f".{source.encoding}" in ingest.SUFFIXES:
        return None
    try:
        return codecs.lookup(source.encoding).name
    except LookupError:
        return None
