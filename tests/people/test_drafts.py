"""Whose a draft is, whatever somebody else has done about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from reports import editing, people, revisions
from reports.models import IngestJob, Report, Revision, SourceFile
from reports.people import Role
from tests.factories import report_of

pytestmark = pytest.mark.django_db
Near = Callable[[Report, User], object]


def person(name: str, role: Role) -> User:
    user = User.objects.create_user(name)
    people.give_role(user, role, by=None)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def contributor() -> User:
    return person("chen", Role.CONTRIBUTOR)


def made_by(user: User | None, status: str = "draft") -> Report:
    report = report_of(status=status)
    revisions.created(report, revisions.Act(Revision.Kind.CREATED, user))
    return report


def job_of(report: Report, user: User, source: SourceFile | None = None) -> IngestJob:
    return IngestJob.objects.create(
        file_name="a.txt", report=report, created_by=user, state="done", source=source, choices={"settled_by": user.pk}
    )


def source_of(report: Report, user: User) -> SourceFile:
    return SourceFile.objects.create(
        report=report, name="a.txt", sha256="a" * 64, size=1, content=b"a", uploaded_by=user
    )


def revised(kind: Revision.Kind, report: Report, user: User) -> Revision:
    return Revision.objects.create(report=report, kind=kind, by=user)


# What somebody can do about a report of another's: none of it makes it theirs.
NEAR: dict[str, Near] = {
    "a file taken in": job_of,
    "its source": lambda report, user: job_of(report, user, source_of(report, user)),
    "another report": lambda _report, user: revisions.created(
        report_of(slug="shanghai-2024", place="shanghai", year=2024, status="draft"),
        revisions.Act(Revision.Kind.CREATED, user),
    ),
    **{kind.value: partial(revised, kind) for kind in Revision.Kind if kind is not Revision.Kind.CREATED},
}


@pytest.mark.parametrize("maker", [Role.EDITOR, Role.CONTRIBUTOR, None])
@pytest.mark.parametrize("near", NEAR)
def test_draft_of_another_stays_theirs(contributor: User, near: str, maker: Role | None) -> None:
    report = made_by(person("maker", maker) if maker else None)
    assert not people.may_change(contributor, report)
    NEAR[near](report, contributor)
    assert not people.may_change(contributor, report)


def test_draft_that_they_made_is_theirs(contributor: User) -> None:
    assert people.may_change(contributor, made_by(contributor))


def test_it_stays_theirs_whoever_adds_to_it(contributor: User) -> None:
    report, other = made_by(contributor), person("other", Role.CONTRIBUTOR)
    NEAR["merged"](report, other)
    assert people.may_change(contributor, report)
    assert not people.may_change(other, report)


@pytest.mark.parametrize("status", ["reviewed", "published", "archived"])
def test_what_is_no_draft_is_the_editors(contributor: User, status: str) -> None:
    assert not people.may_change(contributor, made_by(contributor, status))


# The statuses that an editor gives a draft one after another, and whether it is its maker's again in the end.
PASTS = {
    ("reviewed", "draft"): True,
    ("archived", "draft"): True,
    ("published", "draft"): False,
    ("published", "reviewed", "draft"): False,
    ("published", "archived", "draft"): False,
    ("reviewed", "published", "archived", "draft"): False,
}


@pytest.mark.parametrize(("past", "is_theirs"), PASTS.items())
def test_draft_again_is_its_maker_s_unless_it_was_public(
    contributor: User, past: tuple[str, ...], is_theirs: bool
) -> None:
    report, editor = made_by(contributor), person("editor", Role.EDITOR)
    for status in past:
        editing.set_status(report, status, editor)
    assert people.may_change(contributor, report) is is_theirs
    assert people.may_change(editor, report)


def test_published_by_a_file_it_is_the_editors_too(contributor: User) -> None:
    report = made_by(contributor)
    Report.objects.filter(pk=report.pk).update(published_at=timezone.now())
    report.refresh_from_db()
    assert not people.may_change(contributor, report)


def test_who_has_no_role_any_more_changes_nothing(contributor: User) -> None:
    report = made_by(contributor)
    people.give_role(contributor, Role.READER, by=None)
    assert not people.may_change(User.objects.get(pk=contributor.pk), report)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("status", Report.Status.values)
def test_editors_may_change_every_report(contributor: User, role: Role, status: str) -> None:
    assert people.may_change(person("other", role), made_by(contributor, status))
