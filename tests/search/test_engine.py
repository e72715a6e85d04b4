"""The Haystack face: the same answers as at the door."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import FieldError
from haystack.inputs import AutoQuery, Exact, Not
from haystack.query import SQ, SearchQuerySet

from reports import search
from reports.models import ParagraphPair, Report
from reports.search.fragments import fragment


def at_the_door(q: str, **request: Any) -> list[int]:
    return [int(pair) for pair in search.ranked(search.Request(q, **request)).pairs]


def keys(found: Any) -> list[int]:
    return [int(result.pk) for result in found]


@pytest.mark.parametrize(
    ("found", "q"),
    [
        (lambda all_: all_.filter(content="发展"), "发展"),
        (lambda all_: all_.filter(content="发展 OR 国").filter(content="innovation"), "(发展 OR 国) innovation"),
        (lambda all_: all_.filter(content='"发展'), "发展"),
        (lambda all_: all_.filter(text=Exact("new quality")), '"new quality"'),
        (lambda all_: all_.filter(content=""), ""),
        (lambda all_: all_.filter(SQ(content="发展") | SQ(content="国")), "发展 OR 国"),
        (lambda all_: all_.filter(content="发展").filter_or(en="people"), "发展 OR en:people"),
        (lambda all_: all_.filter(content="发展") | all_.filter(content="国"), "发展 OR 国"),
        (lambda all_: all_.filter(content="发展") & all_.filter(content="国"), "发展 国"),
        (lambda all_: all_.exclude(content="的"), "-的"),
        (lambda all_: all_.exclude(content="的 OR 国").filter(content="发展"), "发展 -(的 OR 国)"),
        (lambda all_: all_.filter(content=Not("的")), "-的"),
        (lambda all_: all_.filter(content=AutoQuery("发展 -创新")), "发展 -创新"),
        (lambda all_: all_.auto_query("发展 -创新"), "发展 -创新"),
        (lambda all_: all_.auto_query('en:"new quality" OR 国'), 'en:"new quality" OR 国'),
        (lambda all_: all_.filter(year=2024), "year:2024"),
        (lambda all_: all_.filter(year__in=[2022, 2024]), "year:2022 OR year:2024"),
        (lambda all_: all_.filter(year__gte=2023, year__lt=2025), "year:2023..2024"),
        (lambda all_: all_.filter(year__gt=2023), "year:2024.."),
        (lambda all_: all_.filter(year__lte=2023), "year:..2023"),
        (lambda all_: all_.filter(year__range=(2022, 2023)), "year:2022..2023"),
        (lambda all_: all_.filter(content="国").exclude(year=2024), "国 -year:2024"),
        (lambda all_: all_.filter(place="上海"), "place:上海"),
        (lambda all_: all_.filter(place__in=["上海", "jilin"]), "place:上海 OR place:jilin"),
        (lambda all_: all_.filter(place__exact="Shanghai"), "place:shanghai"),
        (lambda all_: all_.filter(zh="5G"), "zh:5G"),
        (lambda all_: all_.filter(en__exact="quality productive"), 'en:"quality productive"'),
        (lambda all_: all_.filter(en__startswith="innov"), "en:innov*"),
        (lambda all_: all_.filter(content="发展").narrow("year:2024"), "发展 year:2024"),
    ],
)
def test_filters_find_what_the_language_finds(found: Any, q: str, archive: list[Report]) -> None:
    results = found(SearchQuerySet())
    assert results.count() == search.total(search.Request(q))
    assert sorted(keys(results)) == sorted(at_the_door(q))


@pytest.mark.parametrize("part", [slice(0, 5), slice(3, 11), slice(40, 60), slice(7, None), slice(100, 110)])
def test_slices_are_those_of_the_whole(part: slice, archive: list[Report]) -> None:
    assert keys(SearchQuerySet().all()[part]) == at_the_door("")[part]
    assert keys(SearchQuerySet().auto_query("发展")[part]) == at_the_door("发展")[part]


@pytest.mark.parametrize(
    ("field", "sort"), [("-year", "newest"), ("year", "oldest"), ("-delivered_on", "newest"), ("-score", "relevance")]
)
def test_orders(field: str, sort: str, archive: list[Report]) -> None:
    assert keys(SearchQuerySet().auto_query("发展").order_by(field)) == at_the_door("发展", sort=sort)


def test_results_carry_their_row_and_marks(archive: list[Report], django_assert_num_queries: Any) -> None:
    result = SearchQuerySet().auto_query("新质生产力")[0]
    assert [result.zh[start:end] for start, end in result.zh_marks] == ["新质生产力"]
    with django_assert_num_queries(0):
        assert result.object.zh == result.zh
        assert result.object.report.year == result.year
    assert result.model is ParagraphPair


def test_values(archive: list[Report]) -> None:
    found = SearchQuerySet().filter(year=2024).order_by("year")
    pairs = ParagraphPair.objects.filter(report__year=2024).order_by("position")
    assert list(found.values_list("pk", "place", "year")[:3]) == [[pair.pk, "上海市", 2024] for pair in pairs[:3]]
    assert found.values("zh", "en")[0] == {"zh": pairs[0].zh, "en": pairs[0].en}
    assert list(found.values_list("position", flat=True)) == [pair.position for pair in pairs]


def test_facets(archive: list[Report]) -> None:
    counts = SearchQuerySet().auto_query("发展").facet("year").facet("place").facet_counts()["fields"]
    facets = search.find(search.Request("发展")).facets
    assert dict(counts["year"]) == {count.value: count.count for count in facets.year}
    assert dict(counts["place"]) == {count.value: count.count for count in facets.place if count.count}


def test_another_model_is_not_found(archive: list[Report]) -> None:
    assert SearchQuerySet().models(ParagraphPair).count() == 45
    answer = SearchQuerySet().query.backend.search("发展", models={Report})
    assert answer == {"results": [], "hits": 0}


def test_all_of_a_large_result_is_iterated(archive: list[Report]) -> None:
    assert keys(SearchQuerySet().all()) == at_the_door("")


@pytest.mark.parametrize(
    ("field", "filter_type"), [("author", "content"), ("year", "startswith"), ("zh", "gte"), ("speaker", "endswith")]
)
def test_what_cannot_be_asked_is_said(field: str, filter_type: str) -> None:
    with pytest.raises(FieldError, match=field):
        fragment(field, filter_type, "2020")


def test_unknown_orders_and_counts_are_said(archive: list[Report]) -> None:
    with pytest.raises(FieldError, match="session"):
        list(SearchQuerySet().order_by("session"))
    with pytest.raises(FieldError, match="session"):
        SearchQuerySet().facet("session").facet_counts()


def test_none_of_no_values_is_nothing(archive: list[Report]) -> None:
    assert SearchQuerySet().filter(place__in=[]).count() == 0
    assert SearchQuerySet().filter(year__in=[]).count() == 0
