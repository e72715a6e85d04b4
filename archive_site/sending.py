"""Answers are sent as fast as each reader reads, and nobody waits for that but the reader.

A thread hands its answer to the kernel, which holds some hundred kilobytes of it. What is left over, bytes in memory or
a stretch of a file, is sent by the loop that watches all connections of a worker. So as many threads answer while
dozens of readers are slow as while there are none.
"""

from __future__ import annotations

import selectors
import socket
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from gunicorn.workers.gthread import ThreadWorker

from archive_site import leftovers
from archive_site.leftovers import Connection

if TYPE_CHECKING:
    from concurrent.futures import Future

    from gunicorn.workers.gthread import TConn

# To so many readers a worker sends at once, besides those whose whole answer the kernel has taken; one more, and the
# slowest of them is given up. It bounds what waits in memory and, in files that nobody sees, on the disk.
READERS = 64
# So many seconds a connection stays half open for a reader to see that it ends.
LINGERS = 2.0


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's threaded worker, whose threads and whose loop don't wait for readers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Those who are being sent to, with what the thread left behind.
        self.readers: dict[TConn, Future[Any]] = {}
        # Those whose connection ends, with the moment when it does at the latest.
        self.leaving: dict[TConn, float] = {}

    def enqueue_req(self, conn: TConn) -> None:
        """Have a thread answer a request, over a connection that keeps what its reader is too slow for."""
        if not isinstance(conn.sock, Connection) and not self.cfg.is_ssl:
            conn.sock = Connection(conn.sock.detach())
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Go on with a connection once a thread is done with it, and all that is left over is sent."""
        if not isinstance(conn.sock, Connection):
            super().finish_request(conn, fs)
        elif conn.sock.left:
            if len(self.readers) >= READERS:
                self._close(min(self.readers, key=lambda one: one.sock.pace()))
            self.readers[conn] = fs
            self._watch(conn, selectors.EVENT_WRITE, self._send)
        elif fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
        else:
            self._leave(conn)

    def murder_pending(self) -> None:
        """Close connections on which nothing happens any more; gunicorn's loop asks for it every second."""
        super().murder_pending()
        now = time.monotonic()
        stalled = [conn for conn in self.readers if now - conn.sock.went_on_at > leftovers.STALLED_AFTER]
        for conn in stalled + [conn for conn, end in self.leaving.items() if end < now]:
            self._close(conn)

    def _watch(self, conn: TConn, event: int, then: Any) -> None:
        conn.sock.setblocking(False)
        self.poller.register(conn.sock, event, partial(then, conn))

    def _send(self, conn: TConn, _file: object) -> None:
        """Send what a reader's connection takes now."""
        if conn not in self.readers:  # given up a moment ago, for another
            return
        try:
            conn.sock.send_left()
        except OSError:
            self._close(conn)
            return
        if not conn.sock.left:
            self.poller.unregister(conn.sock)
            self.finish_request(conn, self.readers.pop(conn))

    def _leave(self, conn: TConn) -> None:
        """Say that nothing more comes, and wait for the reader to have read that; gunicorn's loop would stand still."""
        self.leaving[conn] = time.monotonic() + LINGERS
        self._watch(conn, selectors.EVENT_READ, self._leaving)
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(conn)

    def _leaving(self, conn: TConn, _file: object) -> None:
        if conn not in self.leaving:
            return
        try:
            said = conn.sock.recv(1 << 16)
        except OSError:
            said = b""
        if not said:
            self._close(conn)

    def _close(self, conn: TConn) -> None:
        """Close a connection; one in the middle of its answer tells the reader by its length that this isn't all."""
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        self.readers.pop(conn, None)
        self.leaving.pop(conn, None)
        self.nr_conns -= 1
        conn.close()
