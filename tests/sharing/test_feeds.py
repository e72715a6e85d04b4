"""The feed of new reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from reports import editing
from reports.models import Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent.parent / "schemas" / "atom.rng"))


def entries(client: Client, **arguments: str) -> Any:
    answer = client.get(reverse("feed"), arguments)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = etree.fromstring(answer.content)
    SCHEMA.assertValid(found)
    return found.xpath("a:entry", namespaces=ATOM)


def test_newest_report_stands_first(client: Client) -> None:
    report_of()
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    report_of(slug="draft-2021", year=2021, status="draft")
    found = [one.findtext("a:id", namespaces=ATOM) for one in entries(client)]
    assert found == [f"http://testserver/reports/{slug}/" for slug in ("shanghai-2020", "beijing-2025")]


def test_a_draft_that_is_published_later_is_the_newest(client: Client) -> None:
    draft = report_of(status="draft")
    other = report_of(slug="shanghai-2020", place="shanghai", year=2020, status="draft")
    for report in (other, draft):
        editing.set_status(report, "published", None)
    found = entries(client)
    assert [one.findtext("a:id", namespaces=ATOM).split("/")[-2] for one in found] == [draft.slug, other.slug]
    assert draft.published_at is not None
    assert found[0].findtext("a:published", namespaces=ATOM)[:19] == draft.published_at.isoformat()[:19]


def test_entry_tells_what_came_in(client: Client) -> None:
    report_of()
    [entry] = entries(client)
    assert entry.findtext("a:title", namespaces=ATOM) == "北京市 Beijing 2025"
    summary = entry.findtext("a:summary", namespaces=ATOM)
    assert "政府工作报告：在北京市第十六届人民代表大会第三次会议上" in summary
    assert "8 paragraphs, 6 of them in both languages." in summary


@pytest.mark.parametrize("name", ["shanghai", "上海市", "Shanghai"])
def test_feed_of_a_jurisdiction(client: Client, name: str) -> None:
    report_of()
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    [entry] = entries(client, place=name)
    assert "shanghai" in entry.findtext("a:id", namespaces=ATOM)


def test_jurisdiction_that_is_none_is_not_found(client: Client) -> None:
    assert client.get(reverse("feed"), {"place": "Atlantis"}).status_code == 404


def test_empty_feed_is_a_feed(client: Client) -> None:
    assert entries(client) == []


def test_feed_is_not_sent_again_until_something_changes(client: Client) -> None:
    report = report_of()
    first = client.get(reverse("feed"))
    again = {"if-none-match": first["ETag"]}
    assert client.get(reverse("feed"), headers=again).status_code == 304
    Report.objects.filter(pk=report.pk).update(title_zh="另一标题")
    report.touch()
    assert client.get(reverse("feed"), headers=again).status_code == 200


def test_feed_takes_few_queries(client: Client) -> None:
    for year in range(2000, 2012):
        report_of(slug=f"beijing-{year}", year=year)
    with CaptureQueriesContext(connection) as queries:
        assert len(entries(client)) == 12
    assert len(queries) == 2
