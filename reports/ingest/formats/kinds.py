"""What a file is, by its bytes and not by its name; and what to do with the kinds that hold no report's text."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from reports.ingest.formats import archive
from reports.ingest.plan import Refusal
from reports.ingest.saying import say as _

SAVE_AS_WORD = gettext_noop("Open it in Word, WPS or LibreOffice, save it as .docx and hand that in.")
SAVE_AS_TABLE = gettext_noop("Open it in Excel, WPS or LibreOffice, save it as .xlsx or .csv and hand that in.")
RECOGNISE = gettext_noop("Have its text recognised (OCR), proof-read it, and hand in the text.")
UNPACK = gettext_noop("Unpack it and hand in the files, or pack them as a .zip file.")
SAVE_AS_TEXT = gettext_noop("Copy the report's text into a .docx or .txt file and hand that in.")


@dataclass(frozen=True, slots=True)
class Unread:
    """A kind of file that isn't read: what it is called, its first bytes (or a member's name), what to do instead."""

    label: str
    signs: tuple[bytes, ...]
    remedy: str
    offset: int = 0


UNREAD = (
    Unread("DOC, XLS, PPT, WPS", (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), SAVE_AS_WORD),
    Unread("RTF", (b"{\\rtf",), SAVE_AS_WORD),
    Unread("PNG", (b"\x89PNG",), RECOGNISE),
    Unread("JPEG", (b"\xff\xd8\xff",), RECOGNISE),
    Unread("GIF", (b"GIF8",), RECOGNISE),
    Unread("TIFF", (b"II*\0", b"MM\0*"), RECOGNISE),
    Unread("WEBP, WAV, AVI", (b"RIFF",), RECOGNISE),
    Unread("HEIC, MP4, MOV", (b"ftyp",), RECOGNISE, offset=4),
    Unread("DjVu", (b"AT&TFORM",), RECOGNISE),
    Unread("CAJ", (b"CAJ\0", b"KDH "), SAVE_AS_TEXT),
    Unread("PostScript", (b"%!PS",), SAVE_AS_TEXT),
    Unread("GZIP", (b"\x1f\x8b",), UNPACK),
    Unread("RAR", (b"Rar!",), UNPACK),
    Unread("7Z", (b"7z\xbc\xaf\x27\x1c",), UNPACK),
    Unread("XZ", (b"\xfd7zXZ",), UNPACK),
    Unread("BZIP2", (b"BZh",), UNPACK),
    Unread("TAR", (b"ustar",), UNPACK, offset=257),
    Unread("MHT, EML", (b"MIME-Version:", b"From: <Saved by"), SAVE_AS_TEXT),
    Unread("MP3", (b"ID3",), SAVE_AS_TEXT),
)
# Formats that are ZIP files inside, by a member that each of them has.
UNREAD_ZIPS = (
    Unread("PPTX", (b"ppt/presentation.xml",), SAVE_AS_TEXT),
    Unread("XLSB", (b"xl/workbook.bin",), SAVE_AS_TABLE),
    Unread("OFD", (b"OFD.xml",), SAVE_AS_TEXT),
    Unread("PAGES, NUMBERS", (b"Index/Document.iwa",), SAVE_AS_WORD),
    Unread("EPUB", (b"META-INF/container.xml",), SAVE_AS_TEXT),
    Unread("ODT, ODS, ODP", (b"mimetype",), SAVE_AS_WORD),
)


def refuse_unread(name: str, content: bytes) -> None:
    """Raise Refusal for a file of a kind that isn't read, saying what it is and what to do instead."""
    if content.startswith(archive.MAGIC):
        inside = archive.names_in(content)
        found = next((kind for kind in UNREAD_ZIPS if kind.signs[0].decode() in inside), None)
    else:
        start = content[:512]
        found = next((kind for kind in UNREAD if start[kind.offset :].startswith(kind.signs)), None)
    if found:
        reason = _("This is a file of the kind {kind}, which isn't read here.").format(kind=found.label)
        raise Refusal(name, reason, _(found.remedy))
