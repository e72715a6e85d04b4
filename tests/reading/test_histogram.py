from __future__ import annotations

from django.http import QueryDict

from reports import search
from reports.reading.asked import Asked
from reports.reading.histogram import HEIGHT, STEP, Histogram, histogram
from tests.addresses import SEARCH


def drawn(asked: Asked, counts: dict[int, int]) -> Histogram:
    found = histogram(asked, [search.Count(year, str(year), count) for year, count in counts.items()])
    assert found is not None
    return found


def test_nothing_found_has_no_bars() -> None:
    assert histogram(Asked("a"), []) is None


def test_each_year_has_its_place_also_where_years_are_missing() -> None:
    found = drawn(Asked("a"), {2013: 1, 2010: 1})
    assert (found.first, found.last, found.width) == (2010, 2013, 4 * STEP)
    assert [(bar.year, bar.room) for bar in found.bars] == [
        (2010, f"M0 {HEIGHT}v-{HEIGHT}h{STEP}v{HEIGHT}z"),
        (2013, f"M{3 * STEP} {HEIGHT}v-{HEIGHT}h{STEP}v{HEIGHT}z"),
    ]


def test_bars_are_as_high_as_they_count_and_none_vanishes() -> None:
    found = drawn(Asked("a"), {2010: 1000, 2011: 500, 2012: 1})
    heights = [bar.shape.partition("v-")[2].partition("h")[0] for bar in found.bars]
    assert heights == [str(HEIGHT), str(HEIGHT // 2), "1"]


def test_bar_leads_to_its_year_and_keeps_the_rest() -> None:
    asked = Asked("a", places=("beijing",), year_from=2010, year_to=2012)
    address = drawn(asked, {2010: 1, 2011: 1}).bars[1].address
    assert Asked.read(QueryDict(address.partition("?")[2])) == Asked(
        "a", places=("beijing",), year_from=2011, year_to=2011
    )


def test_year_that_is_set_alone_is_taken_away() -> None:
    assert drawn(Asked("a", year_from=2010, year_to=2010), {2010: 1}).bars[0].address == f"{SEARCH}?q=a"


def test_years_of_the_span_are_chosen() -> None:
    found = drawn(Asked("a", year_from=2011), {2010: 1, 2011: 1, 2012: 1})
    assert [bar.is_chosen for bar in found.bars] == [False, True, True]
    assert [bar.is_set for bar in drawn(Asked("a"), {2010: 1}).bars] == [False]
