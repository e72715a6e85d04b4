"""The addresses of what programs and files are served from: they have no language in front, and never change."""

from django.urls import path

from reports.reading import downloads, exporting, feeds, search_page, views
from reports.reading.study import urls as study

urlpatterns = [
    path("reports/<slug:slug>/export/<slug:form>/", exporting.report, name="report-export"),
    path("search/export/<slug:form>/", exporting.found, name="search-export"),
    path("search/export.csv", downloads.csv_file, name="search-csv"),
    path("search/export.xlsx", downloads.xlsx_file, name="search-xlsx"),
    path("search/feed/", feeds.feed, name="search-feed"),
    path("search/suggestions/", search_page.suggested, name="search-suggestions"),
    *study.FILES,
    path("favicon.ico", views.favicon, name="favicon"),
    path("health/", views.health, name="health"),
]
