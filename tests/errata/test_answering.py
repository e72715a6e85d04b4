from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from reports import errata
from reports.models import AuditEntry, Erratum
from tests.factories import report_of

pytestmark = pytest.mark.django_db
State = Erratum.State


@pytest.fixture
def erratum() -> Erratum:
    pair = report_of().pairs.get(position=2)
    return errata.report_error(pair, about=Erratum.About.ENGLISH, message="Twenty-eight.").erratum


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("editor")


def test_answer_says_who_when_and_what(erratum: Erratum, editor: User) -> None:
    errata.answer(erratum.pk, State.CORRECTED, " Thank you. ", by=editor, seen="open")
    erratum.refresh_from_db()
    assert (erratum.state, erratum.answer, erratum.answered_by) == ("corrected", "Thank you.", editor)
    assert erratum.answered_at is not None


def test_answer_and_reopening_are_in_the_audit_log(erratum: Erratum, editor: User) -> None:
    answered = errata.answer(erratum.pk, State.DECLINED, "It reads so.", by=editor, seen="open")
    errata.reopen(erratum.pk, by=editor, seen=errata.stamp(answered))
    reopened, first = AuditEntry.objects.all()
    assert (first.action, first.facts) == ("answer erratum", {"state": "declined", "answer": "It reads so."})
    assert (reopened.action, reopened.facts["was"], reopened.by) == ("reopen erratum", "declined", editor)
    assert first.target == f"erratum {erratum.pk} at pair {erratum.pair_id}"


def test_second_editor_is_told(erratum: Erratum, editor: User) -> None:
    errata.answer(erratum.pk, State.CORRECTED, "Mended.", by=editor, seen="open")
    other = User.objects.create_user("other")
    with pytest.raises(errata.Overtaken) as told:
        errata.answer(erratum.pk, State.DECLINED, "No.", by=other, seen="open")
    assert told.value.erratum.answered_by == editor
    erratum.refresh_from_db()
    assert erratum.answer == "Mended."


def test_answer_can_be_changed_by_one_who_saw_it(erratum: Erratum, editor: User) -> None:
    first = errata.answer(erratum.pk, State.CORRECTED, "Mended.", by=editor, seen="open")
    errata.answer(erratum.pk, State.DECLINED, "Not after all.", by=editor, seen=errata.stamp(first))
    erratum.refresh_from_db()
    assert erratum.state == "declined"


def test_reopened_one_waits_again_and_keeps_the_words(erratum: Erratum, editor: User) -> None:
    answered = errata.answer(erratum.pk, State.CORRECTED, "Mended.", by=editor, seen="open")
    errata.reopen(erratum.pk, by=editor, seen=errata.stamp(answered))
    erratum.refresh_from_db()
    assert (erratum.state, erratum.answer, erratum.answered_by, erratum.answered_at) == ("open", "Mended.", None, None)


def test_reopening_of_an_older_answer_is_told(erratum: Erratum, editor: User) -> None:
    first = errata.answer(erratum.pk, State.CORRECTED, "Mended.", by=editor, seen="open")
    errata.answer(erratum.pk, State.DECLINED, "No.", by=editor, seen=errata.stamp(first))
    with pytest.raises(errata.Overtaken):
        errata.reopen(erratum.pk, by=editor, seen=errata.stamp(first))


@pytest.mark.parametrize(("state", "text"), [("corrected", " "), ("declined", ""), ("open", "Words.")])
def test_answer_has_to_say_something(erratum: Erratum, editor: User, state: str, text: str) -> None:
    with pytest.raises(ValueError, match="is no answer"):
        errata.answer(erratum.pk, State(state), text, by=editor, seen="open")


def test_what_is_dismissed_needs_no_words(erratum: Erratum, editor: User) -> None:
    assert errata.answer(erratum.pk, State.DISMISSED, "", by=editor, seen="open").state == "dismissed"


def test_open_one_cannot_be_reopened_by_a_stale_page(erratum: Erratum, editor: User) -> None:
    with pytest.raises(errata.Overtaken):
        errata.reopen(erratum.pk, by=editor, seen="corrected 2026-01-01T00:00:00+00:00")
