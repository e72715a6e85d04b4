"""The addresses of the reading pages."""

from django.urls import path

from reports.reading import concordance, downloads, feeds, reader_page, search_page, views

urlpatterns = [
    path("", views.home, name="home"),
    path("reports/<slug:slug>/", reader_page.page, name="report"),
    path("pairs/<int:pk>/", views.pair, name="pair"),
    path("pairs/<int:pk>/versions/", views.versions, name="versions"),
    path("search/", search_page.results_page, name="search"),
    path("search/suggestions/", search_page.suggested, name="search-suggestions"),
    path("search/concordance/", concordance.page, name="concordance"),
    path("search/export.csv", downloads.csv_file, name="search-csv"),
    path("search/export.xlsx", downloads.xlsx_file, name="search-xlsx"),
    path("search/feed/", feeds.feed, name="search-feed"),
    path("about/", views.about, name="about"),
    path("help/", views.help_page, name="help"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("health/", views.health, name="health"),
]
