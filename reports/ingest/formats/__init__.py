"""Files to lines: one module a format, known by the structure of what is in the file, not by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Protocol

from reports.ingest.decoding import decode
from reports.ingest.formats import archive, kinds, markdown, pdf, plain, separated, tmx, web_page, word, workbook
from reports.ingest.formats.companions import companions
from reports.ingest.plan import Document, Line, Refusal
from reports.ingest.saying import say as _

__all__ = ["SUFFIXES", "companions", "members", "read", "too_much"]


class Format(Protocol):
    """How the files of a format are called, the usual suffix first."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]: ...  # noqa: N802 - a module's constant


class FromBytes(Format, Protocol):
    """A format whose files are no texts."""

    def recognises(self, content: bytes) -> bool: ...
    def read(self, name: str, content: bytes) -> Document: ...


class FromText(Format, Protocol):
    """A format whose files are texts, in any encoding."""

    def recognises(self, text: str) -> bool: ...
    def read(self, name: str, text: str) -> Document: ...


FROM_BYTES: tuple[FromBytes, ...] = (word, workbook, pdf)
# Plain text recognises everything, so it comes last.
FROM_TEXT: tuple[FromText, ...] = (tmx, web_page, separated, markdown, plain)
ARCHIVES = (".zip",)
# How files are called that can be handed in; what they are is found out from what is in them.
# Documents that are ZIP files inside.
PACKED = {".docx", ".xlsx"}
SUFFIXES = frozenset(ARCHIVES).union(
    *(module.SUFFIXES for module in FROM_BYTES), *(module.SUFFIXES for module in FROM_TEXT)
)

MOST_BYTES = 50 * 2**20
# The longest reports have some 60,000 Chinese or 250,000 English characters and 800 paragraphs.
MOST_CHARACTERS = 2_000_000
MOST_LINES = 50_000
LONGEST_LINE = 500_000
DECLARED = re.compile(
    rb"<(?:meta\b[^>]{0,200}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)


def read(name: str, content: bytes, encoding: str | None = None) -> Document:
    """Return the lines of a file by the first format that recognises it, read as `encoding` if it is a text.

    Raises Refusal for a file that is too large, broken, without text, or of a kind that isn't read.
    """
    if len(content) > MOST_BYTES:
        reason = _("The file has more than {limit} megabytes.").format(limit=MOST_BYTES // 2**20)
        raise Refusal(name, reason, _("Hand in its parts as files of their own."))
    document = _from_bytes(name, content) or _from_text(name, content, encoding)
    _check_size(name, document)
    return document


def members(name: str, content: bytes) -> list[archive.Member]:
    """Return the files in an archive as (name, bytes), a file that is none as itself.

    Names are as `legible` has them; a member that unpacks to far too much has its Refusal instead of bytes. Raises
    Refusal for an archive that is broken, encrypted, unpacks to too much, or has nothing else.
    """
    name = archive.legible(name)
    # A document that was cut off has lost the list of its members, by which it is told from an archive.
    is_cut_off = PurePath(name).suffix.lower() in PACKED and not archive.names_in(content)
    if is_cut_off or not archive.is_plain_archive(content):
        return [(name, content)]
    found = archive.unpack(name, content)
    if not found:
        raise Refusal(name, _("There is no file in the archive."), _("Look into it and hand it in again."))
    refused = [content for _name, content in found if isinstance(content, Refusal)]
    if len(refused) == len(found):
        raise refused[0]
    return found


def _from_bytes(name: str, content: bytes) -> Document | None:
    for module in FROM_BYTES:
        if module.recognises(content):
            return replace(module.read(name, content), encoding=module.SUFFIXES[0].removeprefix("."))
    kinds.refuse_unread(name, content)
    if content.startswith(archive.MAGIC):
        if PurePath(name).suffix.lower() in PACKED:
            remedy = _("Open it in the program that it comes from, save it anew and hand that in.")
            raise Refusal(name, _("The document is broken: it can't be opened."), remedy)
        reason = _("This is an archive of files, or a broken document.")
        raise Refusal(name, reason, _("Hand in the files that are in it."))
    return None


def _from_text(name: str, content: bytes, encoding: str | None) -> Document:
    match = DECLARED.search(content[:4096])
    decoded = decode(name, content, encoding, match.group(1).decode() if match else None)
    # Before anything goes through it line by line; pages and memories may have more tags than text.
    breaks = decoded.text.count("\n")
    if len(decoded.text) > 5 * MOST_CHARACTERS or breaks > 5 * MOST_LINES:
        first = decoded.text.split("\n", MOST_LINES)[:MOST_LINES]
        raise _too_much(name, len(decoded.text), breaks + 1, enumerate(map(len, first), start=1))
    if decoded.text.startswith("<?xml") and not any(module.recognises(decoded.text) for module in (tmx, web_page)):
        reason = _("This is a file of the kind {kind}, which isn't read here.").format(kind="XML")
        raise Refusal(name, reason, _(kinds.SAVE_AS_WORD))
    module = next(module for module in FROM_TEXT if module.recognises(decoded.text))
    document = module.read(name, decoded.text)
    warnings = list(document.warnings)
    if lost := decoded.text.count("\ufffd"):
        line = decoded.text.count("\n", 0, decoded.text.index("\ufffd")) + 1
        warning = _("{count} characters are lost, the first in line {line}: the file is damaged or wrongly encoded.")
        warnings.append(warning.format(count=lost, line=line))
    return replace(document, encoding=decoded.encoding, confidence=decoded.confidence, warnings=warnings)


def _check_size(name: str, document: Document) -> None:
    lengths = [len(line.text) for line in document.lines]
    if not any(line.text.strip() for line in document.lines):
        raise Refusal(name, _("There is no text in the file."), _("Check that it was saved, and hand it in again."))
    if sum(lengths) > MOST_CHARACTERS or len(lengths) > MOST_LINES or max(lengths) > LONGEST_LINE:
        raise too_much(name, document.lines)


def too_much(name: str, lines: Sequence[Line]) -> Refusal:
    """Return the refusal of a file that is longer than any report: it names a line that alone is to blame."""
    lengths = [(line.number, len(line.text)) for line in lines]
    return _too_much(name, sum(length for _number, length in lengths), len(lines), lengths)


def _too_much(name: str, characters: int, lines: int, lengths: Iterable[tuple[int, int]]) -> Refusal:
    number, length = max(lengths, key=lambda of_line: of_line[1])
    if length > LONGEST_LINE:
        reason = _("This line alone has {length} characters, far more than a report: its line breaks may be lost.")
        remedy = _("Put each paragraph in a line of its own, and hand in one report to a file.")
        return Refusal(name, reason.format(length=f"{length:,}"), remedy, number)
    reason = _("This is far more text than a report has: {characters} characters in {lines} lines.")
    reason = reason.format(characters=f"{characters:,}", lines=f"{lines:,}")
    return Refusal(name, reason, _("Hand in one report to a file, or its parts as files of their own."))
