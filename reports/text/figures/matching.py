"""Which figures of a Chinese text and of its English say the same, and an alarm for each that has no partner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from reports.text.figures.alarm import MILD, Alarm, AlarmKind, FigureMatch, Pair
from reports.text.figures.chinese import figures_zh
from reports.text.figures.english import figures_en
from reports.text.figures.equality import grade, scale_slip, within
from reports.text.figures.figure import Figure, Kind
from reports.text.figures.notes import notes

# Counts up to this are said otherwise (8 diseases: uraemia and seven others), and all of something may go without 100%.
SMALL, WHOLE = 12, 100
# Where these differ it is a note: 0.5 percent is often written for half a percentage point.
LENIENT = ({Kind.ORDINAL}, {Kind.POINTS, Kind.PERCENTAGE})


def match(zh_text: str, en_text: str) -> FigureMatch:
    """Return the figures of a bead or paragraph pair, matched, with the alarms for what doesn't agree."""
    zh, en = figures_zh(zh_text), figures_en(en_text)
    pairs = _pair(zh, en)
    left_zh, left_en = _left(zh, pairs), _left(en, pairs)
    repeats = _repeats(left_zh, left_en, zh, en) + _spans(left_zh, en)
    left_zh, left_en = _left(left_zh, repeats), _left(left_en, repeats)
    alarms = _vague(zh, en, pairs + repeats)
    named = {id(figure) for alarm in alarms for figure in (alarm.zh, alarm.en)}
    left_zh, left_en = ([one for one in left if id(one) not in named] for left in (left_zh, left_en))
    alarms += _disagreements(left_zh, left_en)
    named = {id(figure) for alarm in alarms for figure in (alarm.zh, alarm.en)}
    alarms += [_missing(figure, AlarmKind.MISSING_IN_ENGLISH) for figure in left_zh if id(figure) not in named]
    alarms += [_missing(figure, AlarmKind.MISSING_IN_CHINESE) for figure in left_en if id(figure) not in named]
    alarms += notes(pairs, en_text, en)
    every = sorted((*pairs, *repeats), key=lambda pair: (pair.zh.start, pair.en.start))
    return FigureMatch(tuple(zh), tuple(en), tuple(every), tuple(sorted(alarms, key=_place(zh_text, en_text))))


def _left(figures: Sequence[Figure], pairs: Sequence[Pair]) -> list[Figure]:
    paired = {id(pair.zh) for pair in pairs} | {id(pair.en) for pair in pairs}
    return [figure for figure in figures if figure.strong and id(figure) not in paired]


def _place(zh_text: str, en_text: str) -> Callable[[Alarm], float]:
    """Return a key that puts alarms of both sides in one order: how far into its text the figure stands."""

    def place(alarm: Alarm) -> float:
        if alarm.zh:
            return alarm.zh.start / len(zh_text)
        return alarm.en.start / len(en_text) if alarm.en else 0.0

    return place


def _pair(zh: Sequence[Figure], en: Sequence[Figure]) -> list[Pair]:
    """Pair greedily: the surest equality first, then strong before weak, then the nearest in order."""
    found = []
    for i, one in enumerate(zh):
        for j, other in enumerate(en):
            equal = grade(one, other)
            if equal is not None:
                weak = (not one.strong) + (not other.strong)
                apart = abs((i + 0.5) / len(zh) - (j + 0.5) / len(en))
                found.append((equal, weak, apart, i, j))
    pairs: list[Pair] = []
    used_zh: set[int] = set()
    used_en: set[int] = set()
    for _, _, _, i, j in sorted(found):
        if i not in used_zh and j not in used_en:
            used_zh.add(i)
            used_en.add(j)
            pairs.append(Pair(zh[i], en[j]))
    return pairs


