"""The language of the administration: chosen in its head, and kept as the public pages keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from reports import people

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


@people.for_staff
@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """Keep the language that a person chose, and lead back to the page on which they did, if it is of this site."""
    response = set_language(request)
    if kept := response.cookies.get(settings.LANGUAGE_COOKIE_NAME):
        kept["samesite"], kept["httponly"] = "Lax", True
    return response
