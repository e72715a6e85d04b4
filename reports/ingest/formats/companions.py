"""Files that are the two languages of one report, found by their names alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePath

EDGE = r"[\s._\-–—~+()\[\]（）【】]"
# A mark stands apart (x.zh.txt, x_cn, x（英文）), leads (zh-2024) or touches a digit or Chinese (2024zh, 英文2024).
LATIN = rf"(?:^|{EDGE}|(?<=[^a-z]))(?:%s)(?=$|{EDGE}|[^a-z])"
HAN = rf"%s|(?:^|{EDGE}|(?<=\d))%s(?=$|{EDGE})"
MARKS = {
    "zh": re.compile(
        LATIN % r"zh(?:[-_](?:cn|tw|hk|hans|hant))?|zho|chn|cn|chinese|chi|sc|tc|chs|cht"
        + "|"
        + HAN % ("中文版?|[汉漢][语語]", "中"),
        re.I,
    ),
    "en": re.compile(
        LATIN % r"en(?:[-_](?:us|gb|uk))?|eng|english" + "|" + HAN % ("英文版?|英[语語]|英译版?", "英"), re.I
    ),
}


def companions(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs (Chinese, English) among `names` that differ in nothing but the mark of their language.

    The mark may stand in the name or in a folder's; the Chinese file may have none. What is not certain is in no pair.
    """
    sides: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"zh": [], "en": [], "unmarked": []})
    for name in dict.fromkeys(names):
        for language, key in _readings(name):
            sides[key][language].append(name)
    pairs = [
        (chinese[0], found["en"][0])
        for found in sides.values()
        if len(chinese := found["zh"] or found["unmarked"]) == 1 and len(found["en"]) == 1
    ]
    return [pair for pair in pairs if sum(bool({*pair} & {*other}) for other in pairs) == 1]


def _readings(name: str) -> Iterator[tuple[str, str]]:
    """Yield the language of a file and its name without the mark, which is the last one of the innermost part."""
    path = PurePath(name)
    parts = [*path.parts[:-1], path.stem]
    for index in range(len(parts) - 1, -1, -1):
        found = [(language, match) for language, mark in MARKS.items() for match in mark.finditer(parts[index])]
        if len({language for language, _match in found}) == 2:
            return  # 中英文对照, en-zh: both languages in one file
        if found:
            language, match = found[-1]
            part = parts[index][: match.start()] + " " + parts[index][match.end() :]
            yield language, _key([*parts[:index], part, *parts[index + 1 :]])
            return
    yield "unmarked", _key(parts)


def _key(parts: list[str]) -> str:
    return "/".join(key for part in parts if (key := re.sub(EDGE, "", part).casefold()))
