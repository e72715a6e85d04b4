"""A text on the way to its figures: folded for the patterns, with the way back to the published offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from reports.text.figures.figure import NO_UNIT, UNHEDGED, Figure, Hedge, Reading, Unit, readings
from reports.text.fold import fold_with_offsets


class Language(Protocol):
    """What differs between the languages: how a number is hedged, and the unit that follows it."""

    def hedge(self, text: str, start: int, end: int) -> Hedge: ...

    def unit(self, text: str, end: int) -> tuple[Unit, int] | None: ...


class Scan:
    """One text, what was found in it so far, and how far that reaches."""

    def __init__(self, published: str, replaced: Mapping[int, int | str], language: Language) -> None:
        self.published = published
        self.folded = fold_with_offsets(published.translate(replaced))
        self.text = self.folded.text
        self.language = language
        self.figures: list[Figure] = []
        # Where the last figure ended: its unit, or and a half, stands behind its match.
        self.reached = 0

    def find(self, pattern: re.Pattern[str], readers: Mapping[str, Callable[[Scan, re.Match[str]], None]]) -> None:
        """Hand each match of `pattern` to the reader of the group that matched."""
        for match in pattern.finditer(self.text):
            if match.start() < self.reached:
                continue
            group = next((name for name in readers if match.group(name) is not None), None)
            if group is not None:
                readers[group](self, match)

    def add(
        self,
        span: tuple[int, int],
        number: float,
        unit: Unit,
        *others: Reading,
        values: tuple[Reading, ...] | None = None,
        strong: bool = True,
        name: bool = False,
        slack: int = 0,
    ) -> None:
        """Add a figure at [start, end) of the folded text: its number in its unit and `others`, or `values` instead."""
        start, end = self.folded.span(*span)
        self.reached = span[1]
        hedge = Hedge.NONE if unit in UNHEDGED else self.language.hedge(self.text, *span)
        read = readings(number, unit, *others) if values is None else values
        text = self.published[start:end]
        self.figures.append(Figure(start, end, text, number, unit, read, hedge, strong, name, slack))

    def unit(self, end: int) -> tuple[Unit, int]:
        """Return the unit that begins at `end` and where it ends: no unit, and `end`, where there is none."""
        return self.language.unit(self.text, end) or (NO_UNIT, end)
