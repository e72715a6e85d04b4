"""What the forms of the review page do: decide how a file is read and what of it holds, and settle it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import ingest, intake, people
from reports.admin.forms import ENCODINGS, MomentField
from reports.admin.review import review
from reports.admin.review_batch import batch_of
from reports.admin.review_choices import (
    choices_of,
    given_of,
    last_to_choose,
    meet,
    read_header,
    seen_of,
    sent_choices,
    sent_header,
    shown_choices,
    shown_header,
)
from reports.admin.review_header import LABELS
from reports.admin.review_reading import reading_of
from reports.admin.telling import left_waiting
from reports.models import IngestJob

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import User
    from django.http import HttpRequest, HttpResponse

State = IngestJob.State
LOOKED_AT = (State.REVIEW, State.REFUSED)
TAKEN_UP = (State.DISCARDED, State.REFUSED)
LONGEST_NOTE = 500
# So often a form is looked at anew where others decide at the same moment.
TRIES = 3


@dataclass(frozen=True, slots=True)
class Again:
    """A form that has to be shown again: what was entered, what others chose meanwhile, who they are."""

    entered: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)
    by: str = ""


def act(request: HttpRequest, job: IngestJob, by: User) -> HttpResponse | Again:
    """Do what a form of the page asks, and return where that leads, or the form where it can't be done yet."""
    verb = request.POST.get("verb", "encoding")
    if verb not in ACTS:
        raise SuspiciousOperation
    if job.state not in (TAKEN_UP if verb == "again" else LOOKED_AT) and verb != "certain":
        messages.warning(request, _("“%s” had been settled already.") % job.file_name)
        return _back(job)
    if job.for_editor and not people.may_curate(by) and verb not in {"back", "certain"}:
        messages.warning(request, _("“%s” is with the editors: take it back, then change it.") % job.file_name)
        return _back(job)
    for _try in range(TRIES):
        try:
            return ACTS[verb](request, job, by)
        except intake.Meanwhile:
            job.refresh_from_db()
    messages.warning(request, _("Others are deciding about “%s” at this moment. Look at it again.") % job.file_name)
    return _back(job)


def _encoding(request: HttpRequest, job: IngestJob, by: User) -> HttpResponse:
    encoding = request.POST.get("encoding", "")
    if encoding not in dict(ENCODINGS):
        raise SuspiciousOperation
    intake.choose(job, {"encoding": encoding}, by, ["encoding"])
    return _back(job)


def _header(request: HttpRequest, job: IngestJob, by: User) -> HttpResponse | Again:
    """Keep the fields of the header that a person entered, and have the file read with them."""
    plan = _plan_of(job)
    as_read, seen = read_header(plan), seen_of(request.POST)
    entered = dict(job.choices.get("header") or {})
    now = shown_header(plan) if plan else {name: entered.get(name, "") for name in LABELS}
    mine = sent_header(request.POST, seen, as_read)
    found = meet(mine, seen, now)
    if found.clashes:
        messages.warning(request, _("Somebody else has entered other values meanwhile: look at both, then keep yours."))
        return Again({**found.kept, **{name: mine[name] for name in found.clashes}}, found.clashes, last_to_choose(job))
    given = given_of(found.kept, as_read)
    if wrong := _wrong(given, found.kept):
        messages.error(request, _("Some fields can't be as they were entered. Each says why."))
        return Again({**found.kept, **{name: mine.get(name, "") for name in wrong}})
    changed = [name for name in LABELS if given.get(name) != entered.get(name)]
    if changed:
        intake.choose(job, {"header": given}, by, changed)
        messages.success(request, _("What you entered is kept, and the file is read with it."))
    return _back(job)


