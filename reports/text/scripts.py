"""The other script, for reading: each character for one character, so that an offset in a text stays where it was.

To Simplified it is `simplify`, as in folding. To Traditional as written in Taiwan it is OpenCC's s2tw, word by word:
run over a whole string, its phrases match across the border of two words, and 足额发放 comes out as 足額髮放.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from reports.text.segment import CHINESE_RUN, cut
from reports.text.simplified import entries, simplify

# A page of the longest reports has some 500 paragraphs; a few reports that are being read stay at hand.
KEPT_TEXTS = 4096


@lru_cache(maxsize=KEPT_TEXTS)
def to_simplified(text: str) -> str:
    """Return `text` in Simplified characters, of the same length."""
    return simplify(text)


@lru_cache(maxsize=KEPT_TEXTS)
def to_traditional(text: str) -> str:
    """Return `text` in Traditional characters as written in Taiwan, of the same length."""
    return CHINESE_RUN.sub(_run, text)


def _run(match: re.Match[str]) -> str:
    published = match.group()
    simplified = simplify(published)
    # jieba knows words in Simplified. `cut` gives the parts of a long word before it, all in the same place.
    words = {place: word for word, place in cut(simplified)}
    converted = "".join(map(_word, words.values()))
    # What was Traditional already stays as it stood: from 里 and 裡 there is no way back to a wrong guess.
    return "".join(new if was == old else was for was, old, new in zip(published, simplified, converted, strict=True))


@cache
def _tables() -> tuple[dict[str, str], dict[int, str], dict[int, str], int]:
    phrases = entries("STPhrases.txt")
    return (
        phrases,
        str.maketrans(entries("STCharacters.txt")),
        str.maketrans(entries("TWVariants.txt")),
        max(map(len, phrases)),
    )


@lru_cache(maxsize=50_000)
def _word(word: str) -> str:
    """Return one Simplified word in Traditional: the longest phrases of OpenCC's table first, then characters."""
    phrases, characters, variants, longest = _tables()
    parts: list[str] = []
    start = 0
    while start < len(word):
        for end in range(min(len(word), start + longest), start + 1, -1):
            if found := phrases.get(word[start:end]):
                parts.append(found)
                start = end
                break
        else:
            parts.append(word[start].translate(characters))
            start += 1
    return "".join(parts).translate(variants)
