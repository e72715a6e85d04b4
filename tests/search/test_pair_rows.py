"""The rows of a page, against Django's own reading of them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from reports.models import ParagraphPair, Report, Section
from reports.search import pair_rows
from reports.search.pair_rows import published_pairs
from tests.search.conftest import MakeReport

pytestmark = pytest.mark.django_db


def values(row: Model | None) -> dict[str, object]:
    return {} if row is None else {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.fixture
def rich(make_report: MakeReport) -> Report:
    """Return a report with every kind of value in its rows."""
    report = make_report(
        "beijing-2024", [("一、总体", "I. General"), ("发展", ""), ("", "%s 100%")], day=dt.date(2024, 1, 9)
    )
    section = Section.objects.create(report=report, level=1, position=1, heading_zh="一、总体")
    report.pairs.filter(position=1).update(
        section=section, kind="heading", confidence=0.5, evidence={"figures": [1, 2]}, beads=[[0, 2, 0, 5, 0.9]],
        needs_review=True,
    )  # fmt: skip
    return report


def test_rows_are_as_django_reads_them(rich: Report, archive: list[Report]) -> None:
    ids = list(ParagraphPair.objects.order_by("-pk").values_list("pk", flat=True))
    expected = (
        ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED)
        .select_related("report__jurisdiction", "section")
        .in_bulk(ids)
    )
    found = published_pairs(ids)
    assert found.keys() == expected.keys()
    for pk, pair in expected.items():
        row = found[pk]
        assert values(row) == values(pair)
        assert values(row.report) == values(pair.report)
        assert values(row.report.jurisdiction) == values(pair.report.jurisdiction)
        assert values(row.section) == values(pair.section)


def test_rows_are_complete_and_can_be_written(rich: Report) -> None:
    ids = list(rich.pairs.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        rows = published_pairs(ids)
        _seen = [
            (str(row.report), row.section and str(row.section), row.report.jurisdiction.level) for row in rows.values()
        ]
    assert len(queries) == 1
    row = rows[ids[0]]
    row.zh = "改"
    row.zh_folded = "改"
    row.save()
    assert rich.pairs.get(pk=row.pk).zh == "改"


def test_pairs_of_drafts_and_pairs_that_are_gone_are_left_out(rich: Report) -> None:
    ids = list(rich.pairs.values_list("pk", flat=True))
    assert published_pairs([*ids, 10**9]).keys() == set(ids)
    Report.objects.filter(pk=rich.pk).update(status=Report.Status.DRAFT)
    assert published_pairs(ids) == {}
    assert published_pairs([]) == {}


def test_more_pairs_than_one_question_takes(archive: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pair_rows, "AT_ONCE", 3)
    ids = list(ParagraphPair.objects.filter(report__status="published").values_list("pk", flat=True)[:10])
    assert len(ids) > 3
    assert published_pairs(ids).keys() == set(ids)
