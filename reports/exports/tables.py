"""Tables, CSV and XLSX: a passage a row, or a group of sentences a row, with all that says where it is from."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.exports import said
from reports.exports.document import Document, Passage, Work
from reports.exports.packing import sent

Cell = str | int | float | dt.date | None
# The columns in their order, with how wide a workbook shows them.
COLUMNS = {
    "id": 9,
    "place_zh": 12,
    "place_en": 16,
    "year": 7,
    "delivered_on": 12,
    "session_zh": 24,
    "session_en": 24,
    "title_zh": 20,
    "title_en": 20,
    "speaker_zh": 10,
    "speaker_en": 14,
    "section": 24,
    "paragraph": 10,
    "sentence": 9,
    "kind": 9,
    "level": 6,
    "zh": 70,
    "en": 70,
    "language": 11,
    "converted": 10,
    "confidence": 10,
    "link": 40,
    "licence": 20,
}
CELL_MOST = 32_767
# What the rows of one sheet are at most.
ROWS_MOST = 1_000_000
# A spreadsheet takes a cell that begins so for a formula, or for what goes before one.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
LINKS = {"link", "licence"}


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def write_csv(document: Document, unit: str) -> Iterator[bytes]:
    """Yield the table as CSV (RFC 4180) with a byte order mark, for Excel; what could be a formula begins with '."""
    writer = csv.writer(Echo())
    yield ("\ufeff" + str(writer.writerow(COLUMNS))).encode()
    for work in document.works:
        rows = (str(writer.writerow(map(defused, row))) for row in _rows(work, document, unit))
        yield "".join(rows).encode()


def defused(cell: Cell) -> str:
    """Return a cell as text that no spreadsheet takes for a formula."""
    text = "" if cell is None else cell.isoformat() if isinstance(cell, dt.date) else str(cell)
    return f"'{text}" if FORMULA.match(text) else text


def write_xlsx(document: Document, unit: str) -> Iterator[bytes]:
    """Yield the table as a workbook: a sheet of rows, and one that says what it is and where it is from."""
    return sent(lambda target: _book(document, unit, target))


def _book(document: Document, unit: str, target: IO[bytes]) -> None:
    book = Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    changed = document.changed.astimezone(dt.UTC).replace(tzinfo=None)
    book.set_properties({"title": document.title, "author": said.ARCHIVE, "created": changed})
    head, plain = book.add_format({"bold": True, "bottom": 1}), book.add_format({"valign": "top"})
    shapes = {
        "delivered_on": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        **dict.fromkeys(("zh", "en"), book.add_format({"text_wrap": True, "valign": "top"})),
        **dict.fromkeys(LINKS, book.add_format({"font_color": "blue", "underline": 1, "valign": "top"})),
    }
    sheet = book.add_worksheet("passages")
    for column, (name, width) in enumerate(COLUMNS.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 0)
    last, about = 0, []
    for work in document.works:
        about.append((work.name, work.address))
        for row in _rows(work, document, unit):
            if last == ROWS_MOST:
                break
            last += 1
            for column, (name, cell) in enumerate(zip(COLUMNS, row, strict=True)):
                _write(sheet, (last, column), cell, shapes.get(name, plain), is_link=name in LINKS)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    _about(book.add_worksheet("about"), document, about)
    book.close()


def _about(sheet: Worksheet, document: Document, works: list[tuple[str, str]]) -> None:
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 100)
    facts = [(said.ARCHIVE, document.site), (document.title, document.address), ("", document.stamp)]
    facts += [("", note) for note in said.lines(document)]
    for row, (name, value) in enumerate([*facts, *works]):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, shape: Any, *, is_link: bool) -> None:
    if isinstance(cell, dt.date):
        sheet.write_datetime(*at, dt.datetime.combine(cell, dt.time()), shape)
    elif isinstance(cell, int | float):
        sheet.write_number(*at, cell, shape)
    elif is_link and cell and at[0] < 30_000:
        # Of links a sheet can hold so many; those after them can be read and copied.
        sheet.write_url(*at, cell, shape)
    elif cell:
        sheet.write_string(*at, cell[:CELL_MOST], shape)


def _rows(work: Work, document: Document, unit: str) -> Iterator[list[Cell]]:
    for passage in work.passages:
        if unit != "sentence" or not (passage.zh and passage.en):
            yield _row(work, document, passage, (0, passage.zh, passage.en))
            continue
        for sentence in passage.sentences():
            if sentence[1] or sentence[2]:
                yield _row(work, document, passage, sentence)


def _row(work: Work, document: Document, passage: Passage, sentence: tuple[int, str, str]) -> list[Cell]:
    number, zh, en = sentence
    section = None if passage.section is None else work.sections.get(passage.section)
    confidence = next((bead.confidence for bead in passage.beads if bead.number == number), passage.confidence)
    return [
        passage.pair,
        work.place_zh,
        work.place_en,
        work.year,
        work.delivered_on,
        work.session_zh,
        work.session_en,
        work.title_zh,
        work.title_en,
        work.speaker_zh,
        work.speaker_en,
        section.name if section else "",
        passage.position,
        number or None,
        passage.kind,
        passage.level,
        zh,
        en,
        passage.language if zh else "",
        "yes" if passage.is_converted else "",
        None if confidence is None else round(confidence, 4),
        passage.address,
        document.licence,
    ]
