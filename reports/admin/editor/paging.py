"""A report cut into the pages of the editor: each is a section with all below it, or a part of one that is long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.revisions import Line

# So many pairs are looked through without losing one's place; a section with more is shown part by part.
MOST = 60
# A shorter section of the top, as the words before the first one, is shown with the next.
FEWEST = 8
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a report from `start` up to `end`, counted from 0."""

    start: int
    end: int

    def __contains__(self, index: int) -> bool:
        return self.start <= index < self.end


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in the outline: its key, that of the last pair under it, and what is still to be done there."""

    key: int
    last: int
    level: int
    zh: str
    en: str
    page: int
    unchecked: int
    pairs: int
    reported: int


def pages(lines: Sequence[Line]) -> list[Page]:
    """Return the pages that a report is edited in, in order; one that is empty where it has no lines."""
    return list(_cut(lines, 0, len(lines), 1)) or [Page(0, 0)]


def page_of(cut: Sequence[Page], index: int) -> int:
    """Return the number, from 0, of the page on which a line stands."""
    return next((number for number, page in enumerate(cut) if index in page), 0)


def outline(lines: Sequence[Line], cut: Sequence[Page], reported: Mapping[int, int] | None = None) -> list[Entry]:
    """Return the headings with what is to be done from each up to the next.

    `reported` has how many errors that readers reported wait for an answer, by the keys of pairs. What stands before
    the first heading belongs to none, and is an entry without a text.
    """
    starts = [index for index, line in enumerate(lines) if line.level]
    if lines and (not starts or starts[0]):
        starts.insert(0, 0)
    found = []
    for start, end in pairwise([*starts, len(lines)]):
        line, below = lines[start], lines[start:end]
        found.append(
            Entry(
                key=line.key or 0,
                last=below[-1].key or 0,
                level=line.level,
                zh=line.zh if line.level else "",
                en=line.en if line.level else "",
                page=page_of(cut, start),
                unchecked=sum(not one.checked for one in below),
                pairs=len(below),
                reported=sum(reported.get(one.key or 0, 0) for one in below) if reported else 0,
            )
        )
    return found


def _cut(lines: Sequence[Line], start: int, end: int, level: int) -> Iterator[Page]:
    """Yield the pages of a stretch: each section of the top, cut at the headings below it where it is long."""
    if level > 1 and end - start <= MOST:
        yield Page(start, end)
        return
    if level > DEEPEST:
        for first in range(start, end, MOST):
            yield Page(first, min(first + MOST, end))
        return
    places = (index for index in range(start, end) if lines[index].level == level)
    bounds = sorted({start, *places, end})
    waiting: int | None = None
    for first, last in pairwise(bounds):
        # Neighbours that a page holds together stay together; at the top, only those that are hardly a page.
        if waiting is not None and (last - waiting > MOST or (level == 1 and first - waiting >= FEWEST)):
            yield from _cut(lines, waiting, first, level + 1)
            waiting = None
        waiting = first if waiting is None else waiting
    if waiting is not None:
        yield from _cut(lines, waiting, end, level + 1)
