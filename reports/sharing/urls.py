"""Addresses for programs: they have no language in front, and never change."""

from django.urls import path

from reports.sharing import citations

urlpatterns = [
    path("reports/<slug:slug>/cite/<slug:name>/", citations.report_file, name="cite-format"),
    path("pairs/<int:pk>/cite/<slug:name>/", citations.pair_file, name="pair-cite-format"),
]
