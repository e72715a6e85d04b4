"""The server starts a worker, and one alone; it goes where the server goes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.intake.processes import Archive

Serve = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def serve(archive: Archive) -> Iterator[Serve]:
    """Return a function that starts the server."""
    servers = []

    def start(**environment: str) -> subprocess.Popen[bytes]:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "archive_site.wsgi"],
            cwd=settings.ROOT,
            env={
                **archive.environment,
                "ARCHIVE_BIND": f"127.0.0.1:{port}",
                "ARCHIVE_WORKERS": "1",
                "ARCHIVE_STATIC_ROOT": str(archive.folder),
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        servers.append(server)
        assert server.stdout is not None
        assert b"The archive is served" in server.stdout.readline()
        return server

    yield start
    for server in servers:
        server.kill()
        server.communicate()


def children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name, in brackets, may hold anything; the state and the parent's number come behind it.
            parent = status.read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if int(parent) == pid:
            found.append(int(status.parent.name))
    return found


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def overseer_of(server: subprocess.Popen[bytes]) -> int:
    (pid,) = [pid for pid in children(server.pid) if "archive_site.overseer" in command(pid)]
    return pid


def alive(pid: int) -> bool:
    return bool(command(pid))


def soon(is_so: Callable[[], bool], seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def workers(overseer: int) -> list[int]:
    return [pid for pid in children(overseer) if "manage.py work" in command(pid)]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found in /proc")
class TestServer:
    def test_a_worker_that_dies_is_started_again_and_ends_with_the_server(self, serve: Serve, archive: Archive) -> None:
        server = serve()
        overseer = overseer_of(server)
        soon(lambda: len(workers(overseer)) == 1)
        (first,) = workers(overseer)
        soon(lambda: bool(archive.rows("SELECT 1 FROM reports_workerbeat")))
        os.kill(first, signal.SIGKILL)
        soon(lambda: len(workers(overseer)) == 1 and workers(overseer) != [first])
        (second,) = workers(overseer)

        server.kill()
        soon(lambda: not alive(overseer) and not alive(second))

    def test_it_ends_in_good_order_and_without_a_word(self, serve: Serve, archive: Archive) -> None:
        server = serve()
        overseer = overseer_of(server)
        soon(lambda: bool(archive.rows("SELECT 1 FROM reports_workerbeat")))
        (worker,) = workers(overseer)
        server.terminate()
        out, _nothing = server.communicate(timeout=30)
        assert out == b""
        soon(lambda: not alive(overseer) and not alive(worker))
        assert archive.rows("SELECT 1 FROM reports_workerbeat") == []

    def test_none_is_started_where_none_is_wanted(self, serve: Serve) -> None:
        server = serve(ARCHIVE_WORKER="false")
        time.sleep(1)
        assert not any("overseer" in command(pid) for pid in children(server.pid))

    def test_of_two_servers_on_one_archive_one_has_a_worker(self, serve: Serve, archive: Archive) -> None:
        first, second = serve(), serve()
        soon(lambda: len(workers(overseer_of(first))) + len(workers(overseer_of(second))) == 2)
        soon(lambda: len(archive.rows("SELECT 1 FROM reports_workerbeat")) == 1)
        time.sleep(2)
        assert len(archive.rows("SELECT 1 FROM reports_workerbeat")) == 1
        (name,) = archive.rows("SELECT name FROM reports_workerbeat")[0]
        holder, waiting = (first, second) if int(name.split(":")[1]) in workers(overseer_of(first)) else (second, first)
        holder.terminate()
        holder.wait(30)
        (next_worker,) = workers(overseer_of(waiting))
        soon(lambda: any(f":{next_worker}:" in row[0] for row in archive.rows("SELECT name FROM reports_workerbeat")))
