"""Footnote marks and the appendices that explain terms: out of the text, and kept as notes."""

import re
from dataclasses import dataclass

from reports.ingest.plan import Line, Note
from reports.text.fold import fold

MARK = re.compile(r"\s?(?:\[\^?(\d{1,3})\]|〔(\d{1,3})〕|【(\d{1,3})】|［(\d{1,3})］)")
APPENDIX = re.compile(r"(?:附件?\d*[::]?|附注[::]?)?(?:\d{4}年)?(?:《?政府工作报告》?)?(?:中)?(?:有关|部分|相关)?(?:名词|名词术语|专业术语|用语|词语)(?:解释|注释|说明)(?:和说明|及说明)?|注释[::]?|附注[::]?|notes?:?")
DEFINITION = re.compile(r"^(?:\[\^?(?P<a>\d{1,3})\][::]?|〔(?P<b>\d{1,3})〕|【(?P<c>\d{1,3})】|［(?P<d>\d{1,3})］|[(（]?(?P<e>\d{1,3})[)）.．、:：])\s*(?P<text>.+)$")
FOOTNOTE = re.compile(r"^\[\^(\d{1,3})\]:\s*(.+)$")
# An appendix stands in the last part of a report.
LAST_PART = 0.4


@dataclass(slots=True)
class Parted:
    """The report's lines, and the notes that stood among or behind them."""

    lines: list[Line]
    notes: list[Note]


def part(lines: list[Line]) -> Parted:
    """Return the lines without appendix and footnotes, and these as notes."""
    body, notes = _appendix(lines)
    kept: list[Line] = []
    for line in body:
        if match := FOOTNOTE.match(line.text):
            notes.append(Note(match.group(1), match.group(2), line.number))
        else:
            kept.append(line)
    return Parted(kept, sorted(notes, key=lambda note: note.line))


def clean(lines: list[Line]) -> list[Line]:
    """Return the lines without footnote marks, where these rise from 1: a single [5] is the text's own."""
    numbers = [int(next(filter(None, match.groups()))) for line in lines for match in MARK.finditer(line.text)]
    if len(numbers) < 2 or numbers[0] != 1 or sum(b >= a for a, b in zip(numbers, numbers[1:], strict=False)) * 2 < len(numbers) - 1:
        return lines
    return [Line(line.number, MARK.sub("", line.text)) for line in lines]


def _appendix(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    full = [index for index, line in enumerate(lines) if line.text]
    for place, index in enumerate(full):
        title = re.sub(r"\s", "", fold(lines[index].text)).strip("#*")
        if place >= (1 - LAST_PART) * len(full) * 0.5 and APPENDIX.fullmatch(title) and len(full) - place > 1:
            return lines[:index], _explained(lines[index + 1 :])
    return lines, []


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
