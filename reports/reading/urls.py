"""The addresses of the reading pages."""

from django.urls import path

from reports.reading import views

urlpatterns = [
    path("", views.home, name="home"),
    path("reports/<slug:slug>/", views.report, name="report"),
    path("pairs/<int:pk>/", views.pair, name="pair"),
    path("pairs/<int:pk>/versions/", views.versions, name="versions"),
    path("search/", views.results_page, name="search"),
    path("about/", views.about, name="about"),
    path("help/", views.help_page, name="help"),
    path("health/", views.health, name="health"),
]
