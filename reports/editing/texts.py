"""Acts on the texts of pairs where they stand: edit, swap the sides, choose another version; marks and notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from django.utils.translation import gettext as _

from reports.editing.act import TEXTS, Act, place, places
from reports.editing.answers import Impossible
from reports.editing.lines import Outcome, placed, retexted
from reports.models import Revision

if TYPE_CHECKING:
    from reports.editing.given import Given
    from reports.revisions import State

Kind = Revision.Kind
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Edit(Act):
    """Both texts of a pair, or one of them."""

    kind: ClassVar[str] = Kind.TEXT
    pair: int
    zh: str | None
    en: str | None

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pair(), given.text_or_none("zh"), given.text_or_none("en"))

    def pairs(self, state: State) -> tuple[int, ...]:
        return (self.pair,)

    def of_state(self, state: State) -> Outcome:
        line = state.lines[place(state, self.pair)]
        zh, en = (line.zh if self.zh is None else self.zh), (line.en if self.en is None else self.en)
        if not zh and not en:
            raise Impossible(_("A pair has text in one language at least. To be rid of it, take it out."))
        return Outcome(placed(state, [retexted(line, zh, en)]))


@dataclass(frozen=True, slots=True)
class Swap(Act):
    """Pairs whose texts stand in each other's columns."""

    kind: ClassVar[str] = Kind.SWAP
    keys: tuple[int, ...]

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pairs())

    def pairs(self, state: State) -> tuple[int, ...]:
        return self.keys

    def of_state(self, state: State) -> Outcome:
        lines = [state.lines[at] for at in places(state, self.keys)]
        return Outcome(placed(state, [retexted(line, line.en, line.zh) for line in lines]))


@dataclass(frozen=True, slots=True)
class Choose(Act):
    """Another version of a pair is shown; the one that was is kept in its stead."""

    kind: ClassVar[str] = Kind.VERSION
    reads: ClassVar[tuple[str, ...]] = (*TEXTS, "versions")
    pair: int
    index: int

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pair(), given.whole("index"))

    def pairs(self, state: State) -> tuple[int, ...]:
        return (self.pair,)

    def of_state(self, state: State) -> Outcome:
        line = state.lines[place(state, self.pair)]
        if not 0 <= self.index < len(line.versions):
            raise Impossible(_("There is no such version of this pair."))
        zh, en, source, source_line = line.versions[self.index]
        kept = (line.zh, line.en, line.source, line.source_line)
        versions = (*line.versions[: self.index], kept, *line.versions[self.index + 1 :])
        shown = replace(retexted(line, zh, en), source=source, source_line=source_line, versions=versions)
        return Outcome(placed(state, [shown]))


@dataclass(frozen=True, slots=True)
class Check(Act):
    """A person has compared both sides of pairs, or says that nobody has."""

    kind: ClassVar[str] = Kind.CHECK
    aligns: ClassVar[bool] = False
    keys: tuple[int, ...]
    checked: bool

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pairs(), given.yes("checked"))

    def pairs(self, state: State) -> tuple[int, ...]:
        return self.keys

    def of_state(self, state: State) -> Outcome:
        lines = [state.lines[at] for at in places(state, self.keys)]
        marked = [
            replace(line, checked=self.checked, needs_review=not self.checked and line.needs_review) for line in lines
        ]
        return Outcome(placed(state, marked))


@dataclass(frozen=True, slots=True)
class Note(Act):
    """What the staff should know of a pair."""

    kind: ClassVar[str] = Kind.NOTE
    aligns: ClassVar[bool] = False
    reads: ClassVar[tuple[str, ...]] = ("note",)
    pair: int
    text: str

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pair(), given.text("text"))

    def pairs(self, state: State) -> tuple[int, ...]:
        return (self.pair,)

    def of_state(self, state: State) -> Outcome:
        if len(self.text) > LONGEST_NOTE:
            raise Impossible(_("A note has at most %(count)d characters.") % {"count": LONGEST_NOTE})
        line = state.lines[place(state, self.pair)]
        return Outcome(placed(state, [replace(line, note=self.text)]))
