"""Undo, redo, and what was: by examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from reports import revisions
from reports.models import Report, Revision
from reports.revisions import Act, Clash, Line, State
from tests.factories import report_of


@pytest.fixture
def report(db: None) -> Report:
    return report_of()


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def ben(db: None) -> User:
    return User.objects.create_user("ben")


def with_text(state: State, at: int, en: str) -> State:
    lines = list(state.lines)
    lines[at] = replace(lines[at], en=en)
    return replace(state, lines=tuple(lines))


def edited(report: Report, by: User, at: int, en: str) -> Revision:
    revision = revisions.change(report, with_text(revisions.read(report), at, en), Act(Revision.Kind.TEXT, by))
    assert revision is not None
    return revision


def english(report: Report) -> list[str]:
    return [line.en for line in revisions.read(report).lines]


def without(report: Report, by: User, at: int, became: dict[int, int] | None = None) -> Revision:
    state = revisions.read(report)
    lines = (*state.lines[:at], *state.lines[at + 1 :])
    revision = revisions.change(report, replace(state, lines=lines), Act(Revision.Kind.MERGE, by), became)
    assert revision is not None
    return revision


def test_each_undoes_their_own(report: Report, ann: User, ben: User) -> None:
    before = english(report)
    edited(report, ann, 1, "Ann's.")
    edited(report, ben, 3, "Ben's.")
    revisions.undo(report, ann)
    assert (english(report)[1], english(report)[3]) == (before[1], "Ben's.")
    revisions.undo(report, ben)
    assert english(report) == before
    assert revisions.undo(report, ann) is None


def test_what_another_changed_since_is_not_undone(report: Report, ann: User, ben: User) -> None:
    edited(report, ann, 1, "Ann's.")
    theirs = edited(report, ben, 1, "Ben's.")
    with pytest.raises(Clash) as caught:
        revisions.undo(report, ann)
    assert caught.value.revisions == [theirs]
    ((key, now, left, back),) = caught.value.lines
    assert key == report.pairs.get(position=2).pk
    assert now
    assert left
    assert back
    assert (now.en, left.en) == ("Ben's.", "Ann's.")
    assert english(report)[1] == "Ben's."


def moved(report: Report, by: User, key: int, behind: int) -> Revision:
    state = revisions.read(report)
    line = state.lines[state.index(key)]
    rest = [one for one in state.lines if one.key != key]
    at = next(place for place, one in enumerate(rest, start=1) if one.key == behind)
    act = Act(Revision.Kind.MOVE, by)
    revision = revisions.change(report, replace(state, lines=(*rest[:at], line, *rest[at:])), act)
    assert revision is not None
    return revision


def test_a_move_that_another_moved_on_is_not_undone(report: Report, ann: User, ben: User) -> None:
    keys = order = list(report.pairs.order_by("position").values_list("pk", flat=True))
    moved(report, ann, keys[1], keys[4])
    theirs = moved(report, ben, keys[1], keys[3])
    now = revisions.read(report)
    with pytest.raises(Clash) as caught:
        revisions.undo(report, ann)
    assert caught.value.revisions == [theirs]
    assert [key for key, *_lines in caught.value.lines] == [keys[1]]
    assert revisions.read(report) == now
    revisions.undo(report, ben)
    revisions.undo(report, ann)
    assert [line.key for line in revisions.read(report).lines] == order


def test_a_move_is_undone_although_others_moved_around_it(report: Report, ann: User, ben: User) -> None:
    keys = list(report.pairs.order_by("position").values_list("pk", flat=True))
    for _again in range(2):
        moved(report, ann, keys[1], keys[5])
        revisions.undo(report, ann)
        revisions.redo(report, ann)
        moved(report, ben, keys[3], keys[5])
        revisions.undo(report, ann)
        assert [line.key for line in revisions.read(report).lines][1] == keys[1]
        revisions.undo(report, ben)


def test_once_the_other_has_undone_it_can_be(report: Report, ann: User, ben: User) -> None:
    before = english(report)
    edited(report, ann, 1, "Ann's.")
    edited(report, ben, 1, "Ben's.")
    revisions.undo(report, ben)
    revisions.undo(report, ann)
    assert english(report) == before


def test_working_on_after_an_undo_ends_the_redo(report: Report, ann: User) -> None:
    edited(report, ann, 1, "One.")
    revisions.undo(report, ann)
    assert revisions.stack(report, ann).redo is not None
    edited(report, ann, 3, "Two.")
    assert revisions.stack(report, ann).redo is None
    assert revisions.redo(report, ann) is None


def test_undo_redo_undo(report: Report, ann: User) -> None:
    before = english(report)
    edited(report, ann, 1, "One.")
    edited(report, ann, 1, "Two.")
    revisions.undo(report, ann)
    revisions.redo(report, ann)
    assert english(report)[1] == "Two."
    revisions.undo(report, ann)
    revisions.undo(report, ann)
    assert english(report) == before


def test_an_undo_tells_what_it_takes_back(report: Report, ann: User) -> None:
    done = edited(report, ann, 1, "One.")
    undone = revisions.undo(report, ann)
    assert undone is not None
    assert (undone.kind, undone.undoes, undone.facts["kind"]) == ("undone", done, "text")


def test_the_history_of_a_pair(report: Report, ann: User, ben: User) -> None:
    key = report.pairs.get(position=2).pk
    edited(report, ann, 1, "Ann's.")
    edited(report, ben, 1, "Ben's.")
    edited(report, ben, 3, "Another pair.")
    newest, oldest = revisions.history_of_pair(key)
    assert (newest.revision.by, newest.before, newest.after) == (ben, {"en": "Ann's."}, {"en": "Ben's."})
    assert oldest.revision.by == ann
    assert revisions.history_of_pair(report.pairs.get(position=1).pk) == []


def test_one_pair_is_restored_and_the_others_stay(report: Report, ann: User) -> None:
    first = edited(report, ann, 1, "One.")
    edited(report, ann, 1, "Two.")
    edited(report, ann, 3, "Three.")
    key = report.pairs.get(position=2).pk
    assert revisions.restore_pair(report, key, first, ann) is not None
    assert (english(report)[1], english(report)[3]) == ("One.", "Three.")
    assert revisions.restore_pair(report, key, first, ann) is None


def test_a_pair_that_is_gone_comes_back_to_its_place_under_its_address(report: Report, ann: User) -> None:
    first = edited(report, ann, 3, "One.")
    key = report.pairs.get(position=2).pk
    without(report, ann, 1)
    revisions.restore_pair(report, key, first, ann)
    assert report.pairs.get(position=2).pk == key


def test_a_pair_that_never_was_is_not_restored(report: Report, ann: User) -> None:
    revision = edited(report, ann, 1, "One.")
    with pytest.raises(KeyError):
        revisions.restore_pair(report, 10**6, revision, ann)


def test_a_report_as_of_a_moment(report: Report, ann: User) -> None:
    before = revisions.read(report)
    for at, en in ((1, "One."), (3, "Two."), (5, "Three.")):
        revision = edited(report, ann, at, en)
        Revision.objects.filter(pk=revision.pk).update(at=timezone.now() - timedelta(days=10 - at))
    then = revisions.as_of(report, timezone.now() - timedelta(days=8))
    assert [line.en for line in then.lines][1:4:2] == ["One.", before.lines[3].en]
    restored = revisions.restore(report, timezone.now() - timedelta(days=30), ann, "start again")
    assert restored is not None
    assert (restored.kind, restored.note) == ("restored", "start again")
    assert revisions.read(report) == before
    revisions.undo(report, ann)
    assert english(report)[5] == "Three."


def test_restoring_leaves_the_status_as_it_is(report: Report, ann: User) -> None:
    now = revisions.read(report)
    drafted = replace(now, header={**now.header, "status": "draft", "speaker_zh": "王安顺"})
    revisions.change(report, drafted, Act(Revision.Kind.STATUS, ann))
    revisions.restore(report, timezone.now() - timedelta(days=1), ann)
    report.refresh_from_db()
    assert (report.status, report.speaker_zh) == ("draft", "殷勇")


def test_as_a_person_saw_it(report: Report, ann: User) -> None:
    before = revisions.read(report)
    first = edited(report, ann, 1, "One.")
    after_first = revisions.read(report)
    edited(report, ann, 1, "Two.")
    assert revisions.as_seen(report, first.pk) == after_first
    assert revisions.as_seen(report, 0) == before


def test_a_chain_of_merges_leads_to_the_pair_that_is_there(report: Report, ann: User) -> None:
    one, two, three = (report.pairs.get(position=position).pk for position in (2, 3, 4))
    without(report, ann, 3, {three: two})
    assert revisions.pair_that_became(three) == (report, two)
    without(report, ann, 2, {two: one})
    assert revisions.pair_that_became(three) == (report, one)
    assert revisions.pair_that_became(one) is None


def test_a_new_pair_that_an_undo_takes_out_leads_to_the_one_it_was_cut_from(report: Report, ann: User) -> None:
    state = revisions.read(report)
    first = replace(state.lines[1], en="Cut.")
    lines = (state.lines[0], first, Line(en="Off."), *state.lines[2:])
    revisions.change(report, replace(state, lines=lines), Act(Revision.Kind.SPLIT, ann))
    new = report.pairs.get(position=3).pk
    revisions.undo(report, ann)
    assert revisions.pair_that_became(new) == (report, first.key)


def test_what_others_touched_since(report: Report, ann: User, ben: User) -> None:
    keys = list(report.pairs.order_by("position").values_list("pk", flat=True))
    first = edited(report, ann, 1, "One.")
    second = edited(report, ben, 1, "Two.")
    edited(report, ben, 3, "Three.")
    assert revisions.touched_since(report, first.pk, [keys[1]]) == [second]
    assert revisions.touched_since(report, 0, [keys[1]]) == [second, first]
    assert revisions.touched_since(report, second.pk, [keys[1]]) == []
    assert revisions.changed_between(report, first.pk, second.pk) == (keys[1],)


def test_a_pair_that_came_back_and_went_again_leads_to_where_it_went_last(report: Report, ann: User) -> None:
    one, two, three = (report.pairs.get(position=position).pk for position in (2, 3, 4))
    without(report, ann, 2, {two: one})
    revisions.undo(report, ann)
    without(report, ann, 2, {two: three})
    assert revisions.pair_that_became(two) == (report, three)


def test_revisions_of_one_time_are_told_apart_where_a_report_comes_back(report: Report, ann: User) -> None:
    first = edited(report, ann, 1, "First.")
    edited(report, ann, 1, "Second.")
    report.revisions.update(at=first.at)
    revisions.restore(report, first, ann)
    assert english(report)[1] == "First."


def standing(report: Report, revision: int) -> list[Revision]:
    cancelled = revisions.cancelled_since(report, revision)
    return list(report.revisions.filter(pk__gt=revision).exclude(pk__in=cancelled))


def test_what_stands_since(report: Report, ann: User, ben: User) -> None:
    before = edited(report, ann, 1, "Before.")
    undone = edited(report, ben, 2, "Undone.")
    revisions.undo(report, ben)
    again = edited(report, ben, 3, "Again.")
    revisions.undo(report, ben)
    revisions.redo(report, ben)
    assert standing(report, before.pk) == [again]
    # What takes back something of before is a change itself.
    taken = revisions.undo(report, ann)
    assert taken
    assert standing(report, before.pk) == [taken, again]
    assert undone not in standing(report, 0)


def placed(report: Report, by: User, *places: int) -> Revision:
    """Put the lines of a report in the order of these places, and return the revision."""
    state = revisions.read(report)
    wanted = replace(state, lines=tuple(state.lines[at] for at in places))
    revision = revisions.change(report, wanted, Act(Revision.Kind.MOVE, by))
    assert revision is not None
    return revision


def test_what_another_put_back_before_is_undone_and_the_next_follows(ann: User, ben: User) -> None:
    report = report_of([(0, ("甲", "A")), (0, ("乙", "B")), (0, ("丙", "C"))], slug="beijing-2025")
    edited(report, ann, 2, "See")
    move = placed(report, ann, 1, 0, 2)
    # Which of two neighbours moved nobody can say: the other person's act is recorded of the other pair.
    placed(report, ben, 1, 0, 2)
    undone = revisions.undo(report, ann)
    assert undone is not None
    assert (undone.undoes, revisions.changes_of(undone)) == (move, [])
    assert revisions.undo(report, ann)
    assert english(report) == ["A", "B", "C"]
    assert revisions.redo(report, ann)
    assert english(report) == ["A", "B", "See"]
    again = revisions.redo(report, ann)
    assert again is not None
    assert again.undoes == undone


def test_what_was_seen_long_ago_is_known_by_as_few_questions(
    report: Report, ann: User, django_assert_num_queries: Any
) -> None:
    before = revisions.read(report)
    for number in range(5):
        edited(report, ann, 1, f"Text {number}")
    now = revisions.read(report)
    with django_assert_num_queries(1):
        assert revisions.as_seen(report, 0, now) == before
