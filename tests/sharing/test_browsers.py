"""OpenSearch."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from reports import search
from reports.sharing.browsers import OPENSEARCH
from tests.factories import report_of

pytestmark = pytest.mark.django_db
NAMES = {"o": OPENSEARCH}


def test_description_is_of_the_form_that_browsers_take(client: Client) -> None:
    answer = client.get(reverse("opensearch"))
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    found = etree.fromstring(answer.content)
    assert len(found.findtext("o:ShortName", namespaces=NAMES)) <= 16
    assert len(found.findtext("o:LongName", namespaces=NAMES)) <= 48
    assert len(found.findtext("o:Description", namespaces=NAMES)) <= 1024
    templates = {one.get("type"): one.get("template") for one in found.findall("o:Url", NAMES)}
    assert templates["text/html"] == "http://testserver/search/?q={searchTerms}"
    assert templates["application/x-suggestions+json"] == "http://testserver/opensearch/suggestions/?q={searchTerms}"


def test_suggestions_have_the_four_lists(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        search.Suggestion(q="新质生产力", language="zh", count=12),
        search.Suggestion(q="新质", language="zh", count=1),
    ]
    monkeypatch.setattr(search, "suggest", lambda _q, _most: found, raising=False)
    answer = client.get(reverse("opensearch-suggestions"), {"q": " 新质 "})
    assert answer["Content-Type"] == "application/x-suggestions+json"
    assert json.loads(answer.content) == [
        "新质",
        ["新质生产力", "新质"],
        ["12 paragraphs", "1 paragraph"],
        [
            "http://testserver/search/?q=%E6%96%B0%E8%B4%A8%E7%94%9F%E4%BA%A7%E5%8A%9B",
            "http://testserver/search/?q=%E6%96%B0%E8%B4%A8",
        ],
    ]


def test_nothing_is_suggested_for_nothing(client: Client) -> None:
    report_of()
    assert json.loads(client.get(reverse("opensearch-suggestions")).content) == ["", [], [], []]


def test_nothing_is_suggested_while_no_index_can_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(q: str, most: int) -> None:
        raise search.Unavailable("building")

    monkeypatch.setattr(search, "suggest", refuse, raising=False)
    assert json.loads(client.get(reverse("opensearch-suggestions"), {"q": "a"}).content) == ["a", [], [], []]
