"""What stands around an occurrence, what stands for it on the other side, and how contexts are sorted. Pure text."""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from reports.text.fold import HAS_HAN, fold
from reports.text.sentences import sentences_en, sentences_zh

Side = Literal["zh", "en"]
Extent = Literal["sentence", "paragraph", "none"]
Order = Literal["", "left", "right", "keyword"]
Span = tuple[int, int]
ORDERS: dict[str, Order] = {"": "", "left": "left", "right": "right", "keyword": "keyword"}

CHARACTERS = 20
WORDS = 8
# An English word of a context: hyphens, apostrophes and the points of figures belong to it.
WORD = re.compile(r"[^\W_]+(?:['’.,\-][^\W_]+)*")
# So many characters hold eight words, unless they are very long.
REACH = 160
# A counterpart without sentence beads is the whole other side up to so many characters, else sentences of it.
ENOUGH = {"zh": 120, "en": 360}
# The marks of the four tones.
TONES = "\u0304\u0301\u030c\u0300"
# Where the places of characters in a key begin: behind the halves of surrogate pairs, which are no characters.
FIRST_PLACE = 0x10000


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The stretch [start, end) of the other side that says the same: a sentence, or the paragraph or a part of it.

    `none`: there is nothing on the other side, or nothing that renders this sentence.
    """

    start: int
    end: int
    extent: Extent


def around(text: str, side: Side, start: int, end: int) -> Span:
    """Return where the contexts of an occurrence begin and end: 20 characters of Chinese, 8 words of English away."""
    if side == "zh":
        return max(0, start - CHARACTERS), min(len(text), end + CHARACTERS)
    return _words_before(text, start), _words_after(text, end)


def _words_before(text: str, end: int) -> int:
    for first in (end - REACH, 0):
        found = [match.start() for match in WORD.finditer(text, max(first, 0), end)]
        if first <= 0:
            return found[-WORDS] if len(found) > WORDS else 0
        # The first of them may be the tail of a longer word.
        if len(found) > WORDS:
            return found[-WORDS]
    return 0


def _words_after(text: str, start: int) -> int:
    last = start
    for seen, match in enumerate(WORD.finditer(text, start), start=1):
        if seen > WORDS:
            return last
        last = match.end()
    return len(text)


def counterpart(zh: str, en: str, beads: Sequence[Sequence[float]], side: Side, span: Span) -> Counterpart:
    """Return what stands for an occurrence on the other side, as the sentence beads of the pair have it."""
    own, other = (0, 2) if side == "zh" else (2, 0)
    text, opposite = (zh, en) if side == "zh" else (en, zh)
    if not opposite:
        return Counterpart(0, 0, "none")
    held = [bead for bead in beads if bead[own] < span[1] and span[0] < bead[own + 1]]
    if not held:
        return _likely("en" if side == "zh" else "zh", opposite, span[0] / max(len(text), 1))
    spans = [(int(bead[other]), int(bead[other + 1])) for bead in held if bead[other] < bead[other + 1]]
    if not spans:
        return Counterpart(0, 0, "none")
    return Counterpart(min(spans)[0], max(end for _start, end in spans), "sentence")


def _likely(side: Side, text: str, share: float) -> Counterpart:
    """Return the whole of a text, or of a long one the sentences around where a share of it ends."""
    if len(text) <= ENOUGH[side]:
        return Counterpart(0, len(text), "paragraph")
    spans = [(span[0], span[1]) for span in (sentences_zh if side == "zh" else sentences_en)(text)]
    aim = int(len(text) * share)
    first = next((at for at, span in enumerate(spans) if aim < span[1]), len(spans) - 1)
    start, end = spans[first]
    for before, after in ((1, 0), (0, 1)):
        first_of, last_of = max(first - before, 0), min(first + after, len(spans) - 1)
        if max(end, spans[last_of][1]) - min(start, spans[first_of][0]) <= ENOUGH[side]:
            start, end = min(start, spans[first_of][0]), max(end, spans[last_of][1])
    if end - start > ENOUGH[side]:
        start = max(start, min(aim - ENOUGH[side] // 2, end - ENOUGH[side]))
        end = start + ENOUGH[side]
    return Counterpart(start, end, "paragraph")


def sorted_by(order: Order, found: Iterable[tuple[Side, str, int, int]]) -> list[int]:
    """Return the numbers of occurrences (side, text, start, end) in the order of their contexts or of their keywords.

    Chinese keywords come before English ones. A left context is read from the keyword outward. Chinese is in the order
    of its pinyin, whatever its script, English in that of the alphabet; ties stay as they were.
    """
    piece = PIECES[order]
    pieces = [(side, piece(side, text, start, end)) for side, text, start, end in found]
    table = _places({character for side, text in pieces if side == "zh" for character in text})
    keys = ["\t" + text.translate(table) if side == "zh" else "\n" + text.lower() for side, text in pieces]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _left(side: Side, text: str, start: int, _end: int) -> str:
    if side == "zh":
        return text[max(0, start - CHARACTERS) : start][::-1]
    return " ".join(reversed(WORD.findall(text, _words_before(text, start), start)))


def _right(side: Side, text: str, _start: int, end: int) -> str:
    if side == "zh":
        return text[end : end + CHARACTERS]
    return " ".join(WORD.findall(text, end, _words_after(text, end)))


def _keyword(_side: Side, text: str, start: int, end: int) -> str:
    return text[start:end]


PIECES: dict[str, Callable[[Side, str, int, int], str]] = {"left": _left, "right": _right, "keyword": _keyword}


def _places(characters: set[str]) -> dict[int, str]:
    """Return a table that writes each of the characters as its place among them in the order of pinyin."""
    groups = sorted({place_of(character) for character in characters})
    places = {group: chr(FIRST_PLACE + at) for at, group in enumerate(groups)}
    return {ord(character): places[place_of(character)] for character in characters}


@lru_cache(maxsize=30_000)
def place_of(character: str) -> tuple[int, str, str]:
    """Return what a character is sorted by: marks, then figures, letters, and Chinese by its most common reading."""
    folded = fold(character)
    if HAS_HAN.search(folded) is None:
        return (2 if folded[:1].isalpha() else 1 if folded[:1].isdigit() else 0), folded, ""
    # Characters without a reading come last.
    return 3, _readings().get(folded, "~"), folded


@cache
def _readings() -> dict[str, str]:
    """Return the most common reading of each character, as in fa1.

    They are pypinyin's, read from its file: the package itself loads its phrases too, 50 MB for each worker.
    """
    spec = importlib.util.find_spec("pypinyin")
    folder = Path(spec.origin).parent if spec is not None and spec.origin else Path()
    table = json.loads((folder / "pinyin_dict.json").read_text(encoding="utf-8"))
    return {chr(int(point)): _in_figures(readings.partition(",")[0]) for point, readings in table.items()}


@lru_cache(maxsize=2000)
def _in_figures(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading)
    tone = next((str(TONES.index(part) + 1) for part in parts if part in TONES), "")
    return "".join(part for part in parts if part not in TONES).replace("u\u0308", "v") + tone
