"""Tables as text, cells apart by commas, tabs or semicolons: a column of Chinese beside one of English."""

from __future__ import annotations

import csv
from typing import Literal

from reports.ingest.formats import columns
from reports.ingest.plan import Document, Refusal
from reports.ingest.saying import say as _

SUFFIXES = (".csv", ".tsv")
DELIMITERS = "\t,;"
SAMPLE_LINES = 400
# So much of a table's rows have the same number of cells; prose with commas in it has not.
EVEN = 0.9
LARGEST_CELL = 200_000
Quoting = Literal[0, 3]
QUOTINGS: tuple[Quoting, Quoting] = (csv.QUOTE_MINIMAL, csv.QUOTE_NONE)


def recognises(text: str) -> bool:
    """Say whether the text is even rows, of which one column is Chinese and one English."""
    return _dialect(text) is not None


def read(name: str, text: str) -> Document:
    """Return the two columns row by row, each row a pair."""
    dialect = _dialect(text)
    found = None
    try:
        rows = _rows(text, *dialect) if dialect else []
        found = columns.find(rows)
    except csv.Error as error:
        reason = _("The table is broken: {error}.").format(error=error)
        raise Refusal(name, reason, _("Save it again as .xlsx or as .csv, and hand that in.")) from error
    if found is None:
        reason = _("The table has no column of Chinese beside one of English.")
        raise Refusal(name, reason, _("Put the Chinese in one column and the English in another."))
    placed = ((_("row {number}").format(number=number), row) for number, row in enumerate(rows, start=1))
    return columns.document(placed, found, {})


def _dialect(text: str) -> tuple[str, Quoting] | None:
    """Return the delimiter and the quoting by which the beginning of a text is a table, None if by none."""
    sample = "".join(text[:400_000].splitlines(keepends=True)[:SAMPLE_LINES])
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        for quoting in QUOTINGS:
            try:
                rows = [row for row in _rows(sample, delimiter, quoting) if any(row)]
            except csv.Error:
                continue
            widths = [len(row) for row in rows]
            usual = max(set(widths), key=widths.count, default=0)
            if len(rows) > 1 and usual > 1 and widths.count(usual) >= EVEN * len(rows) and columns.find(rows):
                return delimiter, quoting
    return None


def _rows(text: str, delimiter: str, quoting: Quoting) -> list[list[str]]:
    csv.field_size_limit(LARGEST_CELL)
    lines = text.splitlines(keepends=True)
    return list(csv.reader(lines, delimiter=delimiter, quoting=quoting, skipinitialspace=delimiter != "\t"))
