from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from reports import editing, revisions
from reports.editing import Conflict, Impossible, perform
from reports.models import AuditEntry, ParagraphPair, Report, Revision


def keys(report: Report) -> list[int]:
    return list(report.pairs.order_by("position").values_list("pk", flat=True))


def edit(key: int, **texts: str) -> dict[str, object]:
    return {"do": "edit", "pair": key, **texts}


def test_an_act_is_done_and_told(report: Report, ann: User) -> None:
    _first, second = keys(report)[:2]
    done = perform(report, ann, {**edit(second, en="Changed."), "why": "as printed"}, 0)
    assert ParagraphPair.objects.get(pk=second).en == "Changed."
    assert done.revision is not None
    assert (done.revision.kind, done.revision.by, done.revision.note) == ("text", ann, "as printed")
    assert (done.latest, done.touched, done.gone, done.elsewhere) == (done.revision.pk, (second,), {}, ())
    assert editing.latest_revision(report) == done.latest
    assert AuditEntry.objects.filter(action="report text", by=ann).exists()


def test_what_changes_nothing_leaves_nothing(report: Report, ann: User) -> None:
    done = perform(report, ann, edit(keys(report)[0]), 0)
    assert (done.revision, done.latest, done.touched) == (None, 0, ())
    assert not Revision.objects.exists()


def test_new_and_gone_pairs_are_told(report: Report, ann: User) -> None:
    second, _third = keys(report)[1:3]
    done = perform(report, ann, {"do": "split", "pair": second, "zh": 14, "en": 0}, 0)
    new = next(key for key in done.touched if key != second)
    assert keys(report)[1:3] == [second, new]
    done = perform(report, ann, {"do": "merge", "pairs": [second, new]}, done.latest)
    assert (done.touched, done.gone) == ((second,), {new: second})
    assert revisions.pair_that_became(new) == (report, second)


def test_a_removed_pair_became_nothing(report: Report, ann: User) -> None:
    last = keys(report)[-1]
    assert perform(report, ann, {"do": "remove", "pair": last}, 0).gone == {last: None}
    assert revisions.pair_that_became(last) is None


def test_another_pair_is_no_conflict(report: Report, ann: User, ben: User) -> None:
    second, fourth = keys(report)[1], keys(report)[3]
    perform(report, ann, edit(second, en="Ann's."), 0)
    done = perform(report, ben, edit(fourth, en="Ben's."), 0)
    assert done.touched == (fourth,)
    assert done.elsewhere == (second,)


def test_the_second_of_two_is_told_and_shown_the_difference(report: Report, ann: User, ben: User) -> None:
    second = keys(report)[1]
    seen = report.pairs.get(pk=second).en
    done = perform(report, ann, edit(second, en="Ann's."), 0)
    with pytest.raises(Conflict) as caught:
        perform(report, ben, edit(second, en="Ben's."), 0)
    conflict = caught.value
    assert [one.by for one in conflict.revisions] == [ann]
    assert conflict.latest == done.latest
    (difference,) = conflict.differences
    assert difference.now
    assert difference.seen
    assert difference.wanted
    assert (difference.now.en, difference.seen.en, difference.wanted.en) == ("Ann's.", seen, "Ben's.")
    assert ParagraphPair.objects.get(pk=second).en == "Ann's."
    assert perform(report, ben, edit(second, en="Ben's."), conflict.latest).revision


def test_what_was_changed_and_changed_back_is_no_conflict(report: Report, ann: User, ben: User) -> None:
    second = keys(report)[1]
    perform(report, ann, edit(second, en="Ann's."), 0)
    perform(report, ann, {"do": "undo"}, 0)
    assert perform(report, ben, edit(second, en="Ben's."), 0).revision


def test_a_note_and_a_text_are_no_conflict(report: Report, ann: User, ben: User) -> None:
    second = keys(report)[1]
    perform(report, ann, edit(second, en="Ann's."), 0)
    perform(report, ben, {"do": "note", "pair": second, "text": "look"}, 0)
    row = ParagraphPair.objects.get(pk=second)
    assert (row.en, row.note) == ("Ann's.", "look")


