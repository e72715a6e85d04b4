"""Files that are made whole before the first byte is sent: they have a length, and are whole or not there at all."""

from __future__ import annotations

import errno
import gzip
import logging
import os
import tempfile
from contextlib import AbstractContextManager, nullcontext
from typing import IO, TYPE_CHECKING, Any

from django.http import FileResponse, StreamingHttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import patch_vary_headers

from archive_site import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

# No room, no more of it for this user, or none for a file of that size.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# Of what a server without sendfile reads at a time.
PIECE = 64 * 1024


def sent(
    request: HttpRequest, write: Callable[[IO[bytes]], object], headers: Mapping[str, str], *, is_packed: bool = False
) -> HttpResponseBase:
    """Return an answer with the file that `write` writes, or with its headers alone for HEAD; 503 for want of room.

    The file waits on the disk without a name and is gone when it was sent, nobody reads on, or the server dies. For who
    can read that it is compressed, except if `is_packed` says that it is already.
    """
    squeezes = not is_packed and bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")))
    # Django would do it while the file is sent, which then had no length.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    answer: StreamingHttpResponse
    if request.method == "HEAD":
        answer = StreamingHttpResponse(())
    else:
        try:
            answer = FileResponse(_made(write, squeezes=squeezes))
        except Exception as error:
            if not _is_for_want_of_room(error):
                raise
            # The words alone: whoever keeps the record would keep all that was being written.
            logger.error("No room in %s for a file that a reader asked for: %s", tempfile.gettempdir(), str(error))  # noqa: TRY400
            return refusals.no_room(request)
        answer.block_size = PIECE
    for name, value in headers.items():
        answer[name] = value
    if not is_packed:
        patch_vary_headers(answer, ("Accept-Encoding",))
    if squeezes:
        answer["Content-Encoding"] = "gzip"
        if "ETag" in headers:
            # Of other bytes, and the same file.
            answer["ETag"] = f"W/{headers['ETag']}"
    return answer


class Unnamed:
    """A file without a name, to be read. It goes at the latest when nobody knows it any more: not all is sent."""

    def __init__(self, file: int) -> None:
        self._file = file

    def fileno(self) -> int:
        return self._file

    def read(self, size: int) -> bytes:
        return os.read(self._file, size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._file, offset, whence)

    def tell(self) -> int:
        return self.seek(0, os.SEEK_CUR)

    def close(self) -> None:
        """Let go of it; a second time does nothing."""
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)

    __del__ = close


def _made(write: Callable[[IO[bytes]], object], *, squeezes: bool) -> Unnamed:
    with tempfile.TemporaryFile() as file:
        opened: AbstractContextManager[Any] = nullcontext(file)
        if squeezes:
            opened = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, mtime=0)
        with opened as out:
            write(out)
        file.flush()
        file.seek(0)
        return Unnamed(os.dup(file.fileno()))


def _is_for_want_of_room(error: BaseException | None) -> bool:
    """Say whether an error came of a full disk, perhaps as that of a library which has wrapped it."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return True
        error = error.__cause__ or error.__context__
    return False
