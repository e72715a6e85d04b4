"""Who reads slowly, or not at all, keeps nobody else waiting: a real server with one thread."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from pathlib import Path

import pytest

from tests.archive_site.slow_app import LARGE, START

ROOT = Path(__file__).parents[2]
FILE, PAGE = LARGE[START:], LARGE
Serve = Callable[..., int]
OPEN = ExitStack()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return a function that starts a server of one worker with one thread, and returns its port."""
    with ExitStack() as running:

        def start(**environment: str) -> int:
            # Whoever connects before gunicorn listens waits in its queue.
            listener = running.enter_context(socket.create_server(("127.0.0.1", 0)))
            arguments = [
                "-k",
                "archive_site.sending.Worker",
                "--threads",
                "1",
                "--no-control-socket",
                "--log-level",
                "warning",
            ]
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-b", f"fd://{listener.fileno()}", *arguments,
                 "tests.archive_site.slow_app"],
                cwd="/", env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, pass_fds=[listener.fileno()], start_new_session=True,
            )  # fmt: skip
            running.callback(process.wait, 30)
            running.callback(os.killpg, process.pid, signal.SIGKILL)
            return int(listener.getsockname()[1])

        with OPEN:
            yield start


class Reader:
    """A visitor who has asked for something, and has read the first bytes of the answer and no more."""

    def __init__(self, port: int, path: str, **headers: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.sock = socket.socket()
        self.connection.sock.settimeout(60)
        self.connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.connection.sock.connect(("127.0.0.1", port))
        OPEN.callback(self.connection.close)
        self.answer = self.ask(path, **headers)
        self.begun = self.answer.read(10)

    def ask(self, path: str, **headers: str) -> HTTPResponse:
        self.connection.request("GET", path, headers=headers)
        return self.connection.getresponse()

    def rest(self) -> bytes:
        # Faster from now on.
        self.connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        return self.begun + self.answer.read()


def quick(port: int, path: str = "/quick") -> bytes:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read()


def wait_for_closing(port: int, before: int) -> None:
    """Return once the server has no more files open than before."""
    deadline = time.monotonic() + 60
    while int(quick(port, "/open")) > before:
        assert time.monotonic() < deadline


@pytest.mark.parametrize(("path", "content"), [("/file", FILE), ("/page", PAGE)])
def test_who_does_not_read_keeps_nobody_waiting(serve: Serve, path: str, content: bytes) -> None:
    port = serve()
    slow = [Reader(port, path) for _ in range(5)]
    assert [quick(port) for _ in range(3)] == [b"short"] * 3
    assert [reader.rest() == content for reader in slow] == [True] * 5


def test_what_is_made_while_it_is_sent_comes_whole(serve: Serve) -> None:
    port = serve()
    assert Reader(port, "/pieces").rest() == LARGE


@pytest.mark.parametrize(("path", "content"), [("/file", FILE), ("/page", PAGE), ("/pieces", PAGE)])
def test_connection_is_used_again_after_a_large_answer(serve: Serve, path: str, content: bytes) -> None:
    reader = Reader(serve(), path)
    assert reader.rest() == content
    assert reader.ask("/quick").read() == b"short"
    assert reader.ask(path).read() == content


def test_requests_sent_ahead_are_answered_one_after_the_other(serve: Serve) -> None:
    port = serve()
    request = b"GET %s HTTP/1.1\r\nHost: a\r\n%s\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as ahead:
        ahead.sendall(request % (b"/file", b"") + request % (b"/quick", b"Connection: close\r\n"))
        said = b""
        while piece := ahead.recv(1 << 20):
            said += piece
    first, _, second = said.partition(FILE)
    assert first.startswith(b"HTTP/1.1 200")
    assert second.startswith(b"HTTP/1.1 200")
    assert second.endswith(b"short")


def test_connections_that_end_hold_nobody_up(serve: Serve) -> None:
    port = serve()
    # They see that their connections end, and don't end them themselves.
    for _ in range(40):
        ended = OPEN.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
        ended.sendall(b"GET /quick HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        said = b""
        while piece := ended.recv(1000):
            said += piece
        assert said.endswith(b"short")
    assert quick(port) == b"short"


@pytest.mark.parametrize("path", ["/file", "/page", "/pieces"])
def test_who_goes_away_leaves_nothing_open(serve: Serve, path: str) -> None:
    port = serve()
    before = int(quick(port, "/open"))
    reader = Reader(port, path)
    reader.answer.close()
    reader.connection.close()
    wait_for_closing(port, before)


def test_slowest_is_given_up_where_too_many_read(serve: Serve) -> None:
    port = serve(READERS="2")
    slow = Reader(port, "/file")
    other = Reader(port, "/file")
    other.begun += other.answer.read(len(FILE) // 2)
    third = Reader(port, "/file")
    assert other.rest() == FILE
    assert third.rest() == FILE
    with pytest.raises((IncompleteRead, ConnectionResetError)):
        slow.rest()


@pytest.mark.parametrize("path", ["/file", "/page", "/pieces"])
def test_who_takes_nothing_for_long_is_given_up(serve: Serve, path: str) -> None:
    port = serve(STALLED="0")
    before = int(quick(port, "/open"))
    reader = Reader(port, path)
    wait_for_closing(port, before)
    with pytest.raises((IncompleteRead, ConnectionResetError)):
        reader.rest()
