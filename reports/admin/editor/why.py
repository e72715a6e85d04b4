"""Why an act was done, asked for and kept right after it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports import editing
from reports.admin.desk import person
from reports.admin.editor.acting import number, sent
from reports.admin.editor.permitted import for_editing
from reports.models import Report


@for_editing
@require_http_methods(["GET", "HEAD", "POST"])
def why(request: HttpRequest, report: Report) -> HttpResponse:
    """Answer of which act a person may still say why; a POST keeps what they say."""
    by = person(request)
    try:
        if request.method == "POST":
            asked = sent(request)
            editing.explain(report, by, number(asked.get("revision")) or 0, str(asked.get("why") or ""))
            return JsonResponse({"told": _("The history tells why now.")})
        found = editing.to_explain(report, by)
    except editing.Impossible as error:
        return JsonResponse({"said": str(error)})
    about = _("Your last act: “%(act)s”, at %(time)s. Everybody of the staff can read why in the history.")
    time = date_format(localtime(found.at), "TIME_FORMAT")
    return JsonResponse(
        {"revision": found.pk, "about": about % {"act": found.get_kind_display(), "time": time}, "why": found.note}
    )
