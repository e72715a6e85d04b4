"""The pages on which files are handed in, looked at, and taken in or thrown away."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from reports import ingest, search
from reports.admin import handing_in
from reports.admin.forms import EncodingForm, UploadForm
from reports.admin.opening import TooMuch, limit
from reports.admin.review import review
from reports.admin.telling import Understood, sentences, told
from reports.models import IngestJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import User
    from django.http.response import HttpResponseBase

    View = Callable[..., HttpResponseBase]

JOBS_SHOWN = 50
TOLD_ONE_BY_ONE = 5
# What is still read, and thrown away, of a request that is too large, so that its sender gets to see the answer.
DRAINED = 512 * 1024 * 1024
CHUNK = 1024 * 1024


def for_uploaders(view: View) -> View:
    """Return the view for those alone who may add reports."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("reports.add_report"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def bounded(view: View) -> View:
    """Return the view with a page of its own for a request that is too large, and CSRF protection after that check.

    The protection reads the form, and so would read a request of any size first.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def measured(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if int(request.META.get("CONTENT_LENGTH") or 0) > limit():
                return _too_much(request, _("The files together are larger than %s.") % filesizeformat(limit()))
            return protected(request, *args, **kwargs)
        except TooMuch as error:
            return _too_much(request, str(error))
        except TooManyFilesSent:
            most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            return _too_much(request, _("There are more than %s files.") % most)
        except (RequestDataTooBig, TooManyFieldsSent):
            return _too_much(request, _("The form is larger than it can be."))

    return measured


@bounded
@for_uploaders
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take files in for review; show what waits, and what came of the latest."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_valid():
        return _upload_page(request, form)
    jobs: list[IngestJob] = []
    for name, job in handing_in.hand_in(form.cleaned_data["file"], form.cleaned_data["encoding"], _person(request)):
        if job.file_name != name:
            said = _("“%(file)s” is the same file, byte for byte, as “%(other)s”, which waits already.")
            messages.info(request, said % {"file": name, "other": job.file_name})
        if job not in jobs:
            jobs.append(job)
    if len(jobs) == 1 and jobs[0].state == IngestJob.State.REVIEW:
        return redirect("admin:reports_review", jobs[0].pk)
    waiting = sum(job.state == IngestJob.State.REVIEW for job in jobs)
    if waiting:
        said = ngettext("%(count)d file was understood.", "%(count)d files were understood.", waiting)
        messages.success(request, said % {"count": waiting} + " " + _("Look at what was found, then confirm."))
    if refused := len(jobs) - waiting:
        said = ngettext("%(count)d file was refused.", "%(count)d files were refused.", refused)
        messages.error(request, said % {"count": refused} + " " + _("The list says why, and what to do."))
    return _to_overview(jobs)


@for_uploaders
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: int) -> HttpResponseBase:
    """Show what was understood of one file; a POST has it read in another encoding."""
    job = get_object_or_404(IngestJob.objects.select_related("source", "report"), pk=key)
    if job.state != IngestJob.State.REVIEW:
        return redirect("admin:reports_ingestjob_change", job.pk)
    if request.method == "POST":
        return _read_again(request, job)
    context: dict[str, Any] = {"job": job, "chinese": handing_in.chinese_of(job)}
    try:
        context["review"] = review(handing_in.read_waiting(job))
    except ingest.Refusal as refusal:
        context["refusal"] = refusal
    chosen = Understood.of(job).chosen_encoding
    context["encoding_form"] = EncodingForm(initial={"encoding": chosen})
    context["encoding_chosen"] = bool(chosen)
    return _page(request, "admin/reports/review.html", job.file_name, context)


@for_uploaders
@require_POST
def settle(request: HttpRequest) -> HttpResponseBase:
    """Take the chosen files in, as published reports or drafts, or throw them away."""
    keys = [int(key) for key in request.POST.getlist("job") if key.isdecimal() and len(key) < 18]
    verb = request.POST.get("verb", "")
    if verb not in {"publish", "draft", "discard"}:
        raise SuspiciousOperation
    # The English of a report finds its Chinese there.
    jobs = sorted(
        IngestJob.objects.filter(pk__in=keys).order_by("pk"), key=lambda job: Understood.of(job).chinese_job is not None
    )
    if not jobs:
        messages.warning(request, _("Choose one file at least."))
    settle_one = _discard if verb == "discard" else partial(_confirm, publish=verb == "publish")
    good = list(filter(None, [settle_one(request, job) for job in jobs]))
    if len(good) > TOLD_ONE_BY_ONE:
        said = _("%(files)d files were settled: %(pairs)d paragraph pairs added. The list tells each.")
        good = [said % {"files": len(good), "pairs": sum(job.pairs_added for job in jobs)}]
    for sentence in good:
        messages.success(request, sentence)
    return _to_overview(jobs)


def _person(request: HttpRequest) -> User:
    """Return who asks; the guard let no anonymous visitor through."""
    return cast("User", request.user)


def _read_again(request: HttpRequest, job: IngestJob) -> HttpResponse:
    form = EncodingForm(request.POST)
    if form.is_valid():
        try:
            handing_in.read_again(job, form.cleaned_data["encoding"])
        except ingest.Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect("admin:reports_review", job.pk)


def _confirm(request: HttpRequest, job: IngestJob, *, publish: bool) -> str:
    """Take one file in and return what to say of it; "" if something else had to be said."""
    outcome = handing_in.confirm(job, publish=publish, user=_person(request))
    job.refresh_from_db()
    said = f"“{job.file_name}”: {told(job)}"
    if outcome is not None:
        return said
    if job.state == IngestJob.State.REFUSED:
        messages.error(request, said)
    else:
        messages.warning(request, _("“%s” had been settled already.") % job.file_name)
    return ""


def _discard(request: HttpRequest, job: IngestJob) -> str:
    """Throw one file away and return what to say of it; "" if something else had to be said."""
    if handing_in.discard(job):
        return _("“%s” was thrown away.") % job.file_name
    messages.warning(request, _("“%s” had been settled already.") % job.file_name)
    return ""


def _to_overview(jobs: list[IngestJob]) -> HttpResponseRedirect:
    """Lead back to the upload page, which shows these jobs first."""
    keys = ".".join(str(job.pk) for job in jobs)
    return HttpResponseRedirect(reverse("admin:reports_upload") + (f"?jobs={keys}" if keys else ""))


def _upload_page(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    jobs = IngestJob.objects.select_related("report__jurisdiction", "created_by")
    keys = [int(key) for key in request.GET.get("jobs", "").split(".") if key.isdecimal() and len(key) < 18]
    waiting = jobs.filter(state=IngestJob.State.REVIEW).order_by("pk")
    settled = jobs.exclude(Q(state=IngestJob.State.REVIEW) | Q(state=IngestJob.State.RUNNING))
    if keys:
        waiting, settled = waiting.filter(pk__in=keys), settled.filter(pk__in=keys)
    context = {
        "form": form,
        "waiting": [{"job": job, "told": told(job), "warnings": sentences(job)} for job in waiting],
        "settled": [{"job": job, "told": told(job), "warnings": sentences(job)} for job in settled[:JOBS_SHOWN]],
        "narrowed": bool(keys),
        "limit": settings.MAX_SOURCE_BYTES,
        "index": search.status(),
    }
    return _page(request, "admin/reports/upload.html", _("Upload reports"), context, status)


def _too_much(request: HttpRequest, reason: str) -> HttpResponse:
    """Answer a request that is too large, once its sender has sent it: nobody listens before that."""
    left = DRAINED
    while left > 0 and (chunk := request.read(min(CHUNK, left))):
        left -= len(chunk)
    if not request.user.has_perm("reports.add_report"):
        raise PermissionDenied
    remedy = _("Hand in fewer files at a time: nothing was taken of these.")
    messages.error(request, f"{reason} {remedy}")
    request.method = "GET"
    return _upload_page(request, UploadForm(), status=413)


def _page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> TemplateResponse:
    return TemplateResponse(
        request, template, {**admin.site.each_context(request), "title": title, **context}, status=status
    )
