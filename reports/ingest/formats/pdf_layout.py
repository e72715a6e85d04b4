"""What the lines of PDF pages are: page numbers, running heads, or lines of a paragraph that goes on in the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from reports.ingest.plan import Change
from reports.text.fold import has_han

# A number alone, dashed, or with the words that go with page numbers.
PAGE_NUMBER = re.compile(
    r"[-–—·•.\s]*(?:第|page|p\.)?\s*(?:\d{1,3}|[ivxl]{1,7})\s*[页頁]?"
    r"(?:\s*(?:/|of|[,，]?\s*共|第)\s*\d{1,3}\s*[页頁]?)?[-–—·•.\s]*",
    re.I,
)
WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
LATIN_LETTERS = re.compile(r"[A-Za-z]{2}")
HYPHENATED = re.compile(r"([A-Za-z]+)-$")
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|——|[IVX]{1,4}\. ")
FIRST_WORD = re.compile(r"[^\s\u3000-\u9fff\uff00-\uff60]+")
WIDE = re.compile("[\u3000-\u303f\uff00-\uff60]")
QUOTES = re.compile("[“”‘’…—]")
# Neither a full stop nor any other end of a sentence or heading.
SENTENCE_GOES_ON = re.compile(r"[\w,，、—–]$")
# How many lines at the head and at the foot of a page may be its furniture.
EDGE = 2
# All measures below are in heights of a line, about the width of a Chinese character.
INDENT = 0.8
# Chinese punctuation that may not begin a line leaves up to two characters' room at the end of the one before.
ROOM = 2.6
GAP = 0.9
# The share of the width that a line may leave free and still go on in the middle of a sentence.
UNENDED = 0.3
SIZE = 0.2


@dataclass(frozen=True, slots=True)
class VisualLine:
    """A line as it stands on a page: its text and its box in points, from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Return the height of its characters, never 0."""
        return max(self.top - self.bottom, 1.0)


@dataclass(slots=True)
class Paragraph:
    """A paragraph: the number of its first line in the whole file, its page, its text."""

    number: int
    page: int
    text: str


@dataclass(slots=True)
class Layout:
    """The paragraphs, and the lines that were left out as page numbers and running heads."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Margins:
    """Where lines begin and end, and the usual room between two of them, over the whole file."""

    left: float
    right: float
    gap: float


def lay_out(pages: Sequence[Sequence[VisualLine]]) -> Layout:
    """Return the paragraphs of a file's pages; lines are numbered on from page to page."""
    layout = Layout()
    furniture = _furniture(pages)
    lines = list(_numbered(pages))
    for number, page, line in lines:
        if step := furniture.get((page, id(line))):
            layout.changes.append(Change(step, number, line.text, None))
    kept = [(number, page, line) for number, page, line in lines if (page, id(line)) not in furniture]
    margins = _margins([(page, line) for _number, page, line in kept])
    vocabulary = {word.lower() for _number, _page, line in kept for word in WORD.findall(line.text)}
    before: tuple[int, VisualLine] | None = None
    for number, page, line in kept:
        if before and not _begins(before, (page, line), margins):
            layout.paragraphs[-1].text = _joined(layout.paragraphs[-1].text, line.text, vocabulary)
        else:
            layout.paragraphs.append(Paragraph(number, page, line.text))
        before = page, line
    return layout


def _numbered(pages: Sequence[Sequence[VisualLine]]) -> Iterator[tuple[int, int, VisualLine]]:
    number = 0
    for page, lines in enumerate(pages, start=1):
        for line in lines:
            number += 1
            yield number, page, line


def _furniture(pages: Sequence[Sequence[VisualLine]]) -> dict[tuple[int, int], str]:
    """Return which lines are page numbers or running heads: at the edge of a page, and alike on many pages."""
    edges = [(page, line) for page, lines in enumerate(pages, start=1) for line in _edge(lines)]
    alike = Counter(_likeness(line) for _page, line in edges)
    numbers = sum(PAGE_NUMBER.fullmatch(line.text) is not None for _page, line in edges)
    found: dict[tuple[int, int], str] = {}
    for page, line in edges:
        if PAGE_NUMBER.fullmatch(line.text) and (numbers >= 2 or str(page) in line.text):
            found[page, id(line)] = "page-numbers"
        elif alike[_likeness(line)] >= max(2, 0.3 * len(pages)):
            found[page, id(line)] = "running-heads"
    return found


