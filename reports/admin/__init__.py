"""The administration: Django's own, with pages for handing in files and looking at what was understood of them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from reports.admin import (
    dashboard,
    errata,
    ingest_jobs,
    jurisdictions,
    pairs,
    people,
    people_log,
    report_rows,
    source_files,
)

admin.site.site_header = _("Government work reports: administration")
admin.site.site_title = _("Government work reports")
admin.site.index_title = _("Administration")
dashboard.take_over(admin.site)

__all__ = [
    "dashboard",
    "errata",
    "ingest_jobs",
    "jurisdictions",
    "pairs",
    "people",
    "people_log",
    "report_rows",
    "source_files",
]
