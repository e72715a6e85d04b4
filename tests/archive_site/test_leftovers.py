"""A connection takes whole answers at once and keeps what isn't read yet."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from archive_site import leftovers
from archive_site.leftovers import Connection

LARGE = bytes(range(256)) * (1 << 13)


@pytest.fixture
def ends() -> Iterator[tuple[Connection, socket.socket]]:
    """Yield the server's end of a connection, and the reader's."""
    ours, theirs = socket.socketpair()
    with Connection(ours.detach()) as connection, theirs:
        yield connection, theirs


def read(connection: Connection, reader: socket.socket, size: int) -> bytes:
    """Return so many bytes that a reader takes while the server goes on sending."""
    taken = b""
    while len(taken) < size:
        connection.send_left()
        taken += reader.recv(1 << 16)
    return taken


def test_bytes_and_a_file_come_in_their_order(ends: tuple[Connection, socket.socket], tmp_path: Path) -> None:
    connection, reader = ends
    (tmp_path / "file").write_bytes(LARGE)
    connection.sendall(b"first")
    with (tmp_path / "file").open("rb") as file:
        assert connection.sendfile(file, 100, 200_000) == 200_000
        assert connection.sendfile(file, len(LARGE) - 50) == 50
    connection.sendall(LARGE)
    assert connection.left, "more than the kernel takes"
    expected = b"first" + LARGE[100:200_100] + LARGE[-50:] + LARGE
    assert read(connection, reader, len(expected)) == expected
    assert not connection.left


def test_what_is_short_leaves_nothing(ends: tuple[Connection, socket.socket]) -> None:
    connection, reader = ends
    connection.sendall(b"short")
    connection.sendall(b"")
    assert not connection.left
    assert reader.recv(10) == b"short"


def test_large_file_lets_others_have_their_turn(
    ends: tuple[Connection, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "PIECE", 1000)
    connection, reader = ends
    connection.sendall(LARGE[:5000])
    assert len(reader.recv(1 << 16)) == 1000


def test_maker_waits_for_the_reader_only_where_much_is_kept(
    ends: tuple[Connection, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "IN_MEMORY", 1_000_000)
    connection, reader = ends
    taken = bytearray()

    def take() -> None:
        while len(taken) < 6 * len(LARGE):
            taken.extend(reader.recv(1 << 16))

    thread = Thread(target=take)
    thread.start()
    for _ in range(6):
        connection.sendall(LARGE)
        assert sum(map(len, connection.left)) <= 1_000_000 + len(LARGE)
    while connection.left:
        connection.send_left()
    thread.join()
    assert taken == LARGE * 6


def test_maker_gives_up_a_reader_who_takes_nothing(
    ends: tuple[Connection, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "IN_MEMORY", 1_000)
    monkeypatch.setattr(leftovers, "STALLED_AFTER", 0)
    ends[0].sendall(LARGE)
    with pytest.raises(ConnectionResetError):
        ends[0].sendall(b"more")


def test_reader_who_has_gone_is_told_of(ends: tuple[Connection, socket.socket]) -> None:
    connection, reader = ends
    reader.close()
    with pytest.raises(OSError, match="Broken pipe"):
        connection.sendall(LARGE)


def test_file_that_became_shorter_is_not_sent_as_whole(ends: tuple[Connection, socket.socket], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(LARGE[:100])
    with (tmp_path / "file").open("rb") as file, pytest.raises(OSError, match="shorter"):
        ends[0].sendfile(file, 0, 200)


def test_files_are_let_go_of_by_closing(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    connection = Connection(ours.detach())
    (tmp_path / "file").write_bytes(LARGE)
    with theirs, (tmp_path / "file").open("rb") as file:
        connection.sendfile(file)
        held = connection.left[0]
        assert isinstance(held, leftovers.Stretch)
        number = held.file
        os.fstat(number)
        connection.close()
        with pytest.raises(OSError, match="Bad file"):
            os.fstat(number)


def test_pace_is_what_was_taken(ends: tuple[Connection, socket.socket], monkeypatch: pytest.MonkeyPatch) -> None:
    connection, _reader = ends
    monkeypatch.setattr("archive_site.leftovers.time.monotonic", lambda: 100.0)
    connection.sendall(LARGE)
    taken = connection.taken
    monkeypatch.setattr("archive_site.leftovers.time.monotonic", lambda: 104.0)
    assert connection.pace() == taken / 4
