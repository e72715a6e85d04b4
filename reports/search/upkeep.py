"""Keeping the index as the rows are: noticing that it is not, catching up, rebuilding, and saying how it stands."""

from __future__ import annotations

import errno
import logging
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from reports.models import Report
from reports.search import background, changing, folder
from reports.search.answers import Status, Unavailable
from reports.search.changing import Difference, Progress, difference, is_large, is_short
from reports.search.opening import NotReady, forget, opened
from reports.search.snapshot import Snapshot
from reports.search.unchanged import Reading

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 10.0
# While reports keep coming in, readers wait so long for somebody who is at it already, and no longer; and catching up
# takes no more than one part in so many of a process's time, once it takes so long.
READERS_PATIENCE_SECONDS = 0.5
RESTING_PARTS, LONG_SECONDS = 4, 0.2
# The quick comparison can't see a change that was dated back, as by a clock put right: look closely now and then.
CLOSE_LOOK_SECONDS = 30.0
# Where the index couldn't be written, searches answer from the old one so long before one of them tries again, or until
# there is more room on the disk.
RETRY_SECONDS = 20.0

Mark = tuple[object, ...]
# When writing last failed, by folder, and how many bytes were free then.
_failed: dict[Path, tuple[float, int]] = {}
# When a search last caught up, by folder, and how many seconds that took; who does so holds the lock.
_last_time: dict[Path, tuple[float, float]] = {}
_at_it = threading.Lock()


def distrust() -> None:
    """Put a damaged index away, so that the next search has it rebuilt."""
    try:
        clear()
    except OSError:
        log.exception("The damaged search index could not be removed")


def mark_of_rows() -> Mark:
    """Return what changes whenever a published report does: their number, the last change, the sum of their keys.

    It is compared with itself only, and written without the ORM: it is asked before each search, and Django takes
    ten times as long to word the question as the database to answer it.
    """
    return _mark()


def _read_mark() -> Mark:
    table = connection.ops.quote_name(Report._meta.db_table)
    # Of two who write at once, which SQLite hasn't, the first to change a report may be the last to be seen.
    changed = "MAX(changed_at)" if connection.vendor == "sqlite" else "SUM(EXTRACT(EPOCH FROM changed_at))"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*), {changed}, SUM(id) FROM {table} WHERE status = %s",  # noqa: S608 - a constant
            [Report.Status.PUBLISHED.value],
        )
        return tuple(cursor.fetchone())


_mark = Reading(_read_mark)


def behind(snapshot: Snapshot) -> Difference | None:
    """Return what the index lacks, None if nothing."""
    mark, now = mark_of_rows(), time.monotonic()
    seen = snapshot.seen_fresh
    if seen is not None and seen[0] == mark and now - seen[1] < CLOSE_LOOK_SECONDS:
        return None
    found = difference({report: entry.changed for report, entry in snapshot.reports.items()})
    snapshot.seen_fresh = None if found else (mark, now)
    return found or None


def ready() -> tuple[Snapshot, frozenset[int], list[str]]:
    """Return an index to answer from, the reports in it that must not be found, and notes for the person.

    A small delay is caught up before answering, a long one in the background. Raises `Unavailable`.
    """
    try:
        snapshot = opened()
    except NotReady as reason:
        return _rebuilt(reason), frozenset(), []
    late = behind(snapshot)
    if late is None:
        return snapshot, frozenset(), []
    if not is_short(late):
        catch_up_soon()
    elif _may_try():
        _catch_up_in_turn()
        try:
            snapshot = opened()
            late = behind(snapshot)
        except NotReady as error:
            _note_failure(error)
    if late is None:
        return snapshot, frozenset(), []
    return snapshot, late.gone, [_why_behind()]


def _catch_up_in_turn() -> None:
    """Catch up, or wait a moment for whoever is at it: each reader in turn would wait for all before."""
    if not _at_it.acquire(timeout=0):
        if _at_it.acquire(timeout=READERS_PATIENCE_SECONDS):
            _at_it.release()
        return
    try:
        ended, took = _last_time.get(folder.root(), (0.0, 0.0))
        if took > LONG_SECONDS and time.monotonic() - ended < took * (RESTING_PARTS - 1):
            return
        started = time.monotonic()
        with folder.writing("short", READERS_PATIENCE_SECONDS) as root:
            _written(root, changing.MERGED_WHILE_WAITING)
        _last_time[root] = time.monotonic(), time.monotonic() - started
        _tidy_soon(opened())
    except (OSError, NotReady) as error:
        _note_failure(error)
    except folder.Busy:
        pass
    finally:
        _at_it.release()


def _why_behind() -> str:
    """Return the sentence for the person that the newest changes are not in the answer."""
    failure = folder.failure()
    if failure:
        return _("The search index could not be written (%(reason)s); the newest changes are missing.") % {
            "reason": failure
        }
    return _("The search index is being brought up to date; the newest changes may be missing.")


