"""Bytes to text: strict UTF-8 first, then the marks of UTF-16, then a guess that says how sure it is."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from charset_normalizer import from_bytes

from reports.ingest.plan import Decoded, Refusal
from reports.ingest.saying import say as _
from reports.text.fold import HAS_HAN, fold

MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UTF16 = ("utf_16_le", "utf_16_be")
# What Chinese office software writes when it doesn't write UTF-8, the narrower of a family first: the Windows code page
# of Big5 reads all of Big5 but a few symbols alike; Hong Kong's adds characters.
FAMILIES = (("gb18030",), ("cp950", "big5hkscs"), *((codec,) for codec in UTF16))
# What pages and files call themselves, and the superset that their writers really used.
SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "iso8859-1": "cp1252", "ascii": "cp1252"}
# What text is written in. Python calls many other transformations codecs too: some take for ever (punycode), some make
# halves of surrogate pairs (unicode_escape, utf-7), and no report comes in them.
OF_TEXT = re.compile(
    r"utf-(?:8|8-sig|16|16-le|16-be|32|32-le|32-be)|gb18030|gbk|gb2312|hz|big5|big5hkscs|cp\d+|iso8859-\d+|ascii"
)
# Where the Windows code page has a mathematical sign for what everybody typed and Big5 itself has as a full-width one.
SIGNS = str.maketrans("\u2215\ufe68", "／＼")
# Below so many characters a guess is unsafe, whatever it looks like.
FEW = 30
SAMPLE = 2_000
FOREIGN = re.compile(r"[^\x00-\x7f]")
# A Western code page is Latin text with here and there a byte above: typographic quotes, dashes, accents.
WESTERN = re.compile(rb"[\x80-\xff]")
WESTERN_PAIR = re.compile(rb"[\x80-\xff]{2}")
# Of 1,000 characters so many may be lost before a text is no longer called damaged but something else.
LOST_PER_MILLE = 10


def decode(name: str, content: bytes, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """Return the text of a file, read as `encoding` if one is named, or as it says of itself if that fits.

    Raises Refusal for an empty file, for one that isn't text, and where `encoding` doesn't fit.
    """
    if not content.strip(b" \t\r\n\v\f\0\xef\xbb\xbf\xff\xfe"):
        raise Refusal(name, _("The file is empty."), _("Check that it was saved, and hand it in again."))
    if encoding:
        return _named(name, content, encoding)
    for mark, codec in MARKED:
        if content.startswith(mark):
            return _named(name, content, codec)
    if 0 in content:
        return _with_zeros(name, content)
    if (text := _strict(content, "utf-8")) is not None:
        return _text(name, text, "utf-8", 1.0)
    if declared and (found := _declared(content, declared)):
        return found
    return _guessed(name, content)


def likeliest(content: bytes) -> str:
    """Return a few bytes, such as a file's name, as the text that they most likely are."""
    if (text := _strict(content, "utf-8")) is not None:
        return text
    readings = [text for family in FAMILIES[:2] if (text := _strict(content, family[0])) is not None]
    return max(readings, key=_ordinary, default=content.decode("utf-8", "replace"))


def codec_of_text(encoding: str) -> str | None:
    """Return the usual name of an encoding of text, None for what is none."""
    try:
        codec = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return None
    return codec if OF_TEXT.fullmatch(codec) else None


def _named(name: str, content: bytes, encoding: str) -> Decoded:
    if codec_of_text(encoding) is None:
        reason = _("There is no encoding called {encoding}.").format(encoding=encoding)
        raise Refusal(name, reason, _("Name one such as utf-8, gb18030, big5 or utf-16."))
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = _("The bytes here are not {encoding}.").format(encoding=encoding)
        raise Refusal(name, reason, _("Leave the encoding to be found out, or name another."), line) from error
    return _text(name, text, encoding, 1.0)


def _declared(content: bytes, declared: str) -> Decoded | None:
    codec = codec_of_text(declared)
    if codec is None:
        return None
    codec = SUPERSETS.get(codec, codec)
    text = _strict(content, codec)
    # A page that says it is Latin and is Chinese is common; so is the reverse.
    if text is None or _ordinary(text) < 0.8 or (codec == "cp1252" and not _looks_western(content)):
        return None
    return Decoded(text, codec, 0.95)


