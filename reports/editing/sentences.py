"""Acts on the sentence beads of a pair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from django.utils.translation import gettext as _

from reports.editing.act import TEXTS, Act, place, places
from reports.editing.answers import Impossible
from reports.editing.lines import Beads, Outcome, placed
from reports.models import Revision
from reports.revisions import Line
from reports.text.beads import aligned
from reports.text.sentences import sentences_en, sentences_zh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.editing.given import Given
    from reports.revisions import State

# What a person says of a bead is sure.
SURE = 1.0
DOWN = 1


@dataclass(frozen=True, slots=True)
class Beading(Act):
    """What all acts on the beads of one pair have in common."""

    kind: ClassVar[str] = Revision.Kind.BEADS
    reads: ClassVar[tuple[str, ...]] = (*TEXTS, "beads")
    pair: int

    def pairs(self, state: State) -> tuple[int, ...]:
        return (self.pair,)

    def of_state(self, state: State) -> Outcome:
        line = state.lines[place(state, self.pair)]
        if not line.zh or not line.en:
            raise Impossible(_("Sentences are aligned where a pair has both languages."))
        beads = self.beads(line, [list(bead) for bead in line.beads] or aligned(line.zh, line.en))
        return Outcome(placed(state, [replace(line, beads=checked(line, beads))]))

    def beads(self, line: Line, there: Beads) -> Beads:
        """Return the beads that the line is to have, `there` being those that it has."""
        raise NotImplementedError


def checked(line: Line, beads: Beads) -> Beads:
    """Return the beads if they cover both texts in order; raises Impossible."""
    at_zh = at_en = 0.0
    for start_zh, end_zh, start_en, end_en, _sure in beads:
        touching = start_zh == at_zh and start_en == at_en and end_zh >= start_zh and end_en >= start_en
        if not touching or (end_zh == start_zh and end_en == start_en):
            raise Impossible(_("The beads of a pair follow one another without a gap, and none of them is empty."))
        at_zh, at_en = end_zh, end_en
    if at_zh != len(line.zh) or at_en != len(line.en):
        raise Impossible(_("The beads of a pair cover both texts to their ends."))
    return beads


@dataclass(frozen=True, slots=True)
class SetBeads(Beading):
    """All beads as a person gives them."""

    spans: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pair(), tuple(tuple(row) for row in given.spans("beads")))

    def beads(self, line: Line, there: Beads) -> Beads:
        known = {tuple(bead[:4]): bead for bead in there}
        return [known.get(span, [*span, SURE]) for span in self.spans]


@dataclass(frozen=True, slots=True)
class MergeBeads(Beading):
    """A bead and the next one become one."""

    bead: int

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pair(), given.whole("bead"))

    def beads(self, line: Line, there: Beads) -> Beads:
        one, other = _at(there, self.bead), _at(there, self.bead + 1)
        both = [one[0], other[1], one[2], other[3], SURE]
        return [*there[: self.bead], both, *there[self.bead + 2 :]]


@dataclass(frozen=True, slots=True)
class SplitBead(Beading):
    """A bead becomes two, cut at an offset of each text."""

    bead: int
    zh: int
    en: int

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pair(), given.whole("bead"), given.whole("zh"), given.whole("en"))

    def beads(self, line: Line, there: Beads) -> Beads:
        start_zh, end_zh, start_en, end_en, _sure = _at(there, self.bead)
        if not start_zh <= self.zh <= end_zh or not start_en <= self.en <= end_en:
            raise Impossible(_("A bead is cut inside itself or at its edges."))
        if (self.zh, self.en) in ((start_zh, start_en), (end_zh, end_en)):
            raise Impossible(_("There is nothing to cut here: one of the two parts would be empty."))
        two = [[start_zh, self.zh, start_en, self.en, SURE], [self.zh, end_zh, self.en, end_en, SURE]]
        return [*there[: self.bead], *two, *there[self.bead + 1 :]]


@dataclass(frozen=True, slots=True)
class _OneSide(Beading):
    bead: int
    side: str
    by: int

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pair(), given.whole("bead"), given.side(), given.by())


@dataclass(frozen=True, slots=True)
class MoveEdge(_OneSide):
    """The edge behind a bead moves by one sentence of a side: down takes one in, up gives one away."""

    def beads(self, line: Line, there: Beads) -> Beads:
        one, other = _at(there, self.bead), _at(there, self.bead + 1)
        at = 1 if self.side == "zh" else 3
        ends = [
            0,
            *(span.end for span in (sentences_zh if self.side == "zh" else sentences_en)(getattr(line, self.side))),
        ]
        edge = int(one[at])
        beyond = [end for end in ends if edge < end <= other[at]] if self.by == DOWN else []
        before = [end for end in ends if one[at - 1] <= end < edge] if self.by != DOWN else []
        if not beyond and not before:
            raise Impossible(_("There is no sentence on that side that could go over this edge."))
        to = beyond[0] if beyond else before[-1]
        one[at] = other[at - 1] = to
        one[4] = other[4] = SURE
        return list(_filled([*there[: self.bead], one, other, *there[self.bead + 2 :]]))


@dataclass(frozen=True, slots=True)
class ShiftBeads(_OneSide):
    """One side's texts, from a bead on, move to the next bead or the previous one, up to a gap."""

    def beads(self, line: Line, there: Beads) -> Beads:
        _at(there, self.bead)
        at = 0 if self.side == "zh" else 2
        lengths = [int(bead[at + 1] - bead[at]) for bead in there]
        others = [int(bead[3 - at] - bead[2 - at]) for bead in there]
        first = self.bead if lengths[self.bead] or self.by == DOWN else self.bead + 1
        end = next((place for place in range(first, len(lengths)) if not lengths[place]), len(lengths))
        if first >= end or (self.by != DOWN and not first):
            raise Impossible(_("There is no sentence on that side that could be shifted."))
        if self.by == DOWN:
            if end == len(lengths):
                lengths, others = [*lengths, 0], [*others, 0]
            lengths[first : end + 1] = [0, *lengths[first:end]]
        else:
            lengths[first - 1 : end] = [lengths[first - 1] + lengths[first], *lengths[first + 1 : end], 0]
        moved = list(zip(lengths, others, strict=True))
        return _laid(moved if at == 0 else [(other, own) for own, other in moved], there)


