"""Nothing is taken into an archived report: its files wait until it is a draft again."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from reports import intake
from reports.models import Report
from tests.intake.conftest import HandIn, RunQueue, job, states
from tests.intake.material import part


@pytest.fixture
def waiting(hand_in: HandIn, run_queue: RunQueue, editor: User) -> Report:
    """Return an archived report for which a file waits."""
    hand_in({"a.txt": part(1)})
    run_queue()
    intake.settle([job("a.txt")], editor, "publish")
    run_queue()
    Report.objects.update(status="archived")
    hand_in({"b.txt": part(2)})
    run_queue()
    return Report.objects.get()


@pytest.mark.parametrize("wish", intake.WISHES)
def test_its_files_are_not_settled(waiting: Report, run_queue: RunQueue, editor: User, wish: str) -> None:
    before = (waiting.pairs.count(), job("b.txt").choices)
    said = intake.settle([job("b.txt")], editor, wish)
    run_queue()
    assert ([one.file_name for one in said.closed], said.taken, said.passed_on) == (["b.txt"], [], [])
    assert states()["b.txt"] == "review"
    assert (waiting.pairs.count(), job("b.txt").choices) == before
    refusal = intake.closed(job("b.txt"))
    assert refusal is not None
    assert "beijing-2019 is archived" in str(refusal)


def test_the_others_of_an_upload_are(waiting: Report, hand_in: HandIn, run_queue: RunQueue, editor: User) -> None:
    hand_in({"c.txt": part(1).replace("北京".encode(), "天津".encode())})
    run_queue()
    said = intake.settle([job("b.txt"), job("c.txt")], editor, "draft")
    run_queue()
    assert [one.file_name for one in said.taken] == ["c.txt"]
    assert (states()["b.txt"], states()["c.txt"]) == ("review", "done")


def test_once_it_is_a_draft_they_are(waiting: Report, run_queue: RunQueue, editor: User) -> None:
    Report.objects.update(status="draft")
    assert intake.closed(job("b.txt")) is None
    intake.settle([job("b.txt")], editor, "draft")
    run_queue()
    assert states()["b.txt"] == "done"


def test_one_that_was_archived_while_a_file_waited_for_its_turn_refuses_it(
    waiting: Report, run_queue: RunQueue, editor: User
) -> None:
    Report.objects.update(status="draft")
    count = waiting.pairs.count()
    intake.settle([job("b.txt")], editor, "draft")
    Report.objects.update(status="archived")
    run_queue()
    assert states()["b.txt"] == "refused"
    refused = intake.Refused.of(job("b.txt"))
    assert "beijing-2019 is archived" in refused.reason
    assert "draft" in refused.remedy
    assert waiting.pairs.count() == count
    Report.objects.update(status="draft")
    intake.take_up_again(job("b.txt"), editor)
    run_queue()
    intake.settle([job("b.txt")], editor, "draft")
    run_queue()
    assert states()["b.txt"] == "done"


def test_contributors_pass_them_on_and_editors_are_told(
    waiting: Report, hand_in: HandIn, run_queue: RunQueue, editor: User, contributor: User
) -> None:
    hand_in({"c.txt": part(2) + "\n再加一段，说明来年的安排。\n".encode()}, by=contributor)
    run_queue()
    assert [one.file_name for one in intake.settle([job("c.txt")], contributor, "draft").passed_on] == ["c.txt"]
    assert [one.file_name for one in intake.settle([job("c.txt")], editor, "draft").closed] == ["c.txt"]
