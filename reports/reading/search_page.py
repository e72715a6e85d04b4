"""The search page, and what it offers while a query is being typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports import search
from reports.reading import facets, results
from reports.reading.asked import Asked, without_empty
from reports.reading.histogram import histogram
from reports.reading.suggestions import suggestions

# How long a client should wait before it asks an index again that is being built.
RETRY_SECONDS = 15
SUGGESTIONS_MOST = 8
TEMPLATE = "reading/search.html"


@require_safe
def results_page(request: HttpRequest) -> HttpResponse:
    """Show what a search finds; without a query and filters, how to search; past the last page, where that is."""
    clean = without_empty(request.GET)
    if clean is not None:
        return redirect(f"{request.path}?{clean}")
    asked = Asked.read(request.GET)
    if not asked.q and not asked.is_filtered:
        return render(request, TEMPLATE, {"asked": asked, "notes": asked.notes, "suggestions": suggestions()})
    try:
        found = search.find(asked.request())
        context = _shown(asked, found)
    except search.Unavailable as unavailable:
        context = {"asked": asked, "detail": str(unavailable), "seconds": RETRY_SECONDS}
        answer = render(request, "503.html", context, status=503)
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer
    return render(request, TEMPLATE, context, status=404 if context["past_last"] else 200)


def _shown(asked: Asked, found: search.Page) -> dict[str, Any]:
    counts = found.facets
    return {
        "asked": asked,
        "found": found,
        "notes": [*asked.notes, *found.notes],
        "offers": results.offered(asked, found.offers),
        "passages": results.passages(found.results, asked.q),
        "has_counterparts": any(hit.zh_counterparts or hit.en_counterparts for hit in found.results),
        "histogram": histogram(asked, counts.year),
        "levels": facets.value_options(asked, "level", counts.level),
        "places": facets.place_tree(asked, counts.place),
        "speakers": facets.value_options(asked, "speaker", counts.speaker),
        "kinds": facets.value_options(asked, "kind", counts.kind),
        "two_sided": facets.two_sided(asked, counts.two_sided),
        "sorts": results.sort_options(asked),
        "chips": facets.chips(asked, counts.place),
        "action": reverse("search"),
        "past_last": found.total > 0 and found.page > found.pages,
        "last_address": asked.address(page=found.pages),
        "steps": results.steps(asked, found) if found.pages > 1 else [],
        "beside": results.beside(asked, found),
        "first_number": (found.page - 1) * asked.request().page_size + 1,
        "relaxed": [] if found.total else facets.relaxed(asked),
        "suggestions": [] if found.total else suggestions(),
    }


@require_safe
@cache_control(max_age=60, public=True)
def suggested(request: HttpRequest) -> HttpResponse:
    """Answer what may be meant by what was typed so far, as JSON; nothing while no index can answer."""
    q = request.GET.get("q", "").strip()
    try:
        found = search.suggest(q, SUGGESTIONS_MOST) if q else []
    except search.Unavailable:
        found = []
    rows = [{"q": one.q, "language": one.language, "count": one.count} for one in found]
    return JsonResponse({"q": q, "suggestions": rows}, json_dumps_params={"ensure_ascii": False})
