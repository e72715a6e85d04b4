"""Uploaded files with names of any length: the form's parser gives up a whole request for a name of a kilobyte.

The names are taken out of the request while it is read, and put back at the files that came of it.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.http import parse_header_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

# In UTF-8, so that with the rest of a header it stays below what the parser reads.
LONG = 200
# A header that is longer is nobody's name.
HEADER_MOST = 64 * 1024
PIECE = 64 * 1024
END = b"\r\n\r\n"
MARK = "long-name"
FIELD = re.compile(r"\w{1,40}", re.ASCII)
SUFFIX = re.compile(r"\.\w{1,10}", re.ASCII)


def allow(request: HttpRequest) -> None:
    """Have a request's files keep names of any length, as `name_of` tells them."""
    request.parse_file_upload = partial(_parsed, request)  # type: ignore[method-assign]


def name_of(file: Any) -> str:
    """Return the whole name of an uploaded file."""
    return str(getattr(file, "long_name", file.name))


def _parsed(request: HttpRequest, meta: dict[str, Any], body: IO[bytes]) -> Any:
    _kind, parameters = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
    shortened = Shortened(body, parameters.get("boundary", ""))
    fields, files = HttpRequest.parse_file_upload(request, meta, shortened)  # type: ignore[arg-type]  # it reads, no more
    for _field, several in files.lists():
        for file in several:
            number = (file.content_type_extra or {}).get(MARK, b"")
            if number.isdigit() and len(number) < 6 and int(number) < len(shortened.names):
                file.long_name = shortened.names[int(number)]  # type: ignore[attr-defined]
    return fields, files


class Shortened:
    """The body of a request with files, each long name in it replaced by a short one; `names` has the long ones."""

    def __init__(self, body: IO[bytes], boundary: str) -> None:
        self.names: list[str] = []
        self._body = body
        self._boundary = b"--" + boundary.encode("ascii", "replace")
        self._pieces = self._read()
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        """Return some of the body, all that is left with no size; b"" at its end."""
        while size < 0 or len(self._left) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._left += piece
            if size >= 0:
                break
        end = len(self._left) if size < 0 else size
        piece, self._left = self._left[:end], self._left[end:]
        return piece

    def _read(self) -> Iterator[bytes]:
        waiting = b""
        in_header = False
        while piece := self._body.read(PIECE):
            waiting += piece
            while True:
                sought = END if in_header else self._boundary
                at = waiting.find(sought)
                if at < 0:
                    break
                end = at + len(sought)
                yield self._short(waiting[:end]) if in_header else waiting[:end]
                waiting, in_header = waiting[end:], not in_header
            if in_header and len(waiting) <= HEADER_MOST:
                continue
            in_header = False
            # Its end may be the beginning of what is sought.
            kept = len(self._boundary) - 1
            if len(waiting) > kept:
                yield waiting[: len(waiting) - kept]
                waiting = waiting[len(waiting) - kept :]
        yield waiting

    def _short(self, header: bytes) -> bytes:
        """Return the header of a part, with a short name and a number in place of a long name."""
        if len(header) <= LONG:
            return header
        lines = header.removesuffix(END).split(b"\r\n")
        said = next((line for line in lines if line.lower().startswith(b"content-disposition:")), b"")
        _kind, parameters = parse_header_parameters(said.decode("utf-8", "replace"))
        field, name = parameters.get("name", ""), parameters.get("filename", "")
        name = "".join(filter(str.isprintable, name.replace("\\", "/").rpartition("/")[2]))
        if not name or len(said) <= LONG or not FIELD.fullmatch(field):
            return header
        suffix = PurePath(name).suffix
        short = f"{len(self.names)}{suffix if SUFFIX.fullmatch(suffix) else ''}"
        kind = f'Content-Type: application/octet-stream; {MARK}="{len(self.names)}"'
        self.names.append(name)
        coded = [line for line in lines if line.lower().startswith(b"content-transfer-encoding:")]
        said = f'Content-Disposition: form-data; name="{field}"; filename="{short}"'.encode()
        return b"\r\n".join([b"", said, kind.encode(), *coded]) + END
