"""Where the sentences of a paragraph begin and end, in Chinese and in English, as offsets into the published text.

The spans of a text touch: together they are the whole of it, the blanks behind a sentence belong to that sentence.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# What can stand between the end of a sentence and the blank behind it.
CLOSING = "”’」』）)】]》〉\"'*"
# A Chinese semicolon ends a sentence as well: reports make one of a whole paragraph, and translators several.
CHINESE_END = re.compile(rf"(?:[。！？!?｡；;]|…{{2,}}|\.{{6}})+[{re.escape(CLOSING)}]*")
ENGLISH_END = re.compile(rf"(?:[.!?]+|…)[{re.escape(CLOSING)}]*")
BREAK = re.compile(r"[\r\n\u2028\u2029]+")
BLANKS = re.compile(r"\s*")
# After “……。” these go on with the sentence that holds the quotation.
GOES_ON = re.compile(r"[，、；：,;:的地得等和与及或是为]|\s*[a-z]")
PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "【": "】", "[": "]", "《": "》"}
# A quotation longer than this is a speech of several sentences: they count by themselves.
LONGEST_QUOTATION_CHINESE, LONGEST_QUOTATION_ENGLISH = 120, 400
# So many quotations and brackets can be open at once.
DEEPEST = 8
OPENS_ENGLISH = re.compile(r"[\"'“‘(\[*—–-]*\s?[A-Z0-9À-Þ]")
GLUED = re.compile(r"[A-Z][a-z]+\s|A\s|I\s")
LONGEST_ABBREVIATION = 20
LAST_WORD = re.compile(r"[^\s(\[“\"‘]*$")
# No sentence ends after these, whatever follows.
TITLES = frozenset("mr mrs ms dr prof rev gen col lt sgt st pp vs viz cf approx".split())
# Nor after these, if a number follows.
NUMBERED = frozenset("no nos art arts vol vols fig figs sec ch p".split())
INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
# After these it does if a word that opens a sentence follows.
MAY_END = frozenset("etc inc ltd co corp jr sr al jan feb mar apr jun jul aug sep sept oct nov dec".split())
OPENERS = frozenset(
    "the a an we i he she it they this that these those our in on at by for with from to as all both each every "
    "china china's however therefore thus and but while when after before since there here its their more over under "
    "efforts government people progress reform development first second third last".split()
)
ORDINAL = re.compile(r"[\s\"“(\[*—–-]*(?:[0-9]{1,2}|[IVXL]{1,6}|[A-Za-z])[.)]*\.")


class Span(NamedTuple):
    """Offsets of code points in the published text, the end not included."""

    start: int
    end: int


def sentences_zh(text: str) -> list[Span]:
    """Return the sentences of a Chinese text; none for an empty one."""
    return _spans(text, _chinese_ends(text))


def sentences_en(text: str) -> list[Span]:
    """Return the sentences of an English text; none for an empty one."""
    return _spans(text, _english_ends(text))


def _spans(text: str, ends: Iterator[int]) -> list[Span]:
    """Return the spans between the ends, line breaks ending a sentence too; blanks alone make none."""
    cuts = sorted({*ends, *(match.start() for match in BREAK.finditer(text))})
    spans: list[Span] = []
    start = 0
    for cut in [*cuts, len(text)]:
        blank = BLANKS.match(text, cut)
        end = blank.end() if blank else cut
        if end > start and text[start:end].strip():
            spans.append(Span(start, end))
            start = end
    if spans and start < len(text):
        spans[-1] = Span(spans[-1].start, len(text))
    return spans


def _quotations(text: str, longest: int) -> list[Span]:
    """Return what stands between matching quotation marks or brackets, the outermost ones, no longer than asked for."""
    found: list[Span] = []
    waiting: list[tuple[str, int]] = []
    straight = text.count('"') % 2 == 0
    for at, character in enumerate(text):
        closers = [closer for closer, _ in waiting]
        if character in PAIRS or (character == '"' and straight and '"' not in closers):
            waiting = [*waiting[1 - DEEPEST :], (PAIRS.get(character, character), at)]
        elif character in closers:
            depth = len(closers) - 1 - closers[::-1].index(character)
            start = waiting[depth][1]
            del waiting[depth:]
            if at - start <= longest:
                while found and found[-1].start > start:
                    found.pop()
                found.append(Span(start, at))
        elif character == "\n":
            waiting.clear()
    return found


def _around(quotations: Sequence[Span], match: re.Match[str]) -> Span | None:
    """Return the quotation that began before an end mark and isn't closed before it, None for none."""
    at = bisect(quotations, match.start(), key=lambda span: span.start) - 1
    return quotations[at] if at >= 0 and match.start() < quotations[at].end else None


def _chinese_ends(text: str) -> Iterator[int]:
    quotations = _quotations(text, LONGEST_QUOTATION_CHINESE)
    start = 0
    for match in CHINESE_END.finditer(text):
        around = _around(quotations, match)
        if around and match.end() <= around.end:
            continue
        if match.group()[-1] in CLOSING and GOES_ON.match(text, match.end()):
            continue
        # A sentence in brackets inside another one doesn't end that.
        if around and start < around.start and text[around.end] in "）)":
            continue
        yield match.end()
        start = match.end()


def _english_ends(text: str) -> Iterator[int]:
    quotations = _quotations(text, LONGEST_QUOTATION_ENGLISH)
    start = 0
    for match in ENGLISH_END.finditer(text):
        around = _around(quotations, match)
        if (around and match.end() <= around.end) or not _ends_english(text, start, match):
            continue
        yield match.end()
        start = match.end()


def _ends_english(text: str, start: int, match: re.Match[str]) -> bool:
    """Say whether an end mark ends the sentence that began at `start`."""
    end = match.end()
    blank = BLANKS.match(text, end)
    following = blank.end() if blank else end
    if following == len(text):
        return True
    if following == end:
        # forward.We: a blank was lost; 3.5, U.S.A and gov.cn stay whole.
        return text[match.start() - 1 : match.start()].islower() and GLUED.match(text, end) is not None
    if not OPENS_ENGLISH.match(text, following):
        return False
    if match.group()[0] != ".":
        return True
    if ORDINAL.fullmatch(text, start, match.start() + 1):
        return False
    last = LAST_WORD.search(text, max(start, match.start() - LONGEST_ABBREVIATION), match.start())
    word = last.group() if last else ""
    return _may_end(word, text[following : following + 20])


def _may_end(word: str, after: str) -> bool:
    """Say whether a sentence can end with `word` and a point, `after` being what follows."""
    lower = word.lower()
    if lower in TITLES or (lower in NUMBERED and after[:1].isdigit()):
        return False
    if lower in MAY_END or INITIALS.fullmatch(word) or (len(word) == 1 and word.isupper()):
        return re.split(r"[\s,.;]", after.lower().lstrip("\"'“‘(["), maxsplit=1)[0] in OPENERS
    return True
