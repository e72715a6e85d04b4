"""ZIP files of the same bytes each time, and files that must be whole before their first byte can be sent."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import IO, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PIECE = 64 * 1024
# What is larger than this waits on the disk until it is sent.
IN_MEMORY = 2 * 2**20
# The first moment that a ZIP file can name: the parts tell nothing of when they were packed.
MOMENT = (1980, 1, 1, 0, 0, 0)


def sent(write: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    """Yield in pieces the bytes of a file that `write` writes."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as target:
        write(target)
        target.seek(0)
        while piece := target.read(PIECE):
            yield piece


class Package:
    """A ZIP file that is being written, part after part."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = ZipFile(target, "w")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def add(self, name: str, content: str | bytes, *, stored: bool = False) -> None:
        """Write a part whole; `stored`: as it is, for what must be read without unpacking."""
        self._zip.writestr(_info(name, ZIP_STORED if stored else ZIP_DEFLATED), content)

    def add_pieces(self, name: str, pieces: Iterator[str]) -> None:
        """Write a part piece by piece."""
        with self._zip.open(_info(name, ZIP_DEFLATED), "w") as part:
            for piece in pieces:
                part.write(piece.encode())


def _info(name: str, method: int) -> ZipInfo:
    info = ZipInfo(name, MOMENT)
    info.compress_type = method
    # Of no system in particular, a plain file.
    info.create_system = 0
    info.external_attr = 0
    return info
