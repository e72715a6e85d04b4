"""The glossary of the archive: the terms that it attests, each with its renderings; as a page, CSV and TBX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.core.paginator import Paginator
from django.db.models import Max, Min, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reports import citing
from reports.models import Term
from reports.reading import made
from reports.reading.downloads import FORMULA
from reports.reading.study.terms_asked import TERM_MOST, term_address
from reports.text.fold import fold

PAGE_SIZE = 50
SORTS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "sure": (_("Surest"), ("-best", "-occurrences", "zh")),
    "count": (_("Commonest"), ("-occurrences", "zh")),
    "english": (_("English A to Z"), ("en_first", "zh")),
    "newest": (_("Newest"), ("-since", "-occurrences", "zh")),
}
CSV_COLUMNS = ("zh", "en", "count", "first_year", "last_year", "strength")
AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """Which terms are asked for, in which order: all, or those that have a text in either language."""

    has: str = ""
    sort: str = "sure"
    page: int = 1

    @classmethod
    def read(cls, request: HttpRequest) -> Asked:
        """Return what an address asks for; what makes no sense is left out."""
        sort, page = request.GET.get("sort", ""), request.GET.get("page", "")
        return cls(
            has=" ".join(request.GET.get("has", "").replace("\0", "").split())[:TERM_MOST],
            sort=sort if sort in SORTS else "sure",
            page=int(page) if page.isdecimal() and len(page) < 7 else 1,
        )

    def rows(self) -> QuerySet[Term]:
        """Return the rows of the table of terms that are asked for, strongest first."""
        wanted = Q(zh__contains=fold(self.has)) | Q(en__icontains=self.has) if self.has else Q()
        return Term.objects.filter(wanted)

    def address(self, name: str = "terms", **changes: Any) -> str:
        """Return the address of this list with some of its fields changed, its first page unless `page` is given."""
        fields = {"has": self.has, "sort": self.sort, "page": 1} | changes
        kept = {key: value for key, value in fields.items() if value not in ("", "sure", 1)}
        return f"{reverse(name)}?{urlencode(kept)}" if kept else reverse(name)


@dataclass(frozen=True, slots=True)
class Entry:
    """A Chinese term with those of its renderings that are asked for."""

    zh: str
    rows: list[Term]
    address: str


@require_safe
def page(request: HttpRequest, *, is_empty_term: bool = False) -> HttpResponse:
    """Show the terms of the archive, fifty at a time."""
    asked = Asked.read(request)
    terms = (
        asked.rows()
        .values("zh")
        .annotate(best=Max("strength"), occurrences=Sum("count"), since=Min("first_year"), en_first=Min("en"))
        .order_by(*SORTS[asked.sort][1])
        .values_list("zh", flat=True)
    )
    paginator = Paginator(terms, PAGE_SIZE)
    here = paginator.get_page(asked.page)
    context = {
        "asked": asked,
        "is_empty_term": is_empty_term,
        "page": here,
        "entries": _entries(asked, list(here)),
        "is_empty": not paginator.count and not asked.has,
        "sorts": [(label, asked.address(sort=sort), sort == asked.sort) for sort, (label, _order) in SORTS.items()],
        "steps": [
            (step, asked.address(page=step) if isinstance(step, int) else "")
            for step in paginator.get_elided_page_range(here.number, on_each_side=2, on_ends=1)
        ],
        "previous": asked.address(page=here.number - 1) if here.has_previous() else "",
        "next": asked.address(page=here.number + 1) if here.has_next() else "",
        "files": {name: asked.address(f"terms-{name}") for name in ("csv", "tbx")},
    }
    return render(request, "reading/study/glossary.html", context)


def _entries(asked: Asked, terms: list[str]) -> list[Entry]:
    entries = {zh: Entry(zh, [], term_address(zh)) for zh in terms}
    for row in asked.rows().filter(zh__in=terms).order_by("-count", "-strength", "en"):
        entries[row.zh].rows.append(row)
    return list(entries.values())


def _attachment(request: HttpRequest, chunks: Iterable[str], name: str, content_type: str) -> HttpResponseBase:
    headers = {"Content-Type": content_type, "Content-Disposition": f'attachment; filename="{name}"'}
    return made.sent(request, lambda file: file.writelines(chunk.encode() for chunk in chunks), headers)


@require_safe
def csv_file(request: HttpRequest) -> HttpResponseBase:
    """Hand out the terms asked for as CSV, a line for each rendering, for spreadsheets too."""
    return _attachment(request, _csv_lines(Asked.read(request).rows()), "glossary.csv", "text/csv; charset=utf-8")


def _csv_lines(rows: QuerySet[Term]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(CSV_COLUMNS)
    yield "\ufeff"
    for row in rows.iterator(chunk_size=AT_A_TIME):
        texts = [f"'{text}" if FORMULA.match(text) else text for text in (row.zh, row.en)]
        writer.writerow([*texts, row.count, row.first_year, row.last_year, row.strength])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


@require_safe
def tbx_file(request: HttpRequest) -> HttpResponseBase:
    """Hand out the terms asked for as TBX-Basic (ISO 30042:2019), an entry for each Chinese term."""
    rows = Asked.read(request).rows().order_by("zh", "-count", "en")
    parts = _tbx(rows, request.build_absolute_uri)
    return _attachment(request, parts, "glossary.tbx", "application/x-tbx+xml; charset=utf-8")


def _tbx(rows: QuerySet[Term], absolute: Any) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">\n'
        "<tbxHeader><fileDesc><sourceDesc><p>Learned from the published Chinese government work reports of this "
        f"archive: {escape(absolute(citing.permanent(reverse('terms'))))}</p></sourceDesc></fileDesc>"
        '<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc></tbxHeader>\n<text><body>\n'
    )
    entry: list[Term] = []
    number = 0
    for row in rows.iterator(chunk_size=AT_A_TIME):
        if entry and row.zh != entry[0].zh:
            number += 1
            yield _concept(number, entry)
            entry = []
        entry.append(row)
    if entry:
        yield _concept(number + 1, entry)
    yield "</body></text>\n</tbx>\n"


def _concept(number: int, rows: list[Term]) -> str:
    english = "".join(
        f"<termSec><term>{escape(row.en)}</term>"
        f'<descrip type="context">{row.first_year}–{row.last_year}: {row.count}; {row.strength:.2f}</descrip></termSec>'
        for row in rows
    )
    return (
        f'<conceptEntry id="c{number}"><langSec xml:lang="zh-Hans"><termSec><term>{escape(rows[0].zh)}</term></termSec>'
        f'</langSec><langSec xml:lang="en">{english}</langSec></conceptEntry>\n'
    )
