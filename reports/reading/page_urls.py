"""The addresses of the reading pages, each in the reader's language."""

from django.urls import include, path

from reports.reading import concordance, reader_page, search_page, views
from reports.reading.errata import urls as errata
from reports.reading.study import urls as study

urlpatterns = [
    path("", include("reports.reading.browsing.urls")),
    path("reports/<slug:slug>/", reader_page.page, name="report"),
    path("pairs/<int:pk>/", views.pair, name="pair"),
    path("pairs/<int:pk>/versions/", views.versions, name="versions"),
    *errata.urlpatterns,
    path("search/", search_page.results_page, name="search"),
    path("search/concordance/", concordance.page, name="concordance"),
    *study.PAGES,
    path("about/", views.about, name="about"),
    path("help/", views.help_page, name="help"),
]
