"""Pages of results."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import integers, lists, none, sampled_from, text, tuples

from reports import search
from reports.models import Report
from reports.text.fold import fold
from tests.search.conftest import MakeReport


def ids(**request: object) -> list[int]:
    return [hit.pair.pk for hit in search.find(search.Request(**request)).results]  # type: ignore[arg-type]


def test_a_page_beyond_the_last_is_empty(archive: list[Report]) -> None:
    page = search.find(search.Request(page=99))
    assert (page.total, page.page, page.pages, page.results) == (45, 99, 3, [])


@pytest.mark.parametrize(("size", "found"), [(0, 1), (-3, 1), (7, 7), (1000, 45)])
def test_page_size_is_held_to_bounds(size: int, found: int, archive: list[Report]) -> None:
    assert len(ids(page_size=size)) == found


@pytest.mark.parametrize("q", ["", "发展", "the OR 国", "-的"])
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_together_are_the_whole(q: str, sort: str, archive: list[Report]) -> None:
    whole = ids(q=q, sort=sort, page_size=100)
    turned = [pk for page in range(1, 17) for pk in ids(q=q, sort=sort, page=page, page_size=3)]
    assert turned == whole
    assert len(set(whole)) == len(whole)


def test_an_unknown_order_is_by_relevance(archive: list[Report]) -> None:
    assert ids(q="发展", sort="nonsense") == ids(q="发展")


def test_the_rarer_term_counts_for_more(make_report: MakeReport) -> None:
    make_report("r-2020", [("常见" * 2, ""), ("常见罕见", "")] + [("常见与其他", "")] * 9, year=2020)
    page = search.find(search.Request("常见 OR 罕见"))
    assert page.results[0].pair.zh == "常见罕见"
    assert [hit.score for hit in page.results] == sorted((hit.score for hit in page.results), reverse=True)


def test_a_term_that_is_a_word_goes_before_one_across_words(make_report: MakeReport) -> None:
    make_report("r-2020", [("结婚的和尚未结婚的", ""), ("那时候有一个和尚来", "")], year=2020)
    page = search.find(search.Request("和尚"))
    assert [hit.pair.position for hit in page.results] == [2, 1]
    assert page.results[0].score > page.results[1].score


def test_a_hit_brings_its_rows_along(archive: list[Report]) -> None:
    search.find(search.Request("发展"))
    hit = search.find(search.Request("新质生产力")).results[0]
    assert hit.pair.report.jurisdiction.name_zh
    assert [hit.pair.zh[start:end] for start, end in hit.zh_marks] == ["新质生产力"]


def test_years_the_wrong_way_round_match_nothing(archive: list[Report]) -> None:
    assert search.find(search.Request(year_from=2025, year_to=2024)).total == 0


def test_drafts_are_never_found(archive: list[Report]) -> None:
    assert 2026 not in {count.value for count in search.find(search.Request()).facets.year}
    assert search.find(search.Request(places=("湖南",))).total == 0


YEARS = none() | integers(-(10**30), 10**30)


@given(
    text(max_size=40) | lists(sampled_from([*'国-"()%\0\ud800', " OR ", "the"])).map("".join),
    lists(text(max_size=5) | sampled_from(["北京", "shanghai"]), max_size=3),
    tuples(YEARS, YEARS),
    sampled_from(["relevance", "newest", "oldest", ""]),
    tuples(integers(-(10**20), 10**20), integers(-(10**20), 10**20)),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_request_is_answered(
    archive: list[Report], q: str, names: list[str], years: tuple[int | None, int | None], sort: str,
    paging: tuple[int, int],
) -> None:  # fmt: skip
    request = search.Request(q, tuple(names), years[0], years[1], sort, paging[0], paging[1])  # type: ignore[arg-type]
    page = search.find(request)
    assert 0 <= len(page.results) <= min(page.total, 100)
    "".join([*page.notes, page.understood]).encode()


def test_the_longest_query_is_answered_soon(archive: list[Report]) -> None:
    search.find(search.Request())
    for q in ("(国 OR -的) " * 80, '"' + "the " * 240 + '"', fold("发展" * 500), "-" * 1000, "a-" * 500, "(" * 1000):
        assert search.find(search.Request(q)).took_ms < 1000
