"""When a Chinese figure and an English one say the same, and how surely."""

from __future__ import annotations

import math

from reports.text.figures.figure import NO_UNIT, Figure, Hedge, Kind

# Grades, the best first.
SAME, UNIT_LEFT_OUT, CONVERTED, LOOSE, ROUNDED = range(5)
# 9,200万亩 are 6.1333 million hectares, and 6.13 are written.
CONVERSION = 0.01
ROUNDING = 0.06
# Ordinals are counts in the other language (连续第7年, seven years in a row), and names hold either.
NUMBERS = {"", "count", "ordinal", "times"}
COUNTABLE = NUMBERS | {"years", "days", "day", "month"}
VAGUE = {Hedge.ABOUT, Hedge.NEARLY, Hedge.OVER, Hedge.UNDER}


def _near(left: float, right: float, tolerance: float = 1e-6) -> bool:
    return math.isclose(left, right, rel_tol=tolerance)


def _same_base(left: str, right: str) -> bool:
    return left == right or (left in NUMBERS and right in NUMBERS)


def grade(zh: Figure, en: Figure) -> int | None:
    """Return how `zh` and `en` are equal: SAME, UNIT_LEFT_OUT, CONVERTED, LOOSE or ROUNDED; None where they aren't."""
    if zh.most or en.most:
        return _grade_vague(zh, en)
    best: int | None = None
    for one in zh.readings:
        for other in en.readings:
            found = _grade_readings(zh, one.base, one.value, en, other.base, other.value)
            if found is not None and (one.loose or other.loose):
                found = max(found, LOOSE)
            if found is not None and (best is None or found < best):
                best = found
    if best is None and {zh.unit.base, en.unit.base} == {"year", "relative year"}:
        return LOOSE
    if best is None and _unit_left_out(zh, en) and _near(zh.number, en.number):
        return UNIT_LEFT_OUT
    if best is None and en.slack and 0 < zh.number - en.number <= en.slack:
        return LOOSE
    return best


def _grade_vague(zh: Figure, en: Figure) -> int | None:
    """Grade a vague number: it agrees with another of that size, and with what is as good as one (上亿, a thousand)."""
    if (zh.most and en.most) or _is_loose(zh if en.most else en):
        if not within(zh, en):
            return None
        return SAME if _near(zh.value, en.value) else LOOSE
    return None


def _is_loose(figure: Figure) -> bool:
    return bool(figure.hedge) and not figure.strong


def within(zh: Figure, en: Figure) -> bool:
    """Say whether a vague number may be the other one: an exact one, or another vague one."""
    left_out = NO_UNIT in {zh.unit, en.unit}
    if not left_out and not _same_base(zh.unit.base, en.unit.base):
        return False
    (least_zh, most_zh), (least_en, most_en) = _bounds(zh, plain=left_out), _bounds(en, plain=left_out)
    return least_zh < most_en and least_en < most_zh


def _bounds(figure: Figure, *, plain: bool) -> tuple[float, float]:
    factor = 1.0 if plain else figure.unit.factor
    return figure.number * factor, (figure.most or figure.number * (1 + CONVERSION)) * factor


def _grade_readings(zh: Figure, base_zh: str, value_zh: float, en: Figure, base_en: str, value_en: float) -> int | None:
    if not _same_base(base_zh, base_en):
        return None
    if _near(value_zh, value_en):
        return SAME
    if base_zh in {"year", "decade", "month", "day", "ordinal"} or zh.kind is Kind.NAME or en.kind is Kind.NAME:
        return None
    if zh.unit.name != en.unit.name and zh.unit.factor != en.unit.factor and _near(value_zh, value_en, CONVERSION):
        return CONVERTED
    factor = zh.unit.factor if base_zh == zh.unit.base else 1.0
    if _rounded(value_zh / factor, value_en / factor, zh, en):
        return ROUNDED
    return None


def _unit_left_out(zh: Figure, en: Figure) -> bool:
    if NO_UNIT in {zh.unit, en.unit}:
        other = en.unit if zh.unit is NO_UNIT else zh.unit
        return other.base not in {"decade", "relative year"}
    pair = {zh.unit.base, en.unit.base}
    return pair <= COUNTABLE and zh.unit.base != en.unit.base


def digits(number: float) -> int:
    """Return how many significant digits `number` is written with."""
    return len(f"{number:.12g}".replace(".", "").split("e")[0].strip("0"))


def _rounded(left: float, right: float, zh: Figure, en: Figure) -> bool:
    """Say whether one is the other with fewer digits (57121 and 571 million), at least two of them or hedged."""
    if not left or not right or not _near(left, right, ROUNDING):
        return False
    exact, short = sorted((left, right), key=digits, reverse=True)
    shown = digits(short)
    # A translator may drop digits, but knows none to add.
    if digits(exact) == shown or short == left:
        return False
    step = 10.0 ** (math.floor(math.log10(abs(short))) - shown + 1)
    hedged = bool({zh.hedge, en.hedge} & VAGUE)
    if shown == 1 and not hedged:
        return False
    return abs(exact - short) <= step * (1 if hedged else 0.5) * (1 + 1e-9)


def scale_slip(zh: Figure, en: Figure) -> bool:
    """Say whether the two differ by a power of ten alone: ×10, 万 for 亿, million for billion."""
    for one in zh.readings:
        for other in en.readings:
            comparable = _same_base(one.base, other.base)
            if comparable and _power_of_ten(one.value, other.value, zh.unit.name != en.unit.name):
                return True
    return _unit_left_out(zh, en) and _power_of_ten(zh.number, en.number, converted=False)


def _power_of_ten(left: float, right: float, converted: bool) -> bool:  # noqa: FBT001
    if not (0 < left < math.inf and 0 < right < math.inf):
        return False
    power = math.log10(left) - math.log10(right)
    return abs(round(power)) in range(1, 13) and abs(power - round(power)) < (0.005 if converted else 1e-7)