def _repeats(
    left_zh: Sequence[Figure], left_en: Sequence[Figure], zh: Sequence[Figure], en: Sequence[Figure]
) -> list[Pair]:
    """Return pairs for figures that only say again what the other side says once."""
    again = []
    for one in left_zh:
        partner = next((other for other in en if grade(one, other) is not None), None)
        if partner:
            again.append(Pair(one, partner, again=True))
    for other in left_en:
        partner = next((one for one in zh if grade(one, other) is not None), None)
        if partner:
            again.append(Pair(partner, other, again=True))
    return again


def _spans(left_zh: Sequence[Figure], en: Sequence[Figure]) -> list[Pair]:
    """Return pairs of a duration (新10年) and the two years that it lasts from and to (2011-2020)."""
    years = [figure for figure in en if figure.kind is Kind.YEAR and figure.unit.name == "year"]
    return [
        Pair(one, year, again=True)
        for one in left_zh
        if one.unit.name == "years"
        for first, last in pairwise(years)
        if last.number - first.number in {one.number, one.number - 1}
        for year in (first, last)
    ]


def _vague(zh: Sequence[Figure], en: Sequence[Figure], pairs: Sequence[Pair]) -> list[Alarm]:
    """Return notes on vague numbers (几亿) where the other side has an exact one that they may be (300 million)."""
    paired = {id(figure) for pair in pairs for figure in (pair.zh, pair.en)}
    found: list[Alarm] = []
    for one in zh:
        for other in en:
            if bool(one.most) == bool(other.most) or {id(one), id(other)} & paired or not _may_be(one, other):
                continue
            found.append(Alarm(AlarmKind.VAGUE, one, other, mild=True))
            paired |= {id(one), id(other)}
    return found


def _may_be(zh: Figure, en: Figure) -> bool:
    return not {zh.kind, en.kind} & {Kind.YEAR, Kind.DATE, Kind.ORDINAL, Kind.NAME} and within(zh, en)


def _disagreements(left_zh: Sequence[Figure], left_en: Sequence[Figure]) -> list[Alarm]:
    """Return alarms for leftovers that belong together and differ: in scale, in unit, in value."""
    found = []
    for i, one in enumerate(left_zh):
        for j, other in enumerate(left_en):
            kind = _disagreement(one, other)
            if kind is not None:
                rank = (AlarmKind.SCALE, AlarmKind.UNIT, AlarmKind.VALUE).index(kind)
                found.append((rank, abs(i / len(left_zh) - j / len(left_en)), i, j, kind))
    alarms: list[Alarm] = []
    used_zh: set[int] = set()
    used_en: set[int] = set()
    for _, _, i, j, kind in sorted(found):
        if i not in used_zh and j not in used_en:
            used_zh.add(i)
            used_en.add(j)
            mild = {left_zh[i].kind, left_en[j].kind} in LENIENT
            alarms.append(Alarm(kind, left_zh[i], left_en[j], mild=mild))
    return alarms


def _disagreement(zh: Figure, en: Figure) -> AlarmKind | None:
    same_base = zh.unit.base == en.unit.base
    measured = zh.kind not in MILD and (en.kind not in MILD or en.readings[-1].base == "")
    if measured and scale_slip(zh, en):
        return AlarmKind.SCALE
    if not same_base and zh.number == en.number and measured:
        return AlarmKind.UNIT
    counted = {zh.kind, en.kind} <= {Kind.COUNT, Kind.AMOUNT}
    # A stray currency sign: $30 million people.
    counted = counted or {zh.kind, en.kind} == {Kind.COUNT, Kind.MONEY}
    if (same_base or counted or Kind.AMOUNT in {zh.kind, en.kind}) and Kind.NAME not in {zh.kind, en.kind}:
        return AlarmKind.VALUE
    return None


def _missing(figure: Figure, kind: AlarmKind) -> Alarm:
    small = figure.unit.base == "percent" and figure.number == WHOLE
    small |= figure.kind in {Kind.COUNT, Kind.AMOUNT} and figure.number <= SMALL
    zh = kind is AlarmKind.MISSING_IN_ENGLISH
    return Alarm(kind, figure if zh else None, None if zh else figure, mild=small or figure.kind in MILD)
