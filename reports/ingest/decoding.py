"""Bytes to text: strict UTF-8 first, then the marks of UTF-16, then a guess that says how sure it is."""

import codecs

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from reports.ingest.plan import Decoded, Refusal

MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What Chinese office software writes when it doesn't write UTF-8.
GUESSED = ["gb18030", "big5", "big5hkscs", "utf_16_le", "utf_16_be"]
PICTURES_AND_SUCH = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP, DOCX, XLSX"),
    (b"\xd0\xcf\x11\xe0", "DOC, XLS"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)


def decode(name: str, content: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of a file, read as `encoding` if one is named.

    Raises Refusal for an empty file, for one that isn't text, and where `encoding` doesn't fit.
    """
    if not content.strip():
        raise Refusal(name, _("The file is empty."), _("Check that it was saved, and hand it in again."))
    for magic, kind in PICTURES_AND_SUCH:
        if content.startswith(magic):
            reason = _("This is a file of the kind {kind}, not a text.").format(kind=kind)
            raise Refusal(name, reason, _("Save the report's text as a .txt or .md file in UTF-8 and hand that in."))
    if encoding:
        return _named(name, content, encoding)
    for mark, codec in MARKED:
        if content.startswith(mark):
            return _named(name, content, codec)
    try:
        return _text(name, content.decode("utf-8"), "utf-8", 1.0)
    except UnicodeDecodeError:
        return _guessed(name, content)


def _named(name: str, content: bytes, encoding: str) -> Decoded:
    try:
        return _text(name, content.decode(encoding), encoding, 1.0)
    except LookupError as error:
        reason = _("There is no encoding called {encoding}.").format(encoding=encoding)
        raise Refusal(name, reason, _("Name one such as utf-8, gb18030, big5 or utf-16.")) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = _("The bytes here are not {encoding}.").format(encoding=encoding)
        raise Refusal(name, reason, _("Leave the encoding to be found out, or name another."), line) from error


def _guessed(name: str, content: bytes) -> Decoded:
    best = from_bytes(content, cp_isolation=GUESSED, threshold=0.3).best()
    if best is None:
        reason = _("The bytes are not a text in any encoding that reports come in.")
        raise Refusal(name, reason, _("Save the file as UTF-8 and hand it in again, or name its encoding."))
    return _text(name, str(best), best.encoding, round(1.0 - best.chaos, 2))


def _text(name: str, text: str, encoding: str, confidence: float) -> Decoded:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        reason = _("There are zero bytes in it: this is not a text.")
        raise Refusal(name, reason, _("Save the report's text as a .txt file in UTF-8 and hand that in."), line)
    return Decoded(text.removeprefix("\ufeff"), encoding, confidence)
