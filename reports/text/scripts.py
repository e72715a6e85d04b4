"""Other scripts, for reading: each character for one character, so that an offset in a text stays where it was.

To Simplified it is `simplify`, as in folding. To Traditional it is OpenCC's s2t, word by word: run over a whole string,
its phrases match across the border of two words, and 足额发放 comes out as 足額髮放. What OpenCC takes for the standard
(羣, 峯, 啓, 爲) nobody writes just so: a table for each place turns it into that place's own forms. Words stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import NamedTuple

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
    """Return `text` in Traditional characters as written in Taiwan (臺灣, 裡, 著力), of the same length."""
    return CHINESE_RUN.sub(partial(_run, "TW"), text)


@lru_cache(maxsize=KEPT_TEXTS)
def to_hong_kong(text: str) -> str:
    """Return `text` in Traditional characters as written in Hong Kong (台灣, 裏, 着力), of the same length."""
    return CHINESE_RUN.sub(partial(_run, "HK"), text)


@lru_cache(maxsize=KEPT_TEXTS)
def to_mainland(text: str) -> str:
    """Return `text` in Traditional characters as the mainland's table of 2013 has them (爲, 綫), of the same length."""
    return CHINESE_RUN.sub(partial(_run, "CN"), text)


class Form(NamedTuple):
    """A script that can be asked for: how its language is called (BCP 47), and what makes it of published text."""

    language: str
    convert: Callable[[str], str]


PUBLISHED = {"hans": "zh-Hans", "hant": "zh-Hant"}
# By the names that addresses have for them.
FORMS = {
    "hans": Form("zh-Hans", to_simplified),
    "hant": Form("zh-Hant-TW", to_traditional),
    "hk": Form("zh-Hant-HK", to_hong_kong),
    "cn": Form("zh-Hant-CN", to_mainland),
}


def displayed(text: str, script: str, published: str) -> str:
    """Return Chinese text in `script`; as published where that is empty or the script in which it was published."""
    return text if not script or script == published else FORMS[script].convert(text)


def language_of(script: str, published: str) -> str:
    """Return the language of a text that is shown in `script`, empty for the one in which it was published."""
    return PUBLISHED[published] if not script or script == published else FORMS[script].language


def _run(place: str, match: re.Match[str]) -> str:
    published = match.group()
    simplified = simplify(published)
    # jieba knows words in Simplified. `cut` gives the parts of a long word before it, all in the same place.
    words = {start: word for word, start in cut(simplified)}
    converted = "".join(_word(word, place) for word in words.values())
    # What was Traditional already keeps its character: from 里 and 裡 there is no way back to a wrong guess.
    stood = published if place == "TW" else _in_the_form_of(place, published, simplified)
    return "".join(
        new if was == old else kept for was, old, new, kept in zip(published, simplified, converted, stood, strict=True)
    )


def _in_the_form_of(place: str, published: str, simplified: str) -> str:
    """Return Traditional text with those characters changed that another place only writes in another way."""
    forms = published.translate(_variants(place))
    return "".join(
        "着" if was == "著" and old == "着" else form
        for was, old, form in zip(published, simplified, forms, strict=True)
    )


# What OpenCC's table of Hong Kong leaves out, and what Taiwan writes otherwise.
HONG_KONG = dict(zip(map(ord, "羣峯牀啓裡汙洩"), "群峰床啟裏污泄", strict=True))
# 《通用规范汉字表》: its Traditional characters where OpenCC's standard or Taiwan have others.
MAINLAND = dict(
    zip(
        map(ord, "羣峯牀脣祕線說脫稅銳閱悅溫戶臥敘棱為偽眾裡汙洩啟鉢擡"),
        "群峰床唇秘綫説脱税鋭閲悦温户卧叙棱爲僞衆裏污泄啓鉢抬",
        strict=True,
    )
)


@cache
def _variants(place: str) -> dict[int, str]:
    """Return a place's own forms of the characters of OpenCC's standard, and of Taiwan's."""
    if place == "CN":
        return MAINLAND
    variants = {ord(one): other for one, other in entries(f"{place}Variants.txt").items()}
    return variants | HONG_KONG if place == "HK" else variants


@cache
def _tables() -> tuple[dict[str, str], dict[int, str], int]:
    phrases = entries("STPhrases.txt")
    return phrases, str.maketrans(entries("STCharacters.txt")), max(map(len, phrases))


@lru_cache(maxsize=50_000)
def _word(word: str, place: str) -> str:
    """Return one Simplified word in Traditional: the longest phrases of OpenCC's table first, then characters."""
    phrases, characters, longest = _tables()
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
    return "".join(parts).translate(_variants(place))
