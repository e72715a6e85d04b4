from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reports import people, revisions
from reports.admin.editor.permitted import may_edit
from reports.models import IngestJob, Report, Revision
from tests.admin.editor.conftest import at, member, post, signed_in

PAGES = ["page", "doubts", "news", "history", "compare", "restore"]
FOR_EDITORS = ["status"]
OF_A_PAIR = ["pair", "cut", "beads", "versions", "pair-history"]
POSTED = ["act", "rows"]


@pytest.fixture
def contributor(db: None) -> User:
    return member("chen", people.Role.CONTRIBUTOR)


def draft(report: Report) -> Report:
    report.status = Report.Status.DRAFT
    report.save()
    return report


def test_contributor_may_edit_a_draft_that_they_made(report: Report, contributor: User) -> None:
    revisions.created(draft(report), revisions.Act(Revision.Kind.CREATED, contributor))
    assert may_edit(contributor, report)
    assert signed_in(contributor).get(at("page", report)).status_code == 200


def test_contributor_may_edit_a_draft_into_which_they_handed_a_part(report: Report, contributor: User) -> None:
    draft(report)
    IngestJob.objects.create(file_name="a.txt", report=report, created_by=contributor, state="done")
    assert may_edit(contributor, report)


def test_contributor_may_not_edit_the_draft_of_another(report: Report, contributor: User, editor: User) -> None:
    revisions.created(draft(report), revisions.Act(Revision.Kind.CREATED, editor))
    assert not may_edit(contributor, report)


@pytest.mark.parametrize("status", ["reviewed", "published", "archived"])
def test_contributor_may_edit_nothing_but_drafts(report: Report, contributor: User, status: str) -> None:
    revisions.created(report, revisions.Act(Revision.Kind.CREATED, contributor))
    report.status = status
    report.save()
    assert not may_edit(contributor, report)


@pytest.mark.parametrize("name", [*PAGES, *FOR_EDITORS, "erase"])
def test_pages_are_forbidden_to_other_contributors(report: Report, contributor: User, name: str) -> None:
    assert signed_in(contributor).get(at(name, report)).status_code == 403


@pytest.mark.parametrize("name", OF_A_PAIR)
def test_pages_of_pairs_are_forbidden_to_other_contributors(
    report: Report, keys: list[int], contributor: User, name: str
) -> None:
    assert signed_in(contributor).get(at(name, report, keys[0])).status_code == 403


@pytest.mark.parametrize("name", [*POSTED, "restore", "status", "erase"])
def test_posts_are_forbidden_to_other_contributors(report: Report, contributor: User, name: str) -> None:
    client = signed_in(contributor)
    assert post(client, at(name, report), {"act": {"do": "undo"}}).status_code == 403


@pytest.mark.parametrize("name", ["status"])
def test_status_of_an_own_draft_is_for_editors(report: Report, contributor: User, name: str) -> None:
    revisions.created(draft(report), revisions.Act(Revision.Kind.CREATED, contributor))
    client = signed_in(contributor)
    assert client.get(at(name, report)).status_code == 403
    assert client.post(at(name, report), {"verb": "published", "sure": "on"}).status_code == 403
    report.refresh_from_db()
    assert report.status == Report.Status.DRAFT


def test_erasing_is_for_administrators(report: Report, seat: Client) -> None:
    assert seat.get(at("erase", report)).status_code == 403
    assert seat.post(at("erase", report), {"typed": report.slug}).status_code == 403
    assert Report.objects.filter(pk=report.pk).exists()


@pytest.mark.parametrize("name", [*PAGES, *FOR_EDITORS, *POSTED, "erase"])
def test_visitors_and_readers_are_led_to_the_sign_in_page(report: Report, name: str) -> None:
    reader = User.objects.create_user("reader", password="x")
    for client in (Client(), signed_in(reader)):
        answer = client.get(at(name, report))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", ["act", "pair", "restore", "pair-history"])
def test_draft_that_is_published_meanwhile_is_no_longer_the_contributor_s(
    report: Report, contributor: User, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = revisions.created(draft(report), revisions.Act(Revision.Kind.CREATED, contributor))
    pair = report.pairs.order_by("position")[1]
    lock = revisions.locked

    def locked(key: int) -> Report:
        Report.objects.filter(pk=key).update(status=Report.Status.PUBLISHED)
        return lock(key)

    monkeypatch.setattr(revisions, "locked", locked)
    seat = signed_in(contributor)
    bodies: dict[str, dict[str, Any]] = {
        "act": {"act": {"do": "edit", "pair": pair.pk, "en": "Changed."}, "seen": first.pk},
        "pair": {"zh": pair.zh, "en": "Changed.", "seen": first.pk},
        "restore": {"revision": first.pk},
        "pair-history": {"revision": first.pk},
    }
    if name in {"pair", "restore"}:
        answer = seat.post(at(name, report, *([pair.pk] if name == "pair" else [])), bodies[name])
    else:
        answer = post(seat, at(name, report, *([pair.pk] if name == "pair-history" else [])), bodies[name])
    assert answer.status_code == 403
    assert list(report.revisions.all()) == [first]
    pair.refresh_from_db()
    assert pair.en != "Changed."
