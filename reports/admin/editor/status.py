"""What the public may read: a report reviewed, published now or on a day, taken back, archived; erased for good."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reports import editing, people
from reports.admin.desk import person
from reports.admin.editor.pages import show
from reports.admin.editor.permitted import for_curating
from reports.admin.editor.sentences import who
from reports.admin.rows import tell_search
from reports.models import Report, Revision

Status = Report.Status
LATER = "later"
# What each verb does to the report, and what the public will notice of it; by what the report is now.
VERBS = {
    Status.REVIEWED: _lazy("Mark as reviewed"),
    Status.PUBLISHED: _lazy("Publish now"),
    LATER: _lazy("Publish later"),
    Status.DRAFT: _lazy("Make it a draft again"),
    Status.ARCHIVED: _lazy("Archive it"),
}
SAID = {
    Status.REVIEWED: _lazy("It is ready to be published; the public doesn’t see it."),
    Status.PUBLISHED: _lazy("Everybody can read, find and download it at once."),
    LATER: _lazy("It is reviewed now, and published automatically at the moment that you give."),
    Status.DRAFT: _lazy("It is still being worked on; the public doesn’t see it."),
    Status.ARCHIVED: _lazy("It is put away: nothing of it is lost, nobody but the staff sees it."),
}
UNPUBLISHED = _lazy(
    "Whichever you choose, the public can’t read it any more: its pages, search results and downloads are gone until "
    "it is published again."
)


class StatusForm(forms.Form):
    """A verb, the moment of publication for one of them, and why."""

    verb = forms.ChoiceField(choices=list(VERBS.items()), widget=forms.RadioSelect)
    publish_at = forms.DateTimeField(
        label=_lazy("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    sure = forms.BooleanField(label=_lazy("I have read what it means for the public"), required=False)
    why = forms.CharField(label=_lazy("Why (may be left empty)"), required=False, max_length=500)


@for_curating
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, report: Report) -> HttpResponse:
    """Show a report's status with what can be done; a POST does it."""
    initial = {"publish_at": localtime(report.publish_at) if report.publish_at else None}
    form = StatusForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _given(request, report, form):
        return redirect("editor:page", report.slug)
    report.refresh_from_db()
    verbs = [verb for verb in VERBS if verb in _allowed(report)]
    past = report.revisions.filter(kind=Revision.Kind.STATUS).select_related("by").order_by("-id")[:10]
    context = {
        "report": report,
        "form": form,
        "verbs": [
            {
                "name": verb,
                "label": VERBS[verb],
                "said": SAID[verb],
                "public": verb == Status.PUBLISHED,
            }
            for verb in verbs
        ],
        "grave": UNPUBLISHED if report.is_published else "",
        "past": [{"revision": one, "who": who(one), "to": _label(one.facts.get("to"))} for one in past],
        "may_erase": people.may_administer(request.user),
    }
    return show(request, "admin/reports/editor/status.html", _("Status"), context)


@never_cache
@people.for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what would be lost with a report; a POST with its address typed deletes it for good."""
    report = get_object_or_404(Report.objects.with_places(), slug=slug)
    wrong = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                editing.erase(report, request.POST.get("typed", "").strip(), person(request))
                tell_search()
        except editing.Impossible as error:
            wrong = str(error)
        else:
            messages.success(request, _("“%(report)s” was deleted for good.") % {"report": slug})
            return redirect("admin:reports_report_changelist")
    context: dict[str, Any] = {"report": report, "goes": editing.what_goes(report), "wrong": wrong}
    return show(request, "admin/reports/editor/erase.html", _("Delete for good"), context)


def _allowed(report: Report) -> set[str]:
    allowed = set(editing.allowed_moves(report))
    return allowed | {LATER} if report.status == Status.REVIEWED or Status.REVIEWED in allowed else allowed


def _given(request: HttpRequest, report: Report, form: StatusForm) -> bool:
    """Do what the form says, and say whether it was done; the form says why not."""
    verb, why, moment = (form.cleaned_data[name] for name in ("verb", "why", "publish_at"))
    if (report.is_published or verb == Status.PUBLISHED) and not form.cleaned_data["sure"]:
        form.add_error("sure", _("The public notices this: confirm it."))
        return False
    if verb == LATER and moment is None:
        form.add_error("publish_at", _("Say when it is to be published."))
        return False
    wanted = Status.REVIEWED if verb == LATER else verb
    try:
        with transaction.atomic():
            editing.set_status(report, wanted, person(request), moment if verb == LATER else None, why)
            tell_search()
    except editing.Impossible as error:
        form.add_error(None, str(error))
        return False
    if verb == LATER and moment:
        said = _("The report will be published at %(moment)s.")
        messages.success(request, said % {"moment": date_format(localtime(moment), "DATETIME_FORMAT")})
    else:
        messages.success(request, _("The report is “%(status)s” now.") % {"status": report.get_status_display()})
    return True


def _label(status: str | None) -> str:
    return str(Status(status).label) if status in Status.values else ""
