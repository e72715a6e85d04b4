"""The concordance of a search: the occurrences of its terms under one another, with their counterparts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports import search
from reports.reading import facets, results
from reports.reading.asked import SORTS, without_empty
from reports.reading.asked_lines import AskedLines
from reports.reading.downloads import LINES_MOST
from reports.reading.facets import Option
from reports.reading.histogram import histogram
from reports.reading.marking import marked, spans
from reports.reading.reader import LANGUAGES

# An order of contexts shows so many lines on a page, relevance or date those of so many paragraphs.
PAGE_SIZES = {"left": 50, "right": 50, "keyword": 50, "": 20}
RETRY_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Row:
    """One line as shown: its keyword between its contexts, and its counterpart as HTML."""

    line: search.Line
    language: str
    other_language: str
    counterpart: SafeString
    goes_on_before: bool
    goes_on_after: bool
    address: str


def rows(lines: list[search.Line], q: str) -> list[Row]:
    """Return the lines as shown."""
    return [_row(line, q) for line in lines]


def _row(line: search.Line, q: str) -> Row:
    pair = line.pair
    chinese = LANGUAGES[pair.script]
    part = line.counterpart
    return Row(
        line=line,
        language=chinese if line.side == "zh" else "en",
        other_language="en" if line.side == "zh" else chinese,
        counterpart=marked(line.other, spans(line.other_marks, line.renderings), part.start, part.end),
        goes_on_before=part.extent == "paragraph" and part.start > 0,
        goes_on_after=part.extent == "paragraph" and part.end < len(line.other),
        address=f"{pair.report.get_absolute_url()}?{urlencode({'q': q})}#p{pair.position}",
    )


def order_options(asked: AskedLines) -> list[Option]:
    """Return the orders that lines can stand in: those of the search, then those of contexts."""
    labels = {"relevance": _("Most relevant"), "newest": _("Newest"), "oldest": _("Oldest")}
    found = [
        Option(labels[sort], asked.address(sort=sort, order=""), not asked.order and asked.sort == sort, f"sort-{sort}")
        for sort in SORTS.values()
    ]
    names: dict[search.Order, str] = {
        "left": _("Before the keyword"),
        "right": _("After the keyword"),
        "keyword": _("Keyword"),
    }
    return found + [
        Option(label, asked.address(order=order), asked.order == order, f"order-{order}")
        for order, label in names.items()
    ]


def steps(asked: AskedLines, found: search.Concordance) -> list[results.Step]:
    """Return the pages around this one and the first and last ones, nothing if there is one page."""
    if found.pages < 2:
        return []
    return [
        results.Step(str(page), asked.address(page=page), is_here=page == found.page)
        if isinstance(page, int)
        else results.Step(str(page))
        for page in Paginator(range(found.pages), 1).get_elided_page_range(
            min(found.page, found.pages), on_each_side=2, on_ends=1
        )
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show a page of the concordance of a search; without a query and filters, where to type one."""
    clean = without_empty(request.GET)
    if clean is not None:
        return redirect(f"{request.path}?{clean}")
    asked = AskedLines.read(request.GET)
    if not asked.q and not asked.is_filtered:
        return render(request, "reading/concordance.html", {"asked": asked, "notes": asked.notes})
    try:
        # For its notes and facets, and on the first page other searches worth making.
        found = search.find(replace(asked.request(1), page=min(asked.page, 2)))
        lines = search.concordance(asked.request(), asked.order, asked.page, PAGE_SIZES[asked.order])
    except search.Unavailable as unavailable:
        context = {"asked": asked, "detail": str(unavailable), "seconds": RETRY_SECONDS}
        answer = render(request, "503.html", context, status=503)
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer
    context = _shown(asked, found, lines)
    return render(request, "reading/concordance.html", context, status=404 if context["past_last"] else 200)


def _shown(asked: AskedLines, found: search.Page, lines: search.Concordance) -> dict[str, Any]:
    counts = found.facets
    around = {"previous": lines.page - 1, "next": lines.page + 1}
    return {
        "asked": asked,
        "found": found,
        "lines": lines,
        "rows": rows(lines.lines, asked.q),
        "notes": [*asked.notes, *found.notes],
        "orders": order_options(asked),
        "chips": facets.chips(asked, counts.place),
        "offers": results.offered(asked, found.offers),
        "has_counterparts": any(line.renderings for line in lines.lines),
        "histogram": histogram(asked, counts.year),
        "two_sided": facets.two_sided(asked, counts.two_sided),
        "levels": facets.value_options(asked, "level", counts.level),
        "places": facets.place_tree(asked, counts.place),
        "speakers": facets.value_options(asked, "speaker", counts.speaker),
        "kinds": facets.value_options(asked, "kind", counts.kind),
        "past_last": asked.page > max(lines.pages, 1),
        "last_address": asked.address(page=max(lines.pages, 1)),
        "action": reverse("concordance"),
        "steps": steps(asked, lines),
        "beside": {name: asked.address(page=at) for name, at in around.items() if 1 <= at <= lines.pages},
        "files": {name: asked.at(f"search-{name}") for name in ("csv", "xlsx")},
        "sorted_most": search.OCCURRENCES_MOST,
        "lines_most": LINES_MOST,
        "feed": asked.passages().at("search-feed"),
        "passages": asked.passages().address(),
    }
