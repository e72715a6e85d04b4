"""The folder of the index: which build is the current one, who may write, how a new one takes its place.

PATH/current is a symlink to PATH/build-…, a Whoosh index with `stamp.json` beside it. A rebuild fills a new folder
and moves the link; readers of the old one keep its files open. PATH/lock is held, by the system, while its holder
lives: it can't be left behind by a process that was killed.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC

from reports.search import analysis
from reports.search.segments import EXTENSION, NAME, ArraySegment

log = logging.getLogger(__name__)

CURRENT, LOCK, STAMP, BUILD = "current", "lock", "stamp.json", "build-"
POLL_SECONDS = 0.05
# The lock's file says on which errand its holder is, and why the index could not be written last.
ERRAND_BYTES, FAILURE_BYTES = 8, 504
Errand = Literal["short", "long"]


class Busy(Exception):  # noqa: N818
    """Somebody else is writing; `errand` says whether that takes long."""

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        self.errand: Errand = errand


def root() -> Path:
    """Return the folder that the settings name."""
    return Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])


def _holder(descriptor: int) -> Errand:
    return "long" if os.pread(descriptor, 4, 0) == b"long" else "short"


@contextmanager
def writing(errand: Errand, patience: float | None = None) -> Iterator[Path]:
    """Hold the right to write in the folder, which is made if need be; yield it.

    Waits for ever, or `patience` seconds for somebody on a short errand and not at all for one on a long errand;
    then raises `Busy`. Raises `OSError` where the folder can't be written.
    """
    folder = root()
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    deadline = None if patience is None else time.monotonic() + patience
    try:
        if deadline is None:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        else:
            _lock_before(deadline, descriptor)
        errand_is(folder, errand)
        yield folder
    finally:
        os.close(descriptor)


def errand_is(folder: Path, errand: Errand) -> None:
    """Let others know how long the holder of the lock will be. Raises `OSError`."""
    _write_note(folder / LOCK, 0, errand.ljust(ERRAND_BYTES).encode())


def _write_note(lock: Path, place: int, note: bytes) -> None:
    """Write in the lock's file, all of which is written when it is made: so that it can be on a full disk, too."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if os.fstat(descriptor).st_size < ERRAND_BYTES + FAILURE_BYTES:
            os.pwrite(descriptor, b" " * (ERRAND_BYTES + FAILURE_BYTES), 0)
        os.pwrite(descriptor, note, place)
    finally:
        os.close(descriptor)


def note_failure(reason: str) -> None:
    """Leave word for all processes why the index could not be written; an empty reason says that it was."""
    if reason == failure():
        return
    note = reason.encode()[:FAILURE_BYTES].ljust(FAILURE_BYTES)
    with suppress(OSError):
        _write_note(root() / LOCK, ERRAND_BYTES, note)


def free_bytes() -> int:
    """Return how much room there is for the index; 0 where that can't be told."""
    try:
        return shutil.disk_usage(root()).free
    except OSError:
        return 0


def failure() -> str:
    """Return why the index could not be written last, empty if it could."""
    try:
        with (root() / LOCK).open("rb") as lock:
            return lock.read(ERRAND_BYTES + FAILURE_BYTES)[ERRAND_BYTES:].decode(errors="ignore").strip()
    except OSError:
        return ""


def _lock_before(deadline: float, descriptor: int) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            errand = _holder(descriptor)
            if errand == "long" or time.monotonic() > deadline:
                raise Busy(errand) from None
            time.sleep(POLL_SECONDS)
        else:
            return


