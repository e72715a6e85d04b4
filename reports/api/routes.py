"""What can be asked of the API."""

from http import HTTPStatus
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from ninja import Path, Query, Schema

from reports import editing, search
from reports.api import findings, questions, reads, shapes
from reports.api.answers import JsonOnly, Unescaped, takes
from reports.models import Report

UNKNOWN: dict[int, type[Schema]] = {404: shapes.Failure}
BAD: dict[int, type[Schema]] = {422: shapes.BadParameters}
BUSY: dict[int, type[Schema]] = {503: shapes.Failure}
BESIDES = {
    "responses": {
        301: {"description": "The report has another address now: Location leads there."},
        304: {"description": "Unchanged since the ETag or date that was sent."},
    }
}

api = JsonOnly(
    title="Government work reports",
    version="1",
    description=(
        "Chinese government work reports in Chinese and English, paragraph by paragraph. Open to every origin, "
        "reading only, published reports only. Text is as published; offsets count code points."
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=Unescaped(),
)


@api.get(
    "reports",
    response={200: shapes.Reports, **BAD},
    operation_id="list_reports",
    summary="List reports",
    tags=["reports"],
)
@takes(questions.ReportQuery)
def reports(request: HttpRequest, query: Query[questions.ReportQuery]) -> reads.Shape:
    """The published reports that the filters leave, newest first."""
    return reads.reports(query, request)


@api.get(
    "reports/{slug}",
    response={200: shapes.WholeReport, **UNKNOWN, **BAD},
    operation_id="read_report",
    summary="Read a report",
    tags=["reports"],
    openapi_extra=BESIDES,
)
@takes()
def report(
    request: HttpRequest,
    response: HttpResponse,
    slug: Annotated[str, Path(description="As in addresses.", example="beijing-2025")],
) -> reads.Shape | HttpResponseBase:
    """One report: its header, sections and all paragraph pairs. Send its ETag back to hear whether it has changed."""
    row = Report.objects.published().with_places().filter(slug=slug).first()
    if row is None and (now := editing.moved_to(slug)):
        # To be asked again each time: whoever undoes the correction leads back.
        way = {"Location": reverse("api:report", args=[now]), "Cache-Control": "no-cache"}
        return HttpResponse(status=HTTPStatus.MOVED_PERMANENTLY, headers=way)
    if row is None:
        raise Http404(_("There is no report “%(slug)s”.") % {"slug": slug})
    tag = reads.entity_tag(row, request)
    changed = int(row.changed_at.timestamp())
    headers = {"ETag": tag, "Last-Modified": http_date(changed), "Cache-Control": "no-cache"}
    unchanged = get_conditional_response(request, etag=tag, last_modified=changed)
    for name, value in headers.items():
        (unchanged or response).headers[name] = value
    return unchanged or reads.whole(row, request)


@api.get(
    "search",
    response={200: findings.SearchResults, **BAD, **BUSY},
    operation_id="search",
    summary="Search",
    tags=["search"],
)
@takes(questions.SearchQuery)
def find(request: HttpRequest, query: Query[questions.SearchQuery]) -> reads.Shape:
    """The paragraph pairs that a query finds, with the places of its terms in both languages, and counts."""
    found = search.find(_asked(query))
    return reads.found(found, reads.span_notes(query.year_from, query.year_to))


def _asked(query: questions.SearchQuery | questions.ConcordanceQuery) -> search.Request:
    return search.Request(
        q=query.q,
        places=tuple(name for name in query.place if name.strip()),
        year_from=query.year_from,
        year_to=query.year_to,
        sort=query.sort,
        page=query.page,
        page_size=query.page_size,
        within=tuple(query.within),
        levels=tuple(query.level),
        speakers=tuple(query.speaker),
        kinds=tuple(query.kind),
        two_sided=query.both,
    )


@api.get(
    "concordance",
    response={200: findings.Concordance, **BAD, **BUSY},
    operation_id="concordance",
    summary="Set occurrences on lines",
    tags=["search"],
)
@takes(questions.ConcordanceQuery)
def concordance(request: HttpRequest, query: Query[questions.ConcordanceQuery]) -> reads.Shape:
    """Each occurrence of a query's terms on a line, with what stands around it and the sentence that renders it."""
    asked = _asked(query)
    found = search.concordance(asked, query.order, query.page, query.page_size)
    notes = [*reads.span_notes(query.year_from, query.year_to), *search.notes(asked)]
    return reads.concordance(found, notes)


@api.get(
    "suggestions",
    response={200: findings.Suggestions, **BAD},
    operation_id="suggest",
    summary="Suggest queries",
    tags=["search"],
)
@takes(questions.SuggestionQuery)
def suggestions(request: HttpRequest, query: Query[questions.SuggestionQuery]) -> reads.Shape:
    """Terms of the archive that may be meant by what was typed so far, while somebody types."""
    return reads.suggestions(query.q, query.limit)


@api.get(
    "places",
    response={200: shapes.Places, **BAD},
    operation_id="list_places",
    summary="List jurisdictions",
    tags=["places"],
)
@takes()
def places(request: HttpRequest) -> reads.Shape:
    """All jurisdictions in official order, with the number of their published reports."""
    return reads.places()
