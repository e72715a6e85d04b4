"""Automatic numbers of a Word document (一、 （一） 1.), which stand in no text and have to be counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from reports.ingest.formats.xml_parts import attribute, child, local, value

DIGITS = "〇一二三四五六七八九"
LEVELS = 9
PLACE = re.compile(r"%([1-9])")
STEPS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
COUNTINGS = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"} | {
    "taiwaneseCountingThousand",
    "ideographDigital",
    "japaneseDigitalTenThousand",
    "taiwaneseDigital",
    "chineseLegalSimplified",
}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered: %1、 in a form, from a first number on."""

    form: str
    text: str
    start: int


@dataclass(slots=True)
class Styles:
    """What paragraph styles say of lists: their names, and the list and level that they number by."""

    names: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element | None) -> Styles:
        """Return the styles of a document."""
        styles, parents = cls(), {}
        for style in root if root is not None else ():
            if local(style.tag) != "style":
                continue
            key = attribute(style, "styleId")
            styles.names[key] = value(style, "name").lower()
            parents[key] = value(style, "basedOn")
            if number := value(style, "pPr", "numPr", "numId"):
                styles.lists[key] = number, _whole(value(style, "pPr", "numPr", "ilvl"), 0)
        for key in parents:
            above, steps = key, 0
            while above and above not in styles.lists and steps < LEVELS:
                above, steps = parents.get(above, ""), steps + 1
            if above in styles.lists:
                styles.lists[key] = styles.lists[above]
        return styles

    def is_contents(self, style: str) -> bool:
        """Say whether a style is one of the table of contents, which repeats all headings."""
        return re.fullmatch(r"toc \d|toc heading", self.names.get(style, "")) is not None


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    lists: dict[str, str]  # a list's id: the id of what it shares its levels and counting with
    levels: dict[str, dict[int, Level]]
    styles: Styles
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counted: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element | None, styles: Styles) -> Numbering:
        """Return the lists of a document, none where it has no such part."""
        numbering = cls({}, {}, styles)
        for element in root if root is not None else ():
            if local(element.tag) == "abstractNum":
                numbering.levels[attribute(element, "abstractNumId")] = dict(_levels(element))
            elif local(element.tag) == "num":
                key = attribute(element, "numId")
                numbering.lists[key] = value(element, "abstractNumId")
                numbering.restarts[key] = {
                    _whole(attribute(change, "ilvl"), 0): _whole(value(change, "startOverride"), 1)
                    for change in element
                    if local(change.tag) == "lvlOverride" and child(change, "startOverride") is not None
                }
        return numbering

    def number(self, style: str, number: str, level: int | None) -> str:
        """Return the number of the next paragraph in a list as it is printed, "" for one in no list."""
        by_style = self.styles.lists.get(style, ("", 0))
        key = number or by_style[0]
        depth = min(by_style[1] if level is None else level, LEVELS - 1)
        shared = self.lists.get(key, "")
        levels = self.levels.get(shared, {})
        if key == "0" or depth not in levels:
            return ""
        counted = self.counted.setdefault(shared, [None] * LEVELS)
        for restarted, start in self.restarts.pop(key, {}).items():
            if restarted < LEVELS:
                counted[restarted] = start - 1
        now = counted[depth]
        counted[depth] = levels[depth].start if now is None else now + 1
        counted[depth + 1 :] = [None] * (LEVELS - depth - 1)
        return self._printed(levels, counted, depth)

    @staticmethod
    def _printed(levels: dict[int, Level], counted: list[int | None], depth: int) -> str:
        if levels[depth].form in {"bullet", "none"}:
            return ""

        def placed(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            level = levels.get(index, levels[depth])
            count = counted[index]
            return written(level.form, level.start if count is None else count)

        text = PLACE.sub(placed, levels[depth].text)
        return f"{text} " if re.search(r"[0-9A-Za-z.)]$", text) else text


def written(form: str, number: int) -> str:
    """Return a number in one of Word's forms, in digits where the form is not known."""
    if form in COUNTINGS and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")
    if form in {"upperRoman", "lowerRoman"} and 0 < number < 400:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form in {"upperLetter", "lowerLetter"} and 0 < number <= 26:
        return chr((ord("A") if form == "upperLetter" else ord("a")) + number - 1)
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _levels(abstract: Element) -> Iterator[tuple[int, Level]]:
    for level in abstract:
        if local(level.tag) == "lvl":
            form = value(level, "numFmt") or "decimal"
            start = _whole(value(level, "start"), 1)
            yield _whole(attribute(level, "ilvl"), 0), Level(form, value(level, "lvlText"), start)


def _roman(number: int) -> str:
    text = ""
    for step, letters in STEPS:
        while number >= step:
            text, number = text + letters, number - step
    return text


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else otherwise
