from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.http import QueryDict

from reports.reading.asked import Asked


def asked(query: str) -> Asked:
    return Asked.read(QueryDict(query))


def test_everything_is_read() -> None:
    found = asked("q=+改革+&place=beijing&place=上海&from=2010&to=2020&sort=newest&page=3")
    assert found == Asked("改革", ("beijing", "上海"), 2010, 2020, "newest", 3)


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999999999999999", "page=", ""])
def test_page_that_makes_no_sense_is_the_first(query: str) -> None:
    assert asked(query).page == 1


def test_unknown_order_is_relevance() -> None:
    assert asked("sort=random").sort == "relevance"


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
    found = asked("q=改革+OR+%22a+b%22&place=beijing&from=2010&to=2020&sort=oldest&page=2")
    assert asked(found.address(page=2).partition("?")[2]) == found


def test_address_of_a_change_starts_at_the_first_page() -> None:
    address = asked("q=改革&page=7").address(sort="newest")
    assert unquote(address) == "/search/?q=改革&sort=newest"


def test_address_without_filters_keeps_query_and_order() -> None:
    address = asked("q=改革&place=beijing&from=2010&sort=newest").without_filters()
    assert unquote(address) == "/search/?q=改革&sort=newest"
