"""Where backups lie, how a file gets there whole or not at all, and which are there."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from reports.keeping.contents import MANIFEST, Unusable, manifest_of, opened
from reports.keeping.surroundings import name_of_archive

# What a backup is called while it is written: hidden, and like no file of another program.
PARTIAL = re.compile(r"\..+\.[0-9a-f]{8}\.partial")
# Only what was named by `new_name` is ever pruned.
KINDS = ("archive", "before-restore")
NAME = re.compile(rf"({'|'.join(KINDS)})-\d{{8}}-\d{{6}}(-\d+)?\.zip")
# Whoever has just made a file may not yet hold it.
YOUNG_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in a folder: `whole` says that nothing of it is missing, else `why` says what is.

    That is told by its table of contents; whether each byte is right, `faults` reads.
    """

    path: Path
    made: dt.datetime
    size: int
    whole: bool
    why: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    # The name of the archive that it is of, and how many of its originals were damaged when it was made.
    archive: str = ""
    damaged: int = 0

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return self.path.name


def folder() -> Path:
    """Return where backups lie that nobody named a place for."""
    return Path(settings.DATA_DIR) / "backups"


def new_name(where: Path, kind: str = "archive") -> Path:
    """Return the path of a new backup in a folder: its name says when it was made."""
    stem = f"{kind}-{timezone.now().astimezone(dt.UTC):%Y%m%d-%H%M%S}"
    path, number = where / f"{stem}.zip", 2
    while path.exists():
        path, number = where / f"{stem}-{number}.zip", number + 1
    return path


@contextmanager
def arriving(target: Path) -> Iterator[BinaryIO]:
    """Yield a file that takes the target's name once the block has ended and all is on the disk. Raises `OSError`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target.parent)
    draft = target.parent / f".{target.name}.{uuid4().hex[:8]}.partial"
    with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    _flush(target.parent)


def sweep(where: Path) -> None:
    """Remove what backups left behind that were killed: nobody holds it."""
    for path in where.iterdir():
        if not PARTIAL.fullmatch(path.name) or path.is_symlink():
            continue
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if time.time() - path.stat().st_mtime > YOUNG_SECONDS:
                path.unlink()


def backups(where: Path | None = None) -> list[Backup]:
    """Return the backups in a folder, the default one if none is named, the newest first."""
    place = where or folder()
    found = []
    with suppress(OSError):
        for path in place.glob("*.zip"):
            with suppress(OSError):
                stat = path.stat()
                found.append(_seen(path, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return sorted(found, key=lambda backup: (backup.made, backup.name), reverse=True)


@lru_cache(maxsize=100)
def _seen(path: Path, written_ns: int, size: int, _inode: int) -> Backup:
    made = dt.datetime.fromtimestamp(written_ns / 1e9, dt.UTC)
    try:
        with opened(path) as whole:
            manifest = manifest_of(whole)
            there = {info.filename: info.file_size for info in whole.infolist() if info.filename != MANIFEST}
        made = dt.datetime.fromisoformat(manifest["made"]).astimezone(dt.UTC)
    except (Unusable, ValueError) as error:
        return Backup(path, made, size, whole=False, why=str(error))
    told = {name: member.size for name, member in manifest["members"].items()}
    odd = sorted(name for name in told.keys() | there.keys() if told.get(name) != there.get(name))
    told_of = manifest["counts"], manifest["name"], len(manifest["damaged"])
    return Backup(path, made, size, not odd, ", ".join(odd[:3]), *told_of)


def prune(where: Path, keep: int, just_made: Path | None = None) -> list[Path]:
    """Remove all but the newest `keep` whole backups of this archive under names of our own; return what is gone.

    Backups of before a restore are counted by themselves. What was made just now stays, whatever the clock said when
    the others were made; and so does the newest that has all originals undamaged, however old it is.
    """
    gone: list[Path] = []
    for kind in KINDS:
        ours = [backup for backup in backups(where) if _is_ours(backup, kind)]
        ours.sort(key=lambda backup: backup.path != just_made)
        undamaged = next((backup for backup in ours if not backup.damaged), None)
        gone += [backup.path for backup in ours[keep:] if backup is not undamaged]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _is_ours(backup: Backup, kind: str) -> bool:
    named = NAME.fullmatch(backup.name)
    return bool(named and named[1] == kind and backup.whole and backup.archive == name_of_archive())


def _flush(where: Path) -> None:
    descriptor = os.open(where, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
