from __future__ import annotations

import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reports import ingest, intake
from reports.admin.telling import told
from reports.intake import beats, sweeping
from reports.models import IngestJob, Report, WorkerBeat
from tests.intake.conftest import HandIn, RunQueue, job, states
from tests.intake.material import part

GONE = "another machine:1:abc"


@pytest.fixture
def dead_worker(db: None) -> str:
    """Return the name of a worker that was last seen a minute ago."""
    WorkerBeat.objects.create(name=GONE, seen_at=timezone.now() - timedelta(minutes=1))
    return GONE


def leave_lying(state: str, worker: str, attempts: int = 0) -> None:
    """Let the only task and job be as a worker leaves them that is killed."""
    DBTaskResult.objects.exclude(status="SUCCESSFUL").update(status="RUNNING", worker_ids=[worker])
    IngestJob.objects.update(state=state, worker=worker, attempts=attempts)


def test_what_a_dead_worker_was_reading_is_read(hand_in: HandIn, run_queue: RunQueue, dead_worker: str) -> None:
    hand_in({"a.txt": part(1)})
    leave_lying("running", dead_worker)
    swept = intake.sweep()
    assert (swept.again, swept.given_up, swept.dead_tasks) == (1, 0, 1)
    assert (job("a.txt").state, job("a.txt").attempts) == ("queued", 1)
    run_queue()
    assert (job("a.txt").state, job("a.txt").attempts) == ("review", 0)


def test_what_it_was_taking_in_is_taken_in(
    hand_in: HandIn, run_queue: RunQueue, dead_worker: str, editor: User
) -> None:
    hand_in({"a.txt": part(1)})
    run_queue()
    intake.settle([job("a.txt")], editor, "draft")
    leave_lying("storing", dead_worker)
    assert intake.sweep().again == 1
    assert job("a.txt").state == "storing"
    run_queue()
    assert states() == {"a.txt": "done"}
    assert Report.objects.get().pairs.count() == 2


def test_after_three_deaths_it_is_refused(hand_in: HandIn, queued: None, dead_worker: str) -> None:
    hand_in({"a.txt": part(1)})
    for attempts in (1, 2):
        leave_lying("running", dead_worker, attempts - 1)
        intake.sweep()
        assert (job("a.txt").state, job("a.txt").attempts) == ("queued", attempts)
    leave_lying("running", dead_worker, 2)
    assert intake.sweep().given_up == 1
    assert states() == {"a.txt": "refused"}
    assert "ended the worker three times" in intake.Refused.of(job("a.txt")).reason
    assert job("a.txt").source is not None


def test_somebody_can_try_it_again_after_that(
    hand_in: HandIn, run_queue: RunQueue, dead_worker: str, editor: User
) -> None:
    hand_in({"a.txt": part(1)})
    leave_lying("running", dead_worker, 2)
    intake.sweep()
    intake.take_up_again(job("a.txt"), editor)
    run_queue()
    assert states() == {"a.txt": "review"}


def test_what_waits_in_the_queue_is_left_alone(hand_in: HandIn, queued: None, dead_worker: str) -> None:
    hand_in({"a.txt": part(1)})
    assert intake.sweep().again == 0
    assert DBTaskResult.objects.count() == 1


def test_what_a_living_worker_works_on_is_left_alone(hand_in: HandIn, queued: None) -> None:
    hand_in({"a.txt": part(1)})
    beats.beat("somewhere:2:abc", "a.txt")
    leave_lying("running", "somewhere:2:abc")
    assert intake.sweep().again == 0
    assert states() == {"a.txt": "running"}


def test_a_worker_that_begins_while_others_sweep_is_left_alone(
    hand_in: HandIn, queued: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in({"a.txt": part(1)})
    look = sweeping._open_tasks

    def open_tasks() -> list[Any]:
        beats.beat("somewhere:3:abc")
        DBTaskResult.objects.update(status="RUNNING", worker_ids=["somewhere:3:abc"])
        return look()

    monkeypatch.setattr(sweeping, "_open_tasks", open_tasks)
    swept = intake.sweep()
    assert (swept.again, swept.dead_tasks) == (0, 0)
    assert DBTaskResult.objects.get().status == "RUNNING"


def test_what_a_living_worker_lost_as_the_database_failed_is_read_again(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"a.txt": part(1)})
    beats.beat("a worker")
    leave_lying("running", "a worker")
    assert intake.sweep().again == 0
    run_queue()
    assert states() == {"a.txt": "running"}
    assert intake.sweep().again == 1
    run_queue()
    assert states() == {"a.txt": "review"}


def test_one_whose_task_got_lost_is_not_to_blame(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"a.txt": part(1)})
    DBTaskResult.objects.all().delete()
    for _time in range(4):
        intake.sweep()
        DBTaskResult.objects.all().delete()
    assert job("a.txt").attempts == 0
    intake.sweep()
    run_queue()
    assert states() == {"a.txt": "review"}


def test_one_whose_task_failed_is_read_again(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"a.txt": part(1)})
    beats.beat("a worker")
    leave_lying("running", "a worker")
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now())
    assert intake.sweep().again == 1
    run_queue()
    assert states() == {"a.txt": "review"}


def test_results_are_kept_for_a_while_only(queued: None, db: None) -> None:
    now = timezone.now()
    for status, age, name in (
        ("SUCCESSFUL", timedelta(hours=2), "old"),
        ("SUCCESSFUL", timedelta(minutes=2), "new"),
        ("FAILED", timedelta(days=2), "failed"),
        ("FAILED", timedelta(days=15), "long failed"),
    ):
        DBTaskResult.objects.create(
            status=status, finished_at=now - age, args_kwargs={}, task_path=name, backend_name="default", run_after=now
        )
    intake.sweep()
    assert set(DBTaskResult.objects.values_list("task_path", flat=True)) == {"new", "failed"}


