"""A site of a few large answers, for tests of how they are sent: served by a worker with one thread alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from archive_site import leftovers, sending

# More than kernels hold of one connection.
LARGE = bytes(range(256)) * (1 << 16)
START = 1000

sending.READERS = int(os.environ.get("READERS", sending.READERS))
leftovers.STALLED_AFTER = float(os.environ.get("STALLED", leftovers.STALLED_AFTER))


def application(
    environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    """Answer with a file from its thousandth byte on, with a page, with a page in pieces, how many files are open, or shortly."""
    path = environ["PATH_INFO"]
    if path == "/file":
        file = tempfile.TemporaryFile()  # noqa: SIM115 - gunicorn closes it
        file.write(LARGE)
        file.seek(START)
        start_response("200 OK", [("Content-Length", str(len(LARGE) - START))])
        wrapped: Iterable[bytes] = environ["wsgi.file_wrapper"](file)
        return wrapped
    if path == "/page":
        start_response("200 OK", [("Content-Length", str(len(LARGE)))])
        return [LARGE]
    if path == "/pieces":
        start_response("200 OK", [])
        return (LARGE[at : at + 100_000] for at in range(0, len(LARGE), 100_000))
    said = str(len(list(Path("/proc/self/fd").iterdir()))).encode() if path == "/open" else b"short"
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]
