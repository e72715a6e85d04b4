"""How the archive itself is: its index, the workers, the disk, the backups, who failed to sign in."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Min, Q, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports import keeping, search
from reports.models import AuditEntry, IngestJob, SourceFile, WorkerBeat

# A worker says every few seconds that it is alive.
SILENT = dt.timedelta(seconds=30)
# One that has been silent for a day was ended, and nobody waits for it.
GONE = dt.timedelta(days=1)
LOW_DISK = 0.1
SIZES_KEPT = 60
BACKUP_DUE = dt.timedelta(days=7)
FAILURES = dt.timedelta(days=1)
FAILURES_SHOWN = 5
WAITING = (IngestJob.State.QUEUED, IngestJob.State.STORING)


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker, alive or not, and what it does."""

    name: str
    seen_at: dt.datetime
    doing: str
    is_alive: bool
    started_at: dt.datetime

    @property
    def called(self) -> str:
        """Return what it is to people: where it runs and since when; its name tells that in numbers and letters."""
        machine = self.name.partition(":")[0]
        started = timezone.localtime(self.started_at)
        is_today = started.date() == timezone.localdate()
        since = date_format(started, "TIME_FORMAT" if is_today else "SHORT_DATETIME_FORMAT")
        if machine == socket.gethostname()[:40]:
            return _("This server, since %(time)s") % {"time": since}
        return _("The machine %(machine)s, since %(time)s") % {"machine": machine, "time": since}


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers, how many jobs wait for them, and since when the oldest does."""

    workers: list[Worker]
    waiting: int
    oldest: dt.datetime | None

    @property
    def are_missing(self) -> bool:
        """Say whether jobs wait and nobody takes them up."""
        return bool(self.waiting) and not any(worker.is_alive for worker in self.workers)


@dataclass(frozen=True, slots=True)
class Storage:
    """Bytes: of the database, the originals in it, the index, the bundles, the backups; and of the disk."""

    database: int
    originals: int
    index: int
    bundles: int
    backups: int
    free: int
    disk: int

    @property
    def is_low(self) -> bool:
        return self.free < LOW_DISK * self.disk

    @property
    def share(self) -> int:
        """Return how much of the disk is free, in percent."""
        return round(100 * self.free / self.disk) if self.disk else 0


def workers() -> Workers:
    """Return the workers that were there within a day."""
    now = timezone.now()
    beats = WorkerBeat.objects.filter(seen_at__gt=now - GONE).order_by("-seen_at")
    queue = IngestJob.objects.filter(state__in=WAITING).aggregate(n=Count("pk"), oldest=Min("changed_at"))
    return Workers(
        [Worker(beat.name, beat.seen_at, beat.doing, now - beat.seen_at < SILENT, beat.started_at) for beat in beats],
        queue["n"],
        queue["oldest"],
    )


def index() -> search.Status:
    """Return how the index stands."""
    return search.status()


def storage() -> Storage:
    """Return what takes how much room; the sizes are measured once a minute."""
    sizes = cache.get_or_set("dashboard-sizes", _sizes, SIZES_KEPT) or {}
    disk = shutil.disk_usage(settings.DATA_DIR)
    return Storage(**sizes, free=disk.free, disk=disk.total)


def _sizes() -> dict[str, int]:
    data = Path(settings.DATA_DIR)
    return {
        "database": _database(),
        "originals": SourceFile.objects.aggregate(all=Sum("size"))["all"] or 0,
        "index": _size(Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])),
        "bundles": _size(data / "bundles"),
        "backups": _size(keeping.folder()),
    }


def _database() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return sum(Path(f"{name}{end}").stat().st_size for end in ("", "-wal") if Path(f"{name}{end}").exists())
    return 0


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() and not path.is_symlink() else 0
        except OSError:
            # What is being replaced may be gone by now.
            continue
    return total


def last_backup() -> dict[str, Any]:
    """Return the newest backup in the folder for them, if any, and whether another one is due."""
    newest = max(keeping.backups(), key=lambda backup: backup.made, default=None)
    is_due = newest is None or not newest.whole or timezone.now() - newest.made > BACKUP_DUE
    return {"newest": newest, "is_due": is_due, "folder": keeping.folder()}


def sign_in_failures() -> list[AuditEntry]:
    """Return the failures to sign in within a day, newest first; a hundred at most."""
    since = timezone.now() - FAILURES
    failed = Q(action="sign-in-failed") | Q(action="locked-out")
    return list(AuditEntry.objects.filter(failed, at__gt=since).order_by("-id")[:100])
