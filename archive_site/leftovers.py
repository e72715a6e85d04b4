"""A connection that takes whole answers at once, and keeps what its reader has not taken yet."""

from __future__ import annotations

import errno
import os
import select
import socket
import time
from collections import deque
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# So much of one answer is handed to the kernel at a time: large files let others have their turn in between.
PIECE = 512 * 1024
# Of an answer that is made while it is sent, so much may wait in memory; then its maker waits for the reader.
IN_MEMORY = 4 * 1024 * 1024
# Whoever takes nothing for so many seconds is given up.
STALLED_AFTER = 60.0


class Bytes:
    """Bytes to be sent."""

    def __init__(self, content: bytes) -> None:
        self.content = memoryview(content)

    def __len__(self) -> int:
        return len(self.content)

    def send(self, to: socket.socket) -> int:
        """Send some of them and return how many; raises BlockingIOError where none are taken now."""
        sent = to.send(self.content[:PIECE])
        self.content = self.content[sent:]
        return sent

    def close(self) -> None:
        """Let go of them."""
        self.content = memoryview(b"")


class Stretch:
    """A stretch of a file to be sent, which has the file open for itself, whoever else closes it."""

    def __init__(self, file: int, start: int, count: int) -> None:
        self.file, self.start, self.count = os.dup(file), start, count

    def __len__(self) -> int:
        return self.count

    def send(self, to: socket.socket) -> int:
        """Send some of it and return how many bytes; raises BlockingIOError where none are taken now."""
        sent = os.sendfile(to.fileno(), self.file, self.start, min(self.count, PIECE))
        if not sent:
            raise OSError(errno.EIO, "A file has become shorter while it was sent")
        self.start += sent
        self.count -= sent
        return sent

    def close(self) -> None:
        """Let go of the file; a second time does nothing."""
        file, self.file = self.file, -1
        if file >= 0:
            os.close(file)

    __del__ = close


class Connection(socket.socket):
    """A connection whose `sendall` and `sendfile` don't wait for the reader: what is not taken at once is `left`."""

    __slots__ = ("began_at", "left", "taken", "went_on_at")

    def __init__(self, fileno: int) -> None:
        super().__init__(fileno=fileno)
        self.left: deque[Bytes | Stretch] = deque()
        self.taken = 0
        self.began_at = self.went_on_at = time.monotonic()

    def sendall(self, data: ReadableBuffer, flags: int = 0, /) -> None:
        """Send bytes or keep them; where many are kept already, wait first. Raises OSError where the reader is gone."""
        while sum(len(part) for part in self.left if isinstance(part, Bytes)) > IN_MEMORY:
            takes = select.poll()
            takes.register(self, select.POLLOUT)
            if not takes.poll(STALLED_AFTER * 1000):
                raise ConnectionResetError(errno.ECONNRESET, "The reader takes nothing any more")
            self.send_left()
        self._add(Bytes(bytes(data)))

    def sendfile(self, file: IO[Any], offset: int = 0, count: int | None = None) -> int:  # type: ignore[override]
        """Send a stretch of a file, or keep it; return its length. Raises OSError where the reader is gone."""
        if count is None:
            count = os.fstat(file.fileno()).st_size - offset
        if count > 0:
            self._add(Stretch(file.fileno(), offset, count))
        return count

    def send_left(self) -> None:
        """Send as much of what is left as is taken now, but for one turn; raises OSError where the reader is gone."""
        blocking, turn = self.getblocking(), PIECE
        self.setblocking(False)
        try:
            while self.left and turn > 0:
                sent = self.left[0].send(self)
                turn -= sent
                self.taken += sent
                self.went_on_at = time.monotonic()
                if not len(self.left[0]):
                    self.left.popleft().close()
        except BlockingIOError:
            pass
        finally:
            self.setblocking(blocking)

    def pace(self) -> float:
        """Return how many bytes a second the reader has taken since there was something left."""
        return self.taken / max(time.monotonic() - self.began_at, 1.0)

    def close(self) -> None:
        """Close it, whatever is left."""
        while self.left:
            self.left.popleft().close()
        super().close()

    def _add(self, part: Bytes | Stretch) -> None:
        if not self.left:
            self.taken = 0
            self.began_at = self.went_on_at = time.monotonic()
        self.left.append(part)
        self.send_left()
