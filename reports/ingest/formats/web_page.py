"""HTML pages: the text of the body block by block, without what the portal put around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reports.ingest.formats.table_rows import row_lines
from reports.ingest.plan import Document, Line, Refusal
from reports.ingest.saying import say as _

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
SIGN = re.compile(
    r"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,5000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
BLOCK_TAG = re.compile(r"<(?:p|div|br|h[1-6]|td|li)\b[^<>]{0,300}>", re.I)
UNSEEN = set("script style template noscript iframe object embed svg math canvas audio video select textarea".split())
UNSEEN |= set("button input label head title rt rp nav footer aside form dialog menu -comment".split())
CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|bread-?crumbs?|crumbs?|foot\w*|side-?bar\w*|b?d?share\w*|toolbar|pag(?:er|ination)|"
    r"related\w*|recommend\w*|copyright|login|top-?bar|qrcode|ewm)(?:$|[\s_-])|(?:^|\s)(?:position|location|dqwz|place)(?:$|\s)",
    re.I,
)
ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog"}
BLOCKS = set(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tbody thead tfoot tr td th caption article section".split()
)
BLOCKS |= set("main header blockquote pre figure figcaption address center hr fieldset details summary body".split())
VOID = set("br hr img input meta link area base col embed source track wbr param".split())
# Tags that authors leave open, and that the next of their kind closes.
LEFT_OPEN = set("p li dt dd tr td th thead tbody tfoot option".split())
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
HIDDEN_TEXT = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)", re.I | re.S)
# The parser's time and memory grow with the product of both.
DEEPEST = 1_500
MOST_WORK = 5_000_000


@dataclass(slots=True)
class Walked:
    """Lines while a page is walked through: finished ones, and the pieces of the current one."""

    lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def end_line(self) -> None:
        """Finish the current line."""
        text = re.sub(r"[ \t\r\n\f]+", " ", "".join(self.pieces)).strip(" ")
        if text.strip():
            self.lines.append(text)
        self.pieces.clear()


def recognises(text: str) -> bool:
    """Say whether a text begins as a page does, or is the inside of one: mostly blocks that are tagged."""
    if SIGN.match(text):
        return True
    tags = len(BLOCK_TAG.findall(text, 0, 200_000))
    return text.lstrip().startswith("<") and tags > 2


def read(name: str, text: str) -> Document:
    """Return the blocks of the page's body as lines; `facts` holds its title and address."""
    _check(name, text)
    page = LexborHTMLParser(text)
    body = page.body
    if body is None:
        raise Refusal(name, _("The page has no body."), _("Save the whole page again and hand that in."))
    whole = len(body.text() or "")
    lines = list(_lines(body, whole))
    return Document([Line(number, line) for number, line in enumerate(lines, start=1)], _facts(page))


def _check(name: str, text: str) -> None:
    """Refuse a page whose tags nest so deeply that parsing it would take for ever."""
    tags = Counter[str]()
    opened = 0
    foreign = "<svg" in text.lower() or "<math" in text.lower()
    uncounted = VOID if foreign else VOID | LEFT_OPEN
    depth = deepest = 0
    for match in TAG.finditer(HIDDEN_TEXT.sub(" ", text)):
        closing, tag = match.group(1), match.group(2).lower()
        opened += 1
        if tag in uncounted:
            continue
        if not closing:
            tags[tag] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif tags[tag]:
            tags[tag] -= 1
            depth -= 1
    if deepest > DEEPEST or opened * max(deepest, 20) > MOST_WORK:
        reason = _("The page's tags nest more deeply than any page's should.")
        raise Refusal(name, reason, _("Copy the report's text into a .txt or .docx file and hand that in."))


def _facts(page: LexborHTMLParser) -> dict[str, str]:
    facts = {}
    title = page.css_first('meta[name="ArticleTitle"]')
    named = title.attributes.get("content") if title else None
    head = page.css_first("title")
    if found := named or (head.text(strip=True) if head else ""):
        facts["title"] = " ".join(found.split())
    link = page.css_first('link[rel="canonical"]')
    if link and (address := link.attributes.get("href")):
        facts["source"] = address
    return facts


def _lines(body: LexborNode, whole: int) -> Iterator[str]:
    """Yield the lines of a page; walks by itself and not by calling itself, as pages may nest deeply."""
    walked = Walked()
    rows: list[tuple[Walked, list[list[str]]]] = []
    waiting: list[tuple[LexborNode, bool]] = [(body, False)]
    while waiting:
        node, leaving = waiting.pop()
        tag = node.tag or ""
        if tag == "-text":
            walked.pieces.append(node.text_content or "")
        elif leaving:
            walked = _leave(tag, walked, rows)
        elif tag == "br":
            walked.end_line()
        elif tag == "sup":
            walked.pieces.append(_raised(node.text() or "", "".join(walked.pieces)))
        elif tag not in UNSEEN and not _is_chrome(node, tag, whole):
            walked = _enter(tag, walked, rows)
            waiting.append((node, True))
            waiting += [(child, False) for child in reversed(list(node.iter(include_text=True)))]
    walked.end_line()
    yield from walked.lines


def _enter(tag: str, walked: Walked, rows: list[tuple[Walked, list[list[str]]]]) -> Walked:
    if tag in BLOCKS:
        walked.end_line()
    if tag == "tr":
        rows.append((walked, []))
    if tag in {"td", "th"} and rows:
        return Walked()
    return walked


def _leave(tag: str, walked: Walked, rows: list[tuple[Walked, list[list[str]]]]) -> Walked:
    if tag in BLOCKS:
        walked.end_line()
    if tag in {"td", "th"} and rows:
        outer, cells = rows[-1]
        cells.append(walked.lines)
        return outer
    if tag == "tr" and rows:
        outer, cells = rows.pop()
        outer.lines += row_lines(cells)
        return outer
    return walked


def _raised(text: str, before: str) -> str:
    """Return what stands raised: a power as such, any other number as the mark of a note."""
    number = text.strip().strip("[]()［］（）")
    if not number.isdigit():
        return text
    if number == text.strip() and re.search(r"(?:\d|(?<![A-Za-z])[ckd]?m)$", before) and len(number) == 1:
        return number.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"[{number}]"


def _is_chrome(node: LexborNode, tag: str, whole: int) -> bool:
    """Say whether an element is the portal's: by its role or name, hidden, or a list that is nothing but links."""
    attributes = node.attributes
    style = (attributes.get("style") or "").replace(" ", "").lower()
    if "hidden" in attributes or "display:none" in style:
        return True
    if attributes.get("role") in ROLES or tag == "header":
        return not _holds_report(node, whole)
    if tag not in BLOCKS or tag == "body":
        return False
    if CHROME.search(f"{attributes.get('id') or ''} {attributes.get('class') or ''}"):
        return not _holds_report(node, whole)
    return tag in {"ul", "ol", "div", "p", "table"} and _is_links(node)


def _holds_report(node: LexborNode, whole: int) -> bool:
    """Say whether so much of the page is inside that it can't be a portal's bar, or its title."""
    return len(node.text() or "") > 0.3 * whole or node.css_first("h1") is not None


def _is_links(node: LexborNode) -> bool:
    links = node.css("a")
    if not links:
        return False
    text = len("".join((node.text() or "").split()))
    linked = len("".join("".join(link.text() or "" for link in links).split()))
    return len(links) > 1 and linked > 0.7 * text
