"""Words of Latin letters and figures: runs of letters or digits, in either language, with their stems."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reports.text.fold import HAN
from reports.text.stemming import english_stem

# 135,000 is one word, 135000; every other mark between letters or digits separates.
WORD = re.compile(rf"(?<![^\W_{HAN}])[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![^\W_{HAN}])(?!,[0-9])|[^\W_{HAN}]+")


class Word(NamedTuple):
    """One word of a folded text: how it is compared, and where it stands there."""

    text: str
    start: int
    end: int


def words(folded: str) -> Iterator[Word]:
    """Yield the words of a folded text in order, thousands commas taken out of their figures."""
    for match in WORD.finditer(folded):
        yield Word(match.group().replace(",", ""), match.start(), match.end())


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the English stem of a word in lower case (Snowball's); a figure is its own stem."""
    return english_stem(word) if word.isascii() and word.isalpha() else word
