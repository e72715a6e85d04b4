"""How the renderings of a term follow one another through the years: bars, and which one led when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports import search

# Units of the drawing, which is stretched to the room there is.
STEP, GAP, HEIGHT = 10, 2, 30
# Fewer pairs, or one year alone, can't tell that anything changed.
PAIRS_LEAST, YEARS_LEAST = 5, 2


@dataclass(frozen=True, slots=True)
class Bar:
    """The pairs of one year with one rendering; `shape` is the outline of its bar as a path."""

    year: int
    count: int
    shape: str


@dataclass(frozen=True, slots=True)
class Period:
    """Years that follow one another in which one rendering was the commonest; `count` of `total` pairs had it."""

    first: int
    last: int
    text: str
    language: str
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class Years:
    """All years in which the term has a known rendering, and how the renderings share them."""

    first: int
    last: int
    years: list[int]
    bars: list[list[Bar]]
    periods: list[Period]

    @property
    def width(self) -> int:
        return (self.last - self.first + 1) * STEP

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def newest_first(self) -> list[int]:
        return self.years[::-1]

    def counts(self, at: int) -> list[int]:
        """Return the counts of one rendering for all `newest_first` years, zeros too."""
        of_year = {bar.year: bar.count for bar in self.bars[at]}
        return [of_year.get(year, 0) for year in self.newest_first]


def through_years(found: Sequence[search.Rendering]) -> Years | None:
    """Return the years of some renderings; None where no year is known."""
    years = sorted({year for one in found for year, _count in one.by_year})
    if not years:
        return None
    most = max(count for one in found for _year, count in one.by_year)
    bars = [[_bar(year, count, years[0], most) for year, count in one.by_year] for one in found]
    return Years(years[0], years[-1], years, bars, _periods(found, years))


def _bar(year: int, count: int, first: int, most: int) -> Bar:
    height = max(2, round(HEIGHT * count / most))
    return Bar(year, count, f"M{(year - first) * STEP} {HEIGHT}v-{height}h{STEP - GAP}v{height}z")


def _periods(found: Sequence[search.Rendering], years: Sequence[int]) -> list[Period]:
    """Return which rendering led when; nothing where there is too little to tell.

    Of renderings that are as common in a year, the one that led before goes on.
    """
    if len(years) < YEARS_LEAST or sum(one.pairs for one in found) < PAIRS_LEAST:
        return []
    counts = [dict(one.by_year) for one in found]
    periods: list[Period] = []
    leader = -1
    for year in years:
        most = max(count.get(year, 0) for count in counts)
        leading = [at for at, count in enumerate(counts) if count.get(year, 0) == most]
        goes_on = leader in leading
        leader = leader if goes_on else leading[0]
        first, before, total = (periods[-1].first, periods[-1].count, periods[-1].total) if goes_on else (year, 0, 0)
        periods[len(periods) - goes_on :] = [
            Period(
                first,
                year,
                found[leader].text,
                found[leader].language,
                before + most,
                total + sum(count.get(year, 0) for count in counts),
            )
        ]
    return periods
