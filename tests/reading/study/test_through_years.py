from __future__ import annotations

from reports.reading.study.through_years import HEIGHT, Period, through_years
from tests.reading.study.conftest import rendering


def test_periods_say_which_rendering_led_when() -> None:
    years = through_years(
        [rendering("wellbeing", (2010, 4), (2012, 3), (2014, 1)), rendering("lives", (2008, 9), (2010, 1), (2014, 2))]
    )
    assert years
    assert years.periods == [
        Period(2008, 2008, "lives", "en", 9, 9),
        Period(2010, 2012, "wellbeing", "en", 7, 8),
        Period(2014, 2014, "lives", "en", 2, 3),
    ]


def test_one_that_led_goes_on_where_another_is_as_common() -> None:
    years = through_years([rendering("a", (2008, 1), (2010, 2)), rendering("b", (2008, 3), (2010, 2))])
    assert years
    assert [(period.first, period.last, period.text) for period in years.periods] == [(2008, 2010, "b")]


def test_too_little_tells_nothing() -> None:
    for found in ([rendering("a", (2008, 50))], [rendering("a", (2008, 1), (2010, 1)), rendering("b", (2012, 2))]):
        years = through_years(found)
        assert years
        assert years.periods == []


def test_no_years_where_none_is_known() -> None:
    assert through_years([]) is None


def test_bars_share_their_years_and_their_scale() -> None:
    years = through_years([rendering("a", (2008, 10)), rendering("b", (2012, 5))])
    assert years
    assert (years.first, years.last, years.width) == (2008, 2012, 50)
    (first,), (last,) = years.bars
    assert first.shape.startswith(f"M0 {HEIGHT}v-{HEIGHT}h")
    assert last.shape.startswith(f"M40 {HEIGHT}v-{HEIGHT // 2}h")


def test_counts_are_the_newest_first_and_tell_zeros() -> None:
    years = through_years([rendering("a", (2008, 10), (2012, 1)), rendering("b", (2010, 5))])
    assert years
    assert years.newest_first == [2012, 2010, 2008]
    assert years.counts(0) == [1, 0, 10]
    assert years.counts(1) == [0, 5, 0]
