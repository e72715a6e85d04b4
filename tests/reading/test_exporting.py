from __future__ import annotations

import gzip
import hashlib
import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports import exports, search
from reports.models import Jurisdiction, Report
from reports.reading import exporting
from reports.reading.asked import Asked
from tests.factories import report_of

pytestmark = pytest.mark.django_db

CHOICES = [(known, choice) for known in exports.FORMATS.values() for choice in known.choices]


@pytest.fixture
def report() -> Report:
    return report_of()


@pytest.fixture
def archive(report: Report) -> list[Report]:
    other = report_of(slug="shanghai-2020", place="shanghai", year=2020)
    report_of(slug="hunan-2026", place="hunan", year=2026, status="draft")
    search.catch_up()
    return [report, other]


def address(form: str = "tmx", slug: str = "beijing-2025") -> str:
    return reverse("report-export", args=[slug, form])


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def name(response: HttpResponseBase) -> str:
    return response["Content-Disposition"]


@pytest.mark.parametrize(("form", "choice"), CHOICES)
def test_a_report_can_be_taken_away_in_every_format(
    client: Client, report: Report, form: exports.Format, choice: str
) -> None:
    response = client.get(address(form.name), {form.chosen_by: choice} if choice else {})
    suffix, content_type, _is_packed = form.file(choice)
    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    assert name(response).startswith('attachment; filename="beijing-2025_')
    assert name(response).endswith(f'.{suffix}"')
    assert len(content(response)) > 200


@pytest.mark.parametrize(("form", "choice"), CHOICES)
def test_a_search_can_be_taken_away_in_every_format(
    client: Client, archive: list[Report], form: exports.Format, choice: str
) -> None:
    query = {"q": "科技", **({form.chosen_by: choice} if choice else {})}
    response = client.get(reverse("search-export", args=[form.name]), query)
    assert response.status_code == 200
    assert len(content(response)) > 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "beijing-2025_zh-Hans_en.tmx"),
        ({"unit": "sentence"}, "beijing-2025_zh-Hans_en_sentence.tmx"),
        ({"script": "hk", "section": "3"}, "beijing-2025_section-3_zh-Hant-HK_en.tmx"),
        ({"script": "published"}, "beijing-2025_zh-Hans_en.tmx"),
    ],
)
def test_names_say_place_year_section_and_language(
    client: Client, report: Report, query: dict[str, str], expected: str
) -> None:
    assert f'"{expected}"' in name(client.get(address(), query))


@pytest.mark.parametrize(("layout", "expected"), [("zh", "beijing-2025_zh-Hans.txt"), ("en", "beijing-2025_en.txt")])
def test_a_file_in_one_language_is_named_by_it(client: Client, report: Report, layout: str, expected: str) -> None:
    assert f'"{expected}"' in name(client.get(address("txt"), {"layout": layout}))


def test_a_section_is_sent_with_all_below_it(client: Client, report: Report) -> None:
    text = content(client.get(address("txt"), {"section": "1"})).decode()
    assert "3000亿元" in text
    assert "足额发放" not in text


@pytest.mark.parametrize(
    ("form", "query", "status"),
    [
        ("pdf", {}, 404),
        ("tmx", {"section": "9"}, 404),
        ("tmx", {"section": "x"}, 404),
        ("tmx", {"section": "9" * 30}, 404),
        ("tmx", {"script": "tlh"}, 400),
        ("tmx", {"unit": "word"}, 400),
        ("epub", {"layout": "files"}, 400),
    ],
)
def test_what_there_is_not_is_said(
    client: Client, report: Report, form: str, query: dict[str, str], status: int
) -> None:
    assert client.get(address(form), query).status_code == status


def test_drafts_and_unknown_reports_are_not_found(client: Client) -> None:
    report_of(slug="hunan-2026", place="hunan", year=2026, status="draft")
    assert client.get(address(slug="hunan-2026")).status_code == 404
    assert client.get(address(slug="nowhere-2026")).status_code == 404


def test_who_has_it_already_is_told_so(client: Client, report: Report) -> None:
    first = client.get(address())
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get(address(), headers=headers)
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "change",
    [
        lambda report: report.touch(),
        lambda report: Jurisdiction.objects.filter(pk=report.jurisdiction_id).update(name_en="Peking"),
    ],
)
def test_who_has_something_older_gets_the_new(client: Client, report: Report, change: Any) -> None:
    before = client.get(address())["ETag"]
    change(report)
    assert client.get(address(), headers={"if-none-match": before}).status_code == 200


def test_each_choice_has_a_mark_of_its_own(client: Client, report: Report) -> None:
    queries: list[dict[str, str]] = [{}, {"unit": "sentence"}, {"script": "hant"}, {"section": "1"}, {"section": "3"}]
    marks = [client.get(address(form), query)["ETag"] for form in ("tmx", "csv") for query in queries]
    assert len(set(marks)) == len(marks)


def test_the_mark_outlives_the_process(client: Client, report: Report) -> None:
    # What a mark is made of must not hold places in memory, which every worker has others of.
    made: list[str] = []
    digest = hashlib.blake2b

    def noted(content: bytes, **options: Any) -> Any:
        made.append(content.decode())
        return digest(content, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashlib, "blake2b", noted)
        client.get(address())
    assert made
    assert not any(" at 0x" in part for part in made)


