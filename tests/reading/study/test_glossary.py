from __future__ import annotations

import csv
import io
import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports.models import Term
from reports.reading.study.glossary import PAGE_SIZE

pytestmark = pytest.mark.django_db

TBX = "{urn:iso:std:iso:30042:ed-2}"


@pytest.fixture
def table() -> None:
    rows = [
        ("改革", "reform", 90, 1990, 2020, 0.8),
        ("民生", "living standards", 7, 2008, 2020, 0.5),
        ("民生", "people's wellbeing", 40, 2010, 2020, 0.6),
        ("大模型", "large language models", 4, 2025, 2025, 0.4),
        ("研发", "=R&D", 9, 2000, 2020, 0.7),
    ]
    Term.objects.bulk_create(
        Term(zh=zh, en=en, count=count, first_year=first, last_year=last, strength=strength)
        for zh, en, count, first, last, strength in rows
    )


def html(client: Client, **parameters: str) -> str:
    response = client.get(reverse("terms"), parameters, follow=True)
    assert response.status_code == 200
    return unescape(response.content.decode())


def terms(shown: str) -> list[str]:
    return re.findall(r'<a class="zh" lang="zh-Hans" href="[^"]+">([^<]+)</a></th>', shown)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["改革", "研发", "民生", "大模型"]),
        ("count", ["改革", "民生", "研发", "大模型"]),
        ("newest", ["大模型", "民生", "研发", "改革"]),
        ("english", ["研发", "大模型", "民生", "改革"]),
        ("nonsense", ["改革", "研发", "民生", "大模型"]),
    ],
)
def test_terms_are_sorted(client: Client, table: None, sort: str, expected: list[str]) -> None:
    assert terms(html(client, sort=sort)) == expected


@pytest.mark.parametrize(("has", "expected"), [("LIVING", ["民生"]), ("模型", ["大模型"]), ("葫芦", []), ("%", [])])
def test_terms_are_filtered_in_either_language(client: Client, table: None, has: str, expected: list[str]) -> None:
    assert terms(html(client, has=has)) == expected


def test_term_shows_its_renderings_the_commonest_first(client: Client, table: None) -> None:
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(client, has="民生")))
    assert "people's wellbeing 40 · 2010–2020 living standards 7 · 2008–2020" in shown


def test_empty_table_says_how_it_is_made(client: Client) -> None:
    assert "makes it by itself" in html(client)


def test_mark_alone_is_no_term(client: Client, table: None) -> None:
    assert "There is no letter" in html(client, q="。")


def test_long_table_is_paged(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    Term.objects.bulk_create(
        Term(zh=f"词{n:03}", en="word", count=n, first_year=2000, last_year=2001, strength=0.5)
        for n in range(PAGE_SIZE + 3)
    )
    with django_assert_max_num_queries(4):
        assert len(terms(html(client))) == PAGE_SIZE
    assert len(terms(html(client, page="2"))) == 3
    assert len(terms(html(client, page="99"))) == 3
    assert len(terms(html(client, page="x"))) == PAGE_SIZE


def test_csv_is_safe_in_spreadsheets_and_reads_back(client: Client, table: None) -> None:
    answer = client.get(reverse("terms-csv"))
    written = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(written)))
    assert len(rows) == 5
    assert rows[0] == {
        "zh": "改革", "en": "reform", "count": "90", "first_year": "1990", "last_year": "2020", "strength": "0.8",
    }  # fmt: skip
    assert {row["en"] for row in rows} >= {"'=R&D"}
    assert answer["Content-Disposition"] == 'attachment; filename="glossary.csv"'


def test_tbx_has_an_entry_for_each_term(client: Client, table: None) -> None:
    tree = ET.fromstring(client.get(reverse("terms-tbx")).getvalue())
    assert (tree.tag, tree.get("type"), tree.get("style")) == (f"{TBX}tbx", "TBX-Basic", "dca")
    entries = tree.findall(f"{TBX}text/{TBX}body/{TBX}conceptEntry")
    assert len({entry.get("id") for entry in entries}) == len(entries) == 4
    found = {
        entry.findtext(f"{TBX}langSec[1]/{TBX}termSec/{TBX}term"): [
            term.text for term in entry.findall(f"{TBX}langSec[2]/{TBX}termSec/{TBX}term")
        ]
        for entry in entries
    }
    assert found["民生"] == ["people's wellbeing", "living standards"]
    assert found["研发"] == ["=R&D"]


@pytest.mark.parametrize("name", ["terms-csv", "terms-tbx"])
def test_downloads_hold_what_is_filtered(client: Client, table: None, name: str) -> None:
    written = client.get(reverse(name), {"has": "模型"}).getvalue().decode()
    assert "大模型" in written
    assert "改革" not in written
