"""Headings: what a line that opens a section looks like, in Chinese and in English."""

import re
from dataclasses import dataclass

from reports.text.fold import fold
from reports.text.numerals import chinese_number, roman_number

# Longer than this a line that begins like a heading is a paragraph.
LONGEST_CHINESE, LONGEST_ENGLISH = 90, 260
NUMERAL = r"[一二三四五六七八九十]{1,3}"
ENCLOSED = {chr(0x3220 + value): value + 1 for value in range(10)}
CIRCLED = {chr(0x2460 + value): value + 1 for value in range(20)}
CHINESE_FORMS = (
    # form, level, pattern on the folded line
    ("一、", 1, re.compile(rf"({NUMERAL})、")),
    ("第一部分", 1, re.compile(rf"第({NUMERAL})部分")),
    ("（一）", 2, re.compile(rf"\(({NUMERAL})\)")),
    ("一是", 2, re.compile(rf"({NUMERAL})是(?!否)")),
    ("第一，", 2, re.compile(rf"第({NUMERAL})[,、:]")),
    ("一要", 2, re.compile(rf"({NUMERAL})要")),
    ("1.", 3, re.compile(r"([0-9]{1,2})(?:\.(?![0-9])|、)")),
    ("（1）", 3, re.compile(r"\(([0-9]{1,2})\)")),
)
ENGLISH_FORMS = (
    ("I", 1, re.compile(r"([IVXL]{1,6})(?:[.,:]\s*|\s+)(?=[A-Z“\"])")),
    ("I", 1, re.compile(r"(?:Part|Section|Chapter)\s+([IVXL]{1,6})\b[.:]?")),
    ("(I)", 2, re.compile(r"\(([IVXL]{1,6}|[0-9]{1,2})\)\s*(?=[A-Z“\"])")),
    ("1.", 2, re.compile(r"([0-9]{1,2})[.、]\s*(?=[A-Z“\"])")),
)
SENTENCE_END = re.compile(r"[。!?;](?!$)")
ENGLISH_SENTENCE_END = re.compile(r"[.!?;]\s+[A-Z]")


@dataclass(frozen=True, slots=True)
class Heading:
    """How a heading counts: its form (an example), its level from 1, its number where it has one."""

    form: str
    level: int
    ordinal: int | None


def chinese_heading(line: str) -> Heading | None:
    """Return what kind of heading a Chinese line is, None for a paragraph that only begins like one."""
    if line[:1] in ENCLOSED:
        return _if_short(line, Heading("（一）", 2, ENCLOSED[line[0]]))
    if line[:1] in CIRCLED:
        return _if_short(line, Heading("①", 3, CIRCLED[line[0]]))
    folded = fold(line)
    for form, level, pattern in CHINESE_FORMS:
        if match := pattern.match(folded):
            return _if_short(folded, Heading(form, level, chinese_number(match.group(1))))
    return None


def _if_short(line: str, heading: Heading) -> Heading | None:
    """Return the heading unless the line holds more than one sentence, or ends as the lead of a list does."""
    if len(line) > LONGEST_CHINESE or SENTENCE_END.search(fold(line)) or line.rstrip().endswith((",", "，")):
        return None
    return heading


def english_heading(line: str) -> Heading | None:
    """Return what kind of heading an English line is, None for a paragraph that only begins like one."""
    if len(line) > LONGEST_ENGLISH:
        return None
    for form, level, pattern in ENGLISH_FORMS:
        if match := pattern.match(line):
            digits = match.group(1)
            ordinal = int(digits) if digits.isdigit() else roman_number(digits)
            if ordinal is None or ENGLISH_SENTENCE_END.search(line, match.end()):
                return None
            return Heading(form, level, ordinal)
    return None
