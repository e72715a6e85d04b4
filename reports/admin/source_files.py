"""Source files in the administration: looked at and downloaded; what changes is their number among the parts."""

from __future__ import annotations

import codecs
from base64 import b64encode
from typing import TYPE_CHECKING

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports import ingest, people
from reports.admin.rows import ReadOnly, RowAdmin
from reports.models import IngestJob, Revision, SourceFile

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern
    from django.utils.safestring import SafeString

# A report has some 800 lines; a file of no report may have 50,000, and a page of all of them takes half a minute.
LINES_ON_A_PAGE = 1_000


@admin.register(SourceFile)
class SourceFileAdmin(ReadOnly, RowAdmin[SourceFile]):
    list_display = ("name", "report", "part", "size", "encoding", "uploaded_by", "uploaded_at", "download_link")
    list_filter = ("encoding", "uploaded_at")
    list_select_related = ("report__jurisdiction", "uploaded_by")
    search_fields = ("name", "sha256", "report__slug")
    fields = (
        "name",
        "report",
        "part_link",
        "replaced",
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
        files = super().get_queryset(request).defer("content")
        if people.may_curate(request.user):
            return files
        # What a report was made of is for all of the staff; what waits, for who handed it in and for the editors.
        own = IngestJob.objects.filter(source=OuterRef("pk"), created_by=request.user.pk)
        return files.filter(Q(report__isnull=False) | Q(uploaded_by=request.user.pk) | Exists(own))

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

    @admin.display(description=_("part"))
    def part_link(self, source: SourceFile) -> SafeString | str:
        """Tell the number among the parts; where the file is one of a report's, with the way to change it."""
        number = source.part or "–"
        if source.report is None:
            return str(number)
        address = f"{reverse('editor:parts', args=[source.report.slug])}#part-{source.pk}"
        return format_html('{} · <a href="{}">{}</a>', number, address, gettext("Files of the report and their parts"))

    @admin.display(description=_("replaced"))
    def replaced(self, source: SourceFile) -> SafeString | str:
        """Tell which file has taken its place, and whether that was taken back."""
        new = SourceFile.objects.defer("content").filter(pk=source.replaced_by_id or 0).first()
        if new is None:
            return "–"
        link = format_html('<a href="{}">{}</a>', reverse("admin:reports_sourcefile_change", args=[new.pk]), new.name)
        # An undo keeps the facts of what it takes back.
        last = Revision.objects.filter(facts__replaced=source.pk, facts__by=new.pk).order_by("-id").first()
        if last is not None and last.kind == Revision.Kind.UNDONE:
            return format_html(gettext("replaced by {}, which was taken back"), link)
        return format_html(gettext("replaced by {}"), link)

    def text(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show each line as it came, what cleaning made of it, and by which steps."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = self.get_queryset(request).defer(None).filter(pk=key).first()
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
            "lines": Paginator(lines, LINES_ON_A_PAGE).get_page(request.GET.get("page")),
            "changed": sum(line.changed for line in lines),
            "refusal": refusal,
        }
        return render(request, "admin/reports/text.html", context)

    def download(self, request: HttpRequest, key: int) -> HttpResponse:
        """Answer with the file's bytes as something to save, whatever they are."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = self.get_queryset(request).defer(None).filter(pk=key).first()
        if source is None:
            raise Http404
        response = HttpResponse(bytes(source.content), content_type="application/octet-stream")
        disposition = content_disposition_header(as_attachment=True, filename=safe_name(source.name))
        response.headers["Content-Disposition"] = disposition or "attachment"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(source.sha256)).decode()}:"
        response.headers["Cache-Control"] = "private, no-store"
        return response


def safe_name(name: str) -> str:
    """Return a file's name as a browser may save it: no folders, no line breaks, nothing that hides its ending."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable()).strip(". ") or "file"


def is_encoding(name: str) -> bool:
    """Say whether a source file's `encoding` is one of text; for others it names the format."""
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
