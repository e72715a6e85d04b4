"""Two who change one report at the same moment: one after the other, and the second knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from reports import editing, revisions
from reports.editing import Conflict, Done, Impossible, perform
from reports.models import Report, Revision
from tests.at_once import ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def keys(report: Report) -> list[int]:
    return list(report.pairs.order_by("position").values_list("pk", flat=True))


def act(report: Report, by: User, seen: int, **told: Any) -> Callable[[], Done]:
    return lambda: perform(report, by, told, seen)


def test_of_two_texts_for_one_pair_the_second_is_refused_and_shown_the_first(
    report: Report, ann: User, ben: User
) -> None:
    pair = keys(report)[1]
    for number in range(ROUNDS):
        seen = editing.latest_revision(report)
        results = at_once(
            *(act(report, by, seen, do="edit", pair=pair, en=f"{by.username} {number}.") for by in (ann, ben))
        )
        (done,) = [one for one in results if isinstance(one, Done)]
        (conflict,) = [one for one in results if isinstance(one, Conflict)]
        assert done.revision
        assert [one.pk for one in conflict.revisions] == [done.revision.pk]
        assert report.pairs.get(pk=pair).en == f"{done.revision.by_name} {number}."


def test_acts_at_different_places_are_both_done_and_can_all_be_taken_back(report: Report, ann: User, ben: User) -> None:
    before, first, last = revisions.read(report), keys(report)[0], keys(report)[-1]
    for number in range(ROUNDS):
        seen = editing.latest_revision(report)
        results = at_once(
            act(report, ann, seen, do="insert", behind=first, zh=f"前{number}。"),
            act(report, ben, seen, do="insert", behind=last, zh=f"后{number}。"),
        )
        assert all(isinstance(one, Done) for one in results), results
    positions = report.pairs.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, len(before.lines) + 2 * ROUNDS + 1))
    assert report.revisions.count() == 2 * ROUNDS
    assert revisions.as_seen(report, 0) == before


def test_nothing_is_undone_twice(report: Report, ann: User) -> None:
    pair, seen = keys(report)[1], 0
    for text in ("One.", "Two.", "Three."):
        seen = perform(report, ann, {"do": "edit", "pair": pair, "en": text}, seen).latest
    results = at_once(*(act(report, ann, seen, do="undo") for _ in range(3)))
    assert all(isinstance(one, Done) for one in results), results
    undone = report.revisions.filter(kind=Revision.Kind.UNDONE).values_list("undoes", flat=True)
    assert len(undone) == len(set(undone)) == 3


def test_each_status_follows_the_one_before(report: Report, ann: User, ben: User) -> None:
    for _ in range(ROUNDS):
        results = at_once(
            lambda: editing.set_status(Report.objects.get(pk=report.pk), "published", ann),
            lambda: editing.set_status(Report.objects.get(pk=report.pk), "archived", ben),
            lambda: editing.set_status(Report.objects.get(pk=report.pk), "draft", ben),
        )
        assert all(one is None or isinstance(one, Revision | Impossible) for one in results), results
    told = list(report.revisions.filter(kind=Revision.Kind.STATUS).order_by("id"))
    assert all(one.facts["to"] == other.facts["from"] for one, other in pairwise(told))
    report.refresh_from_db()
    assert told[-1].facts["to"] == report.status


def test_what_is_due_is_published_once(report: Report) -> None:
    then = timezone.now() - timedelta(minutes=1)
    Report.objects.filter(pk=report.pk).update(status="reviewed", publish_at=then)
    results = at_once(editing.publish_due, editing.publish_due, editing.publish_due)
    assert sorted(map(len, results)) == [0, 0, 1]
    assert report.revisions.count() == 1


def test_nobody_changes_what_is_being_deleted(report: Report, ann: User, ben: User) -> None:
    results = at_once(
        lambda: editing.erase(report, report.slug, ann),
        act(report, ben, 0, do="edit", pair=keys(report)[1], en="Too late?"),
    )
    assert isinstance(results[0], dict), results
    assert isinstance(results[1], Done | Report.DoesNotExist), results
    assert not Report.objects.exists()
