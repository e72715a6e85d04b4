"""Ingest jobs in the administration: the list of them, and the addresses of handing in and reviewing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from reports import people
from reports.admin import pages, review_pages
from reports.admin.rows import ReadOnly, RowAdmin
from reports.admin.telling import sentences, told
from reports.models import IngestJob

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern


@admin.register(IngestJob)
class IngestJobAdmin(ReadOnly, RowAdmin[IngestJob]):
    list_display = ("file_name", "state", "report", "outcome", "created_by", "created_at")
    list_filter = ("state", "created_at")
    list_select_related = ("report__jurisdiction", "created_by")
    search_fields = ("file_name", "report__slug")
    fields = ("file_name", "state", "source", "report", "pairs_added", "outcome", "remarks", "created_by", "created_at")
    readonly_fields = ("outcome", "remarks")

    def get_queryset(self, request: HttpRequest) -> QuerySet[IngestJob]:
        # With what the list shows: where the query names rows to join, Django leaves `list_select_related` out.
        joined = super().get_queryset(request).select_related("source", *self.list_select_related)
        jobs = joined.defer("source__content")
        return jobs if people.may_curate(request.user) else jobs.filter(created_by=request.user.pk)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("upload/", pages.upload, name="reports_upload"),
            path("upload/progress/", pages.progress, name="reports_upload_progress"),
            path("upload/encoding/", pages.read_as, name="reports_upload_encoding"),
            path("upload/purge/", pages.purge, name="reports_upload_purge"),
            path("settle/", pages.settle, name="reports_settle"),
            path("<int:key>/review/", review_pages.show, name="reports_review"),
        ]
        for pattern in own:
            pattern.callback = self.admin_site.admin_view(pattern.callback)
        return [*own, *super().get_urls()]

    @admin.display(description=_("what came of it"))
    def outcome(self, job: IngestJob) -> str:
        if job.state == IngestJob.State.REVIEW:
            address = reverse("admin:reports_review", args=[job.pk])
            return format_html('{} <a href="{}">{}</a>', told(job), address, _("Review"))
        return told(job)

    @admin.display(description=_("remarks"))
    def remarks(self, job: IngestJob) -> str:
        return "\n".join(sentences(job)) or "–"
