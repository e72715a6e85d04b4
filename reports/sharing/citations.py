"""Citations: a page that shows all forms of one, and each form as a file at an address of its own."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports import citing, revisions
from reports.models import ParagraphPair, Report
from reports.sharing.answering import kept, told

# In the address of a page: its citations are wanted without the date of access, which is today's otherwise.
UNDATED = "none"


@require_safe
def report_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every citation of a report."""
    return _page(request, _report(slug), None)


@require_safe
def pair_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every citation of a paragraph, or lead to those of the one that it became a part of."""
    if became := _became(pk):
        return _led_on(request, "pair-cite", became)
    pair = _pair(pk)
    return _page(request, pair.report, pair)


@require_safe
def report_file(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Send one form of a report's citation."""
    return _file(request, _report(slug), None, name)


@require_safe
def pair_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Send one form of a paragraph's citation, or lead to that of the one that it became a part of."""
    if became := _became(pk):
        return _led_on(request, "pair-cite-format", became, name)
    pair = _pair(pk)
    return _file(request, pair.report, pair, name)


def _report(slug: str) -> Report:
    return get_object_or_404(Report.objects.published().with_places(), slug=slug)


def _pair(pk: int) -> ParagraphPair:
    pairs = ParagraphPair.objects.select_related("report__jurisdiction")
    return get_object_or_404(pairs, pk=pk, report__status=Report.Status.PUBLISHED)


def _became(pk: int) -> int | None:
    """Return the published pair that one which is gone is a part of now, None for one that is there. Else Http404."""
    now = revisions.public_key(pk)
    if now is None:
        raise Http404
    return now if now != pk else None


def _led_on(request: HttpRequest, *address: str | int) -> HttpResponse:
    # Not for ever: whoever undoes the merging has the pair back, and browsers would never ask again.
    name, *args = address
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse(str(name), args=args)}{query}")


def _page(request: HttpRequest, report: Report, pair: ParagraphPair | None) -> HttpResponse:
    given = request.GET.get("accessed", "")
    accessed = None if given == UNDATED else _day(given) or timezone.localdate()
    absolute = request.build_absolute_uri
    context = {
        "report": report,
        "pair": pair,
        "address": absolute(citing.permanent((pair or report).get_absolute_url())),
        "citations": citing.offers(report, pair, absolute=absolute, accessed=accessed),
        "accessed": accessed,
        "undated": UNDATED,
    }
    return render(request, "reading/cite.html", context)


def _file(request: HttpRequest, report: Report, pair: ParagraphPair | None, name: str) -> HttpResponseBase:
    form = citing.FORMATS.get(name)
    if form is None:
        raise Http404
    given = request.GET.get("accessed", "")
    accessed = _day(given)
    if given not in {"", UNDATED} and accessed is None:
        return told(_("accessed is a date such as 2026-01-31."), HTTPStatus.BAD_REQUEST)
    address = request.build_absolute_uri(citing.permanent((pair or report).get_absolute_url()))
    cited = citing.cited(report, pair, address=address, accessed=accessed)
    language = cited.choice(request.GET.get("language", ""))
    answer = kept(request, form.write(cited, language), form.media_type)
    if answer.status_code == HTTPStatus.OK and not form.is_prose:
        stem = f"{report.slug}-p{pair.position}" if pair is not None else report.slug
        answer["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"{stem}-{language}.{form.ending}"
        )
    return answer


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
