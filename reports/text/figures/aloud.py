"""Figures as they are said aloud in the other language: 1.37万亿元 as 1.37 trillion yuan, 13.52 million as 1352万."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from reports.text.figures.chinese_patterns import FORERUNNERS, chinese_amount
from reports.text.figures.figure import Figure, Kind
from reports.text.fold import fold

SCALES = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))
SCALES_ZH = ((Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万"))
# Units that have no plural of their own, and those with an irregular one.
ALIKE = {"yuan", "jiao", "fen", "yen", "mu", "jin", "percent", "per mille", "hours", "days", "years", "months", "times"}
PLURALS = {"century": "centuries", "Hong Kong dollar": "Hong Kong dollars"}
SINGULARS = {"hours": "hour", "days": "day", "years": "year", "months": "month"}
# What English has no unit for is said in another one as well.
ELSEWHERE = {"mu": (Decimal(1) / 15, "hectare"), "jin": (Decimal("0.0005"), "tonne")}
VAGUE_SCALES = (*SCALES, (Decimal(1000), "thousand"))
TENS_ZH = {10: "十", 100: "百", 1000: "千"}
# What says less than a power of ten: 成百上千, 成千上万, 亿万.
TENFOLD = 10
WIDE = {1e2: "hundreds or even thousands", 1e3: "tens of thousands", 1e8: "hundreds of millions"}
COUNTED = {
    "人次": "visits (人次)",
    "人": "people",
    "名": "people",
    "位": "people",
    "户": "households",
    "辆": "vehicles",
    "岁": "years old",
}
HEDGES = {"about": "about", "over": "over", "nearly": "nearly", "under": "under"}


class Aloud(NamedTuple):
    """How a figure is said, and written out in digits; the latter is empty where it would say no more."""

    said: str
    digits: str


def aloud(figure: Figure) -> Aloud:
    """Return a Chinese figure as it is said in English, its hedge and unit included; a vague one has no digits."""
    if figure.most:
        return Aloud(_vague(figure), "")
    if figure.kind is Kind.MULTIPLE:
        return Aloud(_multiple(figure), "")
    number = Decimal(f"{figure.number:.12g}")
    unit = _unit(figure, number)
    scaled = _scaled(number, unit)
    if figure.unit.name in ELSEWHERE:
        factor, other = ELSEWHERE[figure.unit.name]
        scaled += f" ({_scaled(_rounded(number * factor), _plural(other, number))})"
    folded = fold(figure.text)
    if either := FORERUNNERS.match(folded):
        second = Decimal(f"{chinese_amount(either['high'] + either['power']) or 0:.12g}")
        return Aloud(f"{_scaled(number, '')} or {_scaled(second, unit)}", "")
    # 十几亿 are more than a billion, and not the billion that digits would tell.
    exact = number >= SCALES[-1][0] and "几" not in folded
    digits = f"{_grouped(number)} {unit}".strip() if exact else ""
    return Aloud(f"{HEDGES.get(figure.hedge.value, '')} {scaled}".strip(), digits)


def aloud_zh(figure: Figure) -> str:
    """Return the number of an English figure as Chinese says it, in 万 and 亿, without its unit."""
    number = Decimal(f"{figure.number:.12g}")
    if figure.most:
        return f"数{_powers_zh(number)}"
    for scale, name in SCALES_ZH:
        if number >= scale:
            return f"{_plain(number / scale)}{name}"
    return _grouped(number)


def _vague(figure: Figure) -> str:
    """Return a vague number as it is said, as official texts do: several hundred million, tens of thousands of."""
    number = Decimal(f"{figure.number:.12g}")
    unit = _plural(figure.unit.name, number) if figure.unit.base not in {"count", ""} else _unit(figure, number)
    of_unit = f"of {unit}" if unit and unit != "times" else unit
    if figure.most > TENFOLD * figure.number:
        return f"{WIDE.get(figure.number, '')} {of_unit}".strip()
    if unit == "years" and number == TENFOLD:
        return "decades"
    scale, name = next(((scale, name) for scale, name in VAGUE_SCALES if number >= scale), (Decimal(1), ""))
    many = number / scale
    if many == TENFOLD:
        return f"{f'tens of {name}s' if name else 'dozens'} {of_unit}".strip()
    return " ".join(["several", *(["hundred"] if many > TENFOLD else []), name, unit]).replace("  ", " ").strip()


def _powers_zh(number: Decimal) -> str:
    scale, name = next(((scale, name) for scale, name in SCALES_ZH if number >= scale), (Decimal(1), ""))
    return f"{TENS_ZH.get(int(number / scale), '')}{name}"


def _scaled(number: Decimal, unit: str) -> str:
    for scale, name in SCALES:
        if number >= scale:
            return f"{_plain(number / scale)} {name} {unit}".strip()
    return f"{_grouped(number)} {unit}".strip()


def _unit(figure: Figure, number: Decimal) -> str:
    if figure.unit.base in {"count", ""}:
        # One person who comes twice is 2人次: no people are counted.
        return COUNTED.get(figure.text[-2:]) or COUNTED.get(figure.text[-1:], "")
    return _plural(figure.unit.name, number)


def _plural(name: str, number: Decimal) -> str:
    if name == "point":
        return "percentage point" if number == 1 else "percentage points"
    if number == 1:
        return SINGULARS.get(name, name)
    return name if name in ALIKE else PLURALS.get(name, f"{name}s")


def _multiple(figure: Figure) -> str:
    ratio = Decimal(f"{figure.value:.6g}")
    return f"{_plain(ratio)} times as much, {_plain((ratio - 1) * 100)}% more"


def _rounded(number: Decimal) -> Decimal:
    """Return a converted number with four digits that count."""
    return Decimal(f"{number:.4g}")


def _grouped(number: Decimal) -> str:
    return f"{number.normalize():,f}"


def _plain(number: Decimal) -> str:
    return f"{Decimal(f'{number:.12g}').normalize():f}"
