"""All lines of a concordance, or all pairs that a search finds, as a table to take along: CSV or XLSX."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports import citing, search
from reports.models import ParagraphPair
from reports.reading import made
from reports.reading.asked_lines import AskedLines
from reports.reading.reader import LANGUAGES

# What one file holds at most, so that it is whole before a server or a browser loses patience.
LINES_MOST = {"csv": 100_000, "xlsx": 30_000}
RETRY_SECONDS = 15
CELL_MOST = 32_767
# A spreadsheet takes a cell that begins so for a formula, or for what goes before one.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
UNNAMEABLE = re.compile(r"[^\w]+")
SPAN = re.compile(r"(\d+)\.{2,3}(\d*)|\.{2,3}(\d+)")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | dt.date | None
LINE_COLUMNS = {
    "number": 8,
    "place_zh": 12,
    "place_en": 16,
    "year": 7,
    "delivered_on": 12,
    "speaker_zh": 10,
    "speaker_en": 14,
    "paragraph": 10,
    "kind": 9,
    "heading_zh": 20,
    "heading_en": 24,
    "language": 9,
    "left": 42,
    "keyword": 18,
    "right": 42,
    "counterpart": 60,
    "counterpart_is": 14,
    "link": 40,
}
PAIR_COLUMNS = {
    **{name: width for name, width in LINE_COLUMNS.items() if list(LINE_COLUMNS).index(name) <= 10},
    "zh": 70,
    "en": 70,
    "keywords": 24,
    "link": 40,
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written: its name, its columns with their widths, and its rows, more perhaps than fit.

    `short` says that there are more rows than it was given.
    """

    name: str
    columns: dict[str, int]
    rows: Iterator[list[Cell]]
    short: bool = False

    def bounded(self, most: int) -> Iterator[list[Cell]]:
        """Yield the rows up to so many, then one that says so if there are more."""
        held = 0
        for held, row in enumerate(islice(self.rows, most), start=1):  # noqa: B007 - counted, then said
            yield row
        if self.short or next(self.rows, None) is not None:
            yield [_("Cut here: this file holds the first %(held)d rows, and there are more.") % {"held": held}]


def table(request: HttpRequest, asked: AskedLines) -> Table:
    """Return what is asked for: whole pairs with `view=pairs`, else lines. Raises `search.Unavailable`."""
    absolute = request.build_absolute_uri
    if request.GET.get("view") == "pairs":
        hits = search.all_hits(asked.request())
        return Table("passages", PAIR_COLUMNS, (_of_pair(*one, absolute) for one in enumerate(hits, start=1)))
    lines = search.all_lines(asked.request(), asked.order)
    rows = (_of_line(*one, absolute) for one in enumerate(lines, start=1))
    # Only so many occurrences are sorted by their contexts.
    short = bool(asked.order) and not search.concordance(asked.request(), asked.order, 1, 1).counted
    return Table("concordance", LINE_COLUMNS, rows, short)


def _place(number: int, pair: ParagraphPair) -> list[Cell]:
    report = pair.report
    place = report.jurisdiction
    where: list[Cell] = [number, place.name_zh, place.name_en, report.year, report.delivered_on]
    heading = [pair.section.heading_zh, pair.section.heading_en] if pair.section else ["", ""]
    return [*where, report.speaker_zh, report.speaker_en, pair.position, pair.kind, *heading]


def _of_line(number: int, line: search.Line, absolute: Callable[[str], str]) -> list[Cell]:
    pair = line.pair
    return [
        *_place(number, pair),
        "en" if line.side == "en" else LANGUAGES[pair.script],
        line.left,
        line.keyword,
        line.right,
        line.counterpart_text,
        line.counterpart.extent,
        absolute(citing.permanent(pair.get_absolute_url())),
    ]