def test_checking_what_another_changed_is_a_conflict(report: Report, ann: User, ben: User) -> None:
    second = keys(report)[1]
    perform(report, ann, edit(second, en="Ann's."), 0)
    with pytest.raises(Conflict):
        perform(report, ben, {"do": "check", "pairs": [second], "checked": True}, 0)


def test_a_pair_that_another_took_out(report: Report, ann: User, ben: User) -> None:
    second = keys(report)[1]
    perform(report, ann, {"do": "remove", "pair": second}, 0)
    with pytest.raises(Conflict) as caught:
        perform(report, ben, edit(second, en="Ben's."), 0)
    (difference,) = caught.value.differences
    assert difference.now is None
    assert difference.wanted
    assert [one.kind for one in caught.value.revisions] == ["remove"]


def test_a_pair_that_another_put_between_two_to_be_merged(report: Report, ann: User, ben: User) -> None:
    first, second = keys(report)[1], keys(report)[2]
    perform(report, ann, {"do": "insert", "behind": first, "zh": "新"}, 0)
    with pytest.raises(Conflict):
        perform(report, ben, {"do": "merge", "pairs": [first, second]}, 0)
    with pytest.raises(Conflict):
        perform(report, ben, {"do": "merge", "pair": first, "with": "next"}, 0)


def test_a_shift_over_what_another_changed(report: Report, ann: User, ben: User) -> None:
    order = keys(report)
    perform(report, ann, edit(order[4], en="II. Tasks"), 0)
    with pytest.raises(Conflict) as caught:
        perform(report, ben, {"do": "shift", "pair": order[1], "side": "en", "by": 1}, 0)
    assert [one.key for one in caught.value.differences] == [order[4]]
    assert perform(report, ben, {"do": "shift", "pair": order[1], "side": "en", "by": 1}, caught.value.latest).revision


def test_impossible_leaves_nothing(report: Report, ann: User) -> None:
    with pytest.raises(Impossible):
        perform(report, ann, edit(keys(report)[1], zh="", en=""), 0)
    assert not Revision.objects.exists()


def test_a_pair_of_another_report(report: Report, ann: User) -> None:
    from tests.factories import report_of

    other = report_of(slug="tianjin-2025", place="tianjin")
    with pytest.raises(Impossible):
        perform(report, ann, edit(keys(other)[1], en="x"), 0)


def test_undo_and_redo_go_over_all_kinds_of_acts(report: Report, ann: User) -> None:
    before = revisions.read(report)
    order = keys(report)
    for act in (
        edit(order[1], en="Changed."),
        {"do": "shift", "pair": order[1], "side": "en", "by": 1},
        {"do": "merge", "pairs": order[4:6]},
        {"do": "level", "pair": order[3], "level": 3},
        {"do": "swap", "pairs": [order[3]]},
        {"do": "remove", "pair": order[6]},
    ):
        assert perform(report, ann, act, editing.latest_revision(report)).revision
    changed = revisions.read(report)
    for _step in range(6):
        assert perform(report, ann, {"do": "undo"}, 0).revision
    assert revisions.read(report) == before
    with pytest.raises(Impossible, match="nothing to undo"):
        perform(report, ann, {"do": "undo"}, 0)
    for _step in range(6):
        perform(report, ann, {"do": "redo"}, 0)
    assert revisions.read(report) == changed
    with pytest.raises(Impossible, match="nothing to redo"):
        perform(report, ann, {"do": "redo"}, 0)


def test_undoing_what_another_changed_since(report: Report, ann: User, ben: User) -> None:
    second = keys(report)[1]
    done = perform(report, ann, edit(second, en="Ann's."), 0)
    perform(report, ben, edit(second, en="Ben's."), done.latest)
    with pytest.raises(Conflict) as caught:
        perform(report, ann, {"do": "undo"}, 0)
    (difference,) = caught.value.differences
    assert difference.now
    assert difference.seen
    assert difference.wanted
    assert (difference.now.en, difference.seen.en) == ("Ben's.", "Ann's.")
    assert difference.wanted.en == "Twenty-nine scientific facilities were activated."


def test_preview_writes_nothing(report: Report) -> None:
    second = keys(report)[1]
    before, after = editing.preview(report, edit(second, en="Changed."))
    assert [one.key for one, other in zip(before.lines, after.lines, strict=True) if one != other] == [second]
    assert revisions.read(report) == before
