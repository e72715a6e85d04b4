"""A worker takes in what somebody has confirmed: the rows of the report and the job's end, in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from reports import ingest, people, revisions, search
from reports.intake import queue
from reports.intake.allowed import may_take_in
from reports.intake.facts import Refused, keep_warnings
from reports.intake.plans import Harmful, TakenAway, own_faults, plan_of
from reports.intake.reading import mine, teller
from reports.models import IngestJob, Report, Revision

State, Stage = IngestJob.State, IngestJob.Stage


def store(key: int) -> None:
    """Take in the file of a job that was confirmed: once, whoever else tries, and all of it or nothing."""
    job = _take_up(key)
    if job is None:
        return
    with translation.override(job.choices.get("language", "en")):
        try:
            plan = plan_of(job, teller(job))
            with own_faults(job.file_name):
                ingest.prepare(plan)
            teller(job)(Stage.WRITING, 95)
            with own_faults(job.file_name), transaction.atomic():
                _write(job, plan)
        except ingest.Refusal as refusal:
            _refuse(job, refusal)
        except TakenAway:
            pass


def _take_up(key: int) -> IngestJob | None:
    """Return a job, this worker's from now on; None if somebody has taken it in or away."""
    taken = IngestJob.objects.filter(pk=key, state=State.STORING).update(
        worker=queue.WORKER.get(), stage=Stage.READING, progress=0, changed_at=timezone.now()
    )
    jobs = IngestJob.objects.select_related("source", "chinese__source", "created_by")
    return jobs.get(pk=key) if taken else None


def _write(job: IngestJob, plan: ingest.Plan) -> None:
    job = mine(job)
    by = User.objects.filter(pk=job.choices.get("settled_by")).first()
    choices = ingest.Choices.of(job.choices)
    if by is None or not (people.may_curate(by) or may_take_in(by, job, ingest.preview(plan, choices).report)):
        # What was theirs when it was confirmed is so no more, or whoever confirmed it is gone.
        _pass_on(job, by)
        return
    wish = job.choices.get("wish", "draft")
    publish = wish == "publish"
    with transaction.atomic():
        outcome = ingest.store(plan, publish=publish, publish_there=publish, user=by, choices=choices)
        # Its report is locked only now: a moment ago it may not have been there, or have been another one.
        is_theirs = may_take_in(by, job, outcome.report)
        transaction.set_rollback(not is_theirs)
    if not is_theirs:
        _pass_on(job, by)
        return
    if wish in {"reviewed", "later"}:
        _review(outcome.report, _moment(job) if wish == "later" else None, by, job.choices.get("note", ""))
    unchanged = outcome.status == "unchanged"
    job.state = State.UNCHANGED if unchanged else State.DONE
    job.report, job.pairs_added = outcome.report, outcome.pairs_added
    keep_warnings(job, outcome.warnings)
    job.stage, job.progress, job.worker, job.attempts, job.for_editor = "", 100, "", 0, False
    job.save()
    # Lists that show what waits for the same report have to look again.
    IngestJob.objects.filter(state=State.REVIEW, found__slug=outcome.report.slug).update(changed_at=timezone.now())
    added = outcome.pairs_added
    people.note("take in", by=by, target=f"report {outcome.report.slug}", file=job.file_name, added=added, wish=wish)
    transaction.on_commit(lambda: search.catch_up_soon())  # noqa: PLW0108 - looked up late, so that tests can stand in


def _pass_on(job: IngestJob, by: User | None) -> None:
    """Leave it to the editors to take a file in."""
    job.state, job.stage, job.progress, job.worker, job.for_editor = State.REVIEW, "", 100, "", True
    job.save()
    people.note("pass on", by=by, target=f"file {job.file_name}", job=job.pk)


def _review(report: Report, publish_at: datetime | None, by: User | None, note: str) -> None:
    """Mark a draft as reviewed, to be published later where a moment is given; any other report stays as it is."""
    report.refresh_from_db()
    if report.status not in {Report.Status.DRAFT, Report.Status.REVIEWED}:
        return
    facts = {"from": report.status, "to": Report.Status.REVIEWED.value}
    with revisions.recording(report, revisions.Act(Revision.Kind.STATUS, by, note, facts)):
        report.status = Report.Status.REVIEWED
        report.publish_at = publish_at or report.publish_at
        report.changed_at = timezone.now()
        report.save(update_fields=["status", "publish_at", "changed_at"])


def _moment(job: IngestJob) -> datetime | None:
    return parse_datetime(str(job.choices.get("publish_at", "")))


def _refuse(job: IngestJob, refusal: ingest.Refusal) -> None:
    with transaction.atomic():
        try:
            now = mine(job)
        except TakenAway:
            return
        now.state, now.stage, now.progress, now.worker = State.REFUSED, "", 100, ""
        now.found = Refused.by(refusal, is_harmful=isinstance(refusal, Harmful)).kept()
        now.save()
