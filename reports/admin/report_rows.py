"""Reports and their sections in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from reports import editing, revisions
from reports.admin.desk import person
from reports.admin.meeting import MeetingForm
from reports.admin.refusing import Refusable
from reports.admin.rows import ReadOnly, RowAdmin, RowInline, Unaddable, clipped, tell_search
from reports.models import ParagraphPair, Report, Section

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from reports.models import Revision


class SectionInline(ReadOnly, RowInline[Section, Report]):
    model = Section
    fields = ("position", "level", "ordinal", "heading_zh", "heading_en")
    readonly_fields = fields
    extra = 0


class ReportList(ChangeList):
    """The list of reports, which counts the pairs of the reports on its page only."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        listed = list(self.result_list)
        rows = ParagraphPair.objects.filter(report__in=listed).order_by().values_list("report").annotate(Count("pk"))
        counts = dict(rows)
        for report in listed:
            report.counted = counts.get(report.pk, 0)
        self.result_list = listed


class ReportForm(MeetingForm):
    """The header of a report."""

    class Meta:
        model = Report
        fields = editing.EDITABLE

    def report_of(self, row: Report) -> Report:
        return row

    def values_of(self, state: revisions.State) -> dict[str, Any]:
        return {name: state.header[_column(name)] for name in editing.EDITABLE}

    def changed_by(self, name: str, since: int) -> Revision | None:
        return next(iter(revisions.header_touched_since(self.instance, since, [_column(name)])), None)


def _column(name: str) -> str:
    return "jurisdiction_id" if name == "jurisdiction" else name


@admin.register(Report)
class ReportAdmin(Refusable, Unaddable, RowAdmin[Report]):
    list_display = ("slug", "jurisdiction", "year", "session_key", "delivered_on", "status", "pairs", "changed_at")
    list_filter = ("status", "year", ("jurisdiction", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("jurisdiction",)
    search_fields = ("slug", "title_zh", "title_en", "speaker_zh", "speaker_en", "jurisdiction__name_zh")
    actions = ("publish", "make_draft")
    autocomplete_fields = ("jurisdiction",)
    form = ReportForm
    readonly_fields = ("status", "publish_at", "published_at", "pairs", "created_at", "changed_at")
    inlines = (SectionInline,)
    fieldsets = (
        (None, {"fields": ("status", "publish_at", "published_at", "pairs", "created_at", "changed_at")}),
        (_lazy("Whose and when"), {"fields": ("jurisdiction", "slug", "year", "delivered_on", "session_key")}),
        (_lazy("Chinese"), {"fields": ("title_zh", "session_zh", "speaker_zh", "office_zh")}),
        (_lazy("English"), {"fields": ("title_en", "session_en", "speaker_en", "office_en")}),
        (_lazy("For the staff"), {"fields": ("staff_note",)}),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ReportList

    def view_on_site(self, report: Report) -> str | None:
        return report.get_absolute_url() if report.is_published else None

    @admin.display(description=_lazy("paragraph pairs"))
    def pairs(self, report: Report) -> SafeString:
        count = report.counted if hasattr(report, "counted") else report.pairs.count()
        address = reverse("admin:reports_paragraphpair_changelist")
        return format_html('<a href="{}?report__id__exact={}">{}</a>', address, report.pk, count)

    def save_model(
        self,
        request: HttpRequest,
        report: Report,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        fields = {name: form.cleaned_data[name] for name in form.changed_data if name in editing.EDITABLE}
        editing.edit_header(report, fields, person(request), form.cleaned_data.get("seen") or 0)
        tell_search()

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        # What was typed while the report was archived is refused with its reason, and is not lost.
        is_closed = obj is not None and request.method != "POST" and not editing.is_open(obj)
        return super().has_change_permission(request, obj) and not is_closed

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Leave deleting to the editor's own page, which asks for the report's address."""
        return False

    @admin.action(description=_lazy("Publish the selected reports"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        count = _set_status(request, queryset, Report.Status.PUBLISHED)
        said = ngettext("%(count)d report was published.", "%(count)d reports were published.", count)
        messages.success(request, said % {"count": count})

    @admin.action(description=_lazy("Make drafts of the selected reports"), permissions=["change"])
    def make_draft(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        count = _set_status(request, queryset, Report.Status.DRAFT)
        said = ngettext("%(count)d report is a draft now.", "%(count)d reports are drafts now.", count)
        messages.success(request, said % {"count": count})


def _set_status(request: HttpRequest, reports: QuerySet[Report], status: Report.Status) -> int:
    """Give reports a status, say of which that can't be, and return how many had another one before."""
    changed = 0
    for report in reports:
        try:
            changed += editing.set_status(report, status, person(request)) is not None
        except editing.Impossible as impossible:
            messages.warning(request, f"{report.slug}: {impossible}")
    tell_search()
    return changed


@admin.register(Section)
class SectionAdmin(ReadOnly, RowAdmin[Section]):
    list_display = ("heading", "report", "position", "level", "ordinal")
    list_select_related = ("report__jurisdiction",)
    search_fields = ("heading_zh", "heading_en", "report__slug")
    fields = ("report", "parent", "position", "level", "ordinal", "heading_zh", "heading_en")

    @admin.display(description=_lazy("heading"))
    def heading(self, section: Section) -> str:
        return clipped(str(section)) or _("without a heading")
