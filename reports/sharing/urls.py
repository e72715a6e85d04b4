"""Addresses for programs: they have no language in front, and never change."""

from django.urls import path

from reports.sharing import browsers, citations, crawlers, downloads, feeds
from reports.sharing.harvesting.endpoint import endpoint

urlpatterns = [
    path("reports/<slug:slug>/cite/<slug:name>/", citations.report_file, name="cite-format"),
    path("pairs/<int:pk>/cite/<slug:name>/", citations.pair_file, name="pair-cite-format"),
    path("download/archive.zip", downloads.file, name="download-file"),
    path("download/manifest.json", downloads.manifest, name="download-manifest"),
    path("download/SHA256SUMS", downloads.checksums, name="download-checksums"),
    path("feed/", feeds.feed, name="feed"),
    path("oai/", endpoint, name="oai"),
    path("opensearch.xml", browsers.description, name="opensearch"),
    path("opensearch/suggestions/", browsers.suggestions, name="opensearch-suggestions"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemaps, name="sitemaps"),
    path("sitemaps/<slug:name>.xml", crawlers.sitemap, name="sitemap"),
]
