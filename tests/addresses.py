"""The addresses of the pages that tests ask for, in English."""

from __future__ import annotations

from django.urls import reverse

HOME = reverse("home")
SEARCH = reverse("search")
CONCORDANCE = reverse("concordance")
TERMS = reverse("terms")
HELP = reverse("help")
ABOUT = reverse("about")


def report_page(slug: str) -> str:
    return reverse("report", args=[slug])


def pair_page(key: int) -> str:
    return reverse("pair", args=[key])


BEIJING = report_page("beijing-2025")
