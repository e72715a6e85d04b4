"""Footnote marks and the appendices that explain terms: out of the text, and kept as notes."""

import re
from itertools import pairwise

from reports.ingest.plan import Line, Note
from reports.text.fold import fold

MARK = re.compile(r"\s?(?:\[\^?(\d{1,3})\]|〔(\d{1,3})〕|【(\d{1,3})】|［(\d{1,3})］)")
APPENDIX = re.compile(
    r"(?:附件?\d*[::]?|附注[::]?)?(?:\d{4}年)?(?:《?政府工作报告》?)?(?:中)?(?:有关|部分|相关)?(?:名词|名词术语|专业术语|用语|词语)(?:解释|注释|说明)(?:和说明|及说明)?|注释[::]?|附注[::]?|notes?:?"
)
DEFINITION = re.compile(
    r"^(?:\[\^?(?P<a>\d{1,3})\][::]?|〔(?P<b>\d{1,3})〕|【(?P<c>\d{1,3})】|［(?P<d>\d{1,3})］|[(（]?(?P<e>\d{1,3})[)）.．、:：])\s*(?P<text>.+)$"
)
FOOTNOTE = re.compile(r"^\[\^(\d{1,3})\]:\s*(.+)$")
# Where there are many terms to explain, an appendix has more lines than the report itself.
EARLIEST = 0.3
LONGEST_TITLE = 40


def found(lines: list[Line]) -> list[Note]:
    """Return the footnotes among the lines and the terms that an appendix behind them explains, in their order."""
    end = _appendix(lines)
    footnotes = [
        Note(match.group(1), match.group(2), line.number)
        for line in lines[:end]
        if (match := FOOTNOTE.match(line.text))
    ]
    return [*footnotes, *_explained(lines[end + 1 :])]


def leave(lines: list[Line]) -> list[Line]:
    """Return the lines without the footnotes and the appendix."""
    return [line for line in lines[: _appendix(lines)] if not FOOTNOTE.match(line.text)]


def unmark(lines: list[Line]) -> list[Line]:
    """Return the lines without footnote marks, where these rise from 1: a single [5] is the text's own."""
    numbers = [int(next(filter(None, match.groups()))) for line in lines for match in MARK.finditer(line.text)]
    if len(numbers) < 2 or numbers[0] != 1 or sum(b >= a for a, b in pairwise(numbers)) * 2 < len(numbers) - 1:
        return lines
    return [Line(line.number, MARK.sub("", line.text)) for line in lines]


def _appendix(lines: list[Line]) -> int:
    """Return where the appendix begins, the number of lines where there is none."""
    full = [index for index, line in enumerate(lines) if line.text]
    earliest = EARLIEST * len(full)
    for place, index in enumerate(full):
        if len(lines[index].text) > LONGEST_TITLE or place < earliest:
            continue
        title = re.sub(r"\s", "", fold(lines[index].text)).strip("#*")
        if APPENDIX.fullmatch(title) and len(full) - place > 1:
            return index
    return len(lines)


def _explained(lines: list[Line]) -> list[Note]:
    """Return the notes of an appendix; a line without a number goes on with the note before it."""
    notes: list[Note] = []
    for line in lines:
        if not line.text:
            continue
        if match := DEFINITION.match(line.text):
            label = next(value for name, value in match.groupdict().items() if value and name != "text")
            notes.append(Note(label, match["text"], line.number))
        elif notes and notes[-1].label and not re.match(r"^[\w“《].{0,30}[:：]", line.text):
            notes[-1] = Note(notes[-1].label, f"{notes[-1].text}\n{line.text}", notes[-1].line)
        else:
            notes.append(Note("", line.text, line.number))
    return notes
