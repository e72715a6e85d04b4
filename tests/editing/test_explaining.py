"""Why an act was done, said right after it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from reports import editing
from reports.models import AuditEntry, Report, Revision
from tests.factories import report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return report_of()


@pytest.fixture
def somebody() -> User:
    return User.objects.create_user("li")


def check(report: Report, by: User) -> Revision:
    pair = report.pairs.filter(checked=False).first()
    assert pair
    given = {"do": "check", "pair": pair.pk, "checked": True}
    revision = editing.perform(report, by, given, editing.latest_revision(report)).revision
    assert revision
    return revision


def test_why_is_kept_with_the_act_and_marked_as_said_afterwards(report: Report, somebody: User) -> None:
    done = check(report, somebody)
    before = timezone.now()
    editing.explain(report, somebody, done.pk, " Compared with\nthe gazette. ")
    done.refresh_from_db()
    assert done.note == "Compared with the gazette."
    assert done.facts["explained_at"] >= before.isoformat()
    assert done.facts["do"] == "check"


def test_audit_log_has_what_was_said_before(report: Report, somebody: User) -> None:
    done = check(report, somebody)
    for why in ("First.", "Second.", "Second."):
        editing.explain(report, somebody, done.pk, why)
    told = AuditEntry.objects.filter(action="explain act").order_by("id").values_list("facts", flat=True)
    assert [(facts["was"], facts["why"]) for facts in told] == [("", "First."), ("First.", "Second.")]


def test_taking_back_can_be_explained_too(report: Report, somebody: User) -> None:
    check(report, somebody)
    editing.perform(report, somebody, {"do": "undo"}, editing.latest_revision(report))
    latest = editing.to_explain(report, somebody)
    assert latest.kind == Revision.Kind.UNDONE
    assert editing.explain(report, somebody, latest.pk, "By mistake.").note == "By mistake."


def refused(report: Report, by: User, revision: int) -> str:
    with pytest.raises(editing.Impossible) as told:
        editing.explain(report, by, revision, "Because.")
    assert not Revision.objects.filter(note="Because.").exists()
    return str(told.value)


def test_act_of_somebody_else_is_not_explained(report: Report, somebody: User) -> None:
    done = check(report, somebody)
    assert "somebody else's" in refused(report, User.objects.create_user("wang"), done.pk)


def test_own_act_before_the_newest_is_not_explained(report: Report, somebody: User) -> None:
    first = check(report, somebody)
    check(report, somebody)
    assert "Something else was done since" in refused(report, somebody, first.pk)


def test_act_that_somebody_else_followed_is_not_explained(report: Report, somebody: User) -> None:
    done = check(report, somebody)
    check(report, User.objects.create_user("wang"))
    assert "somebody else's" in refused(report, somebody, done.pk)


def test_act_of_long_ago_is_not_explained(report: Report, somebody: User) -> None:
    done = check(report, somebody)
    Revision.objects.filter(pk=done.pk).update(at=timezone.now() - timedelta(minutes=11))
    assert "more than 10 minutes ago" in refused(report, somebody, done.pk)


def test_nothing_was_done(report: Report, somebody: User) -> None:
    assert "nothing" in refused(report, somebody, 0)
