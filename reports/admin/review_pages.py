"""The page on which a file that waits is looked at, corrected and settled."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports import ingest, intake, people
from reports.admin import review_acts
from reports.admin.desk import page, person
from reports.admin.review import Review, review
from reports.admin.review_batch import batch_of
from reports.admin.review_choices import last_to_choose, shown_choices
from reports.admin.review_encodings import samples
from reports.admin.review_header import LABELS, empty_fields, first_lines, header_fields, jurisdictions, lines_around
from reports.admin.review_pairs import Asked, pair_list
from reports.admin.review_reading import reading_of
from reports.admin.telling import sentences, told
from reports.admin.unwritable import tells_when_unwritable
from reports.models import IngestJob, Report

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from reports.admin.review_acts import Again

State = IngestJob.State
LOOKED_AT = (State.REVIEW, State.REFUSED)


@tells_when_unwritable
@people.for_contributors
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: int) -> HttpResponseBase:
    """Show what was understood of one file, or why it was refused; a POST decides something about it."""
    by = person(request)
    jobs = intake.jobs_for(by).select_related(
        "source", "report__jurisdiction", "chinese__source", "archive", "created_by"
    )
    job = get_object_or_404(jobs, pk=key)
    again: Again | None = None
    if request.method == "POST":
        done = review_acts.act(request, job, by)
        if not isinstance(done, review_acts.Again):
            return done
        again = done
        job = get_object_or_404(jobs, pk=key)
    context: dict[str, Any] = {
        "job": job,
        "told": told(job),
        "batch": batch_of(job, by),
        "chinese": intake.chinese_of(job),
        "last_to_choose": last_to_choose(job),
        "stamp": intake.stamp(job),
        "may_curate": people.may_curate(by),
        # What was passed on is looked at, until it is taken back.
        "is_away": job.for_editor and not people.may_curate(by),
        "again": again,
    }
    if job.state not in LOOKED_AT:
        context["remarks"] = sentences(job)
        return page(request, "admin/reports/review_settled.html", job.file_name, context)
    return _looked_at(request, job, by, context)


def _looked_at(request: HttpRequest, job: IngestJob, by: User, context: dict[str, Any]) -> HttpResponse:
    chosen = job.choices.get("encoding", "")
    content = bytes(job.source.content) if job.source else b""
    context |= {"jurisdictions": jurisdictions(), "encoding_chosen": chosen}
    kept = intake.Refused.of(job)
    try:
        reading = reading_of(job)
    except ingest.Refusal as refusal:
        return _refused(request, job, refusal, context)
    try:
        found = review(reading.plan, ingest.Choices.of(job.choices))
    except ingest.Refusal as refusal:
        context["in_its_way"] = refusal
        found = review(reading.plan, ingest.Choices.of({**job.choices, "replaces": None}))
    verbs = [("back", _("Take it back from the editors"))] if context["is_away"] else _verbs(job, found, by)
    if job.state == State.REFUSED:
        # It is understood now, or always was, and something else stood in its way.
        context["in_its_way"] = context.get("in_its_way") or kept
        verbs = [("again", _("Read it again"))]
    again: Again | None = context["again"]
    context |= {
        "review": found,
        "fields": header_fields(reading.plan, again.entered if again else None, again.theirs if again else None),
        "seen_header": _json({field.name: field.value for field in header_fields(reading.plan)}),
        "seen_choices": _json(shown_choices(found)),
        "first_lines": first_lines(reading.lines, reading.plan),
        "samples": samples(content, chosen, found.plan.encoding) if found.is_text else [],
        "pairs": pair_list(found.rows, Asked.of(request.GET)),
        "verbs": verbs,
        "closed": ingest.closed(job.file_name, found.report) if job.state == State.REVIEW else None,
    }
    return page(request, "admin/reports/review.html", job.file_name, context)


def _refused(request: HttpRequest, job: IngestJob, refusal: ingest.Refusal, context: dict[str, Any]) -> HttpResponse:
    entered = dict(job.choices.get("header") or {})
    again: Again | None = context["again"]
    content = bytes(job.source.content) if job.source else b""
    kept = intake.Refused.of(job)
    lines = [] if kept.is_harmful else intake.lines_of(job)
    # As the lists say it: an archive, for one, is refused otherwise where it is read as a file.
    shown = kept if job.state == State.REFUSED and kept.reason and not refusal.field else refusal
    context |= {
        "refusal": shown,
        "fields": empty_fields(again.entered if again else entered, refusal.field, again.theirs if again else None),
        "seen_header": _json({name: entered.get(name, "") for name in LABELS}),
        "around": lines_around(lines, shown.line),
        "samples": samples(content, context["encoding_chosen"], "") if _is_text(content) else [],
    }
    return page(request, "admin/reports/review_refused.html", job.file_name, context)


def _json(seen: dict[str, str]) -> str:
    return json.dumps(seen, ensure_ascii=False)


def _is_text(content: bytes) -> bool:
    """Say whether a file that isn't understood may be a text: no archive, document or picture."""
    return bool(content) and not content.startswith((b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff"))


def _verbs(job: IngestJob, found: Review, by: User) -> list[tuple[str, str]]:
    """Return what somebody can do with a file, the usual first: the verb and what its button says; "later" is apart."""
    report = found.report
    if not people.may_curate(by):
        is_theirs = intake.may_take_in(by, job, report)
        return [("draft", _("Keep as a draft") if is_theirs else _("Pass on to the editors"))]
    if report is None or report.status == Report.Status.DRAFT:
        return [("publish", _("Publish now")), ("reviewed", _("Mark as reviewed")), ("draft", _("Keep as a draft"))]
    if report.status == Report.Status.REVIEWED:
        kept = _("Replace it in the reviewed report") if found.replaced else _("Add to the reviewed report")
        return [("publish", _("Publish now")), ("draft", kept)]
    if report.status == Report.Status.PUBLISHED:
        added = _("Replace it in the published report") if found.replaced else _("Add to the published report")
        return [("publish", added)]
    # Nothing is taken into an archived report.
    return []
