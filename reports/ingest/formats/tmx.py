"""TMX, the exchange format of translation memories: units that each hold a Chinese text and its English."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from reports.ingest.formats import columns
from reports.ingest.plan import Document, Line, Refusal
from reports.ingest.saying import say as _

SUFFIXES = (".tmx",)
SIGN = re.compile(r"<tmx\b")
LANGUAGES = (re.compile(r"(?:zh|zho|chi|cmn)\b", re.I), re.compile(r"(?:en|eng)\b", re.I))
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Elements in a segment that hold the codes of another format, not text.
CODES = {"bpt", "ept", "it", "ph", "ut"}


def recognises(text: str) -> bool:
    """Say whether the text is XML whose outermost element is `tmx`."""
    return SIGN.search(text, 0, 5000) is not None and text.lstrip().startswith(("<?xml", "<!", "<tmx"))


def read(name: str, text: str) -> Document:
    """Return the units in their order, each a pair; a unit without either language is left out."""
    try:
        # A DOCTYPE is common here and harmless; entities and outside files are neither, and are refused.
        root = fromstring(text, forbid_dtd=False)
    except ParseError as error:
        reason = _("The XML is broken: {error}.").format(error=error)
        raise Refusal(name, reason, _("Export it again from the translation program."), error.position[0]) from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        reason = _("The XML declares entities, which may hide anything.")
        raise Refusal(name, reason, _("Export it again without them.")) from error
    lines: list[Line] = []
    pairs: list[tuple[int | None, int | None]] = []
    for number, unit in enumerate(root.iter("tu"), start=1):
        zh, en = (_side(unit, language) for language in LANGUAGES)
        if zh or en:
            pairs.append(columns.add_pair(lines, zh, en, _("unit {number}").format(number=number)))
    if not lines:
        reason = _("No unit of the file is Chinese or English.")
        raise Refusal(name, reason, _("Name the languages as zh-CN and en-US in the units, and hand it in again."))
    return Document(lines, {}, pairs)


def _side(unit: Element, language: re.Pattern[str]) -> str:
    for variant in unit.iter("tuv"):
        if language.match(variant.get(XML_LANG) or variant.get("lang") or ""):
            segment = variant.find("seg")
            return "" if segment is None else " ".join(_text(segment).split())
    return ""


def _text(segment: Element) -> str:
    """Return the text of a segment without the codes in it, however deep its elements lie."""
    found: list[str] = []
    waiting: list[Element | str] = [segment]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, str):
            found.append(entry)
            continue
        for child in reversed(entry):
            waiting += [child.tail or "", *([] if child.tag in CODES else [child])]
        found.append(entry.text or "")
    return "".join(found)
