"""The figures of an English text: digits and words, million and billion, units, ranges, hedges."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from reports.text.figures.english_patterns import (
    AFTER_NUMBER,
    BEFORE_NUMBER,
    BY_GROUP,
    JOINED,
    MAY,
    NAME_AFTER,
    NAME_BEFORE,
    NO_NAMES,
    PATTERN,
    PUNCTUATION,
    RANGE,
    SCALE,
    SURE,
    UNIT,
    english_amount,
)
from reports.text.figures.english_units import CURRENCIES, FOLD, FRACTIONS, MONTH_NAMES, SCALES
from reports.text.figures.figure import (
    COUNT,
    DAY,
    DECADE,
    HALF,
    MEASURED,
    MONTH,
    NO_UNIT,
    ORDINAL,
    PERCENT,
    RELATIVE_YEAR,
    TIMES,
    YEAR,
    YEARS,
    Figure,
    Hedge,
    Reading,
    Unit,
    multiple,
    readings,
)
from reports.text.figures.scan import Scan
from reports.text.figures.vague import vague_en
from reports.text.numerals import english_ordinal, roman_number

# The words before a number that its hedge may stand in.
HEDGE_WINDOW = 45


class _English:
    def hedge(self, text: str, start: int, end: int) -> Hedge:
        before = text[max(0, start - HEDGE_WINDOW) : start]
        for hedge, words in BEFORE_NUMBER:
            if words.search(before):
                return hedge
        return next((hedge for hedge, words in AFTER_NUMBER if words.match(text, end)), Hedge.NONE)

    def unit(self, text: str, end: int) -> tuple[Unit, int] | None:
        found = UNIT.match(text, end)
        return (BY_GROUP[found.lastgroup], found.end()) if found and found.lastgroup else None


def _names(scan: Scan, start: int, end: int) -> bool:
    """Say whether a number is part of a proper name: the 2010 World Expo, Made in China 2025, the 23rd APEC Meeting."""
    first, last = scan.folded.span(start, end)
    before, after = NAME_BEFORE.search(scan.published[:first]), NAME_AFTER.match(scan.published, last)
    return after is not None or (before is not None and before.group(1).lower() not in NO_NAMES)


def _capital(scan: Scan, at: int) -> bool:
    return at < len(scan.text) and scan.published[scan.folded.span(at, at + 1)[0]].isupper()


def _item(scan: Scan, match: re.Match[str]) -> None:
    written = re.search(r"\d+|[ivxl]+", match.group())
    if written is None:
        return
    digits = written.group()
    number = int(digits) if digits.isdigit() else roman_number(digits.upper())
    # A person's I is followed by a verb, a heading's by a capital.
    if number is not None and (_capital(scan, match.end()) or not match.group().endswith(" ")):
        scan.add((match.start() + written.start(), match.start() + written.end()), number, ORDINAL, strong=False)


def _code(scan: Scan, match: re.Match[str]) -> None:
    written = re.search(r"\d+(?:\.\d+)?$|\d+(?:\.\d+)?", match.group())
    if written:
        scan.add(match.span(), float(written.group()), NO_UNIT, strong=False, name=True)


def _decade(scan: Scan, match: re.Match[str]) -> None:
    number = int(match["decades"])
    scan.add(match.span(), number if number > 100 else 1900 + number, DECADE)


def _month(scan: Scan, match: re.Match[str]) -> None:
    if not _capital(scan, match.start()):
        return
    name = match.group()[:3]
    if name == "may" and not match["day"] and not MAY.search(scan.text[: match.start()]):
        return
    number = next(index for index, month in enumerate(MONTH_NAMES, 1) if month[:3] == name)
    end = match.start("day") if match["day"] else match.end()
    scan.add((match.start(), len(scan.text[:end].rstrip())), number, MONTH)
    if match["day"]:
        scan.add((match.start("day"), match.end()), int(match["day"]), DAY)


def _ordinal(scan: Scan, match: re.Match[str]) -> None:
    digits = match.group()[0].isdigit()
    number = int(re.sub(r"\D", "", match.group())) if digits else english_ordinal(match.group())
    if number is not None:
        scan.add(match.span(), number, ORDINAL, strong=digits and not _names(scan, *match.span()))


def _fraction(scan: Scan, match: re.Match[str]) -> None:
    above, below = english_amount(match["above"].replace("another", "a")), FRACTIONS[match["below"].removesuffix("s")]
    share = (above or 1) / below
    # Thirds are a share; a third may be an ordinal, and quarters are of a year as well.
    strong = match["below"].endswith("s") and below != FRACTIONS["quarter"]
    scan.add(match.span(), 100 * share, PERCENT, Reading("times", share), Reading("", share), strong=strong)


def _half(scan: Scan, match: re.Match[str]) -> None:
    word = match["halved"]
    if word in SCALES:
        unit, end = scan.unit(match.end())
        scan.add((match.start(), end), SCALES[word] / 2, unit)
    elif word:
        unit, end = scan.unit(match.start("halved") - 1)
        scan.add((match.start(), end), 0.5, unit, strong=False)
    else:
        scan.add(match.span(), 50, PERCENT, values=HALF, strong=False)


def _rate(scan: Scan, match: re.Match[str]) -> None:
    part, whole = english_amount(match["part"]), english_amount(match["all"])
    if part and whole and part < whole:
        scan.add(match.span(), 100 * part / whole, PERCENT, strong=False)


def _folds(scan: Scan, match: re.Match[str]) -> None:
    number = english_amount(match["fold"]) if match["fold"] else FOLD[match["doubled"] or match["ing"] + "e"]
    if number is not None:
        values = multiple(number, growth=False, sure=not match["fold"])
        scan.add(match.span(), number, TIMES, values=values, strong=bool(match["fold"]))


def _span(scan: Scan, match: re.Match[str]) -> None:
    unit, end = scan.unit(match.start("term") - 1)
    scan.add((match.start("term"), end), 1, unit, strong=False)


def _relative(scan: Scan, match: re.Match[str]) -> None:
    scan.add(match.span(), 1 if match["next"] else 0 if match["this"] else -1, RELATIVE_YEAR, strong=False)


def _one(scan: Scan, match: re.Match[str]) -> None:
    unit, end = scan.unit(match.end())
    if unit is not COUNT:
        scan.add((match.start(), end), 1, unit, strong=False)


def _number(scan: Scan, match: re.Match[str]) -> None:
    currency, written = match["currency"] or "", match["written"]
    number = english_amount(written)
    if number is None:
        return
    unit, end = scan.unit(match.end())
    if half := re.compile(r" and a half(?=[ -])").match(scan.text, match.end()):
        number += 0.5
        unit, end = scan.unit(half.end())
    if currency and unit is not CURRENCIES[currency.replace(" ", "")]:
        unit, end = CURRENCIES[currency.replace(" ", "")], match.end()
    values = readings(number, unit)
    if unit is NO_UNIT and re.fullmatch(r"1[89]\d\d|20\d\d", written):
        unit, values = YEAR, (Reading("year", number), Reading("", number))
    elif unit is TIMES:
        values = multiple(number, growth=False, sure=False)
    elif unit is YEARS:
        values = readings(number, YEARS, Reading("ordinal", number))
    others = re.compile(r"\s+(?:[a-z]+\s+)?other").match(scan.text, match.end()) is not None
    strong = written[0].isdigit() or unit.base in MEASURED or (number >= SURE and written[:2] not in {"a ", "an"})
    strong = strong and not (others and number < SURE) and not (unit is YEAR and _names(scan, *match.span()))
    # Lung cancer and 11 other diseases are 12: up to so many may be named before.
    scan.add((match.start(), end), number, unit, values=values, strong=strong, slack=4 if others else 0)


READERS: dict[str, Callable[[Scan, re.Match[str]], None]] = {
    "item": _item,
    "decade": _decade,
    "code": _code,
    "month": _month,
    "ordinal": _ordinal,
    "fraction": _fraction,
    "half": _half,
    "rate": _rate,
    "folds": _folds,
    "vague": vague_en,
    "span": _span,
    "relative": _relative,
    "one": _one,
    "number": _number,
}


def _share_units(figures: list[Figure], text: str) -> list[Figure]:
    """Give the first of a range or list the unit of the last (5, 10 and 15 km), and its million in a range."""
    shared = list(figures)
    for index in range(len(shared) - 2, -1, -1):
        here, after = shared[index], shared[index + 1]
        between = text[here.end : after.start]
        if here.unit.name or here.name or not JOINED.fullmatch(between):
            continue
        if after.unit.base in {"", "month", "day", "year", "decade", "relative year"}:
            continue
        number, unit = here.number, after.unit
        scale = re.search(rf"{SCALE}\b", after.text.lower())
        if scale and RANGE.fullmatch(between) and number < after.number and here.text[-1].isdigit():
            number *= SCALES[scale.group()]
        others = (Reading("", here.number), Reading(unit.base, here.number * unit.factor))
        shared[index] = replace(here, number=number, unit=unit, readings=readings(number, unit, *others))
    return shared


def figures_en(text: str) -> list[Figure]:
    """Return the figures of an English text in order, offsets into `text` as it is published."""
    scan = Scan(text, PUNCTUATION, _English())
    scan.find(PATTERN, READERS)
    return _share_units(scan.figures, text)
