from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from reports import revisions
from reports.editing import Impossible, allowed_moves, publish_due, set_status
from reports.models import Report, Revision
from tests.factories import report_of

STATUSES = ["draft", "reviewed", "published", "archived"]
ALLOWED = {
    ("draft", "reviewed"), ("draft", "published"), ("draft", "archived"),
    ("reviewed", "draft"), ("reviewed", "published"), ("reviewed", "archived"),
    ("published", "draft"), ("published", "reviewed"), ("published", "archived"),
    ("archived", "draft"),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("before", STATUSES)
@pytest.mark.parametrize("after", STATUSES)
def test_moves(ann: User, before: str, after: str) -> None:
    report = report_of(status=before)
    assert (after in allowed_moves(report)) == ((before, after) in ALLOWED)
    if before == after:
        assert set_status(report, after, ann) is None
    elif (before, after) in ALLOWED:
        revision = set_status(report, after, ann, note="done")
        assert revision is not None
        assert (revision.kind, revision.by, revision.note) == ("status", ann, "done")
        assert Report.objects.get().status == report.status == after
    else:
        with pytest.raises(Impossible):
            set_status(report, after, ann)


def test_the_first_publication_is_remembered(report: Report, ann: User) -> None:
    set_status(report, "draft", ann)
    set_status(report, "published", ann)
    first = report.published_at
    assert first is not None
    set_status(report, "reviewed", ann)
    set_status(report, "published", ann)
    assert report.published_at == first


def test_a_status_is_not_undone(report: Report, ann: User) -> None:
    set_status(report, "draft", ann)
    assert revisions.undo(report, ann) is None


@pytest.mark.parametrize(("status", "hours"), [("draft", 1), ("reviewed", -1), ("published", 1)])
def test_later_only_once_reviewed_and_only_later(ann: User, status: str, hours: int, db: None) -> None:
    report = report_of(status="draft")
    with pytest.raises(Impossible):
        set_status(report, status, ann, timezone.now() + timedelta(hours=hours))


def test_no_such_status(report: Report, ann: User) -> None:
    with pytest.raises(Impossible):
        set_status(report, "burnt", ann)


def test_a_report_without_pairs_is_not_published(report: Report, ann: User) -> None:
    set_status(report, "draft", ann)
    report.pairs.all().delete()
    with pytest.raises(Impossible):
        set_status(report, "published", ann)


def test_history_tells_a_moment_as_the_report_has_it(report: Report, ann: User) -> None:
    set_status(report, "draft", ann)
    revision = set_status(report, "reviewed", ann, timezone.localtime() + timedelta(hours=1))
    assert revision is not None
    [change] = revisions.changes_of(revision)
    assert change.after is not None
    assert change.after["publish_at"] == revisions.read(report).header["publish_at"]


def waiting(slug: str, hours: int) -> Report:
    report = report_of(slug=slug, status="reviewed")
    Report.objects.filter(pk=report.pk).update(publish_at=timezone.now() + timedelta(hours=hours))
    return report


def test_what_is_due_is_published_once(db: None) -> None:
    due, later = waiting("beijing-2024", -1), waiting("beijing-2025", 1)
    report_of(slug="beijing-2023", status="reviewed")
    assert publish_due() == [due]
    due.refresh_from_db()
    assert (due.status, due.publish_at) == ("published", None)
    assert due.published_at is not None
    assert Revision.objects.get(report=due).kind == "status"
    assert publish_due() == []
    later.refresh_from_db()
    assert later.status == "reviewed"


def test_what_fails_in_between_is_published_the_next_time(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    from reports.editing import status

    one, other = waiting("beijing-2024", -2), waiting("beijing-2025", -1)
    give = status._give

    def killed(report: Report, *rest: object) -> object:
        if report.pk == other.pk:
            raise KeyboardInterrupt
        return give(report, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(status, "_give", killed)
    with pytest.raises(KeyboardInterrupt):
        publish_due()
    assert set(Report.objects.published()) == {one}
    monkeypatch.setattr(status, "_give", give)
    assert publish_due() == [other]


def test_a_moment_that_was_taken_back_is_not_kept(ann: User, db: None) -> None:
    report = waiting("beijing-2025", 1)
    set_status(report, "draft", ann)
    assert report.publish_at is None
