from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reports.models import ParagraphPair, Report
from reports.reading.browsing.holdings import ONE_BY_ONE, Counts, counts_by_report, counts_of
from tests.factories import report_of

pytestmark = pytest.mark.django_db


def counted(report: Report) -> Counts:
    return counts_by_report([report])[report.pk]


def test_sides_are_counted() -> None:
    assert counted(report_of()) == Counts(pairs=8, both=6, zh=7, en=7)


def test_report_without_pairs_has_none() -> None:
    report = report_of([])
    assert counted(report) == Counts()
    assert counted(report).languages == "none"


def test_report_that_changed_is_counted_anew() -> None:
    report = report_of()
    assert counted(report).pairs == 8
    ParagraphPair.objects.filter(report=report, position=8).delete()
    report.touch()
    assert counted(report) == Counts(pairs=7, both=6, zh=7, en=6)


def test_report_that_did_not_change_takes_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    report = report_of()
    counted(report)
    with django_assert_num_queries(0):
        assert counted(report).pairs == 8


def test_many_reports_are_counted_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    report = report_of()
    now = timezone.now()
    with django_assert_num_queries(3):
        found = counts_of({report.pk: now, **{-number: now for number in range(1, ONE_BY_ONE + 1)}})
    assert found[report.pk].pairs == 8
    assert found[-1] == Counts()


@pytest.mark.parametrize(
    ("counts", "languages"),
    [
        (Counts(pairs=100, both=100, zh=100, en=100), "both"),
        (Counts(pairs=100, both=10, zh=100, en=10), "both"),
        (Counts(pairs=100, both=9, zh=100, en=9), "zh"),
        (Counts(pairs=100, zh=100), "zh"),
        (Counts(pairs=100, en=100), "en"),
        # Both came in, and nothing of them has been paired yet.
        (Counts(pairs=100, zh=50, en=50), "both"),
        (Counts(), "none"),
    ],
)
def test_languages_are_those_of_a_good_part(counts: Counts, languages: str) -> None:
    assert counts.languages == languages
