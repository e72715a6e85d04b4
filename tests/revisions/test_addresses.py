"""Addresses at which the public could read a report stay that report's."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.utils import timezone

from reports import editing, revisions
from reports.editing import Impossible, edit_header, latest_revision, perform, set_status
from reports.models import KeptAddress, Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def report() -> Report:
    return report_of()


def call(report: Report, slug: str, by: User) -> None:
    """Give a report another address."""
    edit_header(report, {"slug": slug}, by, latest_revision(report))


def kept() -> dict[str, str]:
    """Return what each kept address leads to, "" for what was deleted."""
    return {row.slug: row.report.slug if row.report else "" for row in KeptAddress.objects.select_related("report")}


def test_an_address_is_kept_when_the_report_gets_another(report: Report, ann: User) -> None:
    call(report, "beijing-2026", ann)
    call(report, "peking-2025", ann)
    assert kept() == {"beijing-2025": "peking-2025", "beijing-2026": "peking-2025"}


def test_an_address_at_which_nobody_could_read_it_is_free_again(report: Report, ann: User) -> None:
    set_status(report, "draft", ann)
    call(report, "in-between", ann)
    call(report, "beijing-2026", ann)
    set_status(report, "published", ann)
    assert kept() == {"beijing-2025": "beijing-2026"}


def test_undo_redo_and_restoring_lead_back_and_forth(report: Report, ann: User) -> None:
    set_status(report, "reviewed", ann)
    start = set_status(report, "published", ann)
    assert start is not None
    call(report, "beijing-2026", ann)
    for step, now in (("undo", "beijing-2025"), ("redo", "beijing-2026")):
        perform(report, ann, {"do": step}, latest_revision(report))
        report.refresh_from_db()
        assert report.slug == now
        assert editing.moved_to(now) is None
        assert {editing.moved_to(slug) for slug in ("beijing-2025", "beijing-2026")} == {None, now}
    revisions.restore(report, start, ann)
    assert (editing.moved_to("beijing-2025"), editing.moved_to("beijing-2026")) == (None, "beijing-2025")


def test_no_other_report_gets_a_kept_address(report: Report, ann: User) -> None:
    call(report, "beijing-2026", ann)
    other = report_of(slug="tianjin-2025", place="tianjin")
    with pytest.raises(Impossible, match=r"“beijing-2025”.*beijing-2026"):
        call(other, "beijing-2025", ann)
    other.refresh_from_db()
    assert other.slug == "tianjin-2025"
    call(report, "beijing-2025", ann)
    assert Report.objects.get(pk=report.pk).slug == "beijing-2025"


@pytest.mark.parametrize("way", ["undo", "restore"])
def test_no_other_report_comes_back_to_a_kept_address(report: Report, ann: User, way: str) -> None:
    other = report_of(slug="draft-2025", place="tianjin", status="draft")
    before = set_status(other, "reviewed", ann)
    assert before is not None
    call(other, "tianjin-2025", ann)
    call(report, "draft-2025", ann)
    call(report, "beijing-2026", ann)
    if way == "undo":
        with pytest.raises(Impossible, match="beijing-2026"):
            perform(other, ann, {"do": "undo"}, latest_revision(other))
    else:
        with pytest.raises(revisions.Kept, match="beijing-2026"):
            revisions.restore(other, before, ann)
    # The row, and what was to become it.
    assert (Report.objects.get(pk=other.pk).slug, other.slug) == ("tianjin-2025", "tianjin-2025")
    assert kept()["draft-2025"] == "beijing-2026"


def test_a_deleted_report_keeps_the_addresses_that_were_public(report: Report, ann: User) -> None:
    call(report, "beijing-2026", ann)
    set_status(report, "archived", ann)
    set_status(report, "draft", ann)
    call(report, "never-public", ann)
    editing.erase(report, "never-public", ann)
    assert kept() == {"beijing-2025": "", "beijing-2026": ""}
    assert set(KeptAddress.objects.values_list("place", flat=True)) == {"beijing"}
    assert {one.slug for one in editing.withdrawn() if one.for_good} == {"beijing-2025", "beijing-2026"}


def test_a_report_that_takes_a_deleted_one_s_address_keeps_it_in_turn(report: Report, ann: User) -> None:
    editing.erase(report, "beijing-2025", ann)
    again = report_of()
    call(again, "beijing-2026", ann)
    assert kept() == {"beijing-2025": "beijing-2026"}


@pytest.mark.parametrize("way", ["records", "migration"])
def test_what_was_kept_is_told_by_the_records(report: Report, ann: User, way: str) -> None:
    call(report, "beijing-2026", ann)
    perform(report, ann, {"do": "undo"}, latest_revision(report))
    old = report_of(slug="hunan-2020", place="hunan", year=2020)
    set_status(old, "draft", ann)
    call(old, "hunan-2021", ann)
    gone = report_of(slug="fujian-2020", place="fujian", year=2020)
    editing.erase(gone, gone.slug, ann)
    Report.objects.create(
        jurisdiction=old.jurisdiction, slug="hunan-1999", year=1999, status="draft", published_at=timezone.now()
    )
    there = list(KeptAddress.objects.order_by("slug").values_list("slug", "report", "place", "left_at"))
    KeptAddress.objects.all().delete()
    if way == "records":
        revisions.keep(revisions.lacking())
        assert revisions.lacking() == []
    else:
        importlib.import_module("reports.migrations.0009_kept_addresses").keep_addresses(apps, None)
    found = KeptAddress.objects.order_by("slug").values_list("slug", "report", "place", "left_at")
    # One that was withdrawn before there was a history is known by its row alone.
    assert [row for row in found if row[0] != "hunan-1999"] == there
    assert kept()["hunan-1999"] == "hunan-1999"


def test_of_two_that_left_an_address_the_later_has_it(report: Report, ann: User) -> None:
    call(report, "beijing-2026", ann)
    KeptAddress.objects.all().delete()
    other = report_of(slug="tianjin-2025", place="tianjin")
    call(other, "beijing-2025", ann)
    call(other, "tianjin-2026", ann)
    KeptAddress.objects.all().delete()
    known = {one.slug: one for one in revisions.lacking()}
    assert known["beijing-2025"].report == other.pk
    assert known["beijing-2025"].left_at > timezone.now() - timedelta(minutes=5)
