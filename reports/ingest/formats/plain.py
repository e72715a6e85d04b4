"""Plain text: a line is a line."""

import re

from reports.ingest.plan import Document, Line

SUFFIXES = (".txt", ".text")
LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


def recognises(text: str) -> bool:
    """Say that any text can be read as plain text."""
    return isinstance(text, str)


def read(name: str, text: str) -> Document:
    """Return all lines, empty ones too."""
    return Document([Line(number, line) for number, line in enumerate(LINE_END.split(text), start=1)])