@dataclass(frozen=True, slots=True)
class AlignAnew(Act):
    """The sentences of pairs are aligned anew, whatever was there."""

    kind: ClassVar[str] = Revision.Kind.BEADS
    reads: ClassVar[tuple[str, ...]] = (*TEXTS, "beads")
    keys: tuple[int, ...]

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pairs())

    def pairs(self, state: State) -> tuple[int, ...]:
        return self.keys

    def of_state(self, state: State) -> Outcome:
        lines = [state.lines[at] for at in places(state, self.keys)]
        return Outcome(placed(state, [replace(line, beads=aligned(line.zh, line.en)) for line in lines]))


def _at(beads: Beads, index: int) -> list[float]:
    if not 0 <= index < len(beads):
        raise Impossible(_("There is no such bead in this pair."))
    return beads[index]


def _filled(beads: Beads) -> Iterator[list[float]]:
    return (bead for bead in beads if bead[1] > bead[0] or bead[3] > bead[2])


def _laid(lengths: list[tuple[int, int]], there: Beads) -> Beads:
    """Return beads of these lengths, one behind the other; those that were there keep what is known of them."""
    known = {tuple(bead[:4]): bead for bead in there}
    ends = [(0, 0)]
    for zh, en in lengths:
        ends.append((ends[-1][0] + zh, ends[-1][1] + en))
    spans = [(one[0], other[0], one[1], other[1]) for one, other in pairwise(ends) if one != other]
    return [known.get(span, [*span, SURE]) for span in spans]
