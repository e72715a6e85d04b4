"""A report's outline with the files that its pairs come from: before and after these got other numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from reports.revisions import PARTS, Line, State


@dataclass(frozen=True, slots=True)
class Run:
    """Pairs of one file that stand one after the other: the file, its number, how many, how many of them move."""

    name: str
    part: int | None
    count: int
    moves: int
    text: str


@dataclass(slots=True)
class Place:
    """A section of the outline: its heading (None where the text before all headings stands), what stands in it."""

    heading: Line | None
    runs: list[Run] = field(default_factory=list)
    # That it is told in one line with others that stay as they are.
    stays: bool = False

    @property
    def level(self) -> int:
        """Return the level of the section, 0 for none."""
        return self.heading.level if self.heading else 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A section, or how many in a row stay as they are."""

    place: Place | None
    stay: int = 0


def outlines(
    before: State, after: State, moved: Collection[int], names: Mapping[int, str]
) -> tuple[list[Shown], list[Shown]]:
    """Return the outline before and after, of each the sections in which something comes, goes or has another place.

    `names` are those of the files by their keys. What stays between them is counted.
    """
    one, other = (_places(state, set(moved), names) for state in (before, after))
    same = {_told(place) for place in one} & {_told(place) for place in other}
    for place in (*one, *other):
        place.stays = _told(place) in same and not any(run.moves for run in place.runs)
    return _shown(one), _shown(other)


def _places(state: State, moved: set[int], names: Mapping[int, str]) -> list[Place]:
    found = [Place(None)]
    inside: list[list[Line]] = [[]]
    for line in state.lines:
        if line.level:
            found.append(Place(line))
            inside.append([])
        inside[-1].append(line)
    parts = state.header[PARTS]
    for place, lines in zip(found, inside, strict=True):
        for source, run in groupby(lines, key=lambda line: line.source):
            these = list(run)
            text = next((line.zh or line.en for line in these if line is not place.heading), "")
            moves = sum(line.key in moved for line in these)
            place.runs.append(Run(names.get(source or 0, ""), parts.get(str(source)), len(these), moves, text))
    return [place for place in found if place.runs]


def _told(place: Place) -> tuple[int | None, int, tuple[tuple[str, int, str], ...]]:
    key = place.heading.key if place.heading else None
    return key, place.level, tuple((run.name, run.count, run.text) for run in place.runs)


def _shown(places: Sequence[Place]) -> list[Shown]:
    found: list[Shown] = []
    for stays, run in groupby(places, key=lambda place: place.stays):
        these = list(run)
        found += [Shown(None, len(these))] if stays else [Shown(place) for place in these]
    return found
