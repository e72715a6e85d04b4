"""The gazetteer of Chinese jurisdictions down to the prefecture, and every name that each goes by.

`places.csv` lists the nation, the provinces, all units of prefecture level, the county-level cities that stand right
under a province, and some former cities. A body that has only changed its name or rank (襄樊市, now 襄阳市) is one
place; its other names stand in the column `also`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports.text.fold import fold

# What stands between a place's short name and its rank: 恩施 土家族苗族 自治州.
PEOPLES = "|".join(
    "哈尼族 土家族 布依族 朝鲜族 景颇族 傈僳族 蒙古族 回族 壮族 藏族 苗族 彝族 侗族 白族 傣族 羌族".split()
    + "维吾尔 哈萨克 柯尔克孜 蒙古".split()
)
PARTS = re.compile(rf"(?P<short>.{{2,}}?)(?:{PEOPLES})*(?P<rank>自治区|自治州|省|市|地区|盟)")
ENGLISH_RANKS = {
    "省": ("province",),
    "市": ("city", "municipality"),
    "自治区": ("autonomous region", "region"),
    "自治州": ("autonomous prefecture", "prefecture"),
    "地区": ("prefecture",),
    "盟": ("league",),
}
ENGLISH_RANK = re.compile(r"(?: \w+(?: and \w+)? Autonomous Prefecture| Prefecture| League| City|, \w+)$")

LEVELS = ("nation", "province", "prefecture")
ADJECTIVES = {"municipal": "city", "provincial": "province", "prefectural": "prefecture", "regional": "region"}


@dataclass(frozen=True, slots=True)
class Place:
    """One jurisdiction of the gazetteer; `parent` is the code of the one above it."""

    code: str
    name_zh: str
    short_zh: str
    name_en: str
    level: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """What a phrase names: a place, or a county that the gazetteer lacks, and the place above that if it is said."""

    place: Place | None = None
    county: str | None = None
    above: Place | None = None


@cache
def _rows() -> list[dict[str, str]]:
    with Path(__file__).with_name("places.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def places() -> tuple[Place, ...]:
    """Return the gazetteer: the nation, the provinces in official order, then the rest province by province."""
    shorts: set[str] = set()
    found: list[Place] = []
    for row in _rows():
        parts = PARTS.fullmatch(row["name_zh"])
        short = parts["short"] if parts else row["name_zh"]
        # 吉林 is the province: the city stays 吉林市, and 海南州 keeps its 州.
        if parts and short in shorts:
            short += parts["rank"][-1]
        shorts.add(short)
        found.append(Place(row["code"], row["name_zh"], short, row["name_en"], row["level"], row["parent"] or None))
    return tuple(found)


@cache
def _codes() -> dict[str, Place]:
    return {place.code: place for place in places()}


def by_code(code: str) -> Place:
    """Return the place with this code; KeyError if there is none."""
    return _codes()[code]


def within(place: Place, above: Place | None) -> bool:
    while above is not None and place.parent is not None:
        place = by_code(place.parent)
        if place == above:
            return True
    return above is None


def lowest_of(found: Iterable[Place]) -> Place | None:
    """Return the lowest of some places if each of the others holds it: 吉林省, 吉林市."""
    every = list(found)
    lowest = max(every, key=lambda place: LEVELS.index(place.level), default=None)
    return lowest if lowest and all(place == lowest or within(lowest, place) for place in every) else None


@cache
def _also() -> dict[str, list[str]]:
    return {row["code"]: [name for name in row["also"].split(";") if name] for row in _rows()}


@cache
def full_names() -> dict[str, Place]:
    """Return the Chinese names that say their rank, folded."""
    names = {fold(place.name_zh): place for place in places() if place.level != "nation"}
    names |= {fold(name): _codes()[code] for code, also in _also().items() for name in also if PARTS.fullmatch(name)}
    for place in places():
        parts = PARTS.fullmatch(place.name_zh)
        if parts and parts["rank"] == "自治州":
            names.setdefault(fold(parts["short"] + "州"), place)
        if parts and parts["rank"] in ("自治州", "自治区"):
            names.setdefault(fold(parts["short"] + parts["rank"]), place)
        if parts and parts["rank"] == "市" and place.level == "prefecture":
            names.setdefault(fold(parts["short"] + "地区"), place)  # what most cities were before
    return names


@cache
def chinese_names() -> dict[str, Place]:
    """Return all Chinese names, full and short, folded; a short name that two share is the higher one's."""
    names = dict(full_names())
    for place in places():
        for name in (place.short_zh, *_also()[place.code]):
            names.setdefault(fold(name), place)
    return names


@cache
def english_names() -> dict[str, tuple[Place, ...]]:
    """Return the English names as `latin_words` joins them, and all that share each: a province shares with none."""
    names: dict[str, tuple[Place, ...]] = {}
    for place in places():
        parts = PARTS.fullmatch(place.name_zh)
        base = ENGLISH_RANK.sub("", place.name_en)
        others = [name for name in _also()[place.code] if name.isascii()]
        ranks = ENGLISH_RANKS[parts["rank"]] if parts else ()
        forms = {place.code, place.name_en, *others}
        for name in (base, *(other for other in others if " " not in other)):
            forms |= {name, *(f"{name} {rank}" for rank in ranks)}
        for form in {" ".join(latin_words(spelt)) for name in forms for spelt in (name, name.replace("'", " "))}:
            sharing = names.get(form, ())
            if not any(other.level == "province" for other in sharing):
                names[form] = (*sharing, place)
    return names


def latin_words(text: str) -> list[str]:
    """Return the Latin words of a text without accents and apostrophes, ranks as nouns."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    # The apostrophe of "people's" often arrives broken into other marks.
    joined = re.sub(r"['\u2018\u2019\u02bc`]|(?<=\bpeople)\W{1,3}(?=s\b)", "", plain.lower().replace("&", " and "))
    words = re.findall(r"[a-z]+|[0-9]+(?:st|nd|rd|th)?", joined)
    return [ADJECTIVES.get(word, word) for word in words]
