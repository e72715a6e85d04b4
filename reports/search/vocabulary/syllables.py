"""Pinyin without tones: the readings of Chinese, and Latin letters cut into syllables.

ü is written v, syllables are parted by an apostrophe: xi'an, lv'se.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, product

from reports.text.fold import fold, has_han

PARTED = "'"
READINGS_MOST = 4
LETTERS_MOST = 60
TONES = frozenset("\u0300\u0301\u0304\u0306\u030c")
CUTS_MOST = 12
INITIALS = "b p m f d t n l g k h j q x zh ch sh r z c s y w".split()
SPELT_WITH_U = re.compile(r"u:|ü|u(?=\u0308)\u0308?")
SEPARATED = re.compile(r"[\s'’‘`\-·]+")
LATIN = re.compile(r"[a-zü:'’‘`\-·\s]+")


def plain(letters: str) -> str:
    """Return pinyin without what parts its syllables."""
    return letters.replace(PARTED, "")


def initials(letters: str) -> str:
    """Return the first letter of each syllable."""
    return "".join(syllable[:1] for syllable in letters.split(PARTED))


def readings_of_terms(terms: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each Chinese term with its readings, the likeliest first; none for what isn't all Chinese."""
    # Its dictionary takes a third of a second to load; only who learns from the archive needs it.
    from pypinyin import Style, lazy_pinyin, pinyin

    for term in terms:
        likeliest = lazy_pinyin(term, style=Style.NORMAL, errors="ignore", v_to_u=False)
        if len(likeliest) != len(term):
            continue
        found = dict.fromkeys([PARTED.join(likeliest)])
        if len(term) <= 3:
            every = pinyin(term, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
            found |= dict.fromkeys(map(PARTED.join, islice(product(*every), READINGS_MOST)))
        yield term, [text for text in found if text.replace(PARTED, "").isascii()][:READINGS_MOST]


@cache
def readings_of_characters(first: int, end: int) -> list[list[str]]:
    """Return the readings of each character from one code point up to another, the commonest first."""
    from pypinyin import Style, pinyin

    every = []
    for point in range(first, end):
        found = pinyin(chr(point), style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
        letters = (text for text in (found[0] if found else []) if text.isascii())
        every.append(list(dict.fromkeys(letters))[:READINGS_MOST])
    return every


def toneless(letters: str) -> str:
    """Return pinyin without the marks of its tones; the two dots of ü stay."""
    parts = (part for part in unicodedata.normalize("NFD", letters) if part not in TONES)
    return unicodedata.normalize("NFC", "".join(parts))


def typed_pinyin(text: str) -> list[str] | None:
    """Return what was typed as runs of letters, ü as v; None where it can't be pinyin."""
    if has_han(text):
        return None
    folded = fold(toneless(text)).strip()
    if not folded or len(folded) > LETTERS_MOST or not LATIN.fullmatch(folded):
        return None
    runs = SEPARATED.split(SPELT_WITH_U.sub("v", folded))
    runs = [re.sub(r"(?<=[ln])ue", "ve", run) for run in runs if run]
    return runs if runs and ":" not in "".join(runs) else None


def cuts(run: str, known: frozenset[str], longest: int = 6) -> list[list[str]]:
    """Return the ways to cut letters wholly into syllables, the fewest syllables first, a dozen at most."""
    found: list[list[list[str]]] = [[[]]]
    for end in range(1, len(run) + 1):
        ways = [
            [*before, run[start:end]]
            for start in range(max(0, end - longest), end)
            if run[start:end] in known
            for before in found[start]
        ]
        found.append(sorted(ways, key=len)[:CUTS_MOST])
    return found[-1]