def errand_under_way() -> Errand | None:
    """Say whether somebody is writing just now, and on which errand."""
    try:
        descriptor = os.open(root() / LOCK, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(descriptor)
    else:
        return None
    finally:
        os.close(descriptor)


def current() -> Path | None:
    """Return the folder of the build that answers now, None if there is none."""
    with suppress(OSError):
        return root() / (root() / CURRENT).readlink()
    return None


class Seen(NamedTuple):
    """A build as it stood on disk: its number, and of each file the inode, the size and when it was written."""

    name: str
    generation: int
    files: dict[str, tuple[int, int, int]]

    def is_part_of(self, later: Seen) -> bool:
        """Say whether no file of this was changed later; some may be gone, and others have come."""
        return self.name == later.name and all(later.files.get(name, was) == was for name, was in self.files.items())


def generation(build: Path) -> int:
    """Return the number of the newest table of contents in a build, -1 if it has none. Raises `OSError`."""
    pattern = TOC._pattern(NAME)  # noqa: SLF001 - Whoosh opens the index to tell; this only lists the folder
    return max((int(match[1]) for path in build.iterdir() if (match := pattern.match(path.name))), default=-1)


def contents(build: Path) -> list[ArraySegment]:
    """Return the segments of a build. Raises what reading a damaged file raises."""
    number = generation(build)
    name = TOC._filename(NAME, number)  # noqa: SLF001
    # Read by way of memory: Whoosh leaves the file open where it can't make sense of it.
    memory = RamStorage()
    memory.files[name] = (build / name).read_bytes()
    return list(TOC.read(memory, NAME, gen=number).segments)


def stamp(build: Path) -> tuple[str, datetime]:
    """Return how the texts of a build were cut, and when it was built. Raises `OSError` or `ValueError`."""
    said = json.loads((build / STAMP).read_text(encoding="utf-8"))
    return str(said["stamp"]), datetime.fromisoformat(said["built_at"])


def seen(build: Path) -> Seen:
    """Return what of a build's files tells whether it is still as it was. Raises `OSError`."""
    generation, files = -1, {}
    pattern = TOC._pattern(NAME)  # noqa: SLF001 - as in `generation`, in one reading of the folder
    with os.scandir(build) as entries:
        for entry in entries:
            if match := pattern.match(entry.name):
                generation = max(generation, int(match[1]))
            else:
                stat = entry.stat()
                files[entry.name] = stat.st_ino, stat.st_size, stat.st_mtime_ns
    if STAMP not in files:
        raise FileNotFoundError(build / STAMP)
    return Seen(build.name, generation, files)


def new_build(folder: Path) -> Path:
    """Make the folder of a new build. Raises `OSError`."""
    build = folder / f"{BUILD}{uuid4().hex[:12]}"
    build.mkdir()
    said = {"stamp": analysis.stamp(), "built_at": timezone.now().isoformat()}
    (build / STAMP).write_text(json.dumps(said), encoding="utf-8")
    return build


def commit(build: Path, segments: list[ArraySegment]) -> None:
    """Make these the segments of a build, at one blow, and drop the files of others. Raises `OSError`."""
    storage = FileStorage(str(build))
    number = generation(build) + 1
    TOC(analysis.schema(), segments, number).write(storage, NAME)
    contents_name = TOC._filename(NAME, number)  # noqa: SLF001 - Whoosh names the file but does not flush it
    for path in (build / contents_name, build):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    _keep_only(build, contents_name, segments)


def drop_strays(build: Path) -> None:
    """Remove from a build what was written and not committed, if that can be told."""
    try:
        _keep_only(build, TOC._filename(NAME, generation(build)), contents(build))  # noqa: SLF001
    except Exception:
        log.exception("What was left of writing the index could not be removed")


def _keep_only(build: Path, contents_name: str, segments: list[ArraySegment]) -> None:
    wanted = {contents_name, STAMP, *(part.make_filename(EXTENSION) for part in segments)}
    for path in build.iterdir():
        if path.name not in wanted:
            path.unlink(missing_ok=True)


def make_current(build: Path) -> None:
    """Let a build answer from now on. Raises `OSError`."""
    link = build.parent / f"{CURRENT}-{build.name}"
    link.unlink(missing_ok=True)
    link.symlink_to(build.name)
    link.replace(build.parent / CURRENT)


def sweep(folder: Path) -> None:
    """Remove what earlier builds left behind; only for the holder of the lock."""
    kept = current()
    for path in folder.iterdir():
        if path.name.startswith(f"{CURRENT}-"):
            path.unlink(missing_ok=True)
        elif path.name.startswith(BUILD) and (kept is None or path.name != kept.name):
            shutil.rmtree(path, ignore_errors=True)


def throw_away(folder: Path) -> None:
    """Remove the index; only for the holder of the lock."""
    (folder / CURRENT).unlink(missing_ok=True)
    sweep(folder)
