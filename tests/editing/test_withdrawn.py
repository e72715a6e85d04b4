from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from reports.editing import erase, perform, set_status, withdrawn
from reports.models import AuditEntry, Report
from tests.factories import report_of


@pytest.fixture
def public(report: Report, ann: User) -> Report:
    """Return a report that was published as editors do it."""
    Report.objects.filter(pk=report.pk).update(status="draft", published_at=None)
    report.refresh_from_db()
    set_status(report, "published", ann)
    return report


@pytest.mark.parametrize(("status", "for_good"), [("draft", False), ("reviewed", False), ("archived", True)])
def test_what_was_public_is_withdrawn_when_it_is_taken_back(
    public: Report, ann: User, status: str, *, for_good: bool
) -> None:
    assert withdrawn() == []
    revision = set_status(public, status, ann)
    assert revision is not None
    [found] = withdrawn()
    assert (found.slug, found.place, found.moment) == ("beijing-2025", "beijing", revision.at)
    assert found.for_good is for_good


def test_work_on_what_nobody_sees_withdraws_it_no_second_time(public: Report, ann: User) -> None:
    set_status(public, "draft", ann)
    before = withdrawn()
    pair = public.pairs.order_by("position")[1]
    perform(public, ann, {"do": "edit", "pair": pair.pk, "en": "x"}, 0)
    set_status(public, "reviewed", ann)
    assert withdrawn() == before


def test_what_is_published_again_is_not_withdrawn(public: Report, ann: User) -> None:
    set_status(public, "draft", ann)
    set_status(public, "published", ann)
    assert withdrawn() == []


def test_what_never_was_public_is_never_told_of(report: Report, ann: User) -> None:
    Report.objects.filter(pk=report.pk).update(status="draft", published_at=None)
    report.refresh_from_db()
    assert withdrawn() == []
    set_status(report, "archived", ann)
    assert withdrawn() == []
    erase(report, report.slug, ann)
    assert withdrawn() == []


def test_deleted_report_is_withdrawn_for_good(public: Report, ann: User) -> None:
    erase(public, public.slug, ann)
    [found] = withdrawn("beijing-2025")
    assert (found.slug, found.place, found.for_good) == ("beijing-2025", "beijing", True)
    assert found.moment == AuditEntry.objects.get(action="report erased").at
    assert withdrawn("beijing-2024") == []


def test_another_report_at_the_address_of_a_deleted_one(public: Report, ann: User) -> None:
    erase(public, public.slug, ann)
    draft = report_of(status="draft")
    Report.objects.filter(pk=draft.pk).update(published_at=None)
    assert [found.slug for found in withdrawn()] == ["beijing-2025"]
    draft.refresh_from_db()
    set_status(draft, "published", ann)
    assert withdrawn() == withdrawn("beijing-2025") == []
