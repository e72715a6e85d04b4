"""A page on which anybody can report an error at a pair, without an account and without scripts."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive_site.addresses import address_of, network_of
from archive_site.throttles import allowed
from reports import errata, revisions
from reports.models import Erratum, ParagraphPair, Report
from reports.reading.errata.forms import ErrorForm

# One reader's, within an hour; and everybody's together, so that many addresses can't fill the queue.
OF_ONE = (10, 3600)
OF_ALL = (300, 3600)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a pair with a form for what is wrong with it, and keep what it brings for the editors."""
    pair = _published(pk)
    if request.method == "POST":
        # Whoever wrote while the pair became another one is shown that, with all that was written.
        return _take(request, pair, ErrorForm(request.POST))
    if pair.pk != pk:
        return redirect("pair-error", pair.pk)
    return _page(request, pair, ErrorForm(initial={"seen": errata.texts_seen(pair)}))


@require_safe
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what happens now with what was reported."""
    pair = _published(pk)
    if pair.pk != pk:
        return redirect("pair-error-thanks", pair.pk)
    return render(request, "reading/errata/thanks.html", {"pair": pair, "report": pair.report})


def _take(request: HttpRequest, pair: ParagraphPair, form: ErrorForm) -> HttpResponse:
    if form.is_of_a_program:
        # It need not learn that nothing was kept.
        return redirect("pair-error-thanks", pair.pk)
    if not form.is_valid():
        return _page(request, pair, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.cleaned_data["seen"] != errata.texts_seen(pair):
        return _page(request, pair, _brought_up(form, pair), HTTPStatus.CONFLICT, is_other_text=True)
    who = network_of(address_of(request))
    if not (allowed("error", who, *OF_ONE) and allowed("errors", "", *OF_ALL)):
        form.add_error(None, _("Many errors were reported from here within the hour. Send this one later, please."))
        return _page(request, pair, form, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        errata.report_error(
            pair,
            about=Erratum.About(form.cleaned_data["about"]),
            message=form.cleaned_data["message"],
            name=form.cleaned_data["name"],
        )
    except Report.DoesNotExist:
        raise Http404 from None
    return redirect("pair-error-thanks", pair.pk)


def _published(pk: int) -> ParagraphPair:
    """Return a pair of a published report, or the one that it became. Raises Http404 where the public can read none."""
    now = revisions.public_key(pk)
    if now is None:
        raise Http404
    pairs = ParagraphPair.objects.select_related("report__jurisdiction")
    return get_object_or_404(pairs, pk=now, report__status=Report.Status.PUBLISHED)


def _brought_up(form: ErrorForm, pair: ParagraphPair) -> ErrorForm:
    """Return the form with all that was entered, to be sent again about the texts as they are now."""
    return ErrorForm(initial={**form.cleaned_data, "seen": errata.texts_seen(pair)})


def _page(
    request: HttpRequest,
    pair: ParagraphPair,
    form: ErrorForm,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    is_other_text: bool = False,
) -> HttpResponse:
    context = {
        "pair": pair,
        "report": pair.report,
        "form": form,
        "is_other_text": is_other_text,
        "waiting": errata.waiting_at(pair),
        "answered": errata.answered_at(pair),
    }
    return render(request, "reading/errata/report.html", context, status=status)
