"""One language moves by one pair against the other, from here on: the classic fault, and its mending."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from django.utils.translation import gettext as _

from reports.editing.act import TEXTS, Act, place
from reports.editing.answers import Impossible
from reports.editing.lines import Outcome, joined, ordinal_of, retexted
from reports.models import Revision
from reports.revisions import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.editing.given import Given
    from reports.revisions import State

DOWN = 1


# A text of a side, and the line that it comes from: None for a part of one.
Entry = tuple[str, Line | None]


@dataclass(frozen=True, slots=True)
class Run:
    """The lines whose texts move: from `first` up to `end`, which isn't among them."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Shift(Act):
    """The texts of one side from a pair on, up to a gap or to `until`, move to the next or the previous pair.

    Down: a gap (a pair without text on this side) takes up the last of them, else a new pair at the end does; with
    `until`, what the pair behind it has is kept behind what comes. Up: what the pair above has is kept before what
    comes; below the last of them a gap opens. A pair that is left without any text goes. The level of a heading goes
    with its Chinese text. With `cut`, an offset, what stands behind it in the first text goes down and what stands
    before it stays: two texts had become one.
    """

    kind: ClassVar[str] = Revision.Kind.SHIFT
    reads: ClassVar[tuple[str, ...]] = TEXTS
    pair: int
    side: str
    by: int
    until: int | None = None
    cut: int | None = None

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pair(), given.side(), given.by(), given.whole_or_none("until"), given.whole_or_none("cut"))

    def pairs(self, state: State) -> tuple[int, ...]:
        run = self._run(state)
        first, end = (run.first, run.end + 1) if self.by == DOWN else (run.first - 1, run.end)
        return tuple(line.key for line in state.lines[first:end] if line.key)

    def of_state(self, state: State) -> Outcome:
        run = self._run(state)
        rows = list(state.lines)
        texts: list[Entry] = [(getattr(line, self.side), line) for line in state.lines]
        said: tuple[str, ...] = ()
        if self.by == DOWN:
            if self.cut is None and self._stands_alone(state, run):
                return Outcome(state)
            if run.end == len(state.lines):
                rows.append(Line(script=rows[-1].script))
                texts.append(("", rows[-1]))
            start, kept = run.first, texts[run.end][0]
            moved = [*self._cut(texts[run.first]), *texts[run.first + 1 : run.end]]
            moved.append(_together(moved.pop(), texts[run.end]))
        else:
            if self.cut is not None:
                raise Impossible(_("A text is cut where the shift goes down."))
            start, kept = run.first - 1, texts[run.first - 1][0]
            moved = [*texts[run.first : run.end], ("", None)]
            moved[0] = _together(texts[run.first - 1], texts[run.first])
        if kept:
            said = (_("The pair at the end of the shift had text already: both texts are kept there, in their order."),)
        changed = [
            _with_side(row, self.side, text, bearer)
            for row, (text, bearer) in zip(rows[start : start + len(moved)], moved, strict=True)
        ]
        return _without_empty(state, rows, start, changed, said)

    def _stands_alone(self, state: State, run: Run) -> bool:
        """Say whether down to the report's end nothing is opposite: shifted, the same texts would be other pairs."""
        other = "en" if self.side == "zh" else "zh"
        return run.end == len(state.lines) and not any(getattr(line, other) for line in state.lines[run.first :])

    def _cut(self, entry: Entry) -> tuple[Entry, Entry]:
        """Return what of the first text stays and what goes, each with the line that it comes from."""
        text, line = entry
        if self.cut is None:
            return ("", None), entry
        stays, goes = text[: self.cut].rstrip(), text[self.cut :].lstrip()
        if self.cut < 0 or not stays or not goes:
            raise Impossible(_("This is not a place inside the text."))
        return (stays, line), (goes, None)

    def _run(self, state: State) -> Run:
        first = place(state, self.pair)
        texts = [getattr(line, self.side) for line in state.lines]
        if not texts[first]:
            # Of a gap, up means that what is below fills it; there is nothing in it that could go down.
            first += 1
            if self.by == DOWN or first >= len(texts) or not texts[first]:
                raise Impossible(_("This pair has no text on that side that could be shifted."))
        elif self.by != DOWN and first == 0:
            raise Impossible(_("There is no pair above the first one."))
        end = next((at for at in range(first, len(texts)) if not texts[at]), len(texts))
        if self.until is not None:
            last = place(state, self.until)
            if last < first:
                raise Impossible(_("The last pair of a shift stands below its first one."))
            end = min(end, last + 1)
        return Run(first, end)


def _together(one: Entry, other: Entry) -> Entry:
    """Return two texts in their order, and the line whose heading it is."""
    is_first = one[0] and (not other[0] or (one[1] is not None and one[1].level))
    return joined(one[0], other[0]), one[1] if is_first else other[1]


def _with_side(row: Line, side: str, text: str, bearer: Line | None) -> Line:
    """Return a row with another text of a side, which came from the line `bearer`, None for none."""
    zh, en = (text, row.en) if side == "zh" else (row.zh, text)
    level, section, ordinal = row.level, row.section, row.ordinal
    if side == "zh" or not row.zh:
        of = bearer if bearer is not None and text else None
        alone = of is not None and (side == "zh" or not of.zh)
        level, section, ordinal = (of.level, of.section, of.ordinal) if of is not None and alone else (0, None, None)
    new = retexted(replace(row, level=0), zh, en) if zh or en else replace(row, zh="", en="")
    if new.zh == row.zh and new.en == row.en and level == row.level:
        return row
    # The doubt was about a pairing that is no more.
    return replace(
        new,
        level=level,
        section=section,
        ordinal=ordinal or (ordinal_of(zh, en) if level else None),
        needs_review=False,
    )


def _without_empty(
    state: State, rows: Sequence[Line], start: int, changed: Sequence[Line], said: tuple[str, ...]
) -> Outcome:
    """Return the outcome, lines without any text taken out: each became a part of the neighbour its text went to."""
    became: dict[int, int] = {}
    kept = [line for line in changed if line.zh or line.en]
    for at, line in enumerate(changed):
        near = changed[at + 1] if at + 1 < len(changed) else changed[at - 1]
        if not line.zh and not line.en and line.key and near.key:
            became[line.key] = near.key
    return Outcome(replace(state, lines=(*rows[:start], *kept, *rows[start + len(changed) :])), became, said)
