"""Filters and facets against a scan of the rows."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import search
from reports.models import Jurisdiction, ParagraphPair, Report
from reports.search.answers import Sort
from reports.text.fold import fold
from tests.search import oracle
from tests.search.conftest import MakeReport

TOWNS = [("jilin-city", "吉林市", "jilin"), ("changchun", "长春市", "jilin"), ("nanguan", "南关区", "changchun")]
SPEAKERS = [
    ("殷勇", "Yin Yong"), ("龚正", ""), ("王凱", "Yin Yong"), ("龔正", "Gong Zheng"), ("", "Nobody"), ("", ""),
    ("", "Gong Zheng"),
]  # fmt: skip
SORTS: list[Sort] = ["relevance", "newest", "oldest"]
FILTERS: dict[str, tuple[str, ...]] = {
    "place": ("places", "within"),
    "year": ("year_from", "year_to"),
    "level": ("levels",),
}
FILTERS |= {"speaker": ("speakers",), "kind": ("kinds",)}


@pytest.fixture
def tree(archive: list[Report], make_report: MakeReport) -> list[oracle.Row]:
    """Return the rows of an archive whose reports have places in places, speakers, and headings."""
    for code, name, parent in TOWNS:
        level = "county" if name.endswith("区") else "prefecture"
        whole = Jurisdiction.objects.get(code=parent)
        Jurisdiction.objects.create(code=code, name_zh=name, name_en=code.title(), level=level, parent=whole)
        make_report(f"{code}-2019", [("发展新质生产力", "Develop"), ("增长与发展", "Growth")], place=code, year=2019)
    make_report("nanguan-2020", [("发展", "")] * 3, place="nanguan", year=2020)
    for report, (zh, en) in zip(Report.objects.order_by("pk"), SPEAKERS * 3, strict=False):
        Report.objects.filter(pk=report.pk).update(speaker_zh=zh, speaker_en=en)
        report.refresh_from_db()
        report.touch()
    ParagraphPair.objects.filter(position__in=[1, 4, 5]).update(kind="heading")
    return oracle.rows()


def is_within(place: Jurisdiction | None, codes: set[str]) -> bool:
    while place is not None:
        if place.code in codes:
            return True
        place = place.parent
    return False


def passes(row: oracle.Row, request: search.Request, *, ignoring: str = "") -> bool:
    """Say whether a row is left by the filters of a request, codes of places in it, but for one."""
    report = row.pair.report
    place = report.jurisdiction
    names = {fold(name) for name in oracle.names_of(report)}
    first, last = request.year_from or 0, request.year_to or 9999
    told = {
        "place": not (request.places or request.within)
        or place.code in request.places
        or is_within(place, set(request.within)),
        "year": first <= report.year <= last,
        "level": not request.levels or place.level in request.levels,
        "speaker": not request.speakers or bool(names & {fold(name) for name in request.speakers}),
        "kind": not request.kinds or row.pair.kind in request.kinds,
        "two_sided": not request.two_sided or bool(row.zh and row.en_words),
    }
    return all(passed for name, passed in told.items() if name != ignoring)


def some_request(rng: random.Random) -> search.Request:
    def some(values: list[str]) -> tuple[str, ...]:
        return tuple(rng.sample(values, rng.randint(1, 2))) if rng.random() < 0.35 else ()

    first, last = sorted(rng.choices(range(2019, 2026), k=2))
    return search.Request(
        q=rng.choice(["", "发展", "国 OR the", "-的", "增长 develop", "新质生产力"]),
        places=some(["beijing", "jilin", "nanguan", "national"]),
        within=some(["jilin", "changchun", "national", "shanghai"]),
        levels=some(["nation", "province", "prefecture", "county"]),
        speakers=some(["殷勇", "龔正", "龚正", "gong zheng", "Yin Yong", "王凯", "Wang Kai"]),
        kinds=some(["heading", "body"]),
        two_sided=rng.random() < 0.3,
        year_from=rng.choice([None, first]),
        year_to=rng.choice([None, last]),
        sort=rng.choice(SORTS),
        page_size=100,
    )


def matching(q: str, rows: list[oracle.Row]) -> list[oracle.Row]:
    trees: dict[str, oracle.Tree] = {
        "": ("and",), "国 OR the": ("or", ("term", "国"), ("term", "the")), "-的": ("not", ("term", "的")),
        "增长 develop": ("and", ("term", "增长"), ("term", "develop")),
    }  # fmt: skip
    return [row for row in rows if oracle.matches(trees.get(q, ("term", q)), row)]


@pytest.mark.parametrize("seed", range(5))
def test_filters_and_facets_are_as_a_scan_says(seed: int, tree: list[oracle.Row]) -> None:
    rng = random.Random(seed)
    for _ in range(40):
        request = some_request(rng)
        found = matching(request.q, tree)
        page = search.find(request)
        left = {row.pair.pk for row in found if passes(row, request)}
        assert {hit.pair.pk for hit in page.results} == left, request
        assert page.total == len(left) == search.total(request)
        others = {name: [row for row in found if passes(row, request, ignoring=name)] for name in FILTERS}
        facets = page.facets
        assert {count.value: count.count for count in facets.year} == Counter(row.year for row in others["year"])
        levels = Counter(row.pair.report.jurisdiction.level for row in others["level"])
        assert {count.value: count.count for count in facets.level if count.count} == levels
        assert {count.value for count in facets.level if not count.count} <= set(request.levels)
        kinds = Counter(row.pair.kind for row in others["kind"])
        assert {count.value: count.count for count in facets.kind if count.count} == kinds
        assert facets.two_sided == sum(bool(row.zh and row.en_words) for row in found if row.pair.pk in left)
        places = Counter(row.pair.report.jurisdiction.code for row in others["place"])
        assert {count.code: count.count for count in facets.place if count.count} == places
        for count in facets.place:
            assert count.within == sum(is_within(row.pair.report.jurisdiction, {count.code}) for row in others["place"])


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_a_count_says_what_a_click_would_bring(name: str, tree: list[oracle.Row]) -> None:
    rng = random.Random(name)
    for _ in range(12):
        request = replace(some_request(rng), speakers=(), kinds=())
        for count in getattr(search.find(request).facets, name):
            value = count.code or str(count.value)
            none: dict[str, Any] = {field: None if "year" in field else () for field in FILTERS[name]}
            bare = replace(request, **none)
            if name == "year":
                clicked = replace(bare, year_from=int(value), year_to=int(value))
            else:
                clicked = replace(bare, **{**none, FILTERS[name][0]: (value,)})
            assert search.total(clicked) == count.count, (request, count)


def test_places_make_a_whole_tree(tree: list[oracle.Row]) -> None:
    places = search.find(search.Request("发展", year_from=2020, year_to=2020)).facets.place
    assert [(count.code, count.parent, count.count, count.within) for count in places] == [
        ("national", "", 0, 3), ("jilin", "national", 0, 3), ("changchun", "jilin", 0, 3),
        ("nanguan", "changchun", 3, 3),
    ]  # fmt: skip


def test_what_is_whole_stands_before_its_parts(tree: list[oracle.Row]) -> None:
    seen = {""}
    for count in search.find(search.Request()).facets.place:
        assert count.parent in seen
        seen.add(count.code)


def test_within_means_the_place_and_all_below_it(tree: list[oracle.Row]) -> None:
    codes = {row.pair.report.jurisdiction.code for row in tree}
    assert {"jilin", "jilin-city", "changchun", "nanguan"} <= codes
    found = search.find(search.Request(within=("吉林省",), page_size=100)).results
    assert {hit.pair.report.jurisdiction.code for hit in found} == {"jilin", "jilin-city", "changchun", "nanguan"}
    everything = search.total(search.Request())
    assert search.total(search.Request(within=("全国",))) == everything


def test_place_and_within_are_one_filter(tree: list[oracle.Row]) -> None:
    together = search.total(search.Request(places=("上海",), within=("长春",)))
    assert together == search.total(search.Request(places=("上海",))) + search.total(search.Request(within=("长春",)))


@pytest.mark.parametrize(
    ("filters", "note"),
    [
        ({"within": ("Narnia",)}, "There is no jurisdiction “Narnia”."),
        ({"levels": ("planet",)}, "There is no level “planet”."),
        ({"kinds": ("footnote",)}, "There is no kind “footnote”."),
        ({"speakers": ("Aslan",)}, "No report names “Aslan” as its speaker."),
    ],
)
def test_what_is_unknown_matches_nothing_and_is_said(
    filters: dict[str, tuple[str, ...]], note: str, archive: list[Report]
) -> None:
    page = search.find(search.Request(**filters))  # type: ignore[arg-type]
    assert (page.total, page.notes) == (0, [note])


def test_a_filter_left_empty_is_none(archive: list[Report]) -> None:
    empty = search.Request(places=("",), within=(" ",), levels=("",), speakers=("",), kinds=("",))
    page = search.find(empty)
    assert (page.total, page.notes) == (45, [])


@pytest.mark.parametrize("name", ["殷勇", "Yin Yong", "YIN YONG", " 殷勇 ", "殷　勇"])
def test_a_speaker_by_either_name(name: str, tree: list[oracle.Row]) -> None:
    page = search.find(search.Request(speakers=(name,), page_size=100))
    speakers = {(hit.pair.report.speaker_zh, hit.pair.report.speaker_en) for hit in page.results}
    assert ("殷勇", "Yin Yong") in speakers
    assert (("王凱", "Yin Yong") in speakers) == ("殷" not in name)


def test_speakers_carry_both_names(tree: list[oracle.Row]) -> None:
    speakers = {count.value: count for count in search.find(search.Request()).facets.speaker}
    assert speakers["殷勇"].label == "Yin Yong"
    assert len([name for name in speakers if fold(str(name)) == "龚正"]) == 1
    assert "" not in speakers


def test_the_most_frequent_speakers_and_those_that_are_set(archive: list[Report], make_report: MakeReport) -> None:
    for number in range(55):
        report = make_report(f"many-{number}", [("人人", "")] * (60 - number), year=1960 + number)
        report.speaker_zh = f"人{number}"
        report.save()
        report.touch()
    request = search.Request("人人", speakers=("人54", "人3"))
    counts = search.find(request).facets.speaker
    assert [count.value for count in counts] == [f"人{number}" for number in range(50)] + ["人54"]
    assert counts[-1].count == 6


def test_a_renamed_place_is_shown_and_found_by_its_new_name_at_once(archive: list[Report]) -> None:
    assert search.total(search.Request(places=("上海",))) == 16
    Jurisdiction.objects.filter(code="shanghai").update(name_zh="申城市", name_en="Shen")
    page = search.find(search.Request(places=("申城",)))
    assert page.total == 16
    assert ("申城市", "Shen") in {(count.value, count.label) for count in page.facets.place}
    assert search.find(search.Request(places=("上海",))).notes


def test_a_place_moved_to_another_whole_counts_there_at_once(tree: list[oracle.Row]) -> None:
    before = search.total(search.Request(within=("吉林省",)))
    town = Jurisdiction.objects.get(code="jilin-city")
    Jurisdiction.objects.filter(pk=town.pk).update(parent=Jurisdiction.objects.get(code="hebei"))
    assert search.total(search.Request(within=("吉林省",))) == before - 2
    assert search.total(search.Request(within=("河北",))) == 2


def test_queries_do_not_grow_with_the_filters(tree: list[oracle.Row]) -> None:
    search.find(search.Request())
    request = search.Request(
        places=("北京",), within=("吉林",), speakers=("殷勇",), levels=("county",), kinds=("body",)
    )
    with CaptureQueriesContext(connection) as queries:
        search.find(request)
    assert len(queries) <= 3
