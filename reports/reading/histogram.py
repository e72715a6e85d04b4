"""The years of a search as bars, drawn on the server."""

from __future__ import annotations

from dataclasses import dataclass

from reports import search
from reports.reading.asked import Asked

# Units of the drawing: it is stretched to the room there is.
STEP = 10
GAP = 2
HEIGHT = 48


@dataclass(frozen=True, slots=True)
class Bar:
    """One year: how many pairs it has, where its bar stands, and the search of that year alone.

    `room` is the outline of all that belongs to the year, `shape` that of its bar, as paths.
    """

    year: int
    count: int
    shown: str
    room: str
    shape: str
    address: str
    is_chosen: bool
    # Alone, or as part of a span: else all years are chosen, and none is set.
    is_set: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars from the first year to the last, a place of equal width for each year between."""

    bars: list[Bar]
    first: int
    last: int
    width: int
    height: int = HEIGHT

    @property
    def newest_first(self) -> list[Bar]:
        return self.bars[::-1]


def histogram(asked: Asked, counts: list[search.Count]) -> Histogram | None:
    """Return the bars of the years counted, None where there are none."""
    by_year = {int(count.value): count.count for count in counts}
    if not by_year:
        return None
    first, last, most = min(by_year), max(by_year), max(by_year.values())
    narrowed = asked.year_from is not None or asked.year_to is not None
    any_year = asked.address(year_from=None, year_to=None)
    bars = []
    for year, count in sorted(by_year.items()):
        height = max(1, round(HEIGHT * count / most))
        alone = asked.year_from == asked.year_to == year
        chosen = not narrowed or (asked.year_from or year) <= year <= (asked.year_to or year)
        address = any_year if alone else f"{any_year}&from={year}&to={year}"
        left = (year - first) * STEP
        room, shape = _outline(left, STEP, HEIGHT), _outline(left, STEP - GAP, height)
        bars.append(Bar(year, count, f"{count:,}", room, shape, address, chosen, narrowed and chosen))
    return Histogram(bars, first, last, (last - first + 1) * STEP)


def _outline(left: int, width: int, height: int) -> str:
    return f"M{left} {HEIGHT}v-{height}h{width}v{height}z"
