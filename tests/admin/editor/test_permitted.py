from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reports import people, revisions
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


def made_by(report: Report, user: User) -> Report:
    revisions.created(draft(report), revisions.Act(Revision.Kind.CREATED, user))
    return report


def answers(user: User, report: Report) -> dict[str, int]:
    """Return how every address of the pair editor answers somebody, by its name."""
    seat, key = signed_in(user), report.pairs.order_by("position")[1].pk
    pages = {name: seat.get(at(name, report)) for name in [*PAGES, *FOR_EDITORS, "parts", "erase"]}
    pages |= {name: seat.get(at(name, report, key)) for name in OF_A_PAIR}
    pages |= {name: post(seat, at(name, report), {"act": {"do": "undo"}, "seen": 0}) for name in POSTED}
    return {name: answer.status_code for name, answer in pages.items()}


def test_contributor_may_do_everything_but_an_editor_s_in_a_draft_that_they_made(
    report: Report, contributor: User
) -> None:
    found = answers(contributor, made_by(report, contributor))
    assert {name for name, status in found.items() if status == 403} == {*FOR_EDITORS, "parts", "erase"}


@pytest.mark.parametrize("role", [people.Role.EDITOR, people.Role.CONTRIBUTOR])
def test_contributor_may_do_nothing_in_the_draft_of_another(
    report: Report, contributor: User, role: people.Role
) -> None:
    made_by(report, member("maker", role))
    IngestJob.objects.create(file_name="a.txt", report=report, created_by=contributor, state="done")
    Revision.objects.create(report=report, kind=Revision.Kind.MERGED, by=contributor)
    assert set(answers(contributor, report).values()) == {403}


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
