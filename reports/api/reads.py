"""Rows, as the shapes of the API show them."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, astuple
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from reports import citing, search
from reports.models import Jurisdiction, ParagraphPair, Report, Section, SourceFile

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reports.api.questions import ReportQuery

Shape = dict[str, Any]

# Count it up when an answer gains or loses a field: what callers have kept is then no longer the whole.
ANSWER_FORM = 2


def place(jurisdiction: Jurisdiction) -> Shape:
    """Return a jurisdiction as `shapes.Place`."""
    return {
        "code": jurisdiction.code,
        "zh": jurisdiction.name_zh,
        "en": jurisdiction.name_en,
        "level": jurisdiction.level,
    }


def places() -> Shape:
    """Return all jurisdictions as `shapes.Places`."""
    published = Count("reports", filter=Q(reports__status=Report.Status.PUBLISHED))
    rows = Jurisdiction.objects.select_related("parent").annotate(published=published)
    results = [place(row) | {"parent": row.parent and row.parent.code, "reports": row.published} for row in rows]
    return {"total": len(results), "results": results}


def header(report: Report, request: HttpRequest) -> Shape:
    """Return what identifies a report, as `shapes.Header`."""
    return {
        "slug": report.slug,
        "place": place(report.jurisdiction),
        "year": report.year,
        "delivered_on": report.delivered_on,
        "session": {"key": report.session_key, "zh": report.session_zh, "en": report.session_en},
        "title": {"zh": report.title_zh, "en": report.title_en},
        "speaker": {"zh": report.speaker_zh, "en": report.speaker_en},
        "office": {"zh": report.office_zh, "en": report.office_en},
        "url": request.build_absolute_uri(citing.permanent(report.get_absolute_url())),
    }


def span_notes(year_from: int | None, year_to: int | None) -> list[str]:
    """Return a note if no year lies in the span."""
    if year_from is None or year_to is None or year_from <= year_to:
        return []
    return [_("No year lies between %(first)s and %(last)s.") % {"first": year_from, "last": year_to}]


def reports(query: ReportQuery, request: HttpRequest) -> Shape:
    """Return one page of the published reports, as `shapes.Reports`."""
    rows = Report.objects.published()
    notes = span_notes(query.year_from, query.year_to)
    if any(name.strip() for name in query.place):
        keys, unknown = search.places_named(query.place)
        rows = rows.filter(jurisdiction__in=keys)
        notes += [_("There is no jurisdiction “%(name)s”.") % {"name": name} for name in unknown]
    if query.year is not None:
        rows = rows.filter(year=query.year)
    if query.year_from is not None:
        rows = rows.filter(year__gte=query.year_from)
    if query.year_to is not None:
        rows = rows.filter(year__lte=query.year_to)
    total = rows.count()
    first = (query.page - 1) * query.page_size
    listed = list(rows.with_places()[first : first + query.page_size])
    sizes = _sizes(listed)
    return {
        "total": total,
        "page": query.page,
        "pages": -(-total // query.page_size),
        "results": [header(row, request) | sizes.get(row.pk, {"pairs": 0, "two_sided": 0}) for row in listed],
        "notes": notes,
    }


def _sizes(listed: list[Report]) -> dict[int, Shape]:
    """Return for each report how many pairs it has, and how many with text in both languages."""
    rows = ParagraphPair.objects.filter(report__in=listed).order_by().values("report")
    counted = rows.annotate(pairs=Count("pk"), two_sided=Count("pk", filter=~Q(zh="") & ~Q(en="")))
    return {row["report"]: {"pairs": row["pairs"], "two_sided": row["two_sided"]} for row in counted}


def whole(report: Report, request: HttpRequest) -> Shape:
    """Return a report with all that stands in it, as `shapes.WholeReport`, in three queries."""
    pairs = ParagraphPair.objects.filter(report=report).order_by("position")
    sections = Section.objects.filter(report=report).order_by("position")
    sources = SourceFile.objects.filter(report=report).order_by("name", "pk")
    return header(report, request) | {
        "sources": list(sources.values("name", "sha256", "size")),
        "sections": [
            {**row, "parent": row["parent_id"]}
            for row in sections.values("id", "parent_id", "level", "ordinal", "position", "heading_zh", "heading_en")
        ],
        "pairs": [
            {**row, "section": row["section_id"]}
            for row in pairs.values(
                "id", "position", "section_id", "kind", "zh", "en", "confidence", "needs_review", "beads"
            )
        ],
    }


def entity_tag(report: Report, request: HttpRequest) -> str:
    """Return the ETag of a report's whole answer: it changes when the report or its jurisdiction does."""
    said = repr((header(report, request), report.changed_at.isoformat(), ANSWER_FORM))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def found(page: search.Page, notes: list[str]) -> Shape:
    """Return what a search found, as `findings.SearchResults`."""
    facets = page.facets
    return {
        "total": page.total,
        "page": page.page,
        "pages": page.pages,
        "results": [result(hit) for hit in page.results],
        "facets": {
            "year": [_count(year) for year in facets.year],
            "place": [
                {**_count(body), "label": body.label, "code": body.code, "parent": body.parent or None,
                 "within": body.within}
                for body in facets.place
            ],
            "level": [_count(level) for level in facets.level],
            "speaker": [{**_count(speaker), "label": speaker.label} for speaker in facets.speaker],
            "kind": [_count(kind) for kind in facets.kind],
            "both": facets.two_sided,
        },
        "notes": [*notes, *page.notes],
        "understood": page.understood,
        "offers": [asdict(offer) for offer in page.offers],
    }  # fmt: skip


def result(hit: search.Hit) -> Shape:
    """Return a pair that was found, as `findings.Result`."""
    pair = hit.pair
    return {
        "id": pair.pk,
        "report": pair.report.slug,
        "year": pair.report.year,
        "place": pair.report.jurisdiction.name_zh,
        "position": pair.position,
        "kind": pair.kind,
        "zh": pair.zh,
        "en": pair.en,
        "zh_marks": hit.zh_marks,
        "en_marks": hit.en_marks,
        "zh_counterparts": [astuple(one) for one in hit.zh_counterparts],
        "en_counterparts": [astuple(one) for one in hit.en_counterparts],
        "score": round(hit.score, 6),
    }


def concordance(found: search.Concordance, notes: list[str]) -> Shape:
    """Return one page of lines, as `findings.Concordance`."""
    return {
        "pairs": found.pairs,
        "occurrences": found.occurrences,
        "counted": found.counted,
        "page": found.page,
        "pages": found.pages,
        "results": [_line(line) for line in found.lines],
        "notes": notes,
    }


def _line(line: search.Line) -> Shape:
    pair = line.pair
    return {
        "id": pair.pk,
        "report": pair.report.slug,
        "year": pair.report.year,
        "place": pair.report.jurisdiction.name_zh,
        "position": pair.position,
        "kind": pair.kind,
        "side": line.side,
        "start": line.start,
        "end": line.end,
        "left": line.left,
        "keyword": line.keyword,
        "right": line.right,
        "counterpart": {**asdict(line.counterpart), "text": line.counterpart_text},
        "renderings": [astuple(one) for one in line.renderings],
    }


def _count(count: search.Count) -> Shape:
    return {"value": count.value, "count": count.count}


def suggestions(typed: str, limit: int) -> Shape:
    """Return what may be meant, as `findings.Suggestions`."""
    return {"results": [asdict(suggestion) for suggestion in search.suggest(typed, limit)]}
