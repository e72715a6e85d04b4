"""The editors' queue of reported errors, and the page of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports import errata, people
from reports.admin.desk import person
from reports.admin.errata_entries import Entry, entries
from reports.admin.errata_forms import AnswerForm, answer_form
from reports.models import Erratum, Jurisdiction

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

ON_A_PAGE = 20
ALL = "all"
# What waits longest comes first; of the others, what was done last.
ORDERS = {Erratum.State.OPEN: ("created_at", "pk"), ALL: ("-created_at", "-pk")}
ANSWERED_LAST = ("-answered_at", "-pk")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the queue is asked for."""

    state: str
    report: str

    @classmethod
    def of(cls, parameters: QueryDict) -> Asked:
        state = parameters.get("state", "")
        known = state in {*Erratum.State.values, ALL}
        return cls(state if known else Erratum.State.OPEN, parameters.get("report", ""))

    def query(self, **others: str) -> str:
        """Return the address's parameters for this, or for something a little different."""
        wanted = {"state": self.state, "report": self.report, **others}
        return f"?{urlencode({name: value for name, value in wanted.items() if value})}"

    def found(self) -> QuerySet[Erratum]:
        rows = Erratum.objects.select_related("report__jurisdiction", "answered_by")
        if self.state != ALL:
            rows = rows.filter(state=self.state)
        if self.report:
            rows = rows.filter(report__slug=self.report)
        return rows.order_by(*ORDERS.get(self.state, ANSWERED_LAST))


@people.for_editors
@require_safe
def queue(request: HttpRequest) -> TemplateResponse:
    """Show what readers reported: what waits, unless something else is asked for."""
    asked = Asked.of(request.GET)
    page = Paginator(asked.found(), ON_A_PAGE).get_page(request.GET.get("page"))
    shown = entries(list(page))
    for entry in shown:
        entry.form = answer_form(entry.erratum)
    context = {
        "title": _("Reported errors"),
        "asked": asked,
        "page": page,
        "entries": shown,
        "states": _states(asked),
        "reports": _reports(asked),
    }
    return _page(request, "admin/reports/errata/queue.html", context)


@people.for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Show one report; a POST answers it, answers it otherwise, or reopens it."""
    rows = Erratum.objects.select_related("report__jurisdiction", "answered_by")
    erratum = rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    if erratum is None:
        raise Http404
    if request.method != "POST":
        return _one(request, erratum, answer_form(erratum))
    try:
        return _reopen(request, erratum) if "reopen" in request.POST else _answer(request, erratum)
    except errata.Overtaken as told:
        # What was written stays in the form; it is about what is shown now.
        form = AnswerForm(
            initial={**request.POST.dict(), "seen": errata.stamp(told.erratum)}, auto_id=f"e{erratum.pk}_%s"
        )
        now = rows.get(pk=told.erratum.pk)
        return _one(request, now, form, HTTPStatus.CONFLICT, overtaken=True)


def _answer(request: HttpRequest, erratum: Erratum) -> HttpResponse:
    form = answer_form(erratum, request.POST)
    if not form.is_valid():
        return _one(request, erratum, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    answered = errata.answer(
        erratum.pk,
        Erratum.State(given["state"]),
        given["answer"],
        by=person(request),
        seen=given["seen"],
        without_words=given["without_words"],
    )
    said = {
        Erratum.State.CORRECTED: _("Answered as corrected; readers see it at the paragraph."),
        Erratum.State.DECLINED: _("Answered as left as it is; readers see it at the paragraph."),
        Erratum.State.DISMISSED: _("Dismissed; nobody is shown it."),
    }[Erratum.State(answered.state)]
    there = reverse("admin:reports_erratum_change", args=[erratum.pk])
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, there, _("Look at it or take it back")))
    return _back(request)


def _reopen(request: HttpRequest, erratum: Erratum) -> HttpResponse:
    errata.reopen(erratum.pk, by=person(request), seen=request.POST.get("seen", ""))
    messages.success(request, _("It waits again; readers no longer see it."))
    return HttpResponseRedirect(reverse("admin:reports_erratum_change", args=[erratum.pk]))


def _back(request: HttpRequest) -> HttpResponse:
    """Lead to the queue as it was, whatever else the form's field may say."""
    asked = QueryDict(request.POST.get("back", "").removeprefix("?"))
    return HttpResponseRedirect(reverse("admin:reports_erratum_changelist") + Asked.of(asked).query())


def _states(asked: Asked) -> list[dict[str, Any]]:
    """Return each state with how many there are of it, for the links above the queue."""
    rows = Erratum.objects.filter(report__slug=asked.report) if asked.report else Erratum.objects.all()
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    choices = [*((state.value, state.label) for state in Erratum.State), (ALL, _("All"))]
    counts[ALL] = sum(counts.values())
    return [
        {"label": label, "count": counts.get(name, 0), "query": asked.query(state=name), "is_set": name == asked.state}
        for name, label in choices
    ]


def _reports(asked: Asked) -> list[Any]:
    """Return the reports that have something in the chosen state, those with most first."""
    rows = Asked(asked.state, "").found().order_by()
    found = list(
        rows.values(slug=F("report__slug"), place_id=F("report__jurisdiction"), year=F("report__year"))
        .annotate(count=Count("pk"))
        .order_by("-count", "report__slug")
    )
    places = Jurisdiction.objects.in_bulk({row["place_id"] for row in found})
    return [{**row, "place": places[row["place_id"]]} for row in found]


def _one(
    request: HttpRequest, erratum: Erratum, form: AnswerForm, status: int = HTTPStatus.OK, *, overtaken: bool = False
) -> TemplateResponse:
    entry: Entry = entries([erratum])[0]
    entry.form = form
    context = {"title": _("A reported error"), "entry": entry, "overtaken": overtaken, "back": request.POST.get("back")}
    return _page(request, "admin/reports/errata/one.html", context, status)


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> TemplateResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context}, status=status)
