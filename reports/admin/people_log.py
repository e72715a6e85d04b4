"""The audit log: looked through, taken away as a table, and never changed."""

from __future__ import annotations

import csv
import json
import re
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import StreamingHttpResponse
from django.urls import path
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from reports import people
from reports.admin import people_facts
from reports.admin.people_period import PeriodFilter
from reports.admin.rows import ReadOnly, RowAdmin
from reports.models import AuditEntry, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.urls import URLPattern
    from django.utils.safestring import SafeString

HEAD = ("when", "who", "action", "target", "address", "facts")
# A spreadsheet takes a cell that begins so for a formula, or for what goes before one.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


LABELS = {
    "sign-in": _lazy("signed in"),
    "sign-in-failed": _lazy("failed to sign in"),
    "locked-out": _lazy("locked out"),
    "unlocked": _lazy("unlocked"),
    "sign-out": _lazy("signed out"),
    "sign-out-everywhere": _lazy("signed out everywhere"),
    "signed out by another": _lazy("signed out by another"),
    "second-factor-on": _lazy("second factor switched on"),
    "second-factor-off": _lazy("second factor switched off"),
    "second-factor-failed": _lazy("wrong code of the second factor"),
    "recovery-codes": _lazy("new recovery codes"),
    "own-password-wrong": _lazy("wrong password entered while signed in"),
    "own-proof-wrong": _lazy("wrong password or code entered while signed in"),
    "password-chosen": _lazy("password chosen by a link"),
    "password-changed": _lazy("password changed"),
    "invited": _lazy("link made"),
    "role": _lazy("role changed"),
    "account made": _lazy("account made"),
    "account changed": _lazy("account changed"),
    "account closed": _lazy("account closed"),
    "account opened": _lazy("account opened"),
    "log taken away": _lazy("log downloaded"),
    "log trimmed": _lazy("old entries of the log deleted"),
    "hand in": _lazy("files handed in"),
    "choose": _lazy("choice made about a file"),
    "settle": _lazy("file settled"),
    "pass on": _lazy("file passed on to the editors"),
    "take back": _lazy("file taken back from the editors"),
    "discard": _lazy("file discarded"),
    "take up again": _lazy("file taken up again"),
    "take in": _lazy("file taken in"),
    "report erased": _lazy("report deleted"),
    "explain act": _lazy("reason given for an act"),
    "answer erratum": _lazy("reported error answered"),
    "reopen erratum": _lazy("reported error opened again"),
    "purge": _lazy("bytes of files deleted"),
    "repair": _lazy("archive repaired"),
    "restore": _lazy("backup restored"),
}


def label(action: str) -> str:
    """Return what an action is called in the language of the page; one that has no name there, as it is kept."""
    kind = action.removeprefix("report ")
    if action not in LABELS and kind in Revision.Kind.values:
        return str(Revision.Kind(kind).label)
    return str(LABELS.get(action, action))


class ActionFilter(admin.SimpleListFilter):
    """Narrows the log to an action."""

    title = _lazy("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        actions = AuditEntry.objects.order_by().values_list("action", flat=True).distinct()
        return sorted(((action, label(action)) for action in actions), key=itemgetter(1))

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(action=self.value()) if self.value() else queryset


class PersonFilter(admin.RelatedOnlyFieldListFilter):
    """Narrows the log to a person, under a title that says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = str(_lazy("person"))


class Line:
    """What csv writes to, which hands each line on."""

    def write(self, line: str) -> str:
        return line


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, RowAdmin[AuditEntry]):
    change_list_template = "admin/reports/people/log.html"
    list_display = ("when", "who", "what", "target", "address", "said")
    list_display_links = ("when",)
    list_filter = (PeriodFilter, ActionFilter, ("by", PersonFilter))
    list_per_page = 100
    list_select_related = ()
    show_full_result_count = False
    date_hierarchy = "at"
    search_fields = ("target", "by_name", "address", "action")
    search_help_text = _lazy("A person, an address, what was done, or to what: “report beijing-2025”.")
    fields = ("when", "who", "what", "target", "address", "facts_whole")
    readonly_fields = fields
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return people.may_administer(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return people.may_administer(request.user)

    def get_urls(self) -> list[URLPattern]:
        table = self.admin_site.admin_view(require_safe(self.table))
        return [path("log.csv", table, name="reports_auditentry_csv"), *super().get_urls()]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            return super().get_changelist_instance(request)
        except OverflowError as error:
            # A year of Django's own way through the dates, which no computer can name.
            raise IncorrectLookupParameters from error

    @admin.display(description=_lazy("when"), ordering="at")
    def when(self, entry: AuditEntry) -> str:
        return f"{localtime(entry.at):%Y-%m-%d %H:%M:%S}"

    @admin.display(description=_lazy("action"), ordering="action")
    def what(self, entry: AuditEntry) -> str:
        return label(entry.action)

    @admin.display(description=_lazy("facts"))
    def facts_whole(self, entry: AuditEntry) -> SafeString:
        return people_facts.told(entry)

    @admin.display(description=_lazy("who"), ordering="by_name")
    def who(self, entry: AuditEntry) -> str:
        return entry.by_name

    @admin.display(description=_lazy("facts"))
    def said(self, entry: AuditEntry) -> SafeString:
        return people_facts.told(entry, most=120)

    def table(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the entries that the filters of the list leave, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise BadRequest from error
        # A table without an entry would say that there is none.
        if any(isinstance(spec, PeriodFilter) and not spec.form.is_valid() for spec in listed.filter_specs):
            raise BadRequest
        entries: QuerySet[AuditEntry] = listed.get_queryset(request)
        noted = people.note("log taken away", by=request.user, query=request.META.get("QUERY_STRING", "")[:500])
        response = StreamingHttpResponse(lines(entries.filter(pk__lt=noted.pk)), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
        return response


def lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """Yield entries as CSV (RFC 4180) with a byte order mark, for Excel; what could be a formula begins with '."""
    write = csv.writer(Line()).writerow
    yield f"\ufeff{write(HEAD)}"
    for entry in entries.iterator(chunk_size=500):
        row = (
            localtime(entry.at).isoformat(timespec="seconds"),
            entry.by_name,
            entry.action,
            entry.target,
            entry.address or "",
            facts_of(entry),
        )
        yield str(write([f"'{cell}" if FORMULA.match(cell) else cell for cell in row]))


def facts_of(entry: AuditEntry) -> str:
    """Return what an entry says besides, in one line."""
    facts: dict[str, Any] = entry.facts or {}
    return json.dumps(facts, ensure_ascii=False) if facts else ""
