"""The figures of a Chinese text: digits and numerals, 万 and 亿, units, ranges, hedges."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from reports.text.figures.chinese_patterns import (
    AT_LEAST,
    DEFINITIONS,
    DIGITS,
    FORERUNNERS,
    GROWTH,
    HALF_WIDTH,
    HEDGED_AFTER,
    HEDGED_BEFORE,
    HEDGES,
    JOINED,
    NUMBER,
    PATTERN,
    RANGE,
    RATE,
    RATES,
    SURE,
    UNIT,
    chinese_amount,
)
from reports.text.figures.chinese_units import FEN, UNITS
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
from reports.text.figures.vague import vague_zh


class _Chinese:
    def hedge(self, text: str, start: int, end: int) -> Hedge:
        if before := HEDGED_BEFORE.search(text, max(0, start - 8), start):
            return HEDGES[before.lastgroup or ""]
        if start and AT_LEAST.match(text, start - 1):
            return Hedge.OVER
        if after := HEDGED_AFTER.match(text, end, end + 4):
            return HEDGES[after.lastgroup or ""]
        return Hedge.OVER if re.search("[多余几]", text[start:end]) else Hedge.NONE

    def unit(self, text: str, end: int) -> tuple[Unit, int] | None:
        found = UNIT.match(text, end)
        if not found:
            return None
        # A unit that isn't in the table is 分 in a list that ends in 钱.
        return (UNITS.get(found["unit"], FEN) if found["unit"] else COUNT), found.end()


def _item(scan: Scan, match: re.Match[str]) -> None:
    written = re.search(r"[一二三四五六七八九十]+|\d+", match.group())
    if written and (number := chinese_amount(written.group())) is not None:
        scan.add((match.start() + written.start(), match.start() + written.end()), number, ORDINAL, strong=False)


def _plan(scan: Scan, match: re.Match[str]) -> None:
    number = chinese_amount(match.group()[:-1])
    if number is None:
        return
    # The Tenth Five-Year Plan ran from 2001 to 2005, the Twelfth Congress met in 1982; English often adds the years.
    plan, congress = 2001 + 5 * (number - 10), 1982 + 5 * (number - 12)
    years = (plan, plan + 4) if match["plan"] else (congress,)
    loose = [Reading("year", year, loose=True) for year in years]
    scan.add(match.span(), number, ORDINAL, *loose, strong=False, name=True)


def _code(scan: Scan, match: re.Match[str]) -> None:
    written = re.search(r"\d+(?:\.\d+)?$|\d+(?:\.\d+)?", match.group()) or re.match(NUMBER, match.group())
    number = chinese_amount(written.group()) if written else None
    if number is not None:
        scan.add(match.span(), number, NO_UNIT, strong=False, name=True)


def _decade(scan: Scan, match: re.Match[str]) -> None:
    named = {"十九": 18, "二十": 19, None: 19, "上": 19, "上个": 19, "本": 20}
    century = named[match["century"]] if match["century"] in named else int(match["century"]) - 1
    scan.add(match.span(), century * 100 + (chinese_amount(match["decades"]) or 0), DECADE)


def _date(scan: Scan, match: re.Match[str]) -> None:
    month = chinese_amount(match["month"])
    if month is None or not 1 <= month <= 12:
        return
    scan.add((match.start(), match.start("day") if match["day"] else match.end()), month, MONTH)
    if match["day"]:
        scan.add((match.start("day"), match.end()), chinese_amount(match["day"]) or 0, DAY)


def _year(scan: Scan, match: re.Match[str]) -> None:
    digits = "".join(str(DIGITS.get(character, character)) for character in match["year"])
    scan.add((match.start(), match.end() + scan.text.startswith("年", match.end())), int(digits), YEAR)


def _consensus(scan: Scan, match: re.Match[str]) -> None:
    scan.add(match.span(), 1992, YEAR, strong=False)


def _defined(scan: Scan, match: re.Match[str]) -> None:
    number, unit, *others = DEFINITIONS[match.group()[:2]]
    scan.add(match.span(), number, unit, *others, strong=False)


def _relative(scan: Scan, match: re.Match[str]) -> None:
    scan.add(match.span(), 1 if match["next"] else 0 if match["this"] else -1, RELATIVE_YEAR, strong=False)


def _share(scan: Scan, match: re.Match[str]) -> None:
    if match["percent"] or match["mille"]:
        number = (chinese_amount(match["percent"] or match["mille"]) or 0) * (1 if match["percent"] else 0.1)
    else:
        below, above = chinese_amount(match["below"]), chinese_amount(match["above"])
        if not below or above is None:
            return
        number = 100 * above / below
    scan.add(match.span(), number, PERCENT)


def _slashed(scan: Scan, match: re.Match[str]) -> None:
    above, below = int(match["over"]), int(match["under"])
    if above < below:
        scan.add(match.span(), 100 * above / below, PERCENT)


def _redoubled(scan: Scan, match: re.Match[str]) -> None:
    times = re.search(r"[一两二三四\d]", match.group())
    number = 2.0 ** ((chinese_amount(times.group()) or 1) if times else 1)
    scan.add(match.span(), number, TIMES, values=multiple(number, growth=False))


def _tenths(scan: Scan, match: re.Match[str]) -> None:
    scan.add(match.span(), 10 * (chinese_amount(match["tenth"]) or 0) + (5 if match["half"] else 0), PERCENT)


def _halved(scan: Scan, match: re.Match[str]) -> None:
    if match["halves"]:
        unit, end = scan.unit(match.end())
        scan.add((match.start(), end), 0.5, unit, strong=False)
    else:
        scan.add(match.span(), 50, PERCENT, values=HALF, strong=False)


def _ordinal(scan: Scan, match: re.Match[str]) -> None:
    number = chinese_amount(match["ordinal"])
    if number is not None:
        scan.add(match.span(), number, ORDINAL, strong=match["ordinal"][0].isdigit())


def _number(scan: Scan, match: re.Match[str]) -> None:
    written = match["number"].removesuffix("个半")
    run = FORERUNNERS.match(written)
    number = chinese_amount(run["low"] + run["power"] if run else written)
    unit, end = scan.unit(match.end())
    if number is None or _counts_nothing(written, unit):
        return
    if match["and"]:
        number += 0.5
    elif unit.base in {"years", "days"} and scan.text.startswith("半", end):
        number, end = number + 0.5, end + 1
    values = _values(scan, match.start(), written, number, unit, end)
    scan.add((match.start(), end), number, unit, values=values, strong=_strong(scan, match.start(), written, unit, end))


def _counts_nothing(written: str, unit: Unit) -> bool:
    """Say whether a numeral is part of a word: 一 and 零 by themselves, 一二三产业 as if it were 123."""
    if written in {"一", "零", "〇", "○"}:
        return unit is NO_UNIT
    return re.fullmatch("[零〇○一二两三四五六七八九]{2,}", written) is not None


def _values(scan: Scan, start: int, written: str, number: float, unit: Unit, end: int) -> tuple[Reading, ...]:
    """Return what a number may mean besides itself: growth, a rate by the jin, 20 or 30 for 二三十."""
    before = scan.text[max(0, start - 20) : start]
    if unit is TIMES:
        growth = GROWTH.search(before) is not None
        return multiple(number, growth=growth, sure=not growth)
    others: list[Reading] = []
    if unit is YEARS and scan.text.startswith("周年", end - 2):
        others.append(Reading("ordinal", number))
    if rate := RATE.search(before):
        others.append(Reading(unit.base, number * unit.factor * RATES[rate[1]]))
    if unit is NO_UNIT and re.fullmatch(r"(?:19|20)\d\d", written):
        others.append(Reading("year", number))
    if run := FORERUNNERS.match(written):
        others.append(Reading(unit.base, (chinese_amount(run["high"] + run["power"]) or 0) * unit.factor))
    return readings(number, unit, *others)


def _strong(scan: Scan, start: int, written: str, unit: Unit, end: int) -> bool:
    """Say whether the other language must have the number: digits, measures, exact counts, not 几百 or 百倍."""
    if unit is ORDINAL or scan.text.startswith("连", end):
        return False
    if written[0].isdigit():
        return True
    if (start and scan.text[start - 1] in "几数上好") or (unit is TIMES and written in {"百", "千", "万"}):
        return False
    exact = re.search("[一二三四五六七八九两].*[万亿]|[十百千]零?[一二三四五六七八九]$", written) is not None
    return unit.base in MEASURED or (
        exact and not FORERUNNERS.match(written) and (chinese_amount(written) or 0) >= SURE
    )


def _nothing(scan: Scan, match: re.Match[str]) -> None:
    """Pass over words that count nothing."""


READERS: dict[str, Callable[[Scan, re.Match[str]], None]] = {
    "vague": vague_zh,
    "idiom": _nothing,
    "item": _item,
    "plan": _plan,
    "congress": _plan,
    "code": _code,
    "decade": _decade,
    "date": _date,
    "year": _year,
    "consensus": _consensus,
    "defined": _defined,
    "relative": _relative,
    "share": _share,
    "slashed": _slashed,
    "redoubled": _redoubled,
    "tenths": _tenths,
    "halved": _halved,
    "ordinal": _ordinal,
    "number": _number,
}


def _share_units(figures: list[Figure], text: str) -> list[Figure]:
    """Give the first of a range or list the unit of the last (3—5万元, 5、10和15公里), and its 万 in a range."""
    shared = list(figures)
    for index in range(len(shared) - 2, -1, -1):
        here, after = shared[index], shared[index + 1]
        between = text[here.end : after.start]
        if here.unit.name or here.name or not JOINED.fullmatch(between) or after.unit.base in {"month", "day", "year"}:
            continue
        number, unit = here.number, after.unit
        scale = re.search(r"[万萬亿億]+", after.text)
        if scale and RANGE.fullmatch(between) and here.text[-1].isdigit() and number < after.number:
            number *= chinese_amount(scale.group().replace("萬", "万").replace("億", "亿")) or 1
        read = readings(number, unit, Reading("", here.number))
        shared[index] = replace(here, number=number, unit=unit, readings=read, hedge=after.hedge)
    return shared


def figures_zh(text: str) -> list[Figure]:
    """Return the figures of a Chinese text in order, offsets into `text` as it is published, in either script."""
    scan = Scan(text, HALF_WIDTH, _Chinese())
    scan.find(PATTERN, READERS)
    return _share_units(scan.figures, text)
