"""The stems of English words by Snowball's rules (Porter2, as of Snowball 3.1), in a tenth of the time of its Python.

A region is what stands behind the first vowels and the consonant after them (R1), and behind the next ones (R2): most
endings are taken off only where they lie in one of them. A y that is a consonant is written Y on the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# Whose stems they are, as an index that was made with them is marked.
RULES = "snowballstemmer 3.1.1"
VOWELS = frozenset("aeiouy")
SPECIAL = {
    "skis": "ski", "skies": "sky", "idly": "idl", "gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli",
    "singly": "singl",
    **{word: word for word in ("andes", "atlas", "bias", "cosmos", "howe", "news", "sky")},
}  # fmt: skip
CONSONANT_Y = re.compile(r"^y|([aeiouy])y")
REGIONS = re.compile(
    r"(arsen|commun|emerg|gener|inter|later|organ|past|univers|[^aeiouy]*[aeiouy]+[^aeiouy])"
    r"([^aeiouy]*[aeiouy]+[^aeiouy])?"
)
HAS_VOWEL = re.compile(r"[aeiouy]")
# A short syllable at the end: the e of hope and of paste stays away from hop and past.
SHORT = re.compile(r"(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)\Z")
PARTICIPLES = {"y": ("eedly", "ingly", "edly"), "d": ("eed", "ed"), "g": ("ing",)}
WHOLE_BEFORE_ING = frozenset(("even", "cann", "inn", "earr", "herr", "out"))
WHOLE_BEFORE_EED = frozenset(("succ", "proc", "exc"))
DOUBLES = frozenset(("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"))
BEFORE_LI = frozenset("cdeghkmnrt")

# By their last letter, the longest first: each with what it becomes.
Endings = Mapping[str, Sequence[tuple[str, str]]]


def _by_letter(endings: Mapping[str, str]) -> Endings:
    found: dict[str, list[tuple[str, str]]] = {}
    for ending in sorted(endings, key=len, reverse=True):
        found.setdefault(ending[-1], []).append((ending, endings[ending]))
    return found


SECOND = _by_letter(
    {
        "anci": "ance", "enci": "ence", "logi": "log", "li": "", "bli": "ble", "abli": "able", "alli": "al",
        "fulli": "ful", "lessli": "less", "ousli": "ous", "entli": "ent", "aliti": "al", "biliti": "ble",
        "iviti": "ive", "tional": "tion", "ational": "ate", "alism": "al", "ation": "ate", "ization": "ize",
        "izer": "ize", "ator": "ate", "iveness": "ive", "fulness": "ful", "ousness": "ous", "ogist": "og",
    }
)  # fmt: skip
THIRD = _by_letter(
    {
        "icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "tional": "tion", "ational": "ate",
        "ful": "", "ness": "",
    }
)  # fmt: skip
FOURTH = _by_letter(
    dict.fromkeys("ic ance ence able ible ate ive ize iti al ism ion er ous ant ent ment ement".split(), "")
)


def english_stem(word: str) -> str:
    """Return the stem of an English word, which is in lower case and has no letters but a to z."""
    if len(word) < 3:
        return word
    if word in SPECIAL:
        return SPECIAL[word]
    if "y" in word:
        word = CONSONANT_Y.sub(r"\1Y", word)
    found = REGIONS.match(word)
    first, second = (found.end(1), found.end(2) if found[2] else len(word)) if found else (len(word), len(word))
    word = _without_participle(_without_plural(word), first)
    if word[-1] in "yY" and len(word) > 2 and word[-2] not in VOWELS:
        word = word[:-1] + "i"
    word = _second(word, first)
    word = _third(word, first, second)
    word = _fourth(word, second)
    return _last(word, first, second).replace("Y", "y")


def _without_plural(word: str) -> str:
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word[-1] != "s" or word.endswith(("us", "ss")):
        return word
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if HAS_VOWEL.search(word, 0, len(word) - 2) else word


def _without_participle(word: str, first: int) -> str:
    base, ending = _participle(word)
    if ending in {"eed", "eedly"}:
        return base + "ee" if first <= len(base) and base not in WHOLE_BEFORE_EED else word
    if not ending or not HAS_VOWEL.search(base):
        return word
    if ending == "ing" and base in WHOLE_BEFORE_ING:
        return word
    if ending == "ing" and len(base) == 2 and base[1] == "y" and base[0] not in VOWELS:
        return base[0] + "ie"
    return _verb(base, first)


def _verb(base: str, first: int) -> str:
    """Return a verb as it is without its participle's ending: hop of hopped, hope of hoped."""
    if base.endswith(("at", "bl", "iz")):
        return base + "e"
    if base[-2:] in DOUBLES:
        return base if len(base) == 3 and base[0] in "aeo" else base[:-1]
    return base + "e" if len(base) == first and SHORT.search(base) else base


def _participle(word: str) -> tuple[str, str]:
    """Return what stands before the ending of a participle or its adverb, and that ending; none where it has none."""
    for ending in PARTICIPLES.get(word[-1], ()):
        if word.endswith(ending):
            return word[: -len(ending)], ending
    return word, ""


def _ending(word: str, endings: Endings) -> tuple[str, str] | None:
    """Return the longest of the endings that a word has, and what it becomes."""
    return next((found for found in endings.get(word[-1], ()) if word.endswith(found[0])), None)


def _second(word: str, first: int) -> str:
    found = _ending(word, SECOND)
    if not found:
        return word
    ending, becomes = found
    base = word[: -len(ending)]
    # Of -logi the l needn't lie in the region.
    begins = len(base) + 1 if ending == "logi" else len(base)
    if first > begins or (ending == "li" and base[-1] not in BEFORE_LI):
        return word
    return base + becomes


def _third(word: str, first: int, second: int) -> str:
    found = _ending(word, THIRD)
    if not found:
        return word
    ending, becomes = found
    base = word[: -len(ending)]
    return base + becomes if (second if ending == "ative" else first) <= len(base) else word


def _fourth(word: str, second: int) -> str:
    found = _ending(word, FOURTH)
    if not found:
        return word
    base = word[: -len(found[0])]
    if second > len(base) or (found[0] == "ion" and base[-1:] not in {"s", "t"}):
        return word
    return base


def _last(word: str, first: int, second: int) -> str:
    base = word[:-1]
    if word[-1] == "e":
        return base if second <= len(base) or (first <= len(base) and not SHORT.search(base)) else word
    return base if word[-1] == "l" and second <= len(base) and base[-1:] == "l" else word
