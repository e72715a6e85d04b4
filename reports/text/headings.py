"""Headings: what a line that opens a section looks like, in Chinese and in English."""

import re
from dataclasses import dataclass

from reports.text.fold import fold, has_han
from reports.text.numerals import chinese_number, roman_number

# Longer than this a line that begins like a heading is a paragraph.
LONGEST_CHINESE, LONGEST_ENGLISH = 90, 260
NUMERAL = r"[一二三四五六七八九十]{1,3}"
ENCLOSED = {chr(0x3220 + value): value + 1 for value in range(10)}
CIRCLED = {chr(0x2460 + value): value + 1 for value in range(20)}
CHINESE_FORMS = (
    # form, level, pattern on the folded line
    ("一、", 1, re.compile(rf"({NUMERAL})(?:、|[. \u3000]+(?=\S))")),
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
# A heading that runs into its paragraph is the paragraph's first sentence, when that is this short.
LONGEST_RUN_IN = 60
# A line of its own that is no sentence: 2018年工作回顾. Longer ones are captions and fragments.
LONGEST_UNNUMBERED_CHINESE, LONGEST_UNNUMBERED_ENGLISH = 32, 90
SENTENCE_END = re.compile(r"[。!?;](?!$)")
RUN_IN_END = re.compile(r"[。！？!?]|[ \u3000]{2}|\u3000")
# A single space parts a heading only from a paragraph: 一、2011年工作回顾 2011年是….
GAP = re.compile(r" (?=[^。]{8,}。.{20})", re.S)
UNNUMBERED_NEVER = re.compile(
    r"[,.;:!?。、…”’)\]]$|^[^\w“《(]|^[\d.%]+$|^(?:各位|谢谢|注|附|表|图|单位|来源|thank|fellow|note|table)|^\d{4}年?\d{1,2}月"
)
ENGLISH_SENTENCE_END = re.compile(r"[.!?;]\s+[A-Z]")


@dataclass(frozen=True, slots=True)
class Heading:
    """How a heading counts: its form (an example), its level from 1, its number where it has one."""

    form: str
    level: int
    ordinal: int | None


def chinese_heading(line: str) -> Heading | None:
    """Return what kind of heading a Chinese line is, None for a paragraph that only begins like one."""
    heading, _start = _form(line)
    return _if_short(line, heading) if heading else None


def _form(line: str) -> tuple[Heading | None, int]:
    """Return what a line begins like, and where its words begin. Folding keeps the length of what is tested here."""
    if line[:1] in ENCLOSED:
        return Heading("（一）", 2, ENCLOSED[line[0]]), 1
    if line[:1] in CIRCLED:
        return Heading("①", 3, CIRCLED[line[0]]), 1
    # A mark and what follows it stand within so much of the line.
    folded = fold(line[:12])
    for form, level, pattern in CHINESE_FORMS:
        if match := pattern.match(folded):
            return Heading(form, level, chinese_number(match.group(1))), match.end()
    return None, 0


def run_in(line: str) -> int | None:
    """Return where the heading ends that a Chinese paragraph begins with, None where the line is all one thing."""
    heading, start = _form(line)
    if heading is None:
        return None
    for pattern in (RUN_IN_END, GAP):
        match = pattern.search(line, start)
        if match and start < match.start() and match.end() <= LONGEST_RUN_IN and line[match.end() :].strip():
            return match.end()
    return None


def is_unnumbered(line: str) -> bool:
    """Say whether a line stands there like a heading without a number: short, alone, no sentence, no greeting."""
    longest = LONGEST_UNNUMBERED_CHINESE if has_han(line) else LONGEST_UNNUMBERED_ENGLISH
    return 2 <= len(line) <= longest and not UNNUMBERED_NEVER.search(fold(line))


def _if_short(line: str, heading: Heading) -> Heading | None:
    """Return the heading unless the line holds more than one sentence, or ends as the lead of a list does."""
    if len(line) > LONGEST_CHINESE or SENTENCE_END.search(fold(line)) or line.rstrip().endswith((",", "，", ";", "；")):
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
