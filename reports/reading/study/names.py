"""The names of people and places that a pair has in both languages, as far as its texts tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reports.text.fold import HAN, fold_with_offsets
from reports.text.gazetteer import Place, chinese_names, full_names, latin_words

# Family name and given name as Chinese people write them in English: Comrade Xi Jinping. What is found may overlap.
LATIN_NAME = re.compile(r"(?=\b([A-Z][a-z]{1,6}) ([A-Z][a-z]{1,10})\b)")
CHINESE_RUN = re.compile(f"[{HAN}]+")
NAME_LENGTHS = (3, 2, 4)


class Name(NamedTuple):
    """A name where the Chinese text has it, and its English; `is_here` says that the English text has it too."""

    zh: str
    start: int
    en: str
    is_here: bool


@cache
def _places_by_length() -> tuple[dict[str, Place], tuple[int, ...]]:
    names = {name: place for name, place in chinese_names().items() if len(name) > 1 and place.level != "nation"}
    return names, tuple(sorted({len(name) for name in names}, reverse=True))


def places(zh: str, en: str) -> Iterator[Name]:
    """Yield the places of the gazetteer in a Chinese text, each once, the longest name at each place.

    A short name of a city (大同) can be another word: it counts where the English text has the place.
    """
    names, lengths = _places_by_length()
    folded = fold_with_offsets(zh)
    latin = f" {' '.join(latin_words(en))} "
    seen: set[str] = set()
    at = 0
    while at < len(folded.text):
        length = next((length for length in lengths if folded.text[at : at + length] in names), 0)
        name = folded.text[at : at + length]
        if length and name not in seen:
            place = names[name]
            here = f" {_base(place)} " in latin
            if here or name in full_names() or place.level == "province":
                seen.add(name)
                start, end = folded.span(at, at + length)
                yield Name(zh[start:end], start, place.name_en, here)
        at += length or 1


def _base(place: Place) -> str:
    """Return an English name as texts have it, without its rank: beijing, inner mongolia."""
    words = latin_words(place.name_en)
    ranks = {"city", "province", "prefecture", "league", "autonomous", "region", "municipality"}
    return " ".join(word for word in words if word not in ranks)


def people(zh: str, en: str) -> Iterator[Name]:
    """Yield the people whose name in Latin letters is the reading of two to four Chinese characters beside it."""
    wanted = {(one + other).lower(): f"{one} {other}" for one, other in LATIN_NAME.findall(en)}
    if not wanted:
        return
    # Its dictionary takes a third of a second to load, and few sections name people.
    from pypinyin import Style, lazy_pinyin

    for run in CHINESE_RUN.finditer(zh):
        readings = lazy_pinyin(run.group(), style=Style.NORMAL)
        if len(readings) != len(run.group()):
            continue
        for at in range(len(readings)):
            for length in NAME_LENGTHS:
                written = wanted.get("".join(readings[at : at + length]))
                if written and at + length <= len(readings):
                    del wanted["".join(readings[at : at + length])]
                    yield Name(run.group()[at : at + length], run.start() + at, written, is_here=True)
                    break
