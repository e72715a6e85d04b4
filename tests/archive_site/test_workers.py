"""Limits hold for all workers of a real server together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server

import pytest

ROOT = Path(__file__).parents[2]
LIMIT = 30


@dataclass
class Server:
    port: int
    workers: list[int]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Yield a server with two workers."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "ARCHIVE_DATA_DIR": str(tmp_path),
        "ARCHIVE_HTTPS": "false",
        "ARCHIVE_DEBUG": "true",
        "ARCHIVE_LIMITS": f"pages={LIMIT}",
        "ARCHIVE_BIND": f"127.0.0.1:{port}",
        "ARCHIVE_WORKERS": "2",
        "ARCHIVE_THREADS": "2",
        "ARCHIVE_WORKER": "false",
    }
    with (tmp_path / "told").open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "archive_site.wsgi"],
            cwd=ROOT, env=environment, stdout=told, stderr=told,
        )  # fmt: skip
        try:
            wait_for(port, process, tmp_path / "told")
            yield Server(port, workers_of(process))
        finally:
            process.terminate()
            try:
                process.wait(30)
            finally:
                process.kill()
                process.wait()


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Return both workers of a server, once it has started the second one too."""
    command = ["ps", "-o", "pid=", "--ppid", str(process.pid)]
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
        if len(found) == 2:
            return [int(pid) for pid in found]
        time.sleep(0.1)
    pytest.fail("There are not two workers.")


@contextmanager
def stopped(worker: int) -> Iterator[None]:
    """Let a worker answer nobody for a while, so that the other one answers all."""
    os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def wait_for(port: int, process: subprocess.Popen[bytes], told: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if status(port, "/robots.txt"):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(told.read_text(encoding="utf-8", errors="replace"))


def status(port: int, path: str) -> int:
    """Return the status of an answer, over a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def answers(port: int, times: int) -> Counter[int]:
    with ThreadPoolExecutor(4) as pool:
        return Counter(pool.map(lambda _: status(port, "/en/help/"), range(times)))


def test_two_workers_count_together(server: Server) -> None:
    one, other = server.workers
    started = time.monotonic()
    half = LIMIT // 2
    with stopped(other):
        assert answers(server.port, half) == {200: half}
    with stopped(one):
        rest = answers(server.port, 2 * LIMIT)
    # What filled up meanwhile may have been used, too; a worker counting alone would let all of them through.
    filled = (time.monotonic() - started) * LIMIT / 60
    assert LIMIT - half <= rest[200] <= LIMIT - half + filled + 1, rest
    assert rest[200] + rest[429] == 2 * LIMIT
