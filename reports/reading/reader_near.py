"""The same place in another report: the section with the likest heading, and in it the likest paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.models import ParagraphPair, Report
from reports.text.headings import chinese_heading

# Below this, headings have no more in common than any two have.
ALIKE = 0.3
# A paragraph has to say clearly the same; else the heading is the better place to begin.
SAME = 0.25
# What the same number and the same share of the way are worth, beside the words.
NUMBER, WAY = 0.1, 0.1


@dataclass(frozen=True, slots=True)
class Spot:
    """A pair reduced to what places are compared by."""

    position: int
    is_heading: bool
    section: int | None
    pairs: frozenset[str]
    words: frozenset[str]
    number: int | None
    way: float


def place_like(pk: int, report: Report) -> int | None:
    """Return the position in `report` of what is most like a published pair of another; None where there is none."""
    columns = ("position", "kind", "section_id", "zh_folded", "en")
    found = ParagraphPair.objects.filter(pk=pk, report__status=Report.Status.PUBLISHED).values_list("report_id").first()
    if found is None:
        return None
    theirs = ParagraphPair.objects.filter(report=found[0]).order_by("position").values_list("pk", *columns)
    there = {row[0]: spot for row, spot in zip(theirs, _spots([row[1:] for row in theirs]), strict=True)}
    here = _spots(list(report.pairs.order_by("position").values_list(*columns)))
    return _likest(there[pk], list(there.values()), here).position if here else None


def _likest(spot: Spot, theirs: Sequence[Spot], ours: Sequence[Spot]) -> Spot:
    around = _heading_of(spot, theirs)
    at = (
        max((one for one in ours if one.is_heading), key=lambda one: _alike(around, one), default=None)
        if around
        else None
    )
    if around and (at is None or _shared(around, at) < ALIKE):
        at = None
    if spot.is_heading and at:
        return at
    inside = [one for one in ours if at is None or one.section == at.section] or list(ours)
    best = max(inside, key=lambda one: (_shared(spot, one), -abs(one.way - spot.way)))
    if _shared(spot, best) >= SAME:
        return best
    return at or min(ours, key=lambda one: abs(one.way - spot.way))


def _heading_of(spot: Spot, spots: Iterable[Spot]) -> Spot | None:
    if spot.is_heading:
        return spot
    return next((one for one in spots if one.is_heading and one.section == spot.section), None)


def _alike(one: Spot | None, other: Spot) -> float:
    if one is None:
        return 0.0
    same_number = one.number is not None and one.number == other.number
    return _shared(one, other) + NUMBER * same_number + WAY * (1 - abs(one.way - other.way))


def _shared(one: Spot, other: Spot) -> float:
    """Return how much two texts have in common, from 0 to 1, in the language in which it is more."""
    return max(_dice(one.pairs, other.pairs), _dice(one.words, other.words))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _spots(rows: Sequence[tuple[int, str, int | None, str, str]]) -> list[Spot]:
    return [
        Spot(
            position=position,
            is_heading=kind == ParagraphPair.Kind.HEADING,
            section=section,
            pairs=frozenset(a + b for a, b in pairwise(zh)),
            words=frozenset(en.lower().split()),
            number=_number(zh) if kind == ParagraphPair.Kind.HEADING else None,
            way=index / len(rows),
        )
        for index, (position, kind, section, zh, en) in enumerate(rows)
    ]


def _number(text: str) -> int | None:
    found = chinese_heading(text)
    return found.ordinal if found else None
