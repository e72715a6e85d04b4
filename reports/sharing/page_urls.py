"""The pages among what is shared, in the reader's language as all pages are."""

from django.urls import path

from reports.sharing import citations, downloads

urlpatterns = [
    path("reports/<slug:slug>/cite/", citations.report_page, name="cite"),
    path("pairs/<int:pk>/cite/", citations.pair_page, name="pair-cite"),
    path("download/", downloads.page, name="download"),
]
