"""Text to lines: one module a format, each known by the structure of the text and not by the file's name."""

from reports.ingest.formats import markdown, plain
from reports.ingest.plan import Document

FORMATS = (markdown, plain)


def read(text: str) -> Document:
    """Return the lines of a text by the first format that recognises it; plain text recognises everything."""
    document: Document = next(module for module in FORMATS if module.recognises(text)).read(text)
    return document
