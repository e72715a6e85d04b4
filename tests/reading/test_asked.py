from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.http import QueryDict

from reports import search
from reports.reading.asked import Asked, without_empty
from tests.addresses import HOME, SEARCH


def asked(query: str) -> Asked:
    return Asked.read(QueryDict(query))


def test_everything_is_read() -> None:
    found = asked(
        "q=+改革+&place=beijing&place=上海&within=hunan&level=province&level=county&speaker=殷勇&kind=heading"
        "&both=1&from=2010&to=2020&sort=newest&page=3"
    )
    assert found == Asked(
        q="改革",
        places=("beijing", "上海"),
        within=("hunan",),
        levels=("province", "county"),
        speakers=("殷勇",),
        kinds=("heading",),
        two_sided=True,
        year_from=2010,
        year_to=2020,
        sort="newest",
        page=3,
    )
    assert found.notes == ()


def test_request_has_every_filter() -> None:
    found = asked("q=a&place=p&within=w&level=nation&speaker=s&kind=body&both=1&from=2010&to=2020&sort=oldest&page=3")
    assert found.request(page_size=50) == search.Request(
        "a", ("p",), 2010, 2020, "oldest", 3, 50, ("w",), ("nation",), ("s",), ("body",), two_sided=True
    )


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999999999999999", "page=", ""])
def test_page_that_makes_no_sense_is_the_first(query: str) -> None:
    assert asked(query).page == 1


@pytest.mark.parametrize(
    ("query", "named"),
    [("page=x", "x"), ("sort=random", "random"), ("level=moon", "moon"), ("kind=poem", "poem"), ("both=x", "x")],
)
def test_what_makes_no_sense_is_left_out_and_noted(query: str, named: str) -> None:
    found = asked(query)
    assert found == Asked()
    assert f"“{named}”" in found.notes[0]


def test_years_in_the_wrong_order_change_places() -> None:
    found = asked("from=2020&to=2010")
    assert (found.year_from, found.year_to) == (2010, 2020)
    assert "changed places" in found.notes[0]


@pytest.mark.parametrize("year", ["last", "20x5", "99999", "1600"])
def test_year_that_is_none_is_left_out_and_noted(year: str) -> None:
    found = asked(f"q=a&from={year}")
    assert found.year_from is None
    assert year in found.notes[0]


def test_full_width_year_is_a_year() -> None:
    assert asked("from=２０１０").year_from == 2010


def test_place_named_twice_counts_once() -> None:
    assert asked("place=beijing&place=beijing&place=").places == ("beijing",)


def test_address_leads_back_to_the_same_search() -> None:
    found = asked(
        "q=改革+OR+%22a+b%22&place=beijing&within=国&level=nation&speaker=a%26b&kind=body&from=2010&to=2020"
        "&sort=oldest&page=2"
    )
    assert asked(found.address(page=2).partition("?")[2]) == found


def test_address_of_a_change_starts_at_the_first_page() -> None:
    address = asked("q=改革&page=7").address(sort="newest")
    assert unquote(address) == f"{SEARCH}?q=改革&sort=newest"


def test_address_without_filters_keeps_query_and_order() -> None:
    address = asked(
        "q=改革&place=beijing&within=hunan&level=nation&speaker=a&kind=body&from=2010&to=2012&sort=newest"
    ).without_filters()
    assert unquote(address) == f"{SEARCH}?q=改革&sort=newest"


def test_other_views_of_a_search_have_the_same_parameters() -> None:
    assert unquote(asked("q=改革&speaker=殷勇").at("home")) == f"{HOME}?q=改革&speaker=殷勇"


def test_fields_of_a_form_for_years_leave_the_years_out() -> None:
    found = asked("q=a&place=p&kind=body&from=2010&to=2011&sort=newest")
    assert found.fields_but_years == [("place", "p"), ("kind", "body"), ("sort", "newest")]


@pytest.mark.parametrize("query", ["place=p", "within=p", "level=nation", "speaker=s", "kind=body", "from=2010"])
def test_any_filter_filters(query: str) -> None:
    assert asked(query).is_filtered
    assert not asked("q=a&sort=newest&page=2").is_filtered


@pytest.mark.parametrize(
    ("query", "clean"),
    [
        ("q=a&from=&to=", "q=a"),
        ("q=a&from=2010&to=", "q=a&from=2010"),
        ("q=&place=&place=beijing", "q=&place=beijing"),
        ("q=&from=2010", None),
        ("q=", None),
        ("", None),
    ],
)
def test_what_a_form_left_empty_is_left_out(query: str, clean: str | None) -> None:
    assert without_empty(QueryDict(query)) == clean
