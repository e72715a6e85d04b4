"""The formats that there are: each takes a document and yields bytes, the same for the same document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports.exports import epub, json_lines, plain_text, tables, tei, tmx, word
from reports.exports.document import Document

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in addresses, the suffix and type of its files, and what can be chosen, the default first.

    `chosen_by` names the parameter of an address that chooses. `is_packed` says that it is compressed already.
    """

    name: str
    suffix: str
    content_type: str
    write: Callable[[Document, str], Iterator[bytes]]
    chosen_by: str = ""
    choices: tuple[str, ...] = ("",)
    is_packed: bool = False

    def file(self, choice: str) -> tuple[str, str, bool]:
        """Return suffix and type of a file made with a choice, and whether it is compressed already."""
        if choice == "files":
            return "zip", "application/zip", True
        return self.suffix, self.content_type, self.is_packed


UNITS = ("paragraph", "sentence")
FORMATS = {
    known.name: known
    for known in (
        Format("tmx", "tmx", "application/x-tmx+xml; charset=utf-8", tmx.write, "unit", UNITS),
        Format("tei", "xml", "application/tei+xml; charset=utf-8", tei.write),
        Format("csv", "csv", "text/csv; charset=utf-8; header=present", tables.write_csv, "unit", UNITS),
        Format("xlsx", "xlsx", f"{OFFICE}.spreadsheetml.sheet", tables.write_xlsx, "unit", UNITS, is_packed=True),
        Format("jsonl", "jsonl", "application/jsonl; charset=utf-8", json_lines.write),
        Format(
            "txt",
            "txt",
            "text/plain; charset=utf-8",
            plain_text.write,
            "layout",
            ("alternating", "blocks", "zh", "en", "files"),
        ),
        Format("docx", "docx", f"{OFFICE}.wordprocessingml.document", word.write, is_packed=True),
        Format("epub", "epub", "application/epub+zip", epub.write, "layout", ("side", "stacked"), is_packed=True),
    )
}
