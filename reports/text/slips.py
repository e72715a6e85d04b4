"""Where one language has slipped by one text against the other, and which shift would mend it.

Every shift of one side by one, from every place, is weighed: what the pairs that it makes say for themselves, less what
those that it breaks do. A row is a pair of texts, of which one may be empty: a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from reports.text.beads import aligned
from reports.text.fold import fold
from reports.text.headings import CHINESE_FORMS, ENGLISH_FORMS, LONGEST_ENGLISH, LONGEST_UNNUMBERED_CHINESE
from reports.text.neighbours import Neighbours
from reports.text.segment import cutter
from reports.text.sentences import sentences_en, sentences_zh

Side = Literal["zh", "en"]
# So much better, in log odds, must the pairs of the mended report agree; a sound report has nothing above -10.
ENOUGH = 12.0
# Cutting a text is a step more: it must be worth it. So many of the likeliest places are looked at for it.
CUTTING, LOOKED_AT = 8.0, 4
# A text is tried at each of its cuts only where these are so many characters to read in all: real ones have a tenth.
MOST_CUT = 1_000_000
# How sure it must be that the sentences of two neighbours stand in one text.
SURE = 0.5
# In English a paragraph behind a heading begins with a capital, and a heading below one with its number. No heading
# ends in a comma.
CAPITAL = re.compile(r"(?<![,;])\s(?=[A-Z(]|[0-9]{1,2}[.)]\s)")
# The number of a heading isn't the end of what stands before it.
NUMBER_LAST = re.compile(r"(?:^|\s)\(?(?:[0-9]{1,2}|[IVX]+)[.)]\s*$")


@dataclass(frozen=True, slots=True)
class Slip:
    """A shift that would mend a slip: one side's texts from row `first` to row `last`, by one down (1) or up (-1).

    With `cut`, what stands behind that offset in the first text moves alone. `gain` is how much better the pairs agree.
    """

    side: Side
    first: int
    last: int
    by: int
    gain: float
    cut: int | None = None

    @property
    def begins(self) -> int:
        """Return the first row that looks wrong: where a text goes up, the gap above it."""
        return self.first if self.by > 0 else self.first - 1

    @property
    def ends(self) -> int:
        """Return the last row that the shift changes."""
        return self.last + 1 if self.by > 0 else self.last


def slips(zh: Sequence[str], en: Sequence[str]) -> list[Slip]:
    """Return the shifts that would mend a report, those that touch one another left out but the best, in order."""
    beside = Neighbours(zh, en)
    here = [beside.score(one, other) for one, other in zip(zh, en, strict=True)]
    # Of row i: with the other side's text from the row above, and from the row below, as a shift would have it.
    en_above = [beside.score(one, other) for one, other in zip([*zh, ""], ["", *en], strict=True)]
    en_below = [beside.score(one, other) for one, other in zip(["", *zh], [*en, ""], strict=True)]
    ways = (
        _Way("en", zh, en, here, en_above, en_below[1:], beside),
        _Way("zh", en, zh, here, en_below, en_above[1:], beside),
    )
    found: list[Slip] = []
    # Where two are as good, the English moves: addresses stay with the Chinese.
    for slip in sorted(
        (slip for way in ways for slip in way.shifts()), key=lambda slip: (-round(slip.gain, 3), slip.side)
    ):
        if all(slip.ends < other.begins or slip.begins > other.ends for other in found):
            found.append(slip)
    return [ways[slip.side == "zh"].by_sentences(slip) for slip in sorted(found, key=lambda slip: slip.begins)]


@dataclass(frozen=True, slots=True)
class _Way:
    """One side that may move against the other, which stays; scores of each row as it is and after a step."""

    side: Side
    stays: Sequence[str]
    moves: Sequence[str]
    here: Sequence[float]
    above: Sequence[float]
    below: Sequence[float]
    beside: Neighbours

    def shifts(self) -> Iterator[Slip]:
        """Yield the shifts of this side that mend enough."""
        found = [*self._down(), *self._up()]
        return (slip for slip in found if slip.gain >= ENOUGH)

    def _score(self, stays: str, moves: str) -> float:
        return self.beside.score(stays, moves) if self.side == "en" else self.beside.score(moves, stays)

    def _down(self) -> Iterator[Slip]:
        """Yield for each run of texts the best shift down: into the gap behind it, or behind the report's end."""
        here, above = _sums([*self.here, 0.0]), _sums(self.above)
        for first, end in _runs(self.moves):
            best: list[Slip] = []
            for k in range(first, end):
                after = above[end + 1] - above[k + 1] - here[end + 1] + here[k]
                best.append(Slip(self.side, k, end - 1, 1, after + self._score(self.stays[k], "")))
            best.sort(key=lambda slip: -slip.gain)
            yield from best[:1]
            yield from self._cut(best[:LOOKED_AT], end, here, above)

    def _cut(self, near: Sequence[Slip], end: int, here: Sequence[float], above: Sequence[float]) -> Iterator[Slip]:
        """Yield shifts down that leave the first sentences of a text where they are: two texts had become one."""
        for k in sorted({slip.first + step for slip in near for step in (-1, 0) if slip.first + step >= 0}):
            text = self.moves[k]
            if not text or k >= end:
                continue
            rest = above[end + 1] - above[min(k + 2, end + 1)] - here[end + 1] + here[k] - CUTTING
            cuts = list(_cuts(text, self.side))
            if len(cuts) * len(text) > MOST_CUT:
                continue
            for cut in cuts:
                yield Slip(self.side, k, end - 1, 1, rest + self._parts(k, cut), cut)

    def _parts(self, k: int, cut: int) -> float:
        """Return how well the two parts of a row's text agree with this row and with the next."""
        text = self.moves[k]
        below = self.stays[k + 1] if k + 1 < len(self.stays) else ""
        return self._score(self.stays[k], text[:cut].rstrip()) + self._score(below, text[cut:])

    def by_sentences(self, slip: Slip) -> Slip:
        """Return the slip with the cut that the sentences beside it say: a short one tells a whole paragraph little."""
        if slip.by < 0:
            return slip
        if slip.cut is not None:
            cut = self._between(slip.first)
            return slip if cut is None else replace(slip, cut=cut)
        for k in (slip.first - 1, slip.first):
            cut = self._between(k) if 0 <= k <= slip.last else None
            if cut is not None and self._parts(k, cut) > self._uncut(slip, k):
                return replace(slip, first=k, cut=cut)
        return slip

    def _uncut(self, slip: Slip, k: int) -> float:
        """Return how well a row and the next agree after a shift down that cuts nothing, from this one or the next."""
        if k == slip.first:
            return self._score(self.stays[k], "") + self.above[k + 1]
        return self.here[k] + self._score(self.stays[k + 1], "")

    def _between(self, k: int) -> int | None:
        """Return where the text of a row is two, for this row and for the next; None for nowhere."""
        if k + 1 >= len(self.stays) or not self.moves[k]:
            return None
        above, below, text = self.stays[k], self.stays[k + 1], self.moves[k]
        whole = f"{above}\n{below}"
        own, other = (2, 0) if self.side == "en" else (0, 2)
        for bead in aligned(whole, text) if self.side == "en" else aligned(text, whole):
            begins = len(above) <= bead[other] <= len(above) + 1 < bead[other + 1]
            if begins and bead[own] < bead[own + 1] and bead[own] in _cuts(text, self.side) and bead[4] >= SURE:
                return int(bead[own])
        return None

    def _up(self) -> Iterator[Slip]:
        """Yield for each run of texts behind a gap the best shift up into it."""
        here, below = _sums(self.here), _sums(self.below)
        for first, end in _runs(self.moves):
            best: Slip | None = None
            for u in range(first, end) if first else ():
                moved = below[u] - below[first - 1] - here[u + 1] + here[first - 1]
                gain = moved + self._score(self.stays[u], "")
                if best is None or gain > best.gain:
                    best = Slip(self.side, first, u, -1, gain)
            if best:
                yield best


