"""What somebody is told whose decision could not be kept, as the database is busy or its disk is full."""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from reports.admin.desk import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase

    View = Callable[..., HttpResponseBase]

logger = logging.getLogger(__name__)
# Seconds after which it may be worth another try.
LATER = "30"


def tells_when_unwritable(view: View) -> View:
    """Return the view with an answer of its own, 503, for a form that could not be kept: nothing of it was."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except OperationalError:
            if request.method != "POST":
                raise
            logger.exception("A form could not be kept: %s", request.path)
            return _told(request)

    return told


def _told(request: HttpRequest) -> HttpResponseBase:
    said = _(
        "This could not be kept: the archive's database is busy, or its disk is full. Nothing was changed. Try again "
        "in a moment; if it stays so, tell who runs the archive."
    )
    response: HttpResponseBase
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        response = JsonResponse({"error": said}, status=503)
    else:
        response = page(request, "admin/reports/unwritable.html", _("Not kept"), {"said": said}, 503).render()
    response["Retry-After"] = LATER
    return response
