"""The addresses of the whole site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("reports.api.urls")),
    path("", include("reports.sharing.urls")),
    path("", include("reports.sharing.page_urls")),
    path("", include("reports.reading.urls")),
]