def _wrong(given: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """Return what can't be as it was entered, by itself or beside the date or the year that the file tells."""
    dated = {name: kept[name] for name in ("delivered_on", "year") if kept.get(name)}
    return ingest.wrong_in({**dated, **given} if dated.keys() & given.keys() else given)


def _choices(request: HttpRequest, job: IngestJob, by: User) -> HttpResponse:
    """Keep which of two versions are shown, and whose place the file takes."""
    plan = _plan_of(job)
    if plan is None:
        return _back(job)
    found = review(plan, ingest.Choices.of({**job.choices, "replaces": None}))
    replaces = job.choices.get("replaces")
    if replaces in {source.pk for source in found.replaceable}:
        found = review(plan, ingest.Choices.of(job.choices))
    shown, seen = shown_choices(found), seen_of(request.POST)
    put_together = meet(sent_choices(request.POST, seen), seen, shown)
    kept = {name: value for name, value in put_together.kept.items() if name in shown}
    if put_together.clashes:
        said = _("%(name)s has decided otherwise meanwhile: that was kept where you differ. Look at it below.")
        messages.warning(request, said % {"name": last_to_choose(job) or _("Somebody else")})
    if kept["replaces"] and int(kept["replaces"]) not in {source.pk for source in found.replaceable}:
        kept["replaces"] = ""
    if kept != shown:
        changed = [name for name in kept if kept[name] != shown[name]]
        intake.choose(job, choices_of(kept, shown, job), by, changed)
        messages.success(request, _("Your choices are kept."))
    return _back(job)


def _settle(request: HttpRequest, job: IngestJob, by: User) -> HttpResponse:
    """Have a file taken in as it was looked at."""
    verb = request.POST["verb"]
    if _is_changed(request, job):
        return _back(job)
    moment: datetime | None = None
    if verb == "later":
        try:
            moment = MomentField().clean(request.POST.get("publish_at", ""))
        except forms.ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return _back(job)
    note = " ".join(request.POST.get("note", "").split())[:LONGEST_NOTE]
    batch = batch_of(job, by)
    said = intake.settle([job], by, verb, moment, note)
    if said.changed:
        _tell_changed(request, job)
        return _back(job)
    if said.passed_on:
        messages.success(request, _("“%s” was passed on to the editors.") % job.file_name)
    elif said.taken:
        messages.success(request, _("“%s” is being taken in.") % job.file_name)
    elif said.closed:
        messages.error(request, left_waiting(job))
        return _back(job)
    else:
        messages.warning(request, _("“%s” had been settled already.") % job.file_name)
    following = batch.after if batch.after and batch.after.pk != job.pk else None
    return _back(following or job)


def _settle_certain(request: HttpRequest, job: IngestJob, by: User) -> HttpResponse:
    """Settle those of the upload that leave no doubts, as the page named them."""
    wish = request.POST.get("wish", "draft")
    if wish not in {"draft", "reviewed", "publish"}:
        raise SuspiciousOperation
    named = {int(key) for key in request.POST.getlist("job") if key.isdecimal() and len(key) < 18}
    # What has come to be in doubt since the page was looked at waits.
    jobs = [one for one in batch_of(job, by).certain if one.pk in named]
    said = intake.settle(jobs, by, wish)
    count = len(said.taken)
    sentence = ngettext("%(count)d file is being taken in.", "%(count)d files are being taken in.", count)
    messages.success(request, sentence % {"count": count})
    if count := len(said.passed_on):
        sentence = ngettext(
            "%(count)d was passed on to the editors.", "%(count)d were passed on to the editors.", count
        )
        messages.info(request, sentence % {"count": count})
    for one in said.closed:
        messages.error(request, left_waiting(one))
    left = batch_of(job, by)
    return _back(job if left.number else left.after or job)


def _discard(request: HttpRequest, job: IngestJob, by: User) -> HttpResponse:
    if not intake.discard([job], by):
        messages.warning(request, _("“%s” had been settled already.") % job.file_name)
    return _back(job)


def _take_up_again(request: HttpRequest, job: IngestJob, by: User) -> HttpResponse:
    """Have a file read again, added to its report where it can't replace any more what it was to replace."""
    if not _can_replace(job):
        intake.choose(job, {"replaces": None}, by)
    if intake.take_up_again(job, by):
        messages.success(request, _("“%s” is being read again.") % job.file_name)
    else:
        messages.warning(request, _("“%s” can't be read again: hand it in anew.") % job.file_name)
    return _back(job)


def _take_back(request: HttpRequest, job: IngestJob, by: User) -> HttpResponse:
    if intake.take_back(job, by):
        messages.success(request, _("“%s” waits for you again: the editors are not asked any more.") % job.file_name)
    return _back(job)


def _can_replace(job: IngestJob) -> bool:
    plan = _plan_of(job)
    if plan is None or not job.choices.get("replaces"):
        return True
    try:
        ingest.preview(plan, ingest.Choices.of(job.choices))
    except ingest.Refusal:
        return False
    return True


def _is_changed(request: HttpRequest, job: IngestJob) -> bool:
    """Say, and tell, whether somebody has decided something about a file since the page was looked at."""
    looked_at = request.POST.get("stamp", "")
    if not looked_at or looked_at == intake.stamp(job):
        return False
    _tell_changed(request, job)
    return True


def _tell_changed(request: HttpRequest, job: IngestJob) -> None:
    said = _("%(name)s has decided something about this file since you opened it. Look at it, then settle it.")
    messages.warning(request, said % {"name": last_to_choose(job) or _("Somebody else")})


def _plan_of(job: IngestJob) -> ingest.Plan | None:
    try:
        return reading_of(job).plan
    except ingest.Refusal:
        return None


def _back(job: IngestJob) -> HttpResponse:
    return redirect("admin:reports_review", job.pk)


ACTS: dict[str, Callable[[HttpRequest, IngestJob, User], HttpResponse | Again]] = {
    "encoding": _encoding,
    "header": _header,
    "choices": _choices,
    "discard": _discard,
    "again": _take_up_again,
    "back": _take_back,
    "certain": _settle_certain,
    **dict.fromkeys(intake.WISHES, _settle),
}
