"""The search side as an application of its own, so that its commands and its index definition are found."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "reports.search"
    label = "reports_search"