def _of_pair(number: int, hit: search.Hit, absolute: Callable[[str], str]) -> list[Cell]:
    pair = hit.pair
    found = [pair.zh[start:end] for start, end in hit.zh_marks] + [pair.en[start:end] for start, end in hit.en_marks]
    keywords = "; ".join(dict.fromkeys(found))
    return [*_place(number, pair), pair.zh, pair.en, keywords, absolute(citing.permanent(pair.get_absolute_url()))]


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(wanted: Table) -> Iterator[str]:
    """Yield the table as CSV (RFC 4180) with a byte order mark, for Excel; what could be a formula begins with '."""
    writer = csv.writer(Echo())
    width = len(wanted.columns)
    yield "\ufeff" + str(writer.writerow(wanted.columns))
    for row in wanted.bounded(LINES_MOST["csv"]):
        yield str(writer.writerow([*map(defused, row), *[""] * (width - len(row))]))


def defused(cell: Cell) -> str:
    """Return a cell as text that no spreadsheet takes for a formula."""
    text = "" if cell is None else cell.isoformat() if isinstance(cell, dt.date) else str(cell)
    return f"'{text}" if FORMULA.match(text) else text


def as_xlsx(wanted: Table, target: IO[bytes]) -> None:
    """Write the table as a workbook of one sheet: years as numbers, dates as dates, links that can be followed."""
    book = Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(wanted.name)
    plain = book.add_format({"valign": "top"})
    shapes = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "delivered_on": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        "left": book.add_format({"align": "right", "valign": "top"}),
        "keyword": book.add_format({"bold": True, "align": "center", "valign": "top"}),
        "link": book.add_format({"font_color": "blue", "underline": 1, "valign": "top"}),
    }
    for column, (name, width) in enumerate(wanted.columns.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, shapes["head"])
    sheet.freeze_panes(1, 0)
    names = list(wanted.columns)
    last = 0
    for last, row in enumerate(wanted.bounded(LINES_MOST["xlsx"]), start=1):
        for column, (name, cell) in enumerate(zip(names, row, strict=False)):
            _write(sheet, (last, column), cell, shapes.get(name, plain), is_link=name == "link")
    sheet.autofilter(0, 0, last, len(names) - 1)
    book.close()


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, shape: Any, *, is_link: bool) -> None:
    if isinstance(cell, dt.date):
        sheet.write_datetime(*at, dt.datetime.combine(cell, dt.time()), shape)
    elif isinstance(cell, int):
        sheet.write_number(*at, cell, shape)
    elif is_link and cell:
        sheet.write_url(*at, cell, shape)
    elif cell:
        sheet.write_string(*at, cell[:CELL_MOST], shape)


def _span(years: re.Match[str]) -> str:
    """Return years in letters that a name may have: 2010.. as 2010-on."""
    return f"{years[1]}-{years[2] or 'on'}" if years[1] else f"to-{years[3]}"


def file_name(wanted: Table, q: str, ending: str) -> str:
    """Return a name that says what was searched and when, of letters and figures in any script."""
    said = UNNAMEABLE.sub("-", SPAN.sub(_span, q)).strip("-_")[:60]
    parts = [wanted.name, said, timezone.localdate().isoformat()]
    return f"{' '.join(filter(None, parts))}.{ending}"


def _unavailable(reason: search.Unavailable) -> HttpResponse:
    answer = HttpResponse(f"{reason}\n", status=503, content_type="text/plain; charset=utf-8")
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


@require_safe
def csv_file(request: HttpRequest) -> HttpResponseBase:
    """Send the lines of a search as CSV."""
    asked = AskedLines.read(request.GET)
    try:
        wanted = table(request, asked)
    except search.Unavailable as reason:
        return _unavailable(reason)
    headers = _headers("text/csv; charset=utf-8; header=present", file_name(wanted, asked.q, "csv"))
    return made.sent(request, lambda file: file.writelines(line.encode() for line in as_csv(wanted)), headers)


@require_safe
def xlsx_file(request: HttpRequest) -> HttpResponseBase:
    """Send the lines of a search as a workbook."""
    asked = AskedLines.read(request.GET)
    try:
        wanted = table(request, asked)
    except search.Unavailable as reason:
        return _unavailable(reason)
    headers = _headers(XLSX_TYPE, file_name(wanted, asked.q, "xlsx"))
    return made.sent(request, lambda file: as_xlsx(wanted, file), headers, is_packed=True)


def _headers(content_type: str, name: str) -> dict[str, str]:
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return {"Content-Type": content_type, "Content-Disposition": disposition}