def test_a_head_has_the_headers_alone(client: Client, report: Report) -> None:
    got, head = client.get(address("docx")), client.head(address("docx"))
    assert content(head) == b""
    assert [head[header] for header in ("ETag", "Content-Type", "Content-Disposition")] == [
        got[header] for header in ("ETag", "Content-Type", "Content-Disposition")
    ]


@pytest.mark.parametrize(("form", "is_squeezed"), [("tmx", True), ("tei", True), ("docx", False), ("epub", False)])
def test_texts_are_squeezed_and_packages_are_not(
    client: Client, report: Report, form: str, *, is_squeezed: bool
) -> None:
    response = client.get(address(form), headers={"accept-encoding": "gzip"})
    body = content(response)
    assert response.has_header("Content-Encoding") == is_squeezed
    if is_squeezed:
        assert gzip.decompress(body).startswith(b"<?xml")
    else:
        assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None


def test_an_answer_names_the_page_and_the_licence(client: Client, report: Report) -> None:
    links = client.get(address())["Link"]
    assert '<http://testserver/reports/beijing-2025/>; rel="canonical"' in links
    assert 'rel="license"' in links


def test_a_large_report_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    report_of([(0, (f"第{n}段。", f"Paragraph {n}.")) for n in range(400)])
    with django_assert_max_num_queries(9):
        content(client.get(address("jsonl")))


def test_a_search_is_cut_and_says_so(client: Client, archive: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PAIRS_MOST", 1)
    response = client.get(reverse("search-export", args=["tei"]), {"q": "科技"})
    assert re.search(r"search_.*first-1-of-\d+\.xml", name(response))
    assert "The first 1 of " in content(response).decode()


def test_a_search_keeps_its_filters(client: Client, archive: list[Report]) -> None:
    text = content(client.get(reverse("search-export", args=["csv"]), {"q": "科技", "place": "上海"})).decode()
    assert ",上海市,Shanghai," in text
    assert ",北京市,Beijing," not in text


def test_a_search_changes_its_mark_with_the_archive(client: Client, archive: list[Report]) -> None:
    there = reverse("search-export", args=["csv"])
    before = client.get(there, {"q": "科技"})["ETag"]
    assert client.get(there, {"q": "科技"}, headers={"if-none-match": before}).status_code == 304
    archive[0].touch()
    assert client.get(there, {"q": "科技"}, headers={"if-none-match": before}).status_code == 200


def test_a_search_that_finds_nothing_is_no_file(client: Client, archive: list[Report]) -> None:
    assert client.get(reverse("search-export", args=["csv"]), {"q": "xyzzy"}).status_code == 404


def test_a_search_without_an_index_asks_for_patience(
    client: Client, archive: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(_request: search.Request) -> None:
        raise search.Unavailable("being built")

    monkeypatch.setattr(search, "ranked", unavailable)
    response = client.get(reverse("search-export", args=["csv"]), {"q": "科技"})
    assert (response.status_code, response["Retry-After"]) == (503, "15")


def links(context: dict[str, Any]) -> list[str]:
    html = render_to_string("reading/_downloads.html", context)
    return [unescape(found) for found in re.findall(r'href="([^"]+)"', html)]


@pytest.mark.parametrize("context", [{}, {"section": 3}, {"script": "hant"}, {"section": 3, "script": "hant"}], ids=str)
def test_the_menu_offers_every_format_and_choice(client: Client, report: Report, context: dict[str, Any]) -> None:
    offered = links({"report": report, **context})
    assert len(set(offered)) == len(CHOICES)
    for link in offered:
        response = client.get(link)
        assert response.status_code == 200
        assert ("section-3" in name(response)) == ("section" in context)
        assert ("zh-Hant-TW" in name(response)) == ("script" in context) or "_en.txt" in name(response)


def test_the_menu_of_a_search_keeps_the_search(client: Client, archive: list[Report]) -> None:
    asked = Asked(q="科技", places=("上海",))
    offered = links({"asked": asked})
    assert len(set(offered)) == len(CHOICES)
    assert all(client.get(link).status_code == 200 for link in offered)
    assert "上海市" in content(client.get(offered[-1])).decode()


@pytest.mark.parametrize(("form", "layout"), [("tmx", ""), ("txt", "en")])
def test_report_in_one_language_has_no_file_that_needs_the_other(client: Client, form: str, layout: str) -> None:
    report_of([(0, ("只有中文。", ""))], slug="shanghai-2020", place="shanghai", year=2020)
    response = client.get(address(form, "shanghai-2020"), {"layout": layout})
    assert response.status_code == 404
    assert "Only Chinese has come in" in response.content.decode()


def test_file_of_a_report_in_one_language_is_named_by_it(client: Client) -> None:
    report_of([(0, ("只有中文。", ""))], slug="shanghai-2020", place="shanghai", year=2020)
    assert '"shanghai-2020_zh-Hans.docx"' in name(client.get(address("docx", "shanghai-2020")))


def test_menu_of_a_report_in_one_language_leaves_out_what_needs_the_other() -> None:
    report = report_of([(0, ("只有中文。", ""))], slug="shanghai-2020", place="shanghai", year=2020)
    html = render_to_string("reading/_downloads.html", {"report": report, "only": "zh"})
    assert "TMX" not in html
    assert "layout=en" not in html
    assert "layout=zh" in html
