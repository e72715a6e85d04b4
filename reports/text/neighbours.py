"""How well each Chinese text agrees with the English one beside it, above it and below it: where one has slipped.

The scores are those of `alignment`, as log odds, for one text and one; a text alone costs what it costs there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import expm1, log, log1p

from reports.text.alignment import ONE_HEADING, OTHER_HEADING, PARAGRAPHS, SAME_HEADING
from reports.text.evidence import (
    EXPLAINED,
    FORESEEN_EN,
    FORESEEN_ZH,
    FREEDOM,
    RATIO,
    SCATTER,
    SEEN,
    figures,
    names,
)
from reports.text.headings import chinese_heading, english_heading
from reports.text.lexicon import chinese_words, english_terms, renderings

Terms = frozenset[str]
Score = Callable[[int, int], float]
ALONE = -PARAGRAPHS.cost[1, 0]
KEPT = 4096


@lru_cache(maxsize=KEPT)
def _words(zh: str) -> Terms:
    return frozenset(word for word in set(chinese_words(zh)) if renderings(word))


@lru_cache(maxsize=KEPT)
def _meant(zh: str) -> Terms:
    return frozenset[str]().union(*(renderings(word) for word in _words(zh)))


@lru_cache(maxsize=KEPT)
def _spoken(en: str) -> Terms:
    return frozenset(english_terms(en))


@lru_cache(maxsize=2 * KEPT)
def _figures(text: str) -> Terms:
    return frozenset(figures(text))


@lru_cache(maxsize=2 * KEPT)
def _names(text: str) -> Terms:
    return frozenset(names(text))


@lru_cache(maxsize=2 * KEPT)
def _heading(text: str, *, is_zh: bool) -> tuple[bool, int | None]:
    found = chinese_heading(text) if is_zh else english_heading(text)
    return found is not None, found.ordinal if found else None


@dataclass(frozen=True, slots=True)
class _Rates:
    """How often what explains a term stands in so many characters of one side, by chance."""

    rows: Counter[str]
    size: float
    explained: float

    def weigh(self, terms: Terms, said: int, length: int) -> float:
        """Return the log odds of terms that a text of a length explains, out of `said` that the other one says."""
        missed = log1p(-self.explained)
        total = missed * said
        for term in terms:
            chance = max(-expm1(-length * (self.rows[term] + SEEN) / self.size), 1e-9)
            total += log1p(self.explained * (1 - chance) / chance) - missed
        return total


class Neighbours:
    """The texts of both sides, and how well any two of them agree."""

    def __init__(self, zh: Sequence[str], en: Sequence[str]) -> None:
        size_zh, size_en = sum(map(len, zh)), sum(map(len, en))
        usual = PARAGRAPHS.usual
        self._ratio = (size_en + RATIO * usual) / (size_zh + usual)
        spoken = frozenset[str]().union(*map(_spoken, en))
        meant = Counter(term for text in zh for term in _meant(text) & spoken)
        holding: dict[str, int] = {}
        for row, text in enumerate(en):
            for term in _spoken(text):
                holding[term] = holding.get(term, 0) | 1 << row
        borne: Counter[str] = Counter()
        for word in frozenset[str]().union(*map(_words, zh)):
            rows = 0
            for term in renderings(word) & spoken:
                rows |= holding[term]
            borne[word] = rows.bit_count()
        self._meant = _Rates(meant, size_zh + FORESEEN_ZH, EXPLAINED["lexicon"])
        self._borne = _Rates(borne, size_en + FORESEEN_EN, EXPLAINED["lexicon"])
        # Of an English text only those words count as names that a Chinese one writes in Latin letters.
        self._named = frozenset[str]().union(*map(_names, zh))
        self._alike = [
            (
                read,
                weight,
                _Rates(Counter(term for text in zh for term in read(text)), size_zh + FORESEEN_ZH, EXPLAINED[name]),
                _Rates(Counter(term for text in en for term in read(text)), size_en + FORESEEN_EN, EXPLAINED[name]),
            )
            for read, name, weight in (
                (_figures, "figures", PARAGRAPHS.figures),
                (self._names, "names", PARAGRAPHS.names),
            )
        ]

    def score(self, zh: str, en: str) -> float:
        """Return how well a Chinese text and an English one agree; what a text alone costs, 0 for two empty ones."""
        if not zh or not en:
            return ALONE if zh or en else 0.0
        return PARAGRAPHS.length * self._length(zh, en) + self._terms(zh, en) + _headings(zh, en)

    def _names(self, text: str) -> Terms:
        return _names(text) & self._named

    def _length(self, zh: str, en: str) -> float:
        fixed, linear, squared = SCATTER
        variance = fixed + linear * len(zh) + squared * len(zh) ** 2
        delta = len(en) - self._ratio * len(zh)
        return -(FREEDOM + 1) / 2 * log1p(delta**2 / variance / FREEDOM) - log(variance) / 2

    def _terms(self, zh: str, en: str) -> float:
        words, spoken = _words(zh), _spoken(en)
        there = self._meant.weigh(_meant(zh) & spoken, len(spoken), len(zh))
        rendered = frozenset(word for word in words if not renderings(word).isdisjoint(spoken))
        back = self._borne.weigh(rendered, len(words), len(en))
        total = PARAGRAPHS.lexicon * (there + back) / 2
        for read, weight, rates_zh, rates_en in self._alike:
            left, right = read(zh), read(en)
            if left or right:
                both = left & right
                total += (
                    weight * (rates_zh.weigh(both, len(right), len(zh)) + rates_en.weigh(both, len(left), len(en))) / 2
                )
        return total


def _headings(zh: str, en: str) -> float:
    (is_zh, ordinal_zh), (is_en, ordinal_en) = _heading(zh, is_zh=True), _heading(en, is_zh=False)
    if is_zh and is_en:
        return SAME_HEADING if ordinal_zh == ordinal_en else OTHER_HEADING
    return ONE_HEADING if is_zh != is_en else 0.0
