"""Which Chinese paragraphs and which English ones say the same, in order.

Dynamic programming over groups (1:1, 1:2, 2:1, 2:2, 1:0, 0:1), after Gale and Church: a group costs what its lengths
make unlikely, and earns by figures that both sides share and headings that carry the same number.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.text.fold import fold, has_han
from reports.text.headings import chinese_heading, english_heading
from reports.text.words import words

# Measured on the national reports: English characters to a Chinese one, and the variance of that.
RATIO, VARIANCE = 5.23, 14.0
# So many Chinese characters weigh as much as the usual ratio does.
USUAL = 400
PRIOR = {(1, 1): 0.0, (1, 2): 3.4, (2, 1): 3.4, (2, 2): 6.0, (1, 0): 5.5, (0, 1): 5.5}
SHARED_FIGURE, SAME_HEADING, ONE_HEADING = 1.6, 6.0, 4.0
# A side of more paragraphs than this is compared only near the diagonal.
BAND = 60
LATIN_WORD = re.compile(r"[A-Za-z]+")
HAN_CHARACTER = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Group:
    """Indices of Chinese and of English paragraphs that belong together; one side may be empty."""

    zh: tuple[int, ...]
    en: tuple[int, ...]


def is_chinese(text: str) -> bool:
    """Say whether a line has more Chinese characters than Latin words; a line of figures alone is English."""
    return has_han(text) and len(HAN_CHARACTER.findall(text)) >= len(LATIN_WORD.findall(text))


class _Side:
    """One paragraph as the scores need it."""

    def __init__(self, text: str, *, chinese: bool) -> None:
        self.text = text
        self.chinese = chinese
        self.length = len(text)

    @cached_property
    def figures(self) -> Counter[str]:
        return Counter(word.text for word in words(fold(self.text)) if word.text.isdigit() and len(word.text) > 1)

    @cached_property
    def heading(self) -> tuple[bool, int | None]:
        found = chinese_heading(self.text) if self.chinese else english_heading(self.text)
        return found is not None, found.ordinal if found else None


def _cost(zh: Sequence[_Side], en: Sequence[_Side], ratio: float) -> float:
    cost = PRIOR[len(zh), len(en)]
    if not zh or not en:
        return cost + 0.002 * sum(side.length for side in (*zh, *en))
    length_zh, length_en = sum(side.length for side in zh), sum(side.length for side in en)
    delta = (length_en - ratio * length_zh) / math.sqrt(VARIANCE * max(length_zh, 1) * ratio)
    cost += min(-math.log(max(math.erfc(abs(delta) / math.sqrt(2)), 1e-12)), 25.0)
    figures_zh = sum((side.figures for side in zh), Counter[str]())
    figures_en = sum((side.figures for side in en), Counter[str]())
    cost -= SHARED_FIGURE * min((figures_zh & figures_en).total(), 6)
    heads_zh, heads_en = zh[0].heading, en[0].heading
    if heads_zh[0] and heads_en[0]:
        cost += -SAME_HEADING if heads_zh[1] == heads_en[1] else SAME_HEADING
    elif heads_zh[0] != heads_en[0]:
        cost += ONE_HEADING
    return cost


def _ratio(left: Sequence[_Side], right: Sequence[_Side]) -> float:
    """Return English characters to a Chinese one: this text's own, drawn to the usual one where it is short."""
    length_zh, length_en = sum(side.length for side in left), sum(side.length for side in right)
    return (length_en + RATIO * USUAL) / (length_zh + USUAL)


def align(zh: Sequence[str], en: Sequence[str]) -> list[Group]:
    """Return the groups, in order, that cover every paragraph of both sides once."""
    if not zh or not en:
        return [Group((i,), ()) for i in range(len(zh))] + [Group((), (i,)) for i in range(len(en))]
    if len(zh) == len(en) == 1:
        return [Group((0,), (0,))]
    left, right = [_Side(text, chinese=True) for text in zh], [_Side(text, chinese=False) for text in en]
    ratio = _ratio(left, right)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    slope = len(right) / len(left)
    band = max(BAND, abs(len(right) - len(left)) + BAND)
    for i in range(len(left) + 1):
        low, high = max(0, int(i * slope) - band), min(len(right), int(i * slope) + band)
        for j in range(low, high + 1):
            for step in PRIOR:
                before = (i - step[0], j - step[1])
                if before not in best:
                    continue
                cost = best[before][0] + _cost(left[before[0] : i], right[before[1] : j], ratio)
                if (i, j) not in best or cost < best[i, j][0]:
                    best[i, j] = (cost, step)
    return _walk_back(best, len(left), len(right))


def _walk_back(best: dict[tuple[int, int], tuple[float, tuple[int, int]]], i: int, j: int) -> list[Group]:
    groups: list[Group] = []
    while i or j:
        m, n = best[i, j][1]
        groups.append(Group(tuple(range(i - m, i)), tuple(range(j - n, j))))
        i, j = i - m, j - n
    return groups[::-1]
