"""Other processes that work on the archive of a test, as its administrator's commands do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import AnyStr

from django.conf import settings

from tests.databases import address


def environment(index_folder: Path) -> dict[str, str]:
    """Return the environment of a process that works on the test's rows and on its index."""
    return {
        **os.environ,
        # The index of an archive lies in its data folder.
        "ARCHIVE_DATA_DIR": str(index_folder.parent),
        "ARCHIVE_HTTPS": "false",
        "DATABASE_URL": address(),
        "DJANGO_SETTINGS_MODULE": "tests.other_machine",
        "SECRET_KEY": "for-tests-only",
    }


def started(index_folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start Python with these arguments on the archive of a test."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.ROOT,
        env=environment(index_folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def killed(process: subprocess.Popen[AnyStr]) -> Iterator[subprocess.Popen[AnyStr]]:
    """Kill a process at the end of the block, however that ends: none is waited for that goes on for ever."""
    with process:
        try:
            yield process
        finally:
            process.kill()


def ended(process: subprocess.Popen[str], seconds: float = 60) -> tuple[str, str]:
    """Return what a process that ended well said."""
    out, errors = process.communicate(timeout=seconds)
    assert process.returncode == 0, errors
    return out, errors
