"""The page of a term, and the answer to the reader who has a term under the pointer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.models import Term
from reports.reading.study import glossary
from reports.reading.study.examples import example, uses
from reports.reading.study.renderings import looked_up, renderings, total, two_sided
from reports.reading.study.terms_asked import TERM_MOST, AskedTerm, term_address
from reports.reading.study.through_years import through_years
from reports.text.fold import fold

EXAMPLES_MOST = 3
LONGER_MOST = 12
LOOKUP_MOST = 5
RETRY_SECONDS = 15


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show how a term is rendered through the years; without `q`, the glossary of the archive."""
    typed = request.GET.get("q", "")
    asked = AskedTerm.read(typed)
    if not asked.text:
        return glossary.page(request, is_empty_term=bool(typed.strip()))
    count = total(asked)
    if count is None:
        answer = render(request, "503.html", {"seconds": RETRY_SECONDS}, status=503)
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer
    return render(request, "reading/study/term.html", _shown(asked, count))


def _shown(asked: AskedTerm, count: int) -> dict[str, Any]:
    found = [] if asked.is_too_long else renderings(asked)
    years = through_years(found)
    shown = uses(asked, found)
    few = [] if found or not count else two_sided(asked, EXAMPLES_MOST)
    return {
        "asked": asked,
        "most": TERM_MOST,
        "count": count,
        "years": years,
        "rows": [
            {
                "uses": one,
                "sure": round(100 * one.rendering.confidence),
                "page": term_address(one.rendering.text),
                "bars": years.bars[at] if years else [],
                "counts": years.counts(at) if years else [],
            }
            for at, one in enumerate(shown)
        ],
        "is_of_table": bool(found) and years is None,
        "attested": sum(one.pairs for one in found),
        "few": [example(asked, pair) for pair in few],
        "longer": _longer(asked),
    }


def _longer(asked: AskedTerm) -> list[Term]:
    """Return terms of the glossary that this one is a part of, the surest first."""
    wanted = {"zh__contains": fold(asked.text)} if asked.language == "zh" else {"en__icontains": asked.text}
    same = {"zh": fold(asked.text)} if asked.language == "zh" else {"en__iexact": asked.text}
    found: dict[str, Term] = {}
    for row in Term.objects.filter(**wanted).exclude(**same).order_by("-strength", "zh", "en")[: 4 * LONGER_MOST]:
        found.setdefault(row.zh, row)
    return list(found.values())[:LONGER_MOST]


@require_safe
@cache_control(max_age=300, private=True)
def lookup(request: HttpRequest) -> JsonResponse:
    """Answer how a term is rendered, as JSON for the reader's popover; 400 for what is no term."""
    asked = AskedTerm.read(request.GET.get("q", ""))
    if not asked.text or asked.is_too_long:
        error = _("A term is meant, of %(most)d characters at most.") % {"most": TERM_MOST}
        return JsonResponse({"error": error}, status=400, json_dumps_params={"ensure_ascii": False})
    found, count = looked_up(asked, LOOKUP_MOST)
    answer = {
        "q": asked.text,
        "language": asked.language,
        "renderings": [{"text": one.text, "count": one.pairs, "confidence": one.confidence} for one in found],
        "total": count,
        "search": asked.search_address,
        "page": asked.page_address,
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
