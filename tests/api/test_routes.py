from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from reports import search
from reports.api import findings, shapes
from reports.models import ParagraphPair, Report

API = "/api/v1/"
PARAMETERS = [
    "q", "sort", "place", "within", "level", "speaker", "kind", "from", "to", "page", "page_size", "no-such",
]  # fmt: skip


def ask(client: Client, address: str, **parameters: Any) -> Any:
    response = client.get(API + address, parameters)
    assert response.status_code == 200, response.content
    return response.json()


def slugs(answer: Any) -> list[str]:
    return [result["slug"] for result in answer["results"]]


@pytest.mark.usefixtures("beijing", "nation", "draft")
class TestReports:
    def test_lists_the_published_newest_first(self, client: Client) -> None:
        answer = ask(client, "reports")
        assert slugs(answer) == ["beijing-2025", "national-1999"]
        assert (answer["total"], answer["page"], answer["pages"]) == (2, 1, 1)

    def test_shows_header_and_size(self, client: Client) -> None:
        report, nation = ask(client, "reports")["results"]
        assert report["place"] == {"code": "beijing", "zh": "北京市", "en": "Beijing", "level": "province"}
        assert report["session"] == {"key": "16.3", "zh": "", "en": ""}
        assert report["speaker"] == {"zh": "殷勇", "en": "Yin Yong"}
        assert report["delivered_on"] == "2025-01-14"
        assert report["url"] == "http://testserver/reports/beijing-2025/"
        assert (report["pairs"], report["two_sided"]) == (3, 3)
        assert (nation["pairs"], nation["two_sided"]) == (1, 0)
        assert nation["place"]["zh"] == "全国"

    def test_never_tells_the_status(self, client: Client) -> None:
        assert "status" not in ask(client, "reports")["results"][0]
        assert "status" not in ask(client, "reports/beijing-2025")

    @pytest.mark.parametrize("place", ["beijing", "北京市", "北京", "Beijing", "BEIJING"])
    def test_filters_by_any_name_of_a_place(self, client: Client, place: str) -> None:
        assert slugs(ask(client, "reports", place=place)) == ["beijing-2025"]

    def test_filters_by_several_places(self, client: Client) -> None:
        assert len(slugs(ask(client, "reports", place=["北京", "全國"]))) == 2

    def test_says_that_a_place_is_unknown(self, client: Client) -> None:
        answer = ask(client, "reports", place="Atlantis")
        assert answer["total"] == 0
        assert "Atlantis" in answer["notes"][0]

    @pytest.mark.parametrize(
        ("parameters", "expected"),
        [
            ({"year": 1999}, ["national-1999"]),
            ({"from": 2000}, ["beijing-2025"]),
            ({"to": 1999}, ["national-1999"]),
            ({"from": 1999, "to": 2025}, ["beijing-2025", "national-1999"]),
            ({"from": 2025, "to": 1999}, []),
            ({"from": "", "to": "", "place": ""}, ["beijing-2025", "national-1999"]),
        ],
    )
    def test_filters_by_years(self, client: Client, parameters: dict[str, Any], expected: list[str]) -> None:
        assert slugs(ask(client, "reports", **parameters)) == expected

    def test_explains_an_empty_span(self, client: Client) -> None:
        parameters: dict[str, Any] = {"from": 2025, "to": 1999}
        assert ask(client, "reports", **parameters)["notes"] == ["No year lies between 2025 and 1999."]

    def test_turns_pages(self, client: Client) -> None:
        assert slugs(ask(client, "reports", page=2, page_size=1)) == ["national-1999"]
        past = ask(client, "reports", page=3, page_size=1)
        assert (past["results"], past["total"], past["pages"]) == ([], 2, 2)

    def test_queries_do_not_grow_with_the_list(self, client: Client) -> None:
        with CaptureQueriesContext(connection) as queries:
            ask(client, "reports")
        assert len(queries) <= 3


