"""DOCX files: the text as it stands after all tracked changes, automatic numbers written out, notes at the end.

The XML is walked as it comes in, so that no nesting is too deep and little of a large document is held at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from reports.ingest.formats import archive
from reports.ingest.formats.table_rows import row_lines
from reports.ingest.formats.word_numbers import Numbering, Styles
from reports.ingest.formats.xml_parts import attribute, local, read_part
from reports.ingest.plan import Document, Line, Refusal
from reports.ingest.saying import say as _

SUFFIXES = (".docx", ".docm", ".dotx")
BODY = "word/document.xml"
NOTES = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}
# A document of 300 pages with every word a run of its own stays below this.
MOST_BYTES = 40 * 2**20
# Deleted or moved away, drawn a second time for old programs, instructions of fields, readings above characters.
LEFT_OUT = {"del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "rt", "txbxContent"}
CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


@dataclass(slots=True)
class Paragraph:
    """A paragraph while its XML comes in."""

    text: list[str] = field(default_factory=list)
    style: str = ""
    number: str = ""
    level: int | None = None
    mark_deleted: bool = False


@dataclass(slots=True)
class Table:
    """A table while its XML comes in: the cells of the current row, each with its paragraphs."""

    cells: list[list[str]] = field(default_factory=list)


def recognises(content: bytes) -> bool:
    """Say whether the bytes are a ZIP that holds a Word document."""
    return content.startswith(archive.MAGIC) and BODY in archive.names_in(content)


def read(name: str, content: bytes) -> Document:
    """Return the paragraphs and the rows of tables, numbered in their order."""
    with archive.open_zip(name, content) as opened:
        if sum(info.file_size for info in opened.infolist() if info.filename.endswith(".xml")) > MOST_BYTES:
            reason = _("The document's text has more than {limit} megabytes.").format(limit=MOST_BYTES // 2**20)
            raise Refusal(name, reason, _("Hand in one report to a file."))
        try:
            return _document(name, opened)
        except ParseError as error:
            reason = _("The document is broken: {error}.").format(error=error)
            raise Refusal(name, reason, _("Open it in Word, save it again and hand that in.")) from error
        except (DefusedXmlException, ValueError, LookupError) as error:
            reason = _("The document's XML declares types or entities, which no word processor writes.")
            raise Refusal(name, reason, _("Open it in Word, save it again and hand that in.")) from error


def _document(name: str, opened: ZipFile) -> Document:
    styles = Styles.read(read_part(name, opened, "word/styles.xml"))
    numbering = Numbering.read(read_part(name, opened, "word/numbering.xml"), styles)
    walk = Walk(numbering, styles)
    texts = list(walk.lines(archive.read_member(name, opened, BODY)))
    for part, references in walk.notes.items():
        found = dict(_notes(archive.read_member(name, opened, part), styles)) if part in opened.namelist() else {}
        texts += [f"[{mark}] {found[key]}" for key, mark in references.items() if found.get(key)]
    return Document([Line(number, text) for number, text in enumerate(texts, start=1)])


def _notes(content: bytes, styles: Styles) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of each note."""
    walk = Walk(Numbering({}, {}, styles), styles)
    for texts, note in walk.blocks(content, {"footnote", "endnote"}):
        yield attribute(note, "id"), " ".join(texts).strip()


class Walk:
    """One way through the XML of a part; `notes` gathers what it refers to, by part: id to number."""

    def __init__(self, numbering: Numbering, styles: Styles) -> None:
        self.notes: dict[str, dict[str, int]] = {part: {} for part in NOTES.values()}
        self._numbering = numbering
        self._styles = styles
        self._paragraphs: list[Paragraph] = []
        self._tables: list[Table] = []
        self._out: list[str] = []
        self._left_out = 0
        self._carried = ""
        self._in_properties = False
        self._hidden = False

    def lines(self, content: bytes) -> Iterator[str]:
        """Yield the lines of a document's body."""
        for texts, _element in self.blocks(content, {"document"}):
            yield from texts

    def blocks(self, content: bytes, tags: set[str]) -> Iterator[tuple[list[str], Element]]:
        """Yield the lines inside each element of these names, with the element."""
        for event, element in iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True):
            tag = local(element.tag)
            if event == "start":
                self._start(tag, element)
                continue
            self._end(tag, element)
            if tag in tags:
                yield self._out, element
                self._out = []
            element.clear()

    def _start(self, tag: str, element: Element) -> None:
        if tag in LEFT_OUT and not (tag == "del" and self._in_properties) and tag != "txbxContent":
            self._left_out += 1
        elif tag == "p":
            self._paragraphs.append(Paragraph())
        elif tag == "tbl":
            self._tables.append(Table())
        elif tag == "tc" and self._tables:
            self._tables[-1].cells.append([])
        elif tag == "r":
            self._hidden = False
        elif tag == "pPr":
            self._in_properties = True
        elif self._paragraphs:
            self._inside(tag, element, self._paragraphs[-1])

    def _inside(self, tag: str, element: Element, paragraph: Paragraph) -> None:
        if self._in_properties:
            if tag == "pStyle":
                paragraph.style = attribute(element, "val")
            elif tag == "numId":
                paragraph.number = attribute(element, "val")
            elif tag == "ilvl" and attribute(element, "val").isdigit():
                paragraph.level = int(attribute(element, "val"))
            elif tag == "del":
                paragraph.mark_deleted = True
        elif tag == "vanish":
            self._hidden = attribute(element, "val") not in {"0", "false", "off"}
        elif self._left_out or self._hidden:
            return
        elif tag in CHARACTERS:
            paragraph.text.append(CHARACTERS[tag])
        elif tag in NOTES:
            marks = self.notes[NOTES[tag]]
            paragraph.text.append(
                f"[{marks.setdefault(attribute(element, 'id'), sum(map(len, self.notes.values())) + 1)}]"
            )

    def _end(self, tag: str, element: Element) -> None:
        if tag in LEFT_OUT and not (tag == "del" and self._in_properties) and tag != "txbxContent":
            self._left_out -= 1
        elif tag == "pPr":
            self._in_properties = False
        elif tag == "t" and self._paragraphs and not self._left_out and not self._hidden:
            self._paragraphs[-1].text.append(element.text or "")
        elif tag == "p" and self._paragraphs:
            self._put(self._paragraphs.pop())
        elif tag == "tr" and self._tables:
            self._row(self._tables[-1])
        elif tag == "tbl" and self._tables:
            self._tables.pop()

    def _put(self, paragraph: Paragraph) -> None:
        """Put a finished paragraph where it belongs: into its table's cell, or among the lines."""
        if self._left_out or self._styles.is_contents(paragraph.style):
            return
        text = self._carried + "".join(paragraph.text)
        self._carried = ""
        if paragraph.mark_deleted:
            self._carried = text  # its end was deleted: it goes on in the next paragraph
            return
        if text.strip():
            text = self._numbering.number(paragraph.style, paragraph.number, paragraph.level) + text.strip()
        target = self._tables[-1].cells[-1] if self._tables and self._tables[-1].cells else self._out
        target += text.split("\n")

    def _row(self, table: Table) -> None:
        lines = row_lines(table.cells)
        table.cells = []
        outer = self._tables[-2] if len(self._tables) > 1 else None
        (outer.cells[-1] if outer and outer.cells else self._out).extend(lines)