def _cuts(text: str, side: Side) -> list[int]:
    """Return where a text may be two: behind a sentence, or behind a heading that it begins with, which has no end."""
    spans = sentences_en(text) if side == "en" else sentences_zh(text)
    cuts = {span.end for span in spans[:-1]}
    if side == "en" and any(pattern.match(text) for *_form, pattern in ENGLISH_FORMS):
        cuts |= {match.end() for match in CAPITAL.finditer(text, 0, LONGEST_ENGLISH)}
    elif side == "zh" and any(pattern.match(fold(text[:12])) for *_form, pattern in CHINESE_FORMS):
        # No heading ends inside a word.
        ends = accumulate(len(word) for word in cutter().words(text[: LONGEST_UNNUMBERED_CHINESE + 8]))
        cuts |= {end for end in ends if 3 <= end < min(len(text), LONGEST_UNNUMBERED_CHINESE)}
    return sorted(cut for cut in cuts if not NUMBER_LAST.search(text, max(0, cut - 8), cut))


def _runs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each run of texts without a gap begins and ends."""
    first = 0
    for at, text in enumerate([*texts, ""]):
        if not text:
            if at > first:
                yield first, at
            first = at + 1


def _sums(scores: Sequence[float]) -> list[float]:
    return [0.0, *accumulate(scores)]
