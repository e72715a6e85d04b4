"""Where bundles lie: DATA_DIR/bundles/current is a symlink to the folder of the newest whole one.

A folder holds the ZIP, its manifest and its checksums, and the numbers of the reports that are in it. While one is
built, `progress.json` says how far it is, and the lock is held; a lock that nobody holds means that whoever built is
done or dead.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

CURRENT, LOCK, PROGRESS, TRIED = "current", "lock", "progress.json", "tried"
ZIP, MANIFEST, CHECKSUMS, REPORTS = "archive.zip", "manifest.json", "SHA256SUMS", "reports.json"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A whole bundle: its folder, its manifest, and the numbers of the reports that are in it."""

    folder: Path
    manifest: dict[str, Any]
    reports: frozenset[int]

    @property
    def path(self) -> Path:
        return self.folder / ZIP

    @property
    def size(self) -> int:
        return int(self.manifest["archive"]["size"])

    @property
    def sha256(self) -> str:
        return str(self.manifest["archive"]["sha256"])

    @property
    def made(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.manifest["made"])


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a bundle is that is being built, in percent."""

    percent: int


def root() -> Path:
    """Return the folder of the bundles."""
    return Path(settings.DATA_DIR) / "bundles"


def current() -> Bundle | None:
    """Return the newest whole bundle, None where there is none yet."""
    try:
        # Resolved once: all that is read is of one bundle, also when the next takes its place meanwhile.
        folder = (root() / CURRENT).resolve(strict=True)
        told, reports = (json.loads((folder / name).read_text(encoding="utf-8")) for name in (MANIFEST, REPORTS))
        return Bundle(folder, dict(told), frozenset(reports))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def holding() -> Iterator[bool]:
    """Hold the right to build; yield False where another has it. Raises `OSError`."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def tell(percent: int) -> None:
    """Let the page know how far it is."""
    fresh = root() / f"{PROGRESS}.new"
    fresh.write_text(json.dumps({"percent": percent}), encoding="utf-8")
    fresh.replace(root() / PROGRESS)


def progress() -> Progress | None:
    """Return how far a bundle is that is being built, None where none is."""
    with suppress(OSError, ValueError, KeyError):
        with holding() as free:
            if free:
                return None
        return Progress(int(json.loads((root() / PROGRESS).read_text(encoding="utf-8"))["percent"]))
    return None
