"""The addresses of the API, each with and without a slash at its end."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from reports.api.answers import public, unknown
from reports.api.docs import description, reference
from reports.api.routes import api

app_name = "api"

urlpatterns: list[URLPattern] = [
    path("", RedirectView.as_view(pattern_name="api:docs"), name="root"),
    path("openapi.json", public(description), name="openapi"),
    path("docs", reference, name="docs"),
]
for pattern in api.urls[0]:
    route = str(pattern.pattern)
    if isinstance(pattern, URLPattern) and route:
        urlpatterns += [
            path(route, public(pattern.callback), name=pattern.name),
            path(f"{route}/", public(pattern.callback)),
        ]
urlpatterns += [path("<path:rest>", unknown)]
