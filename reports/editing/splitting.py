"""A pair becomes two, and two or more become one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from django.utils.translation import gettext as _

from reports.editing.act import TEXTS, Act, place, places
from reports.editing.answers import Impossible
from reports.editing.lines import Beads, Outcome, between, ordinal_of, retexted
from reports.models import Revision
from reports.revisions import Line
from reports.text.beads import aligned
from reports.text.headings import LONGEST_CHINESE, LONGEST_ENGLISH

if TYPE_CHECKING:
    from reports.editing.given import Given
    from reports.revisions import State

Kind = Revision.Kind
# Nobody merges so many; each is worked out with all that stands before it.
MOST_MERGED = 100


@dataclass(frozen=True, slots=True)
class Split(Act):
    """A pair is cut at an offset of each text; an offset that is None is proposed by the other."""

    kind: ClassVar[str] = Kind.SPLIT
    reads: ClassVar[tuple[str, ...]] = (*TEXTS, "level")
    pair: int
    zh: int | None
    en: int | None

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pair(), given.whole_or_none("zh"), given.whole_or_none("en"))

    def pairs(self, state: State) -> tuple[int, ...]:
        return (self.pair,)

    def of_state(self, state: State) -> Outcome:
        at = place(state, self.pair)
        line = state.lines[at]
        cut_zh, cut_en = proposed(line, self.zh, self.en)
        if not 0 <= cut_zh <= len(line.zh) or not 0 <= cut_en <= len(line.en):
            raise Impossible(_("This is not a place in the text."))
        first, second = _parted(line, cut_zh, cut_en)
        if not (first.zh or first.en) or not (second.zh or second.en):
            raise Impossible(_("Both parts of a pair need text in one language at least."))
        return Outcome(replace(state, lines=(*state.lines[:at], first, second, *state.lines[at + 1 :])))


def propose_cut(line: Line, *, zh: int | None = None, en: int | None = None) -> int:
    """Return where to cut the other text of a pair, given the offset of a cut in one: by the sentence beads."""
    here, there = (0, 2) if zh is not None else (2, 0)
    cut = zh if zh is not None else en or 0
    own, other = (line.zh, line.en) if zh is not None else (line.en, line.zh)
    if cut <= 0 or cut >= len(own) or not other:
        return 0 if cut <= 0 else len(other)
    best = (len(own), round(cut / len(own) * len(other)))
    for bead in line.beads or aligned(line.zh, line.en):
        for edge in (0, 1):
            best = min(best, (abs(int(bead[here + edge]) - cut), int(bead[there + edge])), key=lambda found: found[0])
    return best[1]


def proposed(line: Line, zh: int | None, en: int | None) -> tuple[int, int]:
    """Return both offsets of a cut, what isn't given proposed."""
    if zh is None and en is None:
        raise Impossible(_("Say where the pair is to be cut."))
    if zh is None:
        return propose_cut(line, en=en), en or 0
    return zh, propose_cut(line, zh=zh) if en is None else en


def _parted(line: Line, zh: int, en: int) -> tuple[Line, Line]:
    one_zh, one_en = line.zh[:zh].rstrip(), line.en[:en].rstrip()
    two_zh, two_en = line.zh[zh:].lstrip(), line.en[en:].lstrip()
    edge_zh, edge_en = len(line.zh) - len(two_zh), len(line.en) - len(two_en)
    beads = line.beads
    first: Beads | None = None
    second: Beads | None = None
    # Where the cut goes between beads, each part keeps its own.
    if all(
        (bead[1] <= edge_zh and bead[3] <= edge_en) or (bead[0] >= edge_zh and bead[2] >= edge_en) for bead in beads
    ):
        before = [bead for bead in beads if bead[1] <= edge_zh and bead[3] <= edge_en]
        first = [[b[0], min(b[1], len(one_zh)), b[2], min(b[3], len(one_en)), *b[4:]] for b in before]
        second = [
            [b[0] - edge_zh, b[1] - edge_zh, b[2] - edge_en, b[3] - edge_en, *b[4:]] for b in beads if b not in before
        ]
    head = retexted(line, one_zh, one_en, _fitting(first, one_zh, one_en))
    tail = Line(script=line.script, source=line.source, source_line=line.source_line, needs_review=line.needs_review)
    return head, retexted(tail, two_zh, two_en, _fitting(second, two_zh, two_en))


