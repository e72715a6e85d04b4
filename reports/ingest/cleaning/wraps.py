"""Lines broken at a column joined to the paragraphs that they were, and paragraphs that share a line parted."""

import re
from statistics import median

from reports.ingest.plan import Line
from reports.text.fold import has_han
from reports.text.headings import english_heading

# An English text wrapped at a column has most of its lines this long, and few that end a sentence.
COLUMN_FROM, COLUMN_TO, FEWEST = 50, 100, 12
SENTENCE_END = re.compile(r"[.!?:;。！？：；][\"”’)）》]*$")
OPENS = re.compile(r"^(?:[*•·—–\-]|fellow |\(?[0-9IVX]{1,4}[.)]\s|delivered|report on)", re.I)
# Two ideographic spaces open a paragraph; in the middle of a line they part two.
INDENT = re.compile(r"(?<=[。！？：；!?:;）)])[ \t]*\u3000{2,}")


def clean(lines: list[Line]) -> list[Line]:
    """Return the lines as paragraphs: wrapped English joined, Chinese that shares a line parted."""
    parted = [Line(line.number, part) for line in lines for part in INDENT.split(line.text)]
    if len(parted) != len(lines):
        lines = parted
    return _joined(lines) if _is_wrapped(lines) else lines


def _is_wrapped(lines: list[Line]) -> bool:
    english = [line.text for line in lines if line.text and not has_han(line.text)]
    if len(english) < FEWEST or not COLUMN_FROM <= median(map(len, english)) <= COLUMN_TO:
        return False
    ended = sum(bool(SENTENCE_END.search(text)) for text in english)
    return max(map(len, english)) <= COLUMN_TO + 20 and ended < 0.5 * len(english)


def _joined(lines: list[Line]) -> list[Line]:
    joined: list[Line] = []
    before: Line | None = None
    for line in lines:
        if before is not None and joined and _goes_on(before.text, line.text):
            last = joined[-1]
            joined[-1] = Line(last.number, f"{last.text} {line.text}")
        else:
            joined.append(line)
        before = line
    return joined


def _goes_on(before: str, text: str) -> bool:
    """Say whether a line goes on from the one before it: no gap, no sentence ended early, no heading begun."""
    if not before or not text or has_han(before) or has_han(text) or OPENS.match(text) or english_heading(text):
        return False
    if english_heading(before) and text[:1].isupper():
        return False
    if len(before) < COLUMN_FROM:
        return False
    return text[:1].islower() or not (SENTENCE_END.search(before) and len(before) < COLUMN_FROM + 15)