# No process has this number.
NOBODY = 2**22 + 1


@pytest.mark.skipif(not beats.numbered_in(), reason="the system doesn't say where processes are numbered")
def test_a_worker_of_this_machine_that_is_gone_is_dead_at_once(db: None) -> None:
    ours = beats.own_name()
    beats.beat(ours)
    beats.beat(ours.replace(f":{os.getpid()}:", f":{NOBODY}:"))
    assert beats.alive() == {ours}


@pytest.mark.parametrize(
    "name",
    [
        f"{socket.gethostname()[:40]}:{NOBODY}:0123abcd-abc",
        f"{socket.gethostname()[:40]}:{NOBODY}:abc",
        f"other:{NOBODY}:{beats.numbered_in()}-abc",
        "no name of a worker",
    ],
)
def test_one_that_is_numbered_elsewhere_is_alive_as_long_as_it_says_so(db: None, name: str) -> None:
    beats.beat(name)
    assert beats.alive() == {name}


def test_processes_of_another_container_are_numbered_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    here = beats.numbered_in.__wrapped__()
    monkeypatch.setattr(Path, "readlink", lambda _path: Path("pid:[1]"))
    there = beats.numbered_in.__wrapped__()
    monkeypatch.setattr(Path, "readlink", lambda _path: Path("pid:[2]"))
    assert len({here, there, beats.numbered_in.__wrapped__()}) == (3 if here else 1)


def test_names_fit_their_column() -> None:
    longest = f"{'x' * 40}:{2**22}:{beats.numbered_in() or 'x' * 8}-{'x' * 8}"
    assert len(longest) <= (WorkerBeat._meta.get_field("name").max_length or 0)
    assert len(beats.own_name()) <= len(longest)


def test_one_that_ended_long_ago_is_forgotten(db: None) -> None:
    WorkerBeat.objects.create(name=GONE, seen_at=timezone.now() - timedelta(days=2))
    beats.alive()
    assert not WorkerBeat.objects.exists()


class TestDatabaseFails:
    """A worker that lives, and whose database is busy or full three times over one file."""

    @pytest.fixture
    def fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def store(*_given: Any, **_named: Any) -> Any:
            raise OperationalError("database or disk is full")

        monkeypatch.setattr(ingest, "store", store)

    @pytest.fixture
    def confirmed(self, hand_in: HandIn, run_queue: RunQueue, editor: User) -> IngestJob:
        hand_in({"a.txt": part(1)})
        run_queue()
        intake.settle([job("a.txt")], editor, "publish")
        return job("a.txt")

    def test_it_is_tried_again_and_the_list_says_so(
        self, confirmed: IngestJob, fails: None, run_queue: RunQueue
    ) -> None:
        run_queue()
        assert (job("a.txt").state, DBTaskResult.objects.filter(status="FAILED").count()) == ("storing", 1)
        assert intake.sweep().again == 1
        assert (job("a.txt").state, job("a.txt").worker, job("a.txt").attempts) == ("storing", "", 1)
        assert told(job("a.txt")) == "Waits to be taken in. It was tried 1 time without coming to an end."

    def test_after_three_times_it_waits_for_a_person_with_the_reason_and_all_choices(
        self, confirmed: IngestJob, fails: None, run_queue: RunQueue, editor: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _time in range(3):
            run_queue()
            intake.sweep()
        found = job("a.txt")
        assert (found.state, found.attempts, found.worker) == ("review", 0, "")
        assert found.choices["wish"] == "publish"
        assert "its disk full" in intake.warnings_of(found)[0]
        assert not Report.objects.exists()
        monkeypatch.undo()
        monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
        monkeypatch.setattr("reports.search.catch_up_soon", lambda: None)
        intake.settle([found], editor)
        run_queue()
        assert (job("a.txt").state, Report.objects.get().status) == ("done", "published")
        assert intake.warnings_of(job("a.txt")) == []

    def test_what_could_not_be_read_for_it_can_be_taken_up(
        self, hand_in: HandIn, run_queue: RunQueue, editor: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def preview(*_given: Any, **_named: Any) -> Any:
            raise OperationalError("database is locked")

        with monkeypatch.context() as patched:
            patched.setattr(ingest, "preview", preview)
            hand_in({"a.txt": part(1)})
            for _time in range(3):
                run_queue()
                intake.sweep()
        refused = intake.Refused.of(job("a.txt"))
        assert (job("a.txt").state, refused.is_harmful) == ("refused", False)
        assert "the database was busy" in refused.reason
        assert intake.take_up_again(job("a.txt"), editor)
        run_queue()
        assert states() == {"a.txt": "review"}

    def test_a_rule_of_the_database_that_is_broken_refuses_the_file_at_once(
        self, confirmed: IngestJob, run_queue: RunQueue, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def store(*_given: Any, **_named: Any) -> Any:
            raise IntegrityError("UNIQUE constraint failed")

        monkeypatch.setattr(ingest, "store", store)
        run_queue()
        assert states() == {"a.txt": "refused"}
        assert "The fault is its own" in intake.Refused.of(job("a.txt")).reason


def test_one_that_ended_three_workers_is_harmful(hand_in: HandIn, queued: None, dead_worker: str) -> None:
    hand_in({"a.txt": part(1)})
    leave_lying("running", dead_worker, 2)
    intake.sweep()
    assert intake.Refused.of(job("a.txt")).is_harmful
