"""Source files in the administration: looked at and downloaded, never changed."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from reports import ingest
from reports.admin.rows import ReadOnly, RowAdmin
from reports.models import SourceFile

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern
    from django.utils.safestring import SafeString


@admin.register(SourceFile)
class SourceFileAdmin(ReadOnly, RowAdmin[SourceFile]):
    list_display = ("name", "report", "size", "encoding", "uploaded_by", "uploaded_at", "download_link")
    list_filter = ("encoding", "uploaded_at")
    list_select_related = ("report__jurisdiction", "uploaded_by")
    search_fields = ("name", "sha256", "report__slug")
    fields = (
        "name",
        "report",
        "size",
        "sha256",
        "encoding",
        "uploaded_by",
        "uploaded_at",
        "text_link",
        "download_link",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceFile]:
        return super().get_queryset(request).defer("content")

    def get_urls(self) -> list[URLPattern]:
        download = self.admin_site.admin_view(self.download)
        text = self.admin_site.admin_view(self.text)
        return [
            path("<int:key>/download/", download, name="reports_sourcefile_download"),
            path("<int:key>/text/", text, name="reports_sourcefile_text"),
            *super().get_urls(),
        ]

    @admin.display(description=_("as it came"))
    def download_link(self, source: SourceFile) -> SafeString:
        address = reverse("admin:reports_sourcefile_download", args=[source.pk])
        return format_html('<a href="{}">{}</a>', address, _("Download"))

    @admin.display(description=_("text"))
    def text_link(self, source: SourceFile) -> SafeString:
        address = reverse("admin:reports_sourcefile_text", args=[source.pk])
        return format_html('<a href="{}">{}</a>', address, _("As it came and as it was cleaned"))

    def text(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show each line as it came, what cleaning made of it, and by which steps."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = SourceFile.objects.filter(pk=key).first()
        if source is None:
            raise Http404
        named = source.encoding if is_encoding(source.encoding) else None
        lines, refusal = [], None
        try:
            lines = ingest.compare(source.name, bytes(source.content), named)
        except ingest.Refusal as error:
            refusal = error
        context = {
            **self.admin_site.each_context(request),
            "title": source.name,
            "source": source,
            "lines": lines,
            "changed": sum(line.changed for line in lines),
            "refusal": refusal,
        }
        return render(request, "admin/reports/text.html", context)

    def download(self, request: HttpRequest, key: int) -> HttpResponse:
        """Answer with the file's bytes as something to save, whatever they are."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = SourceFile.objects.filter(pk=key).first()
        if source is None:
            raise Http404
        response = HttpResponse(bytes(source.content), content_type="application/octet-stream")
        disposition = content_disposition_header(as_attachment=True, filename=source.name)
        response.headers["Content-Disposition"] = disposition or "attachment"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def is_encoding(name: str) -> bool:
    """Say whether a source file's `encoding` is one of text; for others it names the format."""
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
