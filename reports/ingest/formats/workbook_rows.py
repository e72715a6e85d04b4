"""The rows of a workbook: run by `cage`, so it imports nothing of ours."""

from __future__ import annotations

import json
import sys
from io import BytesIO

from python_calamine import CalamineWorkbook, SheetVisibleEnum

Sheet = tuple[str, list[tuple[int, list[str]]]]
MOST_ROWS = 50_000
MOST_COLUMNS = 50
LARGEST_CELL = 100_000


def answer(content: bytes) -> list[Sheet]:
    """Return each visible sheet's name and its rows that hold anything, numbered as the workbook numbers them."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    found: list[Sheet] = []
    for sheet in book.sheets_metadata:
        if sheet.visible != SheetVisibleEnum.Visible:
            continue
        rows: list[tuple[int, list[str]]] = []
        for number, row in enumerate(book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False), start=1):
            cells = [_text(cell) for cell in row[:MOST_COLUMNS]]
            if any(cells):
                rows.append((number, cells))
            if len(rows) > MOST_ROWS:
                break
        found.append((sheet.name, rows))
    return found


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:LARGEST_CELL]


if __name__ == "__main__":
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)
