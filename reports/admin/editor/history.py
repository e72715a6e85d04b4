"""The history of a pair and of a report: who changed what, when and why; and back to any moment of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from reports import editing, people, revisions
from reports.admin.desk import person
from reports.admin.editor.acting import after, met, number, sent
from reports.admin.editor.answering import editor_address
from reports.admin.editor.pages import show
from reports.admin.editor.permitted import for_editing
from reports.admin.editor.sentences import kind_label, who
from reports.admin.editor.telling import fields, is_told, told
from reports.admin.rows import tell_search
from reports.models import Report, Revision

PER_PAGE = 20
# Of an act on so many rows, as a file that came in, no more are told one by one.
ROWS_TOLD = 12


class Filter(forms.Form):
    """Which of a report's revisions are shown."""

    kind = forms.ChoiceField(label=_lazy("What"), required=False)
    by = forms.ChoiceField(label=_lazy("Who"), required=False)
    since = forms.DateField(label=_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any, report: Report) -> None:
        super().__init__(data)
        names = report.revisions.order_by("by_name").values_list("by_name", flat=True).distinct()
        self.fields["kind"].choices = [("", _("Everything")), *Revision.Kind.choices]  # type: ignore[attr-defined]
        self.fields["by"].choices = [("", _("Everybody")), *((name, name) for name in names if name)]  # type: ignore[attr-defined]


class Moment(forms.Form):
    """A moment of a report's past: after a revision, or by the clock."""

    revision = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    moment = forms.DateTimeField(required=False)


@for_editing
@require_safe
def of_report(request: HttpRequest, report: Report) -> HttpResponse:
    """Show all revisions of a report, newest first, each with what it changed."""
    form = Filter(request.GET, report)
    found = report.revisions.select_related("by", "undoes").order_by("-id")
    if form.is_valid():
        wanted = form.cleaned_data
        limits = {"kind": wanted["kind"], "by_name": wanted["by"]}
        limits |= {"at__date__gte": wanted["since"], "at__date__lte": wanted["until"]}
        found = found.filter(**{name: value for name, value in limits.items() if value})
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    numbers, changes = _numbers(report), revisions.changes_of_each(list(page))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "report": report,
        "form": form,
        "page": page,
        "query": query.urlencode(),
        "passed": [_passed(one, changes.get(one.pk, []), numbers) for one in page],
    }
    return show(request, "admin/reports/editor/history.html", _("History"), context)


@for_editing
@require_safe
def compare(request: HttpRequest, report: Report) -> HttpResponse:
    """Show what parts two moments of a report: after the revisions `from` and `to`, now without the latter."""
    first = get_object_or_404(report.revisions, pk=number(request.GET.get("from")) or 0)
    last = report.revisions.filter(pk=number(request.GET.get("to")) or 0).first()
    if last and last.pk < first.pk:
        first, last = last, first
    before = revisions.as_seen(report, first.pk)
    then = revisions.as_seen(report, last.pk) if last else revisions.read(report)
    changes = told(revisions.difference(before, then), _numbers(report))
    context = {"report": report, "first": first, "last": last, "changes": changes}
    return show(request, "admin/reports/editor/compare.html", _("Two moments compared"), context)


@for_editing
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, report: Report) -> HttpResponse:
    """Show what bringing a whole report back to a moment would change; a POST does it."""
    form = Moment(request.POST if request.method == "POST" else request.GET)
    moment = _moment(report, form)
    if moment is None:
        messages.error(request, _("Say which moment the report is to be brought back to."))
        return redirect("editor:history", report.slug)
    at = moment.at if isinstance(moment, Revision) else moment
    said = date_format(timezone.localtime(at), "DATETIME_FORMAT")
    if request.method == "POST":
        try:
            why, seen = request.POST.get("why", "").strip()[:500], number(request.POST.get("seen")) or 0
            by = person(request)
            with transaction.atomic():
                revision = editing.restore(report, moment, by, seen, why, may=partial(people.may_change, by))
                tell_search()
        except editing.Impossible as error:
            messages.error(request, str(error))
            return redirect("editor:history", report.slug)
        except editing.Conflict as conflict:
            return _before_restoring(request, report, form, moment, meanwhile=conflict.revisions)
        if revision is None:
            messages.info(request, _("The report is as it was then already."))
        else:
            messages.success(request, _("The report is as it was at %(moment)s again.") % {"moment": said})
        return redirect(editor_address(report.slug))
    return _before_restoring(request, report, form, moment)


