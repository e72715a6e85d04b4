"""The way from a page that everybody reads to where its text is edited: for those alone who may."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from reports import people


def editing_of(request: HttpRequest, slug: str, pair: int | None = None) -> str:
    """Return where a report, or one of its pairs, is edited; "" for those who may not, without asking the database."""
    # Who has no session is nobody that we know: their pages are the same for all, and cost no question.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not people.may_curate(request.user):
        return ""
    return reverse("editor:page", args=[slug]) + (f"?pair={pair}" if pair else "")