@pytest.mark.usefixtures("beijing", "draft")
class TestReport:
    def test_has_header_sections_and_pairs(self, client: Client) -> None:
        answer = ask(client, "reports/beijing-2025")
        (section,) = answer["sections"]
        assert (section["level"], section["ordinal"], section["parent"]) == (1, 1, None)
        assert (section["heading_zh"], section["heading_en"]) == ("一、回顧", "I A Review")
        rows = ParagraphPair.objects.filter(report__slug="beijing-2025").order_by("position")
        assert answer["pairs"] == [
            {
                "id": row.pk, "position": row.position, "section": section["id"], "kind": row.kind,
                "zh": row.zh, "en": row.en, "confidence": row.confidence, "needs_review": row.needs_review,
                "beads": row.beads,
            }
            for row in rows
        ]  # fmt: skip
        assert answer["sources"] == [{"name": "part-1.txt", "sha256": "a" * 64, "size": 3}]

    def test_writes_chinese_as_chinese(self, client: Client) -> None:
        response = client.get(API + "reports/beijing-2025")
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        assert "引領新質生產力發展".encode() in response.content

    def test_takes_four_queries_however_long(self, client: Client, beijing: Report) -> None:
        ParagraphPair.objects.bulk_create(
            ParagraphPair(report=beijing, position=position, en="More") for position in range(10, 410)
        )
        with CaptureQueriesContext(connection) as queries:
            assert len(ask(client, "reports/beijing-2025")["pairs"]) == 403
        assert len(queries) <= 4

    @pytest.mark.parametrize("slug", ["nowhere-1900", "hunan-2026"])
    def test_is_unknown_in_json(self, client: Client, slug: str) -> None:
        response = client.get(f"{API}reports/{slug}")
        assert response.status_code == 404
        assert slug in response.json()["detail"]

    def test_unchanged_costs_no_body(self, client: Client) -> None:
        tag = client.get(API + "reports/beijing-2025").headers["ETag"]
        with CaptureQueriesContext(connection) as queries:
            response = client.get(API + "reports/beijing-2025", headers={"if-none-match": tag})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["ETag"] == tag
        assert len(queries) == 1

    def test_unchanged_by_date(self, client: Client) -> None:
        date = client.get(API + "reports/beijing-2025").headers["Last-Modified"]
        response = client.get(API + "reports/beijing-2025", headers={"if-modified-since": date})
        assert response.status_code == 304

    def test_touched_is_changed(self, client: Client, beijing: Report) -> None:
        first = client.get(API + "reports/beijing-2025")
        beijing.touch()
        second = client.get(API + "reports/beijing-2025", headers={"if-none-match": first.headers["ETag"]})
        assert second.status_code == 200
        assert second.headers["ETag"] != first.headers["ETag"]

    def test_a_renamed_place_is_a_change(self, client: Client, beijing: Report) -> None:
        first = client.get(API + "reports/beijing-2025")
        beijing.jurisdiction.name_en = "Peking"
        beijing.jurisdiction.save()
        second = client.get(API + "reports/beijing-2025", headers={"if-none-match": first.headers["ETag"]})
        assert second.json()["place"]["en"] == "Peking"

    def test_last_modified_is_when_it_changed(self, client: Client, beijing: Report) -> None:
        beijing.changed_at -= timedelta(days=400)
        beijing.save()
        response = client.get(API + "reports/beijing-2025")
        assert str(beijing.changed_at.year) in response.headers["Last-Modified"]