def _before_restoring(
    request: HttpRequest,
    report: Report,
    form: Moment,
    moment: datetime | Revision,
    meanwhile: Sequence[Revision] = (),
) -> HttpResponse:
    """Show what bringing the report back would change now, and what others did since that was shown before."""
    latest = editing.latest_revision(report)
    numbers = _numbers(report)
    changed = revisions.changes_of_each(meanwhile[:PER_PAGE])
    context = {
        "report": report,
        "form": form,
        "seen": latest,
        "moment": moment.at if isinstance(moment, Revision) else moment,
        "changes": told(revisions.difference(revisions.read(report), revisions.as_of(report, moment)), numbers),
        "meanwhile": [_passed(one, changed.get(one.pk, []), numbers) for one in meanwhile[:PER_PAGE]],
        "why": request.POST.get("why", ""),
    }
    return show(request, "admin/reports/editor/restore.html", _("Bring the report back"), context)


@for_editing
@require_http_methods(["GET", "HEAD", "POST"])
def of_pair(request: HttpRequest, report: Report, key: int) -> HttpResponse:
    """Answer with the history of a pair; a POST brings it back to what it was after a revision, or as it came."""
    if request.method == "POST":
        asked = sent(request)
        revision = _chosen(report, key, number(asked.get("revision")))
        try:
            by, seen = person(request), number(asked.get("seen")) or 0
            why = str(asked.get("why") or "").strip()[:500]
            with transaction.atomic():
                kept = editing.restore_pair(report, key, revision, by, seen, why, may=partial(people.may_change, by))
                tell_search()
        except editing.Conflict as conflict:
            return JsonResponse({"conflict": met(request, {"do": "restore"}, conflict)})
        except KeyError:
            return JsonResponse({"said": _("The pair wasn't there then.")})
        except editing.Impossible as error:
            return JsonResponse({"said": str(error)})
        page = after(request, report, asked, key)
        page["said"] = _("The pair is as it was then again.") if kept else _("The pair is as it was then already.")
        page["undoes"] = kept is not None
        return JsonResponse({"page": page})
    passed = [one for one in revisions.history_of_pair(key) if one.revision.report_id == report.pk]
    at = report.pairs.filter(pk=key).values_list("position", flat=True).first()
    if at is None and not passed:
        raise Http404
    rows = [
        {
            "revision": one.revision,
            "who": who(one.revision),
            "kind": kind_label(one.revision),
            "came": one.before is None,
            "went": one.after is None,
            "moved": bool(one.before and one.after and "behind" in one.after),
            "fields": fields(one.before, one.after, key),
        }
        for one in passed
    ]
    shown = {"number": at, "passed": rows, "editable": editing.is_open(report)}
    html = render_to_string("admin/reports/editor/_pair_history.html", shown, request)
    return JsonResponse({"html": html})


def _chosen(report: Report, key: int, chosen: int | None) -> Revision:
    """Return the revision after which a pair is wanted; for 0 the one before its first change, as the pair came."""
    if chosen:
        return get_object_or_404(report.revisions, pk=chosen)
    first = min((one.revision.pk for one in revisions.history_of_pair(key)), default=0)
    before = report.revisions.filter(pk__lt=first).order_by("-id").first()
    return before or Revision(pk=0, report=report)


def _moment(report: Report, form: Moment) -> datetime | Revision | None:
    if not form.is_valid():
        return None
    if key := form.cleaned_data["revision"]:
        return report.revisions.filter(pk=key).first()
    moment: datetime | None = form.cleaned_data["moment"]
    return moment


def _numbers(report: Report) -> dict[int, int]:
    return dict(report.pairs.order_by().values_list("pk", "position"))


def _passed(revision: Revision, changed: list[revisions.RowChange], numbers: dict[int, int]) -> dict[str, Any]:
    changes = [change for change in changed if is_told(change)]
    return {
        "revision": revision,
        "who": who(revision),
        "kind": kind_label(revision),
        "rows": told(changes[:ROWS_TOLD], numbers),
        "more": max(0, len(changes) - ROWS_TOLD),
    }
