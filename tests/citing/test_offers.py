"""From rows to citations."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import citing
from reports.models import Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db


def absolute(path: str) -> str:
    return f"https://reports.example.org{path}"


def test_pair_is_cited_in_the_languages_it_has_without_a_query() -> None:
    report_of()
    report = Report.objects.with_places().get()
    both, chinese, english = (report.pairs.get(position=n) for n in (2, 7, 8))
    with CaptureQueriesContext(connection) as queries:
        found = [citing.cited(report, pair, address="a").languages for pair in (both, chinese, english)]
    assert found == [("zh", "en"), ("zh",), ("en",)]
    assert len(queries) == 0


def test_report_is_cited_in_the_languages_it_has() -> None:
    report = report_of([(0, ("只有中文。", ""))])
    assert citing.cited(report, address="a").languages == ("zh",)


def test_report_without_paragraphs_can_be_cited() -> None:
    assert "政府工作报告" in citing.gbt7714(citing.cited(report_of([]), address="a"))


def test_nation_reports_by_its_council() -> None:
    report = report_of(place="national", slug="national-2025")
    assert "{国务院}" in citing.bibtex(citing.cited(report, address="a"))


def test_script_of_a_pair_is_told() -> None:
    report = report_of(script="hant")
    item = citing.csl_item(citing.cited(report, report.pairs.first(), address="a"))
    assert item["language"] == "zh-Hant"


def test_offers_lead_to_files_in_their_language_and_date() -> None:
    report = report_of()
    pair = report.pairs.get(position=2)
    found = citing.offers(report, pair, absolute=absolute, accessed=dt.date(2026, 11, 22))
    addresses = [offer.address for offer in found]
    assert f"/pairs/{pair.pk}/cite/gbt7714/?language=en&accessed=2026-11-22" in addresses
    assert f"/pairs/{pair.pk}/cite/apa/?accessed=2026-11-22" in addresses
    assert f"https://reports.example.org/pairs/{pair.pk}/" in found[0].form.text


@pytest.mark.parametrize(
    ("path", "stays"),
    [("/pairs/12/", "/pairs/12/"), ("/en/pairs/12/", "/pairs/12/"), ("/english/pairs/", "/english/pairs/")],
)
def test_permanent_address_has_no_language(path: str, stays: str) -> None:
    assert citing.permanent(path) == stays
