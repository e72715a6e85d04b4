"""The addresses of the pages that show what there is."""

from django.urls import path

from reports.reading.browsing import facts, home, places, speakers, years

urlpatterns = [
    path("", home.home, name="home"),
    path("places/", places.places, name="places"),
    path("places/<slug:code>/", places.place, name="place"),
    path("years/", years.years, name="years"),
    path("years/<int:year>/", years.year, name="year"),
    path("speakers/", speakers.speakers, name="speakers"),
    path("speakers/<slug:code>/<str:name>/", speakers.speaker, name="speaker"),
    path("reports/<slug:slug>/facts/", facts.facts, name="facts"),
]
