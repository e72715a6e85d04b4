"""XLSX workbooks: in each sheet that has them, a column of Chinese beside one of English."""

from __future__ import annotations

from reports.ingest.formats import archive, cage, columns, workbook_rows
from reports.ingest.plan import Document, Refusal
from reports.ingest.saying import say as _

SUFFIXES = (".xlsx", ".xlsm")


def recognises(content: bytes) -> bool:
    """Say whether the bytes are a ZIP that holds a workbook."""
    return content.startswith(archive.MAGIC) and "xl/workbook.xml" in archive.names_in(content)


def read(name: str, content: bytes) -> Document:
    """Return the two columns of the sheets, sheet by sheet and row by row, each row a pair."""
    archive.open_zip(name, content).close()
    try:
        sheets = cage.run(workbook_rows, content)
    except cage.Broken as error:
        reason = _("The workbook can't be opened.")
        raise Refusal(
            name, reason, _("Save it again as .xlsx without a password, or as .csv, and hand that in.")
        ) from error
    read_sheets = [
        columns.document(
            ((_("{sheet}, row {number}").format(sheet=title, number=number), row) for number, row in rows),
            found,
            {},
        )
        for title, rows in sheets
        if (found := columns.find([row for _number, row in rows]))
    ]
    if not read_sheets:
        reason = _("No sheet of the workbook has a column of Chinese beside one of English.")
        raise Refusal(name, reason, _("Put the Chinese in one column and the English in another."))
    return _joined(read_sheets)


def _joined(sheets: list[Document]) -> Document:
    """Return several sheets as one document, their lines numbered on."""
    whole = Document([])
    for sheet in sheets:
        texts = {line.number: line for line in sheet.lines}
        for pair in sheet.pairs:
            zh, en = (texts[number].text if number else "" for number in pair)
            where = texts[pair[0] or pair[1] or 1].where
            whole.pairs.append(columns.add_pair(whole.lines, zh, en, where))
    return whole