def _fitting(beads: Beads | None, zh: str, en: str) -> Beads | None:
    """Return the beads, none for a text alone, None where they must be worked out."""
    if not zh or not en:
        return []
    return beads or None


@dataclass(frozen=True, slots=True)
class Merge(Act):
    """Neighbours become one pair, the first of them.

    A heading stays one as long as what comes out is still as short as a heading is: so both lines of a title become
    one heading, and a heading with its paragraph becomes a paragraph. A paragraph that takes a heading in stays one.
    """

    kind: ClassVar[str] = Kind.MERGE
    reads: ClassVar[tuple[str, ...]] = (*TEXTS, "level")
    keys: tuple[int, ...]
    beside: str = ""
    broken: bool = False

    @classmethod
    def of(cls, given: Given) -> Self:
        return cls(given.pairs(), given.text("with"), given.yes("lines"))

    def pairs(self, state: State) -> tuple[int, ...]:
        first, last = self._span(state)
        return tuple(line.key for line in state.lines[first : last + 1] if line.key)

    def of_state(self, state: State) -> Outcome:
        first, last = self._span(state)
        lines = state.lines[first : last + 1]
        merged = lines[0]
        for line in lines[1:]:
            merged = merge(merged, line, "\n" if self.broken else None)
        if not fits_a_heading(merged):
            merged = replace(merged, level=0, section=None, ordinal=None)
        elif merged.level:
            merged = replace(merged, ordinal=ordinal_of(merged.zh, merged.en) or lines[0].ordinal)
        became = {line.key: merged.key for line in lines[1:] if line.key and merged.key}
        return Outcome(replace(state, lines=(*state.lines[:first], merged, *state.lines[last + 1 :])), became)

    def _span(self, state: State) -> tuple[int, int]:
        if len(self.keys) > MOST_MERGED:
            raise Impossible(_("At most %(count)d pairs become one at a time.") % {"count": MOST_MERGED})
        found = sorted(places(state, self.keys))
        if len(found) == 1:
            found = [found[0] - 1, found[0]] if self.beside == "previous" else [found[0], found[0] + 1]
        if found[0] < 0 or found[-1] >= len(state.lines):
            raise Impossible(_("There is no pair there to merge with."))
        if any(other - one != 1 for one, other in pairwise(found)):
            raise Impossible(_("Only neighbours can be merged."))
        return found[0], found[-1]


def fits_a_heading(line: Line) -> bool:
    """Say whether a line is as short as headings are."""
    return len(line.zh) <= LONGEST_CHINESE and len(line.en) <= LONGEST_ENGLISH


def merge(one: Line, other: Line, blank: str | None = None) -> Line:
    """Return two neighbours as one line, `blank` or what each language wants between their texts."""
    gap_zh = gap(one.zh, other.zh, blank)
    gap_en = gap(one.en, other.en, blank)
    zh, en = one.zh + gap_zh + other.zh, one.en + gap_en + other.en
    beads = _chained(one, other, len(one.zh + gap_zh), len(one.en + gap_en))
    versions = tuple(dict.fromkeys((*one.versions, *other.versions)))
    merged = retexted(one, zh, en, beads if zh and en else [])
    return replace(
        merged,
        confidence=None,
        evidence={},
        checked=one.checked and other.checked,
        needs_review=one.needs_review or other.needs_review,
        note="\n".join(filter(None, (one.note, other.note))),
        versions=versions,
    )


def gap(left: str, right: str, blank: str | None = None) -> str:
    """Return what stands between two texts: `blank` where it is given and both have text."""
    if blank is None or not left or not right:
        return between(left, right)
    return blank


def _chained(one: Line, other: Line, zh: int, en: int) -> Beads | None:
    """Return the beads of both, those of the second moved by what stands before it; None to work them out anew."""
    left, right = _whole(one), _whole(other)
    if not left or not right or not any(bead[1] > bead[0] and bead[3] > bead[2] for bead in (*left, *right)):
        return None
    # The blank between belongs to the sentence before it.
    last = left[-1]
    left[-1] = [last[0], zh if last[1] > last[0] or zh > last[1] else last[1], last[2], en, *last[4:]]
    return [*left, *([b[0] + zh, b[1] + zh, b[2] + en, b[3] + en, *b[4:]] for b in right)]


def _whole(line: Line) -> Beads:
    """Return a line's beads; a text alone is one."""
    if line.zh and line.en:
        return [list(bead) for bead in line.beads] or aligned(line.zh, line.en)
    return [[0, len(line.zh), 0, len(line.en), 1.0]]
