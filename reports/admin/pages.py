"""The pages on which files are handed in, watched while they are read, and settled."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from reports import intake, people, search
from reports.admin import long_names
from reports.admin.desk import page, person
from reports.admin.forms import EncodingForm, HandInForm, PairForm, SettleForm, TextForm, UploadForm
from reports.admin.telling import left_waiting
from reports.admin.unwritable import tells_when_unwritable
from reports.admin.uploads import Asked, uploads_shown
from reports.models import IngestJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase

    View = Callable[..., HttpResponseBase]

# What is still read, and thrown away, of a request that is too large, so that its sender gets to see the answer.
DRAINED = 512 * 1024 * 1024
CHUNK = 1024 * 1024
FORMS: dict[str, type[HandInForm]] = {"files": UploadForm, "pair": PairForm, "text": TextForm}


def bounded(view: View) -> View:
    """Return the view with a page of its own for a request that is too large, and CSRF protection after that check.

    The protection reads the form, and so would read a request of any size first.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def measured(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        most = intake.most_bytes()
        long_names.allow(request)
        try:
            if int(request.META.get("CONTENT_LENGTH") or 0) > most:
                return _too_much(request, _("The files together are larger than %s.") % filesizeformat(most))
            return protected(request, *args, **kwargs)
        except TooManyFilesSent:
            return _too_much(request, _("There are more than %s files.") % settings.DATA_UPLOAD_MAX_NUMBER_FILES)
        except (RequestDataTooBig, TooManyFieldsSent):
            return _too_much(request, _("The form is larger than it can be."))
        except MultiPartParserError:
            return _refused(request, _("What was sent is damaged. Nothing was taken of it: send it once more."), 400)

    return measured


@tells_when_unwritable
@bounded
@people.for_contributors
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take files in to be read in the background; show what becomes of them, and of those before them."""
    if request.method != "POST":
        return _upload_page(request)
    kind = FORMS.get(request.POST.get("kind", "files"))
    if kind is None:
        raise SuspiciousOperation
    form = kind(request.POST, request.FILES)
    if not form.is_valid():
        if _by_script(request):
            said = " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
            return JsonResponse({"error": said}, status=400)
        return _upload_page(request, form)
    batch = form.hand_in(person(request))
    address = f"{reverse('admin:reports_upload')}?batch={batch}"
    return JsonResponse({"batch": batch, "address": address}) if _by_script(request) else HttpResponseRedirect(address)


@people.for_contributors
@require_http_methods(["GET", "HEAD"])
def progress(request: HttpRequest) -> HttpResponse:
    """Return what changed in the list of files since the page asked last, as fragments for it."""
    asked = Asked.of(request)
    shown = uploads_shown(person(request), asked, since=request.GET.get("since", ""))
    response = page(request, "admin/reports/_upload_progress.html", "", {**shown, "said": request.GET.get("said", "")})
    response["Cache-Control"] = "no-store"
    if asked.show != "all" and not shown["uploads"].under_way:
        # Files have left the list that is narrowed to some.
        response["HX-Refresh"] = "true"
    return response


@tells_when_unwritable
@people.for_contributors
@require_POST
def read_as(request: HttpRequest) -> HttpResponseBase:
    """Have all files of an upload that nobody has settled read in one encoding."""
    form = EncodingForm(request.POST)
    upload = request.POST.get("upload", "")
    if not form.is_valid() or not upload.isalnum():
        raise SuspiciousOperation
    if count := len(intake.read_all_as(upload, form.cleaned_data["encoding"], person(request))):
        sentence = ngettext("%(count)d file is being read again.", "%(count)d files are being read again.", count)
        messages.success(request, sentence % {"count": count})
    else:
        messages.info(request, _("No file of this upload would be read otherwise."))
    return _back(request)


@tells_when_unwritable
@people.for_contributors
@require_POST
def settle(request: HttpRequest) -> HttpResponseBase:
    """Have the chosen files taken in as was asked, throw them away, or take one up again."""
    form = SettleForm(request.POST)
    if not form.is_valid():
        if set(form.errors) - {"publish_at"}:
            raise SuspiciousOperation
        messages.error(request, str(form.errors["publish_at"][0]))
        return _back(request)
    by = person(request)
    jobs = list(intake.jobs_for(by).filter(pk__in=form.cleaned_data["keys"]))
    verb = form.cleaned_data["verb"]
    if not jobs:
        messages.warning(request, _("Choose one file at least."))
    elif verb == "again":
        _take_up_again(request, jobs)
    elif verb == "discard":
        _discard(request, jobs)
    else:
        _tell_settled(request, intake.settle(jobs, by, verb, form.cleaned_data["publish_at"]))
    return _back(request)


@people.for_administrators
@require_POST
def purge(request: HttpRequest) -> HttpResponseBase:
    """Delete the bytes of files that came to nothing long ago."""
    gone = intake.purge(person(request))
    sentence = ngettext(
        "The bytes of %(count)d file were deleted: %(size)s.",
        "The bytes of %(count)d files were deleted: %(size)s.",
        gone.files,
    )
    messages.success(request, sentence % {"count": gone.files, "size": filesizeformat(gone.size)})
    return _back(request)


def _tell_settled(request: HttpRequest, said: intake.Settled) -> None:
    if count := len(said.taken):
        sentence = ngettext("%(count)d file is being taken in.", "%(count)d files are being taken in.", count)
        messages.success(request, sentence % {"count": count})
    if count := len(said.passed_on):
        sentence = ngettext(
            "%(count)d file was passed on to the editors: it belongs to a report that is no draft of yours.",
            "%(count)d files were passed on to the editors: they belong to reports that are no drafts of yours.",
            count,
        )
        messages.info(request, sentence % {"count": count})
    for job in said.closed:
        messages.error(request, left_waiting(job))
    for job in said.changed:
        messages.warning(request, _("Somebody has decided something about “%s” at this moment.") % job.file_name)
    _tell_too_late(request, said.too_late)


def _tell_too_late(request: HttpRequest, jobs: list[IngestJob]) -> None:
    for job in jobs:
        away = job.for_editor and not people.may_curate(request.user)
        late = _("“%s” had been settled already.")
        said = _("“%s” is with the editors: take it back, then change it.") if away else late
        messages.warning(request, said % job.file_name)


def _discard(request: HttpRequest, jobs: list[IngestJob]) -> None:
    gone = intake.discard(jobs, person(request))
    if gone:
        sentence = ngettext(
            "%(count)d file was discarded. It can be taken up again below.",
            "%(count)d files were discarded. They can be taken up again below.",
            len(gone),
        )
        messages.success(request, sentence % {"count": len(gone)})
    kept = {job.pk for job in gone}
    _tell_too_late(request, [job for job in jobs if job.pk not in kept])


def _take_up_again(request: HttpRequest, jobs: list[IngestJob]) -> None:
    for job in jobs:
        if intake.take_up_again(job, person(request)):
            messages.success(request, _("“%s” is being read again.") % job.file_name)
        else:
            messages.warning(request, _("“%s” can't be read again: hand it in anew.") % job.file_name)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Lead back to the list of files as it was asked for."""
    query = Asked.of_form(request).query()
    return HttpResponseRedirect(reverse("admin:reports_upload") + (f"?{query}" if query else ""))


def _upload_page(request: HttpRequest, form: HandInForm | None = None, status: int = 200) -> HttpResponse:
    forms = {name: form if isinstance(form, kind) else kind() for name, kind in FORMS.items()}
    context = {
        "forms": forms,
        "failed_form": next((name for name, shown in forms.items() if shown is form), ""),
        "new_batch": intake.new_batch(),
        "limit": settings.MAX_SOURCE_BYTES,
        "most_bytes": intake.most_bytes(),
        "index": search.status(),
        "purgeable": intake.purgeable() if people.may_administer(request.user) else None,
        "kept_days": intake.KEPT_DAYS,
        **uploads_shown(person(request), Asked.of(request)),
    }
    return page(request, "admin/reports/upload.html", _("Upload reports"), context, status)


def _too_much(request: HttpRequest, reason: str) -> HttpResponse:
    """Answer a request that is too large, once its sender has sent it: nobody listens before that."""
    left = DRAINED
    while left > 0 and (chunk := request.read(min(CHUNK, left))):
        left -= len(chunk)
    said = " ".join((reason, _("Hand in fewer files at a time: nothing was taken of these.")))
    return _refused(request, said, 413)


def _refused(request: HttpRequest, said: str, status: int) -> HttpResponse:
    """Answer a request of which nothing was taken, on the page that it came from."""
    if not people.may_hand_in(request.user):
        raise PermissionDenied
    if _by_script(request):
        return JsonResponse({"error": said}, status=status)
    messages.error(request, said)
    request.method = "GET"
    return _upload_page(request, status=status)