@pytest.mark.usefixtures("beijing", "nation", "draft")
class TestSearch:
    def test_finds_in_either_script_and_marks_the_published_text(self, client: Client) -> None:
        for query in ("新质生产力", "新質生產力"):
            answer = ask(client, "search", q=query)
            (result,) = answer["results"]
            assert answer["total"] == 1
            assert [result["zh"][start:end] for start, end in result["zh_marks"]] == ["新質生產力"]
            assert result["en_marks"] == []

    def test_result_has_what_a_reader_needs(self, client: Client) -> None:
        (result,) = ask(client, "search", q="productive")["results"]
        pair = ParagraphPair.objects.get(en__contains="productive")
        assert {name: result[name] for name in ("id", "report", "year", "place", "position", "kind", "zh", "en")} == {
            "id": pair.pk, "report": "beijing-2025", "year": 2025, "place": "北京市", "position": 2, "kind": "body",
            "zh": pair.zh, "en": pair.en,
        }  # fmt: skip
        assert [result["en"][start:end] for start, end in result["en_marks"]] == ["productive"]
        assert isinstance(result["score"], float)

    def test_nation_is_called_by_its_chinese_name(self, client: Client) -> None:
        (result,) = ask(client, "search", q="发展经济")["results"]
        assert result["place"] == "全国"

    def test_counts_leave_their_own_filter_out(self, client: Client) -> None:
        answer = ask(client, "search", q="发展", place="北京")
        assert answer["total"] == 2
        assert answer["facets"] == {
            "year": [{"value": 2025, "count": 2}],
            "place": [
                {"value": "全国", "label": "China", "code": "national", "parent": None, "count": 1, "within": 3},
                {
                    "value": "北京市", "label": "Beijing", "code": "beijing", "parent": "national", "count": 2,
                    "within": 2,
                },
            ],
            "level": [{"value": "province", "count": 2}],
            "speaker": [{"value": "殷勇", "label": "Yin Yong", "count": 2}],
            "kind": [{"value": "body", "count": 2}],
            "both": 2,
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("parameters", "total"),
        [
            ({}, 3),
            ({"from": 2000}, 2),
            ({"to": "1999"}, 1),
            ({"place": ["北京", "全国"]}, 3),
            ({"place": "全国"}, 1),
            ({"within": "全国"}, 3),
            ({"within": "beijing"}, 2),
            ({"place": "全国", "within": "北京"}, 3),
            ({"level": "province"}, 2),
            ({"level": ["province", "nation"]}, 3),
            ({"speaker": "yin yong"}, 2),
            ({"speaker": ["殷勇", "李强"]}, 2),
            ({"kind": "heading"}, 0),
            ({"both": "true"}, 2),
            ({"both": "false"}, 3),
            ({"kind": ["heading", "body"]}, 3),
            ({"from": "", "within": "", "level": "", "speaker": "", "kind": ""}, 3),
        ],
    )
    def test_filters(self, client: Client, parameters: dict[str, Any], total: int) -> None:
        assert ask(client, "search", q="发展", **parameters)["total"] == total

    def test_sorts_by_date(self, client: Client) -> None:
        newest = [result["year"] for result in ask(client, "search", q="发展", sort="newest")["results"]]
        oldest = [result["year"] for result in ask(client, "search", q="发展", sort="oldest")["results"]]
        assert (newest, oldest) == ([2025, 2025, 1999], [1999, 2025, 2025])

    def test_pages_make_up_the_whole(self, client: Client) -> None:
        whole = [result["id"] for result in ask(client, "search", q="发展")["results"]]
        pages = [ask(client, "search", q="发展", page=page, page_size=1) for page in (1, 2, 3, 4)]
        assert [result["id"] for page in pages for result in page["results"]] == whole
        assert {(page["total"], page["pages"]) for page in pages} == {(3, 3)}
        assert pages[1]["page"] == 2

    def test_no_query_browses(self, client: Client) -> None:
        assert ask(client, "search")["total"] == ParagraphPair.objects.filter(report__status="published").count()

    def test_a_page_past_the_last_is_empty_and_as_long(self, client: Client) -> None:
        first, past = (ask(client, "search", q="发展", page=page, page_size=2) for page in (1, 3))
        assert past["results"] == []
        assert [past[name] for name in ("total", "pages", "facets", "notes")] == [
            first[name] for name in ("total", "pages", "facets", "notes")
        ]

    def test_shows_counterparts_and_offers(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        found = search.find(search.Request("productive"))
        hit = replace(found.results[0], zh_counterparts=[search.Counterpart(3, 5, 0.75)])
        page = replace(found, results=[hit], offers=[search.Offer("生产力", 1, "rendering", 0.75)])
        monkeypatch.setattr(search, "find", lambda _request: page, raising=False)
        answer = ask(client, "search", q="productive")
        (result,) = answer["results"]
        assert (result["zh_counterparts"], result["en_counterparts"]) == ([[3, 5, 0.75]], [])
        assert answer["offers"] == [{"q": "生产力", "count": 1, "kind": "rendering", "confidence": 0.75}]

    def test_suggests(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def suggest(typed: str, limit: int) -> list[search.Suggestion]:
            return [search.Suggestion(f"{typed}产力", "zh", 2)] * min(limit, 3)

        monkeypatch.setattr(search, "suggest", suggest, raising=False)
        answer = ask(client, "suggestions", q="生", limit=2)
        assert answer == {"results": [{"q": "生产力", "language": "zh", "count": 2}] * 2}
        assert len(ask(client, "suggestions", q="生")["results"]) == 3

    def test_notes_tell_of_an_unknown_place(self, client: Client) -> None:
        answer = ask(client, "search", q="发展", place="Atlantis")
        assert answer["total"] == 0
        assert any("Atlantis" in note for note in answer["notes"])

    def test_notes_tell_of_an_unreadable_query(self, client: Client) -> None:
        answer = ask(client, "search", q='"发展')
        assert answer["notes"]
        assert answer["understood"]

    def test_says_when_the_index_is_being_built(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def find(request: search.Request) -> search.Page:
            raise search.Unavailable

        monkeypatch.setattr(search, "find", find, raising=False)
        response = client.get(API + "search", {"q": "发展"})
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
        assert "index" in response.json()["detail"]

    def test_odd_queries_are_answered(self, client: Client) -> None:
        for query in ("\0", "%", "(" * 500, "国" * 2000, "<script>"):
            ask(client, "search", q=query)


@pytest.mark.usefixtures("beijing", "nation", "draft")
class TestConcordance:
    def test_sets_occurrences_on_lines(self, client: Client) -> None:
        answer = ask(client, "concordance", q="生产力")
        (line,) = answer["results"]
        assert (line["left"], line["keyword"], line["right"]) == ("引領新質", "生產力", "發展")
        assert (line["side"], line["start"], line["end"]) == ("zh", 4, 7)
        assert line["counterpart"]["text"] == "We cultivated new quality productive forces."
        assert (answer["pairs"], answer["occurrences"], answer["counted"]) == (1, 1, True)

    @pytest.mark.parametrize("order", ["", "left", "right", "keyword"])
    def test_pages_make_up_the_whole(self, client: Client, order: str) -> None:
        whole = ask(client, "concordance", q="发展", order=order)["results"]
        pages = [ask(client, "concordance", q="发展", order=order, page=page, page_size=1) for page in (1, 2, 3, 4)]
        assert [line for page in pages for line in page["results"]] == whole
        assert {page["pages"] for page in pages} == {3}

    def test_filters_and_notes(self, client: Client) -> None:
        answer = ask(client, "concordance", q='"发展', place="Narnia", level="province")
        assert answer["results"] == []
        assert any("Narnia" in note for note in answer["notes"])
        assert len(ask(client, "concordance", q="发展", level="nation")["results"]) == 1


@pytest.mark.usefixtures("beijing", "draft")
def test_places_count_published_reports(client: Client) -> None:
    answer = ask(client, "places")
    by_code = {place["code"]: place for place in answer["results"]}
    assert answer["total"] == 32
    assert by_code["beijing"] == {
        "code": "beijing", "zh": "北京市", "en": "Beijing", "level": "province", "parent": "national", "reports": 1,
    }  # fmt: skip
    assert by_code["hunan"]["reports"] == 0
    assert by_code["national"]["parent"] is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("search?page_size=101", "page_size"),
        ("search?page_size=0", "page_size"),
        ("search?page=0", "page"),
        ("search?page=x", "page"),
        ("search?page=99999999999999999999", "page"),
        ("search?sort=best", "sort"),
        ("search?from=soon", "from"),
        ("search?to=99999999999999999999", "to"),
        ("reports?page_size=101", "page_size"),
        ("reports?year=MMXXV", "year"),
        ("reports?from=-1", "from"),
        ("search?level=planet", "level"),
        ("search?kind=body&kind=note", "kind"),
        ("suggestions?limit=0", "limit"),
        ("suggestions?limit=51", "limit"),
    ],
)
def test_bad_parameter_is_named(client: Client, address: str, parameter: str) -> None:
    response = client.get(API + address)
    assert response.status_code == 422
    (problem,) = response.json()["detail"]
    assert problem["parameter"] == parameter
    assert problem["problem"]


@pytest.mark.usefixtures("beijing")
@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("search?plaze=beijing", "q, sort, place, from, to, within"),
        ("search?q=a&year=2025", "from, to"),
        ("reports?q=a", "year"),
        ("reports/beijing-2025?page=2", "none"),
        ("places?level=county", "none"),
        ("suggestions?term=a", "q, limit"),
    ],
)
def test_a_parameter_that_is_not_there_is_refused_with_those_that_are(client: Client, address: str, known: str) -> None:
    response = client.get(API + address)
    assert response.status_code == 422
    (problem,) = response.json()["detail"]
    assert f"{problem['parameter']}=" in address
    assert set(known.split(", ")) <= set(re.findall(r"\w+", problem["problem"]))


