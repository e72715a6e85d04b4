"""PDF files with a text layer: the lines of the pages joined to paragraphs, without page numbers and running heads."""

from __future__ import annotations

from reports.ingest.formats import cage, kinds, pdf_layout, pdf_pages
from reports.ingest.plan import Document, Line, Refusal
from reports.ingest.saying import nsay as ngettext
from reports.ingest.saying import say as _

SUFFIXES = (".pdf",)
# A page of a report has some 500 characters; a scan has none, or what a stamp or a page number leaves.
FEW = 20


def recognises(content: bytes) -> bool:
    """Say whether the bytes are a PDF, which may begin after a few others."""
    return b"%PDF-" in content[:1024] and not content.startswith((b"PK", b"{\\rtf"))


def read(name: str, content: bytes) -> Document:
    """Return the paragraphs, each numbered by its first line in the text layer and placed on its page."""
    try:
        raw = cage.run(pdf_pages, content)
    except cage.Broken as error:
        if "password" in str(error).lower():
            reason = _("The PDF asks for a password.")
            raise Refusal(name, reason, _("Save it without one and hand that in.")) from error
        reason = _("The PDF is broken: it can't be opened.")
        raise Refusal(name, reason, _("Save or print it to PDF again, or hand in its text.")) from error
    pages = [[pdf_layout.VisualLine(*line) for line in lines] for lines in raw]
    blank = [number for number, lines in enumerate(pages, 1) if sum(len(line.text) for line in lines) < FEW]
    if len(blank) == len(pages):
        reason = _("The PDF has no text, only pictures of pages: it is a scan.")
        raise Refusal(name, reason, _(kinds.RECOGNISE))
    layout = pdf_layout.lay_out(pages)
    lines = [Line(line.number, line.text, _("page {number}").format(number=line.page)) for line in layout.paragraphs]
    return Document(lines, changes=layout.changes, warnings=_warnings(blank, pages))


def _warnings(blank: list[int], pages: list[list[pdf_layout.VisualLine]]) -> list[str]:
    # An empty page at the end or after the cover says nothing; where text is on both sides, something may be lost.
    lost = [number for number in blank if 2 < number < len(pages)]
    if not lost:
        return []
    warning = ngettext(
        "Page {pages} has no text: if it is a picture, its text is missing.",
        "Pages {pages} have no text: if they are pictures, their text is missing.",
        len(lost),
    )
    return [warning.format(pages=lost)]
