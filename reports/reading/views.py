"""The pages for readers: each reads what its address asks for, gets it in a few queries, and shows it."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from reports import errata, revisions
from reports.models import ParagraphPair
from reports.reading.browsing.catalogue import Catalogue
from reports.reading.browsing.home import extent
from reports.reading.for_staff import editing_of

# What pairings are judged by, as `reports.text.alignment` names it.
EVIDENCE = {
    "length": gettext_lazy("how long the two sides are"),
    "lexicon": gettext_lazy("words that the dictionary knows for one another"),
    "figures": gettext_lazy("the figures"),
    "names": gettext_lazy("names in Latin letters"),
    "heading": gettext_lazy("the numbers of headings"),
}


@require_safe
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from a pair's permanent address to where it stands in its report now, or to the pair that it became."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if became := _became(pk):
        # Not for ever: whoever undoes the merging has the pair back, and browsers would never ask again.
        return redirect(f"{reverse('pair', args=[became])}{query}")
    found = get_object_or_404(ParagraphPair.objects.select_related("report"), pk=pk, report__status="published")
    return redirect(f"{found.report.get_absolute_url()}{query}#p{found.position}")


def _became(pk: int) -> int | None:
    """Return the published pair that one which is gone is a part of now, None for one that is there. Else Http404."""
    now = revisions.public_key(pk)
    if now is None:
        raise Http404
    return now if now != pk else None


@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a pair with the other versions of it, the files that they came from, and why its sides were paired."""
    if became := _became(pk):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{reverse('versions', args=[became])}{query}")
    pairs = ParagraphPair.objects.select_related("report__jurisdiction", "source").defer("source__content")
    pair = get_object_or_404(pairs, pk=pk, report__status="published")
    others = pair.variants.select_related("source").defer("source__content")
    context = {
        "pair": pair,
        "report": pair.report,
        "editing": editing_of(request, pair.report.slug, pair.pk),
        "others": others,
        "answered": errata.answered_at(pair),
        "waiting": errata.waiting_at(pair),
        "sure": round(100 * (pair.confidence or 0)),
        "speaks_for": [label for name, label in EVIDENCE.items() if pair.evidence.get(name, 0) > 0],
        "speaks_against": [label for name, label in EVIDENCE.items() if pair.evidence.get(name, 0) < 0],
    }
    return render(request, "reading/versions.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what the archive is, how much it holds, how its texts came about and what may be done with them."""
    catalogue = Catalogue.read()
    return render(request, "reading/about.html", {"extent": extent(catalogue) if catalogue.reports else None})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to search and how to read."""
    return render(request, "reading/help.html")


@require_safe
@cache_control(max_age=86400, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers and feed readers that ask for no other icon to the one there is."""
    return redirect(static("img/favicon.svg"))


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the database answers, 503 while it doesn't."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