@pytest.mark.usefixtures("beijing", "nation")
def test_no_parameter_breaks_the_search(client: Client) -> None:
    values = st.text(max_size=12) | st.integers(-5, 10**20).map(str) | st.sampled_from(["newest", "body", "county", ""])

    @given(st.dictionaries(st.sampled_from(PARAMETERS), st.lists(values, max_size=3), max_size=6))
    @hypothesis.settings(max_examples=120, deadline=None)
    def check(parameters: dict[str, list[str]]) -> None:
        response = client.get(API + "search", parameters)
        assert response.status_code in {200, 422}
        if response.status_code == 200:
            findings.SearchResults.model_validate(response.json())
        else:
            assert {problem["parameter"] for problem in response.json()["detail"]} <= set(parameters)

    check()


@pytest.mark.usefixtures("beijing")
@pytest.mark.parametrize(
    ("address", "shape"),
    [
        ("reports", shapes.Reports),
        ("reports/beijing-2025", shapes.WholeReport),
        ("search?q=发展", findings.SearchResults),
        ("places", shapes.Places),
        ("suggestions?q=发", findings.Suggestions),
        ("concordance?q=发展", findings.Concordance),
    ],
)
def test_answers_are_as_described_and_nothing_more(client: Client, address: str, shape: type[shapes.Page]) -> None:
    address, _, query = address.partition("?q=")
    answer = ask(client, address, **({"q": query} if query else {}))
    described = shape.model_validate(answer).model_dump(mode="json")
    assert described == answer
