"""Files that are the two languages of one report, found by their names alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePath

CHINESE = r"zh(?:[-_](?:cn|tw|hk|hans|hant))?|zho|chn|cn|chinese|chi|sc|tc|chs|cht|中文版?|汉语|漢語|中"
ENGLISH = r"en(?:[-_](?:us|gb|uk))?|eng|english|英文版?|英语|英語|英"
# A mark stands apart (x.zh.txt, x_cn, x-中文, x（英文）), follows a digit or Chinese (2024zh), or leads (zh-2024, 英文2024).
EDGE = r"[\s._\-–—~+()\[\]（）【】]"
LATIN = r"[a-z][a-z_-]*"


def _mark(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|{EDGE}|(?<=[^a-z]))(?P<mark>{words})(?=$|{EDGE}|(?![a-z]))(?:$|(?={EDGE})|(?=[^a-z]))", re.I
    )


MARKS = {"zh": _mark(CHINESE), "en": _mark(ENGLISH)}


def companions(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs (Chinese, English) among `names` that differ in nothing but the mark of their language.

    A mark may be part of the name or the name of a folder. A name whose partner is not certain is in no pair.
    """
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"zh": [], "en": []})
    for name in names:
        for language, key in _readings(name):
            found[key][language].append(name)
    pairs = [(sides["zh"][0], sides["en"][0]) for sides in found.values() if all(len(x) == 1 for x in sides.values())]
    pairs += _unmarked(names, found)
    taken: set[str] = set()
    certain = []
    for zh, en in dict.fromkeys(pairs):
        if zh != en and not {zh, en} & taken:
            certain.append((zh, en))
            taken |= {zh, en}
    return certain


def _unmarked(names: Sequence[str], found: dict[str, dict[str, list[str]]]) -> list[tuple[str, str]]:
    """Return the pairs of which only the English file is marked: 2024.txt and 2024.en.txt."""
    plain = defaultdict(list)
    for name in names:
        plain[_key(name)].append(name)
    return [
        (plain[key][0], sides["en"][0])
        for key, sides in found.items()
        if not sides["zh"] and len(sides["en"]) == 1 and len(plain.get(key, ())) == 1
    ]


def _readings(name: str) -> list[tuple[str, str]]:
    """Return each (language, name without its mark) that a name can be read as: its own mark first, or a folder's."""
    path = PurePath(name)
    parts = [*path.parts[:-1], path.stem]
    for index in range(len(parts) - 1, -1, -1):
        here = [
            (language, _key(str(PurePath(*parts[:index], parts[index][: m.start()] + "\0" + parts[index][m.end() :], *parts[index + 1 :]))))
            for language, mark in MARKS.items()
            for m in list(mark.finditer(parts[index]))[-1:]
        ]
        if here:
            return here if len(here) == 1 else []
    return []


def _key(name: str) -> str:
    """Return a name without suffix, case and the separators around a mark that was cut out."""
    path = PurePath(name)
    stem = str(path.with_suffix("")) if re.fullmatch(r"\.[A-Za-z]{2,8}", path.suffix) and "\0" not in path.suffix else name
    parts = [re.sub(EDGE, "", part.replace("\0", "")).casefold() for part in PurePath(stem).parts]
    return "/".join(part for part in parts if part)
