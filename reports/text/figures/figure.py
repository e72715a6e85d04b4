"""What a figure is: a number in a text, with its place, its kind and what it may be called in the other language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a figure counts or measures."""

    MONEY = "money"
    PERCENTAGE = "percentage"
    POINTS = "percentage points"
    MULTIPLE = "multiple"
    YEAR = "year"
    DATE = "date"
    DURATION = "duration"
    ORDINAL = "ordinal"
    AREA = "area"
    WEIGHT = "weight"
    LENGTH = "length"
    VOLUME = "volume"
    POWER = "power or energy"
    TEMPERATURE = "temperature"
    COUNT = "count"
    AMOUNT = "amount"
    NAME = "name"


class Hedge(StrEnum):
    """How far the text stands by the number."""

    NONE = ""
    ABOUT = "about"
    OVER = "over"
    NEARLY = "nearly"
    UNDER = "under"


class Unit(NamedTuple):
    """A unit as texts name it: its base unit and how many of that it makes."""

    name: str
    base: str
    factor: float = 1.0


class Reading(NamedTuple):
    """A value in a base unit; a loose one is what the words may mean as well (增长3倍 read as threefold)."""

    base: str
    value: float
    loose: bool = False


KINDS = {
    "yuan": Kind.MONEY,
    "dollar": Kind.MONEY,
    "Hong Kong dollar": Kind.MONEY,
    "euro": Kind.MONEY,
    "yen": Kind.MONEY,
    "pound": Kind.MONEY,
    "rouble": Kind.MONEY,
    "percent": Kind.PERCENTAGE,
    "point": Kind.POINTS,
    "times": Kind.MULTIPLE,
    "year": Kind.YEAR,
    "decade": Kind.YEAR,
    "relative year": Kind.YEAR,
    "month": Kind.DATE,
    "day": Kind.DATE,
    "years": Kind.DURATION,
    "days": Kind.DURATION,
    "hours": Kind.DURATION,
    "ordinal": Kind.ORDINAL,
    "hectare": Kind.AREA,
    "tonne": Kind.WEIGHT,
    "metre": Kind.LENGTH,
    "cubic metre": Kind.VOLUME,
    "watt": Kind.POWER,
    "watt-hour": Kind.POWER,
    "volt": Kind.POWER,
    "degree": Kind.TEMPERATURE,
    "count": Kind.COUNT,
    "": Kind.AMOUNT,
}
# What is measured in these is as strong spelled out as in digits.
MEASURED = {
    base
    for base in KINDS
    if base not in {"", "count", "ordinal", "year", "month", "day", "years", "days", "decade", "relative year"}
}

NO_UNIT = Unit("", "")
COUNT = Unit("count", "count")
ORDINAL = Unit("ordinal", "ordinal")
YEAR = Unit("year", "year")
DECADE = Unit("decade", "decade")
# Last year, this one, the next: -1, 0, 1.
RELATIVE_YEAR = Unit("relative year", "relative year")
MONTH = Unit("month", "month")
DAY = Unit("day", "day")
YEARS = Unit("years", "years")
PERCENT = Unit("percent", "percent")
TIMES = Unit("times", "times")
MONTHS = Unit("months", "years", 1 / 12)
MU = Unit("mu", "hectare", 1 / 15)
JIN = Unit("jin", "tonne", 0.0005)
HALF = (Reading("percent", 50), Reading("times", 0.5), Reading("", 0.5))
# More than 2009 is no more than the year.
UNHEDGED = {YEAR, DECADE, RELATIVE_YEAR, MONTH, DAY, ORDINAL}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number found at [start, end) of a text, its unit included, the words that hedge it not."""

    start: int
    end: int
    # As it stands in the published text.
    text: str
    # As written, its 万 or million multiplied out, its unit not.
    number: float
    unit: Unit
    readings: tuple[Reading, ...]
    hedge: Hedge = Hedge.NONE
    # A weak figure (三农, first, one) may match and never alarms.
    strong: bool = True
    name: bool = False
    # Words allow other counts too (and seven other diseases): a partner may be up to this much greater.
    slack: int = 0
    # A vague number (几亿, hundreds of millions) is at least `number`, and less than this; 0 for any other.
    most: float = 0.0

    @property
    def kind(self) -> Kind:
        return Kind.NAME if self.name else KINDS[self.unit.base]

    @property
    def value(self) -> float:
        """Return the value in its base unit (yuan, hectares, tonnes, metres, watts, percent)."""
        return self.readings[0].value


def readings(number: float, unit: Unit, *others: Reading) -> tuple[Reading, ...]:
    """Return what `number` of `unit` is in the base unit, and what else it may be."""
    return (Reading(unit.base, number * unit.factor), *others)


def multiple(number: float, *, growth: bool, sure: bool = True) -> tuple[Reading, ...]:
    """Return the readings of N times: as large as that, or grown by that (增长1倍 is twice, and 100% more).

    Unless `sure`, the words are read the other way too, loosely.
    """
    ratio = number + 1 if growth else number
    certain = (Reading("times", ratio), Reading("percent", 100 * (ratio - 1)))
    other = number if growth else number + 1
    doubtful = (Reading("times", other, loose=True), Reading("percent", 100 * (other - 1), loose=True))
    return certain if sure else certain + doubtful


def units_by_length(units: Iterable[str]) -> str:
    """Return a pattern of alternatives, the longest first."""
    return "|".join(sorted(units, key=len, reverse=True))
