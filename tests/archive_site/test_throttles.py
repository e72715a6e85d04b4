"""Allowances are kept for all processes together, fill up again, and never stand in anybody's way when broken."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from archive_site import throttles


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of its own for the counts."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(throttles, "_times", {"pruned": 0.0, "said": 0.0})
    return tmp_path


class Clock:
    sleep = staticmethod(time.sleep)

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return a clock that stands still until a test sets it."""
    clock = Clock()
    monkeypatch.setattr(throttles, "time", clock)
    return clock


def take(times: int, who: str = "192.0.2.1", limit: int = 3, seconds: float = 60) -> list[bool]:
    return [throttles.allowed("search", who, limit, seconds) for _ in range(times)]


def test_as_many_as_the_limit_may_come_at_once(clock: Clock) -> None:
    assert take(5) == [True, True, True, False, False]


def test_others_and_other_kinds_are_counted_apart(clock: Clock) -> None:
    take(3)
    assert take(1, who="192.0.2.2") == [True]
    assert throttles.allowed("exports", "192.0.2.1", 3, 60)


def test_allowance_fills_up_evenly(clock: Clock) -> None:
    take(3)
    clock.now += 20.1
    assert take(2) == [True, False]
    clock.now += 60
    assert take(4) == [True, True, True, False]


def test_refused_requests_cost_nothing(clock: Clock) -> None:
    take(50)
    clock.now += 20.1
    assert take(1) == [True]


def test_wait_says_when(clock: Clock) -> None:
    take(3)
    clock.now += 5
    seconds = throttles.wait("search", "192.0.2.1", 3, 60)
    assert seconds == pytest.approx(15)
    clock.now += seconds
    assert throttles.wait("search", "192.0.2.1", 3, 60) == 0


def test_clock_set_back_locks_nobody_out(clock: Clock) -> None:
    take(3)
    clock.now -= 86400
    assert take(4) == [True, True, True, False]


@pytest.mark.parametrize("limit", [1, 7, 120, 600])
def test_limit_holds_exactly(limit: int, clock: Clock) -> None:
    assert sum(take(limit + 20, limit=limit)) == limit


def test_limit_of_nothing_is_none(folder: Path) -> None:
    assert take(100, limit=0) == [True] * 100
    assert not throttles.path().exists()


def test_forgetting_makes_whole_again(clock: Clock) -> None:
    take(3)
    take(3, who="192.0.2.2")
    throttles.forget("search", "192.0.2.1")
    assert take(1) == [True]
    assert take(1, who="192.0.2.2") == [False]
    throttles.forget()
    assert take(1, who="192.0.2.2") == [True]


def test_rows_that_say_nothing_any_more_are_left_out(clock: Clock) -> None:
    for number in range(700):
        throttles.allowed("search", f"visitor {number}", 3, 60)
    for _ in range(3):
        clock.now += 100
        take(1)
    with sqlite3.connect(throttles.path()) as connection:
        assert connection.execute("SELECT count(*) FROM allowances").fetchone() == (1,)
    connection.close()


def test_broken_file_lets_everybody_through_and_is_made_anew(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    throttles.path().write_bytes(b"not a database, but long enough to look like something" * 100)
    with caplog.at_level(logging.WARNING):
        assert take(1) == [True]
    assert "can't be counted" in caplog.text
    assert take(5) == [True, True, True, False, False]


def test_folder_that_is_gone_lets_everybody_through(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "gone"
    assert take(9) == [True] * 9


def test_writer_that_holds_the_file_holds_nobody_up(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    take(1)
    holder = sqlite3.connect(throttles.path(), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    # They are let through while it still holds on.
    assert take(3) == [True, True, True]
    assert throttles._connection().execute("PRAGMA busy_timeout").fetchone() == (50,)
    holder.execute("ROLLBACK")
    holder.close()
    assert len(caplog.records) == 1
    assert sum(take(5)) == 2


def count(
    folder: str, times: int, results: multiprocessing.Queue[int], start: multiprocessing.synchronize.Event
) -> None:
    """Ask from a process of its own, and put how often the answer was yes."""
    from django.conf import settings

    settings.DATA_DIR = Path(folder)
    throttles.allowed("warm", "x", 1, 60)
    start.wait(30)
    results.put(sum(throttles.allowed("search", "192.0.2.1", 100, 3600) for _ in range(times)))


def test_processes_count_together(folder: Path) -> None:
    throttles.allowed("warm", "x", 1, 60)
    context = multiprocessing.get_context("fork")
    results, start = context.Queue(), context.Event()
    workers = [context.Process(target=count, args=(str(folder), 200, results, start)) for _ in range(4)]
    for worker in workers:
        worker.start()
    start.set()
    total = sum(results.get(timeout=60) for _ in workers)
    for worker in workers:
        worker.join()
    # 800 asked; while they did, an hour's allowance filled up by less than one.
    assert 100 <= total <= 101


def test_threads_count_together() -> None:
    yes: list[bool] = []
    threads = [threading.Thread(target=lambda: yes.extend(take(60, limit=100, seconds=3600))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 100 <= sum(yes) <= 101


def test_killed_process_leaves_counts_behind(folder: Path) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            while True:
                throttles.allowed("search", "192.0.2.1", 50, 3600)
                os.write(writing, b".")
        finally:
            os._exit(1)
    for _ in range(60):
        os.read(reading, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)
    assert not throttles.allowed("search", "192.0.2.1", 50, 3600)
    assert throttles.allowed("search", "192.0.2.2", 50, 3600)


def test_counting_is_one_statement_that_waits_for_no_disk(clock: Clock) -> None:
    take(1)
    connection, said = throttles._connection(), list[str]()
    connection.set_trace_callback(said.append)
    take(1)
    connection.set_trace_callback(None)
    assert [statement.split()[0] for statement in said] == ["INSERT"]
    assert throttles._connection() is connection
    assert connection.execute("PRAGMA synchronous").fetchone() == (0,)


def test_network_of_ipv6_is_one_visitor(settings: Settings) -> None:
    settings.LIMITS = {"search": (2, 60)}
    requests = [RequestFactory(REMOTE_ADDR=f"2001:db8:1:2::{n}").get("/") for n in range(1, 4)]
    assert [throttles.wait_of(request, "search") == 0 for request in requests] == [True, True, False]
    other = RequestFactory(REMOTE_ADDR="2001:db8:1:3::1").get("/")
    assert throttles.wait_of(other, "search") == 0


def test_kind_without_a_limit_is_free(settings: Settings) -> None:
    settings.LIMITS = {}
    assert throttles.wait_of(RequestFactory().get("/"), "search") == 0
