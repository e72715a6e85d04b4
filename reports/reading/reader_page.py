"""The reader's page: one report, as the address and the browser's memory want it shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports import citing, errata
from reports.models import Report
from reports.reading.for_staff import editing_of
from reports.reading.reader import Edition, Row, edition, script_of
from reports.reading.reader_near import place_like
from reports.reading.reader_rows import Link, contents_html, rows_html
from reports.reading.reader_view import asked, choices, remember, remembered, view_of
from reports.text.scripts import displayed, language_of

# The address names a paragraph or a place; the page's own fragment does that better.
LEADING = ("p", "near")
ANY_NUMBER = 987_654_321


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a published report; what its address may say is in docs/reading.md."""
    before, report, after = _with_neighbours(slug)
    if position := _leading_to(request, report):
        return redirect(f"{request.path}{_without(request.GET, *LEADING).rstrip('?')}#p{position}")
    response = render(request, "reading/report.html", _context(request, report, before, after))
    remember(request, response)
    patch_vary_headers(response, ("Cookie",))
    return response


def _with_neighbours(slug: str) -> tuple[Report | None, Report, Report | None]:
    """Return a published report and the ones before and after it of the same jurisdiction, in one query."""
    # The one of the address has to be published itself: to read its neighbours for nothing takes time, which tells.
    one = {"jurisdiction__reports__slug": slug, "jurisdiction__reports__status": Report.Status.PUBLISHED}
    reports = Report.objects.published().with_places().filter(**one)
    # Asked along with them: most reports have no errata, and need no query of their own for those.
    reports = reports.annotate(has_errata=errata.any_answered())
    row = [None, *sorted(reports, key=lambda one: (one.year, str(one.delivered_on or ""), one.pk)), None]
    for (before, here), after in zip(pairwise(row), row[2:], strict=False):
        if here and here.slug == slug:
            return before, here, after
    raise Http404(_("There is no such report."))


def _leading_to(request: HttpRequest, report: Report) -> int | None:
    """Return the position that the address asks to be led to, by a number or by a like place in another report."""
    number, near = (request.GET.get("p", ""), request.GET.get("near", ""))
    if near.isdecimal() and len(near) < 19:  # a row's number fits in 63 bits
        return place_like(int(near), report) or 1
    if number.isdecimal() and len(number) < 10:
        last = report.pairs.order_by("-position").values_list("position", flat=True).first()
        return min(max(int(number), 1), last) if last else None
    return None


def _context(request: HttpRequest, report: Report, before: Report | None, after: Report | None) -> dict[str, object]:
    view = view_of(request)
    q = request.GET.get("q", "").strip()
    script = view.converted_to
    header = _header(report, script)
    shown = edition(report, script, q, _section(request))
    languages = [name for name, is_there in (("zh", shown.has_zh), ("en", shown.has_en)) if is_there]
    address = request.build_absolute_uri(citing.permanent(report.get_absolute_url()))
    # One language alone can be laid out in one way only; the choice is kept for other reports.
    layout = view.layout if shown.has_zh and shown.has_en else "zh" if shown.has_zh else "en"
    parameters = request.GET.copy()
    for name in LEADING:
        parameters.pop(name, None)
    return {
        "report": report,
        "editing": editing_of(request, report.slug),
        "before": before,
        "after": after,
        "header": header,
        "delivered": _dates(report.delivered_on) if report.delivered_on else None,
        "language": language_of(script, script_of("".join(header.values()))),
        "edition": shown,
        "rows": rows_html(
            shown,
            _section_links(report, before, after, "" if shown.only else _without(parameters, "q")),
            errata.answered_pairs(report) if getattr(report, "has_errata", False) else (),
        ),
        "contents": contents_html(shown.contents, _without(parameters, "section") if shown.only else ""),
        "view": view,
        "layout": layout,
        "only": languages[0] if len(languages) == 1 else "",
        "choices": dict(choices(view, parameters)),
        "other_script": _other_script(request, shown),
        "carried": [(name, value) for name, value in parameters.items() if name != "q"],
        "offers": _offers(report),
        "address": address,
        "described": citing.described(
            report, languages, address=address, site=request.build_absolute_uri(citing.permanent(reverse("home")))
        ),
        "citations": _citations(report, languages),
        "near": _near(shown, before, after),
        "lookup": _address("term-lookup"),
        "q": q,
    }


