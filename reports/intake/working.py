"""The worker: takes what is in the queue, one after the other, and says that it is alive."""

from __future__ import annotations

import fcntl
import logging
import os
import resource
import signal
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, OperationalError, connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from reports.intake import beats, queue
from reports.intake.sweeping import sweep
from reports.models import IngestJob

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

logger = logging.getLogger(__name__)

# Seconds between two looks into an empty queue, and between two sweeps.
INTERVAL = 0.5
SWEEP_EVERY = 30.0
# Whatever libraries keep for themselves over time, a new process does without.
MOST_TASKS = 500
# Readers come first.
NICENESS = 10


class Worker(QueueWorker):
    """django-tasks' worker, which tells what it does and goes on when the database is busy."""

    doing = ""

    def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
        key = (db_task_result.args_kwargs.get("args") or [0])[0]
        self.doing = IngestJob.objects.filter(pk=key).values_list("file_name", flat=True).first() or ""
        try:
            super().run_task(db_task_result)
        finally:
            self.doing = ""

    def run(self) -> None:
        while self.running:
            try:
                self.let_go()
                super().run()
            except OperationalError as error:
                # A long writing elsewhere, or a database that is being restarted.
                logger.warning("The queue can't be read just now: %s", error)
                connections.close_all()
                time.sleep(1)
            else:
                return

    def let_go(self) -> None:
        """End the tasks that were this worker's when the database failed it, so that they are taken up again."""
        for task in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
            if task.worker_ids and task.worker_ids[-1] == self.worker_id:
                task.set_failed(OperationalError("The database failed while this was run."))


class Pulse(threading.Thread):
    """What a worker does beside its work: tells that it is alive, sweeps, and ends with the process it belongs to."""

    def __init__(self, worker: Worker, *, parent: int | None, chores: Sequence[Callable[[], object]]) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker = worker
        self.parent = parent
        self.chores = chores
        self.ended = threading.Event()
        self.changes = _newest_source() if settings.DEBUG else 0.0

    def run(self) -> None:
        beaten = swept = 0.0
        while not self.ended.wait(min(1.0, beats.PACE)):
            if self.parent is not None and os.getppid() != self.parent:
                # Its server is gone. Whatever is half done is done anew by the next.
                os._exit(0)
            now = time.monotonic()
            if now - beaten >= beats.PACE:
                self._do(lambda: beats.beat(self.worker.worker_id, self.worker.doing))
                beaten = now
            if now - swept >= SWEEP_EVERY:
                for chore in (sweep, *self.chores):
                    self._do(chore)
                swept = time.monotonic()
            if self.changes and _newest_source() > self.changes:
                os.kill(os.getpid(), signal.SIGTERM)
                return
        connections.close_all()

    def _do(self, chore: Callable[[], object]) -> None:
        try:
            chore()
        except DatabaseError as error:
            logger.warning("The worker could not write to the database: %s", error)
            connections.close_all()
        except Exception:
            logger.exception("The worker failed beside its work")


def work(
    *, parent: int | None = None, until_empty: bool = False, chores: Sequence[Callable[[], object]] = ()
) -> None:  # fmt: skip
    """Do what is in the queue, all of it or for ever; `chores` are done twice a minute beside it.

    With `parent`, the number of the process that started it, it waits until no other such worker runs on this data,
    and ends with that process.
    """
    _be_modest()
    with _alone(parent) if parent is not None else _together():
        name = beats.own_name()
        queue.WORKER.set(name)
        worker = Worker(
            queue_names=["*"],
            interval=INTERVAL,
            batch=until_empty,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None if until_empty else MOST_TASKS,
            worker_id=name,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        beats.beat(name)
        sweep()
        pulse = Pulse(worker, parent=parent, chores=chores)
        pulse.start()
        try:
            worker.run()
        finally:
            pulse.ended.set()
            pulse.join(5)
            beats.end(name)
            connections.close_all()
        again = worker.running and not until_empty
    if again:
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - itself, anew


def _be_modest() -> None:
    """Leave the processor to readers, and the machine its memory: what needs far too much fails by itself."""
    if os.getpriority(os.PRIO_PROCESS, 0) < NICENESS:
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    most = settings.WORKER_MEMORY_BYTES
    if most:
        _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        # What is written to counts, not files that are mapped to be read, such as the search index.
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))
    # What the library says at the start and end of each worker is of no interest.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)


@contextmanager
def _alone(parent: int) -> Iterator[None]:
    """Hold for the time the lock of the worker that belongs to a server, once whoever has it is gone."""
    path = Path(settings.DATA_DIR) / "worker.lock"
    with path.open("w", encoding="utf-8") as file:
        while not _locked(file):
            if os.getppid() != parent:
                sys.exit(0)
            time.sleep(0.5)
        yield


@contextmanager
def _together() -> Iterator[None]:
    yield


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _newest_source() -> float:
    """Return when a module of the project that is loaded was last changed."""
    root = f"{settings.ROOT}/reports/"
    files = [module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)]
    times = [Path(file).stat().st_mtime for file in files if file and file.startswith(root) and Path(file).exists()]
    return max(times, default=0.0)