def _with_zeros(name: str, content: bytes) -> Decoded:
    """Return what is UTF-16 without a mark; other files with zero bytes are no texts."""
    best = _surest(*(_reading(content, codec) for codec in UTF16))
    if best and best.confidence >= 0.8:
        return _text(name, best.text, best.encoding, _safe(best))
    line = content.count(b"\n", 0, content.index(0)) + 1
    reason = _("There are zero bytes in it: this is not a text.")
    raise Refusal(name, reason, _("Save the report's text as a .txt file in UTF-8 and hand that in."), line)


def _guessed(name: str, content: bytes) -> Decoded:
    if _looks_western(content):
        return _text(name, content.decode("cp1252", "replace"), "cp1252", 0.7)
    if damaged := _damaged(content, "utf-8"):
        return damaged
    best = from_bytes(content, cp_isolation=[codec for family in FAMILIES for codec in family], threshold=0.3).best()
    guess = _reading(content, best.encoding) if best else None
    if guess is None or guess.confidence < 0.8:
        guess = _surest(guess, *(_reading(content, family[0]) for family in FAMILIES))
    if guess is None or guess.confidence < 0.5:
        guess = _surest(guess, *(_damaged(content, family[-1]) for family in FAMILIES[:2]))
    if guess is None or guess.confidence < 0.3:
        reason = _("The bytes are not a text in any encoding that reports come in.")
        remedy = _("Save the file as UTF-8 and hand it in again, or name its encoding.")
        raise Refusal(name, reason, remedy, _first_unread(content))
    return _text(name, guess.text, guess.encoding, _safe(guess))


def _first_unread(content: bytes) -> int:
    """Return the line up to which the encoding gets that reads furthest."""
    furthest = 0
    # In UTF-16 nearly everything can be read, as nothing.
    for codec in ("utf-8", *(family[-1] for family in FAMILIES[:2])):
        try:
            content.decode(codec)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
    return content.count(b"\n", 0, furthest) + 1


def _surest(*readings: Decoded | None) -> Decoded | None:
    return max((found for found in readings if found), key=lambda found: found.confidence, default=None)


def _reading(content: bytes, codec: str) -> Decoded | None:
    """Return the text in the narrowest encoding of the family of `codec` that fits."""
    family = next(family for family in FAMILIES if codec in family)
    for member in family:
        if (text := _strict(content, member)) is not None and "\0" not in text:
            text = text.translate(SIGNS) if member == "cp950" else text
            return Decoded(text, member, round(_ordinary(text), 2))
    return None


def _damaged(content: bytes, codec: str) -> Decoded | None:
    """Return a text of which a few characters are lost, never surely; None where it's more than a few."""
    text = content.decode(codec, "replace")
    lost = text.count("\ufffd")
    foreign = len(FOREIGN.findall(text)) - lost
    if foreign < FEW or lost * 1000 > LOST_PER_MILLE * len(text) + 1000 or _ordinary(text) < 0.8:
        return None
    return Decoded(text, codec, 0.6)


def _looks_western(content: bytes) -> bool:
    """Say whether the bytes above ASCII are few and stand alone, as no Chinese encoding has them."""
    above = len(WESTERN.findall(content))
    return 0 < above * 20 <= len(content) and len(WESTERN_PAIR.findall(content)) * 10 <= above


def _safe(guess: Decoded) -> float:
    """Return how sure a guess is: never quite, and no more than even for a few characters."""
    return min(guess.confidence, 0.99 if len(guess.text) >= FEW else 0.5)


def _ordinary(text: str) -> float:
    """Return the share of the Chinese characters that are among the 3,755 of everyday use; 0 where strange ones stand.

    A text read in a wrong encoding is Chinese by the look of it, made of characters that nobody writes.
    """
    foreign = fold("".join(match.group() for match in islice(FOREIGN.finditer(text), SAMPLE)))
    return sum(map(_everyday, foreign)) / len(foreign) if foreign else 1.0


def _everyday(character: str) -> bool:
    # Rows 16 to 55 of GB 2312 are its characters of everyday use, rows 1 to 3 its punctuation, digits and letters.
    row = character.encode("gb2312", "ignore")[:1]
    if HAS_HAN.match(character):
        return b"\xb0" <= row <= b"\xd7"
    return bool(row) or "\u2000" <= character <= "\u206f" or "\xa0" <= character <= "\xff"


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (LookupError, ValueError):
        return None


def _text(name: str, text: str, encoding: str, confidence: float) -> Decoded:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        reason = _("There are zero bytes in it: this is not a text.")
        raise Refusal(name, reason, _("Save the report's text as a .txt file in UTF-8 and hand that in."), line)
    return Decoded(text.removeprefix("\ufeff"), encoding, confidence)