def _written(root: Path, merge_most: int) -> None:
    changing.catch_up(root, merge_most)
    _failed.pop(root, None)
    folder.note_failure("")


def _may_try() -> bool:
    """Say whether a search may try to write, which takes its time, even if that has just failed."""
    if folder.root() not in _failed:
        return True
    failed_at, free = _failed[folder.root()]
    return time.monotonic() - failed_at >= RETRY_SECONDS or folder.free_bytes() > free


def _note_failure(error: Exception) -> None:
    """Log why the index couldn't be written, and leave a note for other processes."""
    log.error("The search index could not be brought up to date: %s", error, exc_info=error)
    _failed[folder.root()] = time.monotonic(), folder.free_bytes()
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    folder.note_failure(_("the disk is full") if full else str(error))


def _rebuilt(reason: NotReady) -> Snapshot:
    """Return a new index for an archive so small that a reader can wait for it."""
    building = _("The search index is being built. Please try again in a few minutes.")
    changing.say_rebuilt(reason)
    if is_large():
        catch_up_soon()
        raise Unavailable(building)
    try:
        with folder.writing("short", PATIENCE_SECONDS) as root:
            return _opened_or_rebuilt(root)
    except folder.Busy:
        raise Unavailable(building) from None
    except (OSError, NotReady) as error:
        _note_failure(error)
        raise Unavailable(_("The search index could not be written; the server's log says why.")) from error


def _opened_or_rebuilt(root: Path) -> Snapshot:
    try:
        return opened()  # Whoever held the lock before may have done it.
    except NotReady:
        changing.rebuild(root, None)
    folder.note_failure("")
    return opened()


def catch_up(merge_most: int | None = None) -> bool:
    """Bring the index up to the rows, waiting for another writer; say whether that could be done.

    A failure is logged, never raised. Segments are merged to such of so many pairs; it is a matter of seconds for the
    largest.
    """
    try:
        with folder.writing("short") as root:
            _written(root, changing.MERGED_PAIRS if merge_most is None else merge_most)
    except (OSError, NotReady) as error:
        _note_failure(error)
        return False
    return True


def catch_up_soon() -> None:
    """Bring the index up to the rows in the background."""
    background.start("catch up", _catch_up_apart)


def _tidy_soon(snapshot: Snapshot) -> None:
    """Have segments merged that are too many by now, and too large to merge while somebody waits."""
    if changing.like_segments([part.segment for part in snapshot.segments], changing.MERGED_PAIRS):
        catch_up_soon()


def _catch_up_apart() -> None:
    """Catch up in a process of its own, unless that is a matter of a moment: numbers take the whole interpreter."""
    if folder.errand_under_way() == "long":
        return  # Whoever it is reads the rows as they are; and a search will notice if they don't.
    try:
        snapshot = opened()
        late = behind(snapshot)
    except NotReady:
        large = is_large()
    else:
        if late is not None and is_short(late):
            catch_up(changing.MERGED_WHILE_WAITING)
            snapshot = opened()
            late = None
        large = late is not None or bool(
            changing.like_segments([part.segment for part in snapshot.segments], changing.MERGED_PAIRS)
        )
    if not large or not settings.INDEX_BY_PROCESS or background.is_private(connection):
        catch_up()
    else:
        background.run_command("update_index", "--verbosity", "0")


def rebuild(progress: Progress | None = None) -> None:
    """Build the index anew beside the old one, which answers meanwhile, and put it in its place.

    `progress` is told how many of how many reports are in. Raises `OSError`.
    """
    with folder.writing("short") as root:
        try:
            changing.rebuild(root, progress)
        except OSError as error:
            _note_failure(error)
            raise
        _failed.pop(root, None)
        folder.note_failure("")


def clear() -> None:
    """Throw the index away; the next search builds it anew. Raises `OSError`."""
    with folder.writing("short") as root:
        folder.throw_away(root)
    forget()


def status() -> Status:
    """Return how the index stands."""
    errand, failure = folder.errand_under_way(), folder.failure()
    said = _(" It could not be written: %(reason)s.") % {"reason": failure} if failure else ""
    try:
        snapshot = opened()
    except NotReady as reason:
        if errand is not None:
            return Status("building", 0, 0, _("The search index is being built."), None)
        return Status("broken" if reason.state == "broken" else "missing", 0, 0, f"{reason}{said}", None)
    late = behind(snapshot)
    counts = len(snapshot.reports), snapshot.pair_count
    if errand == "long":
        return Status("building", *counts, _("The index is being rebuilt; the old one answers."), snapshot.built_at)
    if late is None:
        return Status("ready", *counts, _("The index is up to date."), snapshot.built_at)
    detail = _("%(fresh)d reports to read, %(gone)d to drop.") % {"fresh": len(late.fresh), "gone": len(late.gone)}
    return Status("stale", *counts, f"{detail}{said}", snapshot.built_at)
