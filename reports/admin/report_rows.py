"""Reports and their sections in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from reports.admin.rows import ReadOnly, RowAdmin, RowInline, Unaddable, clipped, tell_search
from reports.models import ParagraphPair, Report, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.safestring import SafeString


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


@admin.register(Report)
class ReportAdmin(Unaddable, RowAdmin[Report]):
    list_display = ("slug", "jurisdiction", "year", "session_key", "delivered_on", "status", "pairs", "changed_at")
    list_filter = ("status", "year", ("jurisdiction", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("jurisdiction",)
    search_fields = ("slug", "title_zh", "title_en", "speaker_zh", "speaker_en", "jurisdiction__name_zh")
    actions = ("publish", "make_draft")
    autocomplete_fields = ("jurisdiction",)
    readonly_fields = ("pairs", "created_at", "changed_at")
    inlines = (SectionInline,)
    fieldsets = (
        (None, {"fields": ("status", "pairs", "created_at", "changed_at")}),
        (_lazy("Whose and when"), {"fields": ("jurisdiction", "slug", "year", "delivered_on", "session_key")}),
        (_lazy("Chinese"), {"fields": ("title_zh", "session_zh", "speaker_zh", "office_zh")}),
        (_lazy("English"), {"fields": ("title_en", "session_en", "speaker_en", "office_en")}),
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
        super().save_model(request, report, form, change)
        report.touch()
        tell_search()

    def delete_model(self, request: HttpRequest, report: Report) -> None:
        super().delete_model(request, report)
        tell_search()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        super().delete_queryset(request, queryset)
        tell_search()

    def get_deleted_objects(
        self, objs: QuerySet[Report] | Sequence[Report], request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """Return the reports by name and what goes with them by count: a report has hundreds of pairs."""
        named = [str(report) for report in objs]
        counts = {
            _("reports"): len(named),
            _("sections"): Section.objects.filter(report__in=objs).count(),
            _("paragraph pairs"): ParagraphPair.objects.filter(report__in=objs).count(),
        }
        return named, counts, set(), []

    @admin.action(description=_lazy("Publish the selected reports"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        count = set_status(queryset, Report.Status.PUBLISHED)
        said = ngettext("%(count)d report was published.", "%(count)d reports were published.", count)
        messages.success(request, said % {"count": count})

    @admin.action(description=_lazy("Make drafts of the selected reports"), permissions=["change"])
    def make_draft(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        count = set_status(queryset, Report.Status.DRAFT)
        said = ngettext("%(count)d report is a draft now.", "%(count)d reports are drafts now.", count)
        messages.success(request, said % {"count": count})


def set_status(reports: QuerySet[Report], status: Report.Status) -> int:
    """Give reports a status, and return how many had another one before."""
    with transaction.atomic():
        changed = list(reports.exclude(status=status))
        for report in changed:
            report.status = status
            report.save(update_fields=["status"])
            report.touch()
        tell_search()
    return len(changed)


@admin.register(Section)
class SectionAdmin(ReadOnly, RowAdmin[Section]):
    list_display = ("heading", "report", "position", "level", "ordinal")
    list_select_related = ("report__jurisdiction",)
    search_fields = ("heading_zh", "heading_en", "report__slug")
    fields = ("report", "parent", "position", "level", "ordinal", "heading_zh", "heading_en")

    @admin.display(description=_lazy("heading"))
    def heading(self, section: Section) -> str:
        return clipped(str(section)) or _("without a heading")
