from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from socket import create_server

import pytest

from archive_site import probe


class Archive(HTTPServer):
    """Stands for the archive: answers one status, and remembers what it was asked."""

    status = 200
    asked: tuple[str, str | None] = ("", None)


class Handler(BaseHTTPRequestHandler):
    server: Archive

    def do_GET(self) -> None:
        self.server.asked = (self.path, self.headers["Host"])
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Archive(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        ("", "localhost"),
        ("*", "localhost"),
        ("reports.example.org", "reports.example.org"),
        ("reports.example.org, other.example.org", "reports.example.org"),
        (".example.org", "example.org"),
    ],
)
def test_host(hosts: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_HOSTS", hosts)
    assert probe.host() == expected


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", ""])
def test_healthy_archive_answers(archive: Archive, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_HOSTS", "reports.example.org")
    assert probe.answers(f"{address}:{archive.server_port}")
    assert archive.asked == ("/health/", "reports.example.org")


@pytest.mark.parametrize("status", [301, 400, 500, 503])
def test_other_status_is_no_answer(archive: Archive, status: int) -> None:
    archive.status = status
    assert not probe.answers(f"127.0.0.1:{archive.server_port}")


def test_silence_is_no_answer() -> None:
    with create_server(("127.0.0.1", 0)) as silent:
        assert not probe.answers(f"127.0.0.1:{silent.getsockname()[1]}", seconds=0.05)


def test_closed_port_is_no_answer() -> None:
    with create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert not probe.answers(f"127.0.0.1:{port}")
