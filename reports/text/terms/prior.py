"""What is known before any report is read: which English words render a Chinese one, by CC-CEDICT or by sound."""

from __future__ import annotations

from functools import lru_cache

from reports.text.fold import has_han
from reports.text.lexicon import chinese_words, english_term, renderings

# The weights of a rendering in the dictionary, of one of a part of the word, and of its reading in pinyin.
WHOLE, PART, SOUND = 1.0, 0.4, 1.0
LONGEST_NAME = 4


@lru_cache(maxsize=100_000)
def reading(word: str) -> str:
    """Return how a Chinese word sounds, in letters without tones: huairou."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(word, style=Style.NORMAL, errors="ignore")).replace("ü", "v")


@lru_cache(maxsize=100_000)
def expected(word: str) -> dict[str, float]:
    """Return the lexicon's English terms that may render a folded Chinese word, with their weights."""
    if not has_han(word):
        return {english_term(word): WHOLE}
    weights: dict[str, float] = {}
    for part in set(chinese_words(word)) - {word}:
        weights |= dict.fromkeys(renderings(part), PART)
    weights |= dict.fromkeys(renderings(word), WHOLE)
    if 1 < len(word) <= LONGEST_NAME:
        weights[english_term(reading(word))] = SOUND
    weights.pop("", None)
    return weights