def _edge(lines: Sequence[VisualLine]) -> list[VisualLine]:
    by_height = sorted(lines, key=lambda line: -line.top)
    return by_height if len(by_height) <= 2 * EDGE else [*by_height[:EDGE], *by_height[-EDGE:]]


def _likeness(line: VisualLine) -> tuple[str, int]:
    """Return what running heads of different pages have in common: the text without numbers, and the height."""
    return re.sub(r"\d+|\s", "", line.text), round(line.top / 6)


def _margins(lines: Sequence[tuple[int, VisualLine]]) -> Margins:
    if not lines:
        return Margins(0, 0, 0)
    lefts = Counter(round(line.left) for _page, line in lines if len(line.text) > 1)
    usual = [left for left, count in lefts.items() if count >= 0.1 * len(lines)]
    rights = sorted(line.right for _page, line in lines)
    gaps = [
        above.bottom - below.top
        for (page, above), (other, below) in pairwise(lines)
        if page == other and below.top <= above.bottom + above.height / 2
    ]
    left = min(usual, default=min(line.left for _page, line in lines))
    return Margins(left, rights[int(len(rights) * 0.95)] if len(rights) > 20 else rights[-1], median(gaps or [0]))


def _begins(before: tuple[int, VisualLine], now: tuple[int, VisualLine], margins: Margins) -> bool:
    """Say whether a line begins a paragraph and doesn't go on with the one before."""
    (page_above, above), (page, line) = before, now
    height = max(above.height, line.height)
    if abs(above.height - line.height) > SIZE * height or HEADING.match(line.text):
        return True
    reaches = margins.right - above.right < UNENDED * (margins.right - margins.left)
    inside = reaches and LATIN_LETTERS.fullmatch(above.text[-1:] + line.text[:1]) and line.left < margins.left + height
    if page == page_above and not -height < above.bottom - line.top - margins.gap < (2.1 if inside else GAP) * height:
        return True
    if _language(above.text) != _language(line.text) and _language(above.text) and _language(line.text):
        return True
    if line.left > margins.left + INDENT * height and line.left > above.left - INDENT * height:
        return True
    return _ended(above, line, margins)


def _ended(above: VisualLine, line: VisualLine, margins: Margins) -> bool:
    """Say whether a line ended before the margin because its paragraph did: the next word would have had room."""
    room, width = margins.right - above.right, (line.right - line.left) / max(len(line.text), 1)
    goes_on = SENTENCE_GOES_ON.search(above.text) and not HEADING.match(above.text) and not line.text[:1].isupper()
    if goes_on and room < UNENDED * (margins.right - margins.left):
        return False
    word = FIRST_WORD.match(line.text)
    needed = (len(word.group()) if word else 0) * width
    if has_han(line.text[:1]) or has_han(above.text[-1:]):
        return room > needed + ROOM * max(above.height, line.height)
    return room > needed + 2 * width


def _language(text: str) -> str:
    """Return which language a line is in, "" where it could be either."""
    if has_han(text):
        return "zh"
    return "en" if len(WORD.findall(text)) > 3 else ""


def _joined(above: str, below: str, vocabulary: set[str]) -> str:
    ends = above[-1:] + below[:1]
    if has_han(ends) or WIDE.search(ends) or (QUOTES.search(ends) and has_han(above[-40:])):
        return above + below
    if match := HYPHENATED.search(above):
        first = WORD.match(below)
        if first and first.group() in {"and", "or", "to"}:
            return f"{above} {below}"  # long- and short-term
        whole = (match.group(1) + (first.group() if first else "")).lower()
        # develop-ment is one word if the text has it whole elsewhere; high-quality keeps its hyphen.
        return above[:-1] + below if whole in vocabulary else above + below
    return f"{above} {below}"
