"""How often somebody may ask: counted for all workers together, in a small file beside the database.

Each visitor has an allowance for each kind of request. It holds `limit` requests, which may come all at once, and fills
up again evenly within `seconds`; so one row with one time is all there is to keep, and one statement both asks and
counts. What is kept is soon worth nothing: the file may be lost, and where it can't be used, nobody is held up.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from archive_site.addresses import address_of, network_of

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)

# Longer than another worker's statement takes, shorter than a reader notices.
PATIENCE = 0.05
PRUNED_EVERY = 60
PRUNED_AT_ONCE = 500
# A log that says the same a thousand times a second helps nobody.
SAID_EVERY = 60

TABLE = "CREATE TABLE IF NOT EXISTS allowances (name TEXT, who TEXT, whole_at REAL, PRIMARY KEY (name, who))"
# `whole_at` is when the allowance will be whole again. One that lies further ahead than it can was written before
# the clock was set back; a little further, by somebody who looked at the clock later and was served first.
TAKE = """
INSERT INTO allowances VALUES (:name, :who, :now + :step)
ON CONFLICT (name, who) DO UPDATE
SET whole_at = CASE WHEN whole_at BETWEEN :now AND :now + :seconds + 60 THEN whole_at ELSE :now END + :step
WHERE whole_at NOT BETWEEN :now + :seconds - :step + 1e-6 AND :now + :seconds + 60
RETURNING whole_at
"""
LEFT = "SELECT whole_at FROM allowances WHERE name = :name AND who = :who"
PRUNE = "DELETE FROM allowances WHERE rowid IN (SELECT rowid FROM allowances WHERE whole_at < ? LIMIT ?)"


class _Kept(threading.local):
    """A thread's connection, of a process (a fork must not use its parent's) and to a file."""

    connection: sqlite3.Connection | None = None
    belongs: tuple[int, Path] | None = None


_kept = _Kept()
_times = {"pruned": 0.0, "said": 0.0}


def allowed(name: str, who: str, limit: int, seconds: float) -> bool:
    """Say whether somebody may do once more what `name` names, `limit` times in so many seconds; if so, count it."""
    return wait(name, who, limit, seconds) == 0


def wait(name: str, who: str, limit: int, seconds: float) -> float:
    """Return 0 and count where somebody may go on, else the seconds until they may.

    No limit above 0 is no limit at all. Where the file can't be asked, they may.
    """
    if limit <= 0:
        return 0
    now, step = time.time(), seconds / limit
    asked = {"name": name, "who": who, "now": now, "seconds": seconds, "step": step}
    try:
        connection = _connection()
        if connection.execute(TAKE, asked).fetchone():
            _prune(connection, now)
            return 0
        row = connection.execute(LEFT, asked).fetchone()
    except sqlite3.Error as error:
        _failed(error)
        return 0
    return max(row[0] + step - seconds - now, 0.001) if row else 0


def due(name: str, who: str, limit: int, seconds: float) -> float:
    """Return in how many seconds somebody may go on, 0 for now; nothing is counted."""
    if limit <= 0 or not path().exists():
        return 0
    try:
        row = _connection().execute(LEFT, {"name": name, "who": who}).fetchone()
    except sqlite3.Error as error:
        _failed(error)
        return 0
    now = time.time()
    # As for TAKE, what lies further ahead than it can is from before the clock was set back.
    return max(row[0] + seconds / limit - seconds - now, 0.0) if row and row[0] <= now + seconds + 60 else 0


def wait_of(request: HttpRequest, name: str) -> float:
    """Return 0 and count where the sender of a request may go on, else the seconds until then; see settings.LIMITS."""
    limit, seconds = settings.LIMITS.get(name, (0, 1))
    return wait(name, network_of(address_of(request)), limit, seconds) if limit else 0


def forget(name: str = "", who: str = "") -> None:
    """Make allowances whole again: all, those of a name, or one person's of a name."""
    if not path().exists():
        return
    try:
        _connection().execute(
            "DELETE FROM allowances WHERE (:name = '' OR name = :name) AND (:who = '' OR who = :who)",
            {"name": name, "who": who},
        )
    except sqlite3.Error as error:
        _failed(error)


def path() -> Path:
    """Return where the counts are kept."""
    return Path(settings.DATA_DIR) / "throttles.sqlite3"


def _connection() -> sqlite3.Connection:
    belongs = (os.getpid(), path())
    if _kept.connection is None or _kept.belongs != belongs:
        _kept.connection, _kept.belongs = _opened(), belongs
    return _kept.connection


def _opened() -> sqlite3.Connection:
    """Return a new connection to the file, which is made if need be."""
    connection = sqlite3.connect(path(), timeout=PATIENCE, isolation_level=None)
    for last in (*[False] * 20, True):
        try:
            # Nothing here outlives a power cut. A killed process takes nothing along: the kernel has what it wrote.
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(TABLE)
            break
        except sqlite3.OperationalError as error:
            # While another worker makes the file, SQLite says that it's locked, however patient it was told to be.
            if last or _code(error) != sqlite3.SQLITE_BUSY:
                connection.close()
                raise
            time.sleep(PATIENCE / 10)
    return connection


def _prune(connection: sqlite3.Connection, now: float) -> None:
    """Leave out those whose allowance is whole again, some at a time, so that no other worker waits for it."""
    if now - _times["pruned"] < PRUNED_EVERY:
        return
    if connection.execute(PRUNE, (now, PRUNED_AT_ONCE)).rowcount < PRUNED_AT_ONCE:
        _times["pruned"] = now


def _failed(error: sqlite3.Error) -> None:
    """Say now and then that nothing is counted; where the file is broken, start it anew."""
    now = time.monotonic()
    if not _times["said"] or now - _times["said"] > SAID_EVERY:
        _times["said"] = now
        logger.warning("Requests can't be counted, and are let through: %s", error)
    if _code(error) == sqlite3.SQLITE_BUSY:
        return
    _kept.connection = None
    if _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        for name in (path(), Path(f"{path()}-wal"), Path(f"{path()}-shm")):
            name.unlink(missing_ok=True)


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's own number for what went wrong, without its finer distinctions."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
