from __future__ import annotations

from django.http import QueryDict

from reports import search
from reports.reading import results
from reports.reading.asked import Asked

BEIJING = search.Count("北京市", "Beijing", 7, "beijing")
SHANGHAI = search.Count("上海市", "Shanghai", 3, "shanghai")


def page(number: int, pages: int) -> search.Page:
    return search.Page(
        total=pages * 20,
        page=number,
        pages=pages,
        results=[],
        facets=search.Facets(),
        notes=[],
        understood="",
        took_ms=0,
    )


def read(address: str) -> Asked:
    return Asked.read(QueryDict(address.partition("?")[2]))


def test_place_is_added_to_those_that_are_set() -> None:
    options = results.place_options(Asked("a", places=("beijing",)), [SHANGHAI, BEIJING])
    assert [(option.label, option.is_set) for option in options] == [("Beijing", True), ("Shanghai", False)]
    assert read(options[1].address).places == ("beijing", "shanghai")


def test_place_that_is_set_is_taken_away_whatever_it_was_called() -> None:
    for name in ("beijing", "北京市", "Beijing"):
        options = results.place_options(Asked("a", places=(name,)), [BEIJING])
        assert read(options[0].address).places == ()


def test_years_come_newest_first_and_set_a_span_of_one() -> None:
    counts = [search.Count(year, str(year), 1) for year in (2010, 2020)]
    options = results.year_options(Asked("a", year_from=2010, year_to=2010), counts)
    assert [option.label for option in options] == ["2020", "2010"]
    assert (read(options[0].address).year_from, read(options[0].address).year_to) == (2020, 2020)
    assert options[1].is_set
    assert read(options[1].address).year_from is None


def test_each_chip_takes_its_own_filter_away() -> None:
    asked = Asked("a", places=("beijing", "atlantis"), year_from=2010)
    place, unknown, years = results.chips(asked, [BEIJING])
    assert (place.label, unknown.label, years.label) == ("Beijing", "atlantis", "from 2010")
    assert read(place.address).places == ("atlantis",)
    assert read(unknown.address).places == ("beijing",)
    assert read(years.address) == Asked("a", places=("beijing", "atlantis"))


def test_steps_reach_the_first_and_the_last_page() -> None:
    steps = results.steps(Asked("a"), page(50, 100))
    assert steps[0].label == "1"
    assert steps[-1].label == "100"
    assert [step.label for step in steps if step.is_here] == ["50"]
    assert [step.address for step in steps if step.label == "…"] == ["", ""]


def test_nothing_stands_before_the_first_page_or_after_the_last() -> None:
    assert results.beside(Asked("a"), page(1, 2)).keys() == {"next"}
    assert results.beside(Asked("a"), page(2, 2)).keys() == {"previous"}
