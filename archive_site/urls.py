"""The addresses of the whole site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    # Signing in and accounts, in front of those that Django's administration has.
    path("admin/", include("reports.admin.people_urls")),
    path("admin/reports/edit/", include("reports.admin.editor.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("reports.api.urls")),
    path("", include("reports.sharing.urls")),
    path("", include("reports.reading.urls")),
    # Pages have their language in front: /en/search/. Without it, an address leads to the reader's language.
    *i18n_patterns(
        path("", include("reports.sharing.page_urls")),
        path("", include("reports.reading.page_urls")),
    ),
]

handler404 = "archive_site.limits.page_not_found"
