from __future__ import annotations

from django.http import QueryDict

from reports import search
from reports.reading import results
from reports.reading.asked import Asked


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


def test_offers_are_told_apart_by_kind_and_keep_the_filters() -> None:
    offers = [search.Offer("改革开放", 12, "pinyin"), search.Offer('"open up"', 3, "spelling")]
    found = results.offered(Asked("gaige", places=("beijing",)), offers)
    assert found.keys() == {"pinyin", "spelling"}
    assert (found["pinyin"][0].label_zh, found["spelling"][0].label_zh) == ("改革开放", "")
    assert (found["spelling"][0].label, read(found["spelling"][0].address).q) == ("open up", '"open up"')
    assert read(found["pinyin"][0].address) == Asked("改革开放", places=("beijing",))


def test_steps_reach_the_first_and_the_last_page() -> None:
    steps = results.steps(Asked("a"), page(50, 100))
    assert steps[0].label == "1"
    assert steps[-1].label == "100"
    assert [step.label for step in steps if step.is_here] == ["50"]
    assert [step.address for step in steps if step.label == "…"] == ["", ""]


def test_nothing_stands_before_the_first_page_or_after_the_last() -> None:
    assert results.beside(Asked("a"), page(1, 2)).keys() == {"next"}
    assert results.beside(Asked("a"), page(2, 2)).keys() == {"previous"}


def test_past_the_last_page_none_of_the_steps_is_here() -> None:
    steps = results.steps(Asked("a"), page(9, 3))
    assert [step.label for step in steps] == ["1", "2", "3"]
    assert not any(step.is_here for step in steps)