def _header(report: Report, script: str) -> dict[str, str]:
    """Return what the report's head says in Chinese, in the script that is asked for."""
    return {
        name: displayed(text, script, script_of(text))
        for name in ("title_zh", "session_zh", "speaker_zh", "office_zh")
        if (text := getattr(report, name))
    }


def _section(request: HttpRequest) -> int:
    """Return the section that is asked for alone, 0 for the whole report."""
    section = request.GET.get("section", "")
    return int(section) if section.isdecimal() and len(section) < 10 else 0


def _near(shown: Edition, before: Report | None, after: Report | None) -> list[tuple[str, int, str]]:
    """Return the way to the same place in the reports of the years before and after."""
    return [
        (rel, other.year, f"{other.get_absolute_url()}?near={shown.rows[0].pk}")
        for rel, other in (("prev", before), ("next", after))
        if other and shown.rows
    ]


def _other_script(request: HttpRequest, shown: Edition) -> str:
    """Return the script of the interface where the Chinese is in the other one and nobody has chosen; else nothing."""
    if "script" in {**remembered(request), **asked(request.GET.dict())}:
        return ""
    own, other = {"zh-hans": ("hans", "hant"), "zh-hant": ("hant", "hans")}.get(get_language() or "", ("", ""))
    return own if other in shown.published_scripts else ""


def _dates(day: dt.date) -> dict[str, str]:
    """Return a day as each column says it, whatever the language around the text is."""
    zh = f"{day.year}年{day.month}月{day.day}日"
    with override("en"):
        return {"iso": day.isoformat(), "zh": zh, "en": date_format(day, "j F Y")}


def _without(parameters: QueryDict, *names: str) -> str:
    """Return the address of the same page without some of its parameters."""
    query = parameters.copy()
    for name in names:
        query.pop(name, None)
    return f"?{query.urlencode()}"


def _address(name: str, *parts: str) -> str:
    """Return the address of a page; empty where this archive has no such page."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def _offers(report: Report) -> list[Link]:
    """Return the pages about a whole report."""
    pages = {"facts": _("About this report"), "cite": _("Cite")}
    return [(address, label) for name, label in pages.items() if (address := _address(name, report.slug))]


def _citations(report: Report, languages: list[str]) -> dict[str, str]:
    """Return, by language, the citation of a paragraph whose {number} and {address} are still to be put in."""
    # A number that no paragraph has: the citation of one puts it where it belongs.
    cited = replace(citing.cited_in(report, languages, address="{address}"), number=ANY_NUMBER)
    return {name: citing.short(cited, name).replace(str(ANY_NUMBER), "{number}") for name in languages}


def _section_links(
    report: Report, before: Report | None, after: Report | None, here: str
) -> Callable[[Row], list[Link]]:
    """Return what gives the links under a heading: the section alone, ways to study it, the same in other years.

    `here` is the address of the whole report; empty where one section is alone already.
    """
    years = [
        (other.get_absolute_url(), _("Same place in %(year)s") % {"year": other.year})
        for other in (before, after)
        if other
    ]
    studies = [
        (address, label)
        for name, label in (("drill", _("Test yourself")), ("sheet", _("Interpreter’s sheet")))
        if (address := _address(name, report.slug))
    ]

    def links(row: Row) -> list[Link]:
        if row.level != 2:  # the report's own sections; below them it would be too much of it
            return []
        return [
            *([(f"{here}{'&' * (here != '?')}section={row.section}", _("This section alone"))] if here else []),
            *((f"{address}?section={row.section}", label) for address, label in studies),
            *((f"{address}?near={row.pk}", label) for address, label in years),
        ]

    return links
