"""Acts on where pairs stand: move, insert, take out; and what is a heading, of which level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from django.utils.translation import gettext as _

from reports.editing.act import TEXTS, Act, place, places
from reports.editing.answers import Impossible
from reports.editing.lines import Outcome, ordinal_of, placed, script_of
from reports.models import Revision
from reports.revisions import Line
from reports.text.beads import aligned

if TYPE_CHECKING:
    from reports.editing.given import Given
    from reports.revisions import State

Kind = Revision.Kind
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Move(Act):
    """Pairs that go behind another one, in the order in which they stand; None for the beginning."""

    kind: ClassVar[str] = Kind.MOVE
    aligns: ClassVar[bool] = False
    reads: ClassVar[tuple[str, ...]] = (*TEXTS, "level")
    keys: tuple[int, ...]
    behind: int | None
    whole: bool = False

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pairs(), given.whole_or_none("behind"), given.yes("whole"))

    def pairs(self, state: State) -> tuple[int, ...]:
        behind = () if self.behind is None else (self.behind,)
        moving = self._moving(state)
        return (*(line.key for line in state.lines if line.key in moving and line.key), *behind)

    def of_state(self, state: State) -> Outcome:
        moving = self._moving(state)
        if self.behind is not None:
            place(state, self.behind)
            if self.behind in moving:
                raise Impossible(_("Pairs can't be moved behind one of themselves."))
        taken = [line for line in state.lines if line.key in moving]
        rest = [line for line in state.lines if line.key not in moving]
        at = next((index + 1 for index, line in enumerate(rest) if line.key == self.behind), 0)
        return Outcome(replace(state, lines=(*rest[:at], *taken, *rest[at:])))

    def _moving(self, state: State) -> set[int | None]:
        moving: set[int | None] = set(self.keys)
        for at in places(state, self.keys):
            if self.whole and (level := state.lines[at].level):
                moving.update(line.key for line in below(state, at, level))
        return moving


def below(state: State, at: int, level: int) -> list[Line]:
    """Return the lines that stand below the heading at a place."""
    end = next((i for i in range(at + 1, len(state.lines)) if 0 < state.lines[i].level <= level), len(state.lines))
    return list(state.lines[at + 1 : end])


@dataclass(frozen=True, slots=True)
class Level(Act):
    """A paragraph becomes a heading, or a heading one of another level, or a paragraph."""

    kind: ClassVar[str] = Kind.LEVEL
    aligns: ClassVar[bool] = False
    reads: ClassVar[tuple[str, ...]] = (*TEXTS, "level")
    pair: int
    level: int

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pair(), given.whole("level"))

    def pairs(self, state: State) -> tuple[int, ...]:
        return (self.pair,)

    def of_state(self, state: State) -> Outcome:
        line = state.lines[place(state, self.pair)]
        return Outcome(placed(state, [levelled(line, self.level)]))


def levelled(line: Line, level: int) -> Line:
    """Return the line as a heading of a level, a paragraph for 0; raises Impossible."""
    if not 0 <= level <= DEEPEST:
        raise Impossible(
            _("The level of a heading is from 1 to %(deepest)d, 0 for a paragraph.") % {"deepest": DEEPEST}
        )
    if not level:
        return replace(line, level=0, section=None, ordinal=None)
    return replace(line, level=level, ordinal=line.ordinal if line.level else ordinal_of(line.zh, line.en))


@dataclass(frozen=True, slots=True)
class Insert(Act):
    """A new pair behind another one; None for the beginning."""

    kind: ClassVar[str] = Kind.INSERT
    reads: ClassVar[tuple[str, ...]] = ()
    behind: int | None
    zh: str
    en: str
    level: int = 0

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.whole_or_none("behind"), given.text("zh"), given.text("en"), given.whole_or_none("level") or 0)

    def pairs(self, state: State) -> tuple[int, ...]:
        return () if self.behind is None else (self.behind,)

    def of_state(self, state: State) -> Outcome:
        if not self.zh and not self.en:
            raise Impossible(_("A pair has text in one language at least."))
        at = 0 if self.behind is None else place(state, self.behind) + 1
        beside = state.lines[max(at - 1, 0)].script if state.lines else "hans"
        new = Line(zh=self.zh, en=self.en, script=script_of(self.zh, beside), beads=aligned(self.zh, self.en))
        return Outcome(replace(state, lines=(*state.lines[:at], levelled(new, self.level), *state.lines[at:])))


@dataclass(frozen=True, slots=True)
class Remove(Act):
    """Pairs that are taken out; the history keeps them."""

    kind: ClassVar[str] = Kind.REMOVE
    aligns: ClassVar[bool] = False
    reads: ClassVar[tuple[str, ...]] = (*TEXTS, "note", "checked")
    keys: tuple[int, ...]

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pairs())

    def pairs(self, state: State) -> tuple[int, ...]:
        return self.keys

    def of_state(self, state: State) -> Outcome:
        places(state, self.keys)
        gone = set(self.keys)
        rest = tuple(line for line in state.lines if line.key not in gone)
        if not rest:
            raise Impossible(_("A report without any pair is none. Archive the report instead."))
        return Outcome(
            replace(state, lines=rest), said=(_("Undo or the report's history brings back what you remove."),)
        )
