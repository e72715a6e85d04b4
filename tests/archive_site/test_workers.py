"""Limits hold for all workers of a real server together."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server

import pytest

ROOT = Path(__file__).parents[2]
LIMIT = 30


@pytest.fixture
def server(tmp_path: Path) -> Iterator[int]:
    """Yield the port of a server with two workers, which logs who answered with which status."""
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
    arguments = ["--access-logfile", str(tmp_path / "log"), "--access-logformat", "%(p)s %(s)s"]
    with (tmp_path / "told").open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "archive_site.wsgi", *arguments],
            cwd=ROOT, env=environment, stdout=told, stderr=told,
        )  # fmt: skip
        try:
            wait_for(port, process, tmp_path / "told")
            yield port
        finally:
            process.terminate()
            process.wait(30)


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
    """Return the status of an answer, over a connection of its own, so that either worker may give it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def test_two_workers_count_together(server: int, tmp_path: Path) -> None:
    started = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(lambda _: status(server, "/en/help/"), range(3 * LIMIT)))
    # What filled up meanwhile may have been used, too; two workers counting alone would let twice as many through.
    filled = (time.monotonic() - started) * LIMIT / 60
    assert LIMIT <= answers[200] <= LIMIT + filled + 1, answers
    assert answers[200] + answers[429] == 3 * LIMIT
    lines = (tmp_path / "log").read_text(encoding="utf-8")
    workers = {pid for pid, code in re.findall(r"<(\d+)> (\d+)", lines) if code == "200"}
    assert len(workers) == 2
