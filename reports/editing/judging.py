"""What looks wrong with one pair by itself, and with a heading after the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.text.evidence import SCATTER
from reports.text.figures import Alarm, AlarmKind, FigureMatch, match
from reports.text.headings import chinese_heading, english_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.revisions import Line


class Kind(StrEnum):
    """What kinds of thing can be wrong at a place."""

    SHIFT = "shift"
    FIGURES = "figures"
    LENGTH = "length"
    ORDER = "order"
    HEADINGS = "headings"
    ALONE = "alone"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks against a pair, as a sentence, and how strongly, from 0 to 1."""

    kind: Kind
    said: str
    strength: float


# So many standard deviations off are seldom a translator's freedom; so many are none.
FAR, FARTHEST = 3.2, 8.0
TELLING = {AlarmKind.MISSING_IN_ENGLISH, AlarmKind.MISSING_IN_CHINESE, AlarmKind.SCALE, AlarmKind.VALUE, AlarmKind.UNIT}
# An exact figure for a vague one may be the translator's knowledge.
VAGUE = 0.25
# Figures that stand in another order: so many of them, so large a share of all two of them.
IN_ORDER, CROSSED = 4, 0.6


@lru_cache(maxsize=4096)
def figures_of(zh: str, en: str) -> FigureMatch:
    """Return the figures of a pair, matched; remembered, as most pairs stay what they are."""
    return match(zh, en)


def alarms_of(line: Line) -> list[Alarm]:
    """Return the alarms of a pair's figures that are no translator's choice."""
    if not line.zh or not line.en:
        return []
    return [alarm for alarm in figures_of(line.zh, line.en).alarms if not alarm.mild and alarm.kind in TELLING]


def of_figures(line: Line) -> Iterator[Sign]:
    """Yield what the figures of a pair say against it, each that differs."""
    alarms = alarms_of(line)
    for alarm in alarms:
        yield Sign(Kind.FIGURES, _said(alarm), min(1.0, 0.5 + 0.15 * len(alarms)))
    if line.zh and line.en:
        for alarm in figures_of(line.zh, line.en).alarms:
            if alarm.kind is AlarmKind.VAGUE:
                yield Sign(Kind.FIGURES, _said(alarm), VAGUE)
        yield from _crossed(figures_of(line.zh, line.en))


def _said(alarm: Alarm) -> str:
    zh, en = alarm.zh.text if alarm.zh else "", alarm.en.text if alarm.en else ""
    figures = {"zh": zh, "en": en}
    if alarm.kind is AlarmKind.MISSING_IN_ENGLISH:
        return _("“%(zh)s” is not in the English.") % figures
    if alarm.kind is AlarmKind.MISSING_IN_CHINESE:
        return _("“%(en)s” is not in the Chinese.") % figures
    if alarm.kind is AlarmKind.SCALE:
        return _("“%(zh)s” and “%(en)s” differ by a power of ten.") % figures
    if alarm.kind is AlarmKind.VAGUE:
        return _("Of “%(zh)s” and “%(en)s” one is exact, the other isn't.") % figures
    if alarm.kind is AlarmKind.UNIT:
        return _("“%(zh)s” and “%(en)s” have different units.") % figures
    return _("“%(zh)s” and “%(en)s” are not the same.") % figures


def _crossed(found: FigureMatch) -> Iterator[Sign]:
    """Yield a sign where the figures of both sides stand in quite another order."""
    starts = [pair.en.start for pair in sorted(found.pairs, key=lambda pair: pair.zh.start) if not pair.again]
    every = [(one, other) for at, one in enumerate(starts) for other in starts[at + 1 :]]
    if len(starts) >= IN_ORDER and sum(one > other for one, other in every) > CROSSED * len(every):
        yield Sign(Kind.ORDER, _("The figures stand in another order in the English."), 0.3)


def of_neighbours(line: Line, other: Line, *, is_next: bool) -> Iterator[Sign]:
    """Yield figures of a pair that are missing in it and left over in a neighbour: its text stands there."""
    here, there = alarms_of(line), alarms_of(other)
    for alarm in here:
        if alarm.kind is not AlarmKind.MISSING_IN_ENGLISH or alarm.zh is None:
            continue
        values = {one.en.value for one in there if one.en and one.kind is AlarmKind.MISSING_IN_CHINESE}
        if alarm.zh.value in values:
            said = (
                _("“%(zh)s” stands in the English of the next pair.")
                if is_next
                else _("“%(zh)s” stands in the English of the pair before.")
            )
            yield Sign(Kind.ORDER, said % {"zh": alarm.zh.text}, 0.7)


def of_length(line: Line, ratio: float) -> Iterator[Sign]:
    """Yield what the lengths of a pair say against it, `ratio` being English characters to a Chinese one."""
    if not line.zh or not line.en or not ratio:
        return
    fixed, linear, squared = SCATTER
    size = len(line.zh)
    off = (len(line.en) - ratio * size) / (fixed + linear * size + squared * size**2) ** 0.5
    if abs(off) >= FAR:
        said = (
            _("The English is much longer than this report's English is elsewhere.")
            if off > 0
            else _("The English is much shorter than this report's English is elsewhere.")
        )
        yield Sign(Kind.LENGTH, said, min(1.0, abs(off) / FARTHEST))


def of_heading(line: Line, before: Line | None) -> Iterator[Sign]:
    """Yield what a heading's number says against it, `before` being the heading before it inside the same one."""
    if not line.level:
        return
    zh, en = chinese_heading(line.zh) if line.zh else None, english_heading(line.en) if line.en else None
    if zh and en and zh.ordinal and en.ordinal and zh.ordinal != en.ordinal:
        said = _("The heading has the number %(zh)d in Chinese, %(en)d in English.")
        yield Sign(Kind.HEADINGS, said % {"zh": zh.ordinal, "en": en.ordinal}, 0.8)
    last = chinese_heading(before.zh) if before and before.zh else None
    if zh and last and zh.form == last.form and zh.ordinal and last.ordinal and zh.ordinal != last.ordinal + 1:
        said = _("The heading has the number %(here)d, the one before it %(before)d.")
        yield Sign(Kind.HEADINGS, said % {"here": zh.ordinal, "before": last.ordinal}, 0.5)


def of_gap(lines: Sequence[Line], at: int) -> Iterator[Sign]:
    """Yield that a pair has one language between pairs that have two."""
    line = lines[at]
    beside = (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2])
    if not (line.zh and line.en) and beside and all(other.zh and other.en for other in beside):
        said = (
            _("This pair has no English, those beside it have.")
            if line.zh
            else _("This pair has no Chinese, those beside it have.")
        )
        yield Sign(Kind.ALONE, said, 0.6)


def of_confidence(line: Line) -> Iterator[Sign]:
    """Yield that whoever aligned a pair was unsure of it."""
    if line.needs_review:
        unsure = 1.0 - line.confidence if line.confidence is not None else 0.5
        yield Sign(Kind.UNSURE, _("The alignment is not sure of this pair."), min(1.0, unsure))
