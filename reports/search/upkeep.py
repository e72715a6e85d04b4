"""Keeping the index as the rows are: noticing that it is not, catching up, rebuilding, and saying how it stands."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from reports.models import ParagraphPair, Report
from reports.search import background, build, folder
from reports.search.answers import Status, Unavailable
from reports.search.arrays import ArraySegment, SegmentArrays
from reports.search.opening import NotReady, forget, opened
from reports.search.snapshot import Snapshot

log = logging.getLogger(__name__)

# So many pairs are indexed while a reader waits; more are indexed in the background.
WAIT_FOR_PAIRS = 1000
WAIT_FOR_WHOLE = 5000
PATIENCE_SECONDS = 10.0
# A segment is gathered in memory, some 8 KB a pair.
SEGMENT_PAIRS = 20_000
SEGMENT_REPORTS = 400
# The quick comparison can't see a change that was dated back, as by a clock put right: look closely now and then.
CLOSE_LOOK_SECONDS = 30.0

Mark = tuple[object, ...]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the index has that is gone or changed, and the reports that it must read."""

    gone: frozenset[int]
    fresh: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.fresh)


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
    table = connection.ops.quote_name(Report._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*), MAX(changed_at), SUM(id) FROM {table} WHERE status = %s",  # noqa: S608 - a constant
            [Report.Status.PUBLISHED.value],
        )
        return tuple(cursor.fetchone())


def difference(indexed: dict[int, int]) -> Difference:
    """Return how the published reports differ from those indexed, given as when each was last changed."""
    rows = {
        report: build.microseconds(changed)
        for report, changed in Report.objects.published().order_by("pk").values_list("pk", "changed_at")
    }
    fresh = tuple(report for report, changed in rows.items() if indexed.get(report) != changed)
    return Difference(frozenset(indexed) - frozenset(rows), fresh)


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
    if _is_short(late):
        try:
            with folder.writing("short", PATIENCE_SECONDS) as root:
                _catch_up(root)
            snapshot = opened()
            late = behind(snapshot)
        except (OSError, NotReady):
            log.exception("The search index could not be brought up to date")
        except folder.Busy:
            pass
    else:
        catch_up_soon()
    if late is None:
        return snapshot, frozenset(), []
    return snapshot, late.gone, [_("The search index is being brought up to date; the newest changes may be missing.")]


def _is_short(late: Difference) -> bool:
    """Say whether catching up takes no longer than a reader waits."""
    return ParagraphPair.objects.filter(report__in=late.fresh[:SEGMENT_REPORTS]).count() <= WAIT_FOR_PAIRS


def _is_large() -> bool:
    """Say whether building the whole index takes longer than a reader waits."""
    published = ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED)
    return published.order_by()[: WAIT_FOR_WHOLE + 1].count() > WAIT_FOR_WHOLE


def _say_rebuilt(reason: NotReady) -> None:
    """Log why the index is made anew; that a new archive has none yet is no reason to warn."""
    log.log(logging.INFO if reason.state == "missing" else logging.WARNING, "The index is rebuilt: %s", reason)


def _rebuilt(reason: NotReady) -> Snapshot:
    """Return a new index for an archive so small that a reader can wait for it."""
    building = _("The search index is being built. Please try again in a few minutes.")
    _say_rebuilt(reason)
    if _is_large():
        background.start("catch up", catch_up)
        raise Unavailable(building)
    try:
        with folder.writing("short", PATIENCE_SECONDS) as root:
            return _opened_or_rebuilt(root)
    except folder.Busy:
        raise Unavailable(building) from None
    except (OSError, NotReady) as error:
        log.exception("The search index could not be written")
        raise Unavailable(_("The search index could not be written; the server's log says why.")) from error


def _opened_or_rebuilt(root: Path) -> Snapshot:
    try:
        return opened()  # Whoever held the lock before may have done it.
    except NotReady:
        _rebuild(root, None)
    return opened()


def catch_up() -> None:
    """Bring the index up to the rows, waiting for another writer; a failure is logged, never raised."""
    try:
        with folder.writing("short") as root:
            _catch_up(root)
    except OSError:
        log.exception("The search index could not be brought up to date")


def catch_up_soon() -> None:
    """Bring the index up to the rows in the background."""
    background.start("catch up", catch_up)


def rebuild(progress: Progress | None = None) -> None:
    """Build the index anew beside the old one, which answers meanwhile, and put it in its place.

    `progress` is told how many of how many reports are in. Raises `OSError`.
    """
    with folder.writing("short") as root:
        _rebuild(root, progress)


def clear() -> None:
    """Throw the index away; the next search builds it anew. Raises `OSError`."""
    with folder.writing("short") as root:
        folder.throw_away(root)
    forget()


def _rebuild(root: Path, progress: Progress | None) -> None:
    folder.errand_is(root, "long" if _is_large() else "short")
    folder.sweep(root)
    reports = [report for report, _changed in Report.objects.published().order_by("pk").values_list("pk", "changed_at")]
    target = folder.new_build(root)
    try:
        segments = []
        done = 0
        for batch in batches(reports):
            segments.append(build.gather(batch).write(target))
            done += len(batch)
            if progress is not None:
                progress(done, len(reports))
        folder.commit(target, segments)
        folder.make_current(target)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    folder.sweep(root)


def batches(reports: Sequence[int]) -> Iterator[list[Report]]:
    """Yield the reports, as they are now, in batches of which each makes one segment."""
    for start in range(0, len(reports), SEGMENT_REPORTS):
        chosen = reports[start : start + SEGMENT_REPORTS]
        batch: list[Report] = []
        pairs = 0
        for report in Report.objects.published().filter(pk__in=chosen).with_places().with_counts().order_by("pk"):
            count = int(getattr(report, "pair_count", 0))
            if batch and pairs + count > SEGMENT_PAIRS:
                yield batch
                batch, pairs = [], 0
            batch.append(report)
            pairs += count
        if batch:
            yield batch


def _catch_up(root: Path) -> None:
    try:
        opened()
    except NotReady as reason:
        _say_rebuilt(reason)
        _rebuild(root, None)
        return
    current = folder.current()
    if current is None:
        raise FileNotFoundError(root / folder.CURRENT)
    segments = folder.contents(current)
    indexed = {report: entry.changed for part in segments for report, entry in part.reports.items()}
    late = difference(indexed)
    if not late:
        return
    if not _is_short(late):
        folder.errand_is(root, "long")
    _drop(segments, late.gone)
    if late.gone:
        folder.commit(current, [part for part in segments if part.reports])
    # A commit for each batch: whoever is interrupted has not worked for nothing.
    for batch in batches(late.fresh):
        fresh = build.gather(batch)
        _drop(segments, frozenset(fresh.reports))
        segments = _added(current, segments, fresh)
        folder.commit(current, [part for part in segments if part.reports])


def _drop(segments: list[ArraySegment], reports: frozenset[int]) -> None:
    for part in segments:
        part.reports = {report: entry for report, entry in part.reports.items() if report not in reports}


def _added(current: Path, segments: list[ArraySegment], fresh: build.Gathered) -> list[ArraySegment]:
    """Return the segments with a new one, into which those go that are not much larger: so they stay few."""
    kept, merged = [], []
    total = len(fresh.columns["pair"])
    for part in sorted(segments, key=lambda part: part.doc_count()):
        count = part.doc_count()
        if count <= 2 * total and total + count <= SEGMENT_PAIRS:
            merged.append(part)
            total += count
        else:
            kept.append(part)
    if merged:
        fresh = build.merge([SegmentArrays(current, part) for part in merged], fresh)
    return [*kept, fresh.write(current)]


def status() -> Status:
    """Return how the index stands."""
    errand = folder.errand_under_way()
    try:
        snapshot = opened()
    except NotReady as reason:
        if errand is not None:
            return Status("building", 0, 0, _("The search index is being built."), None)
        return Status("broken" if reason.state == "broken" else "missing", 0, 0, str(reason), None)
    late = behind(snapshot)
    counts = len(snapshot.reports), snapshot.pair_count
    if errand == "long":
        return Status("building", *counts, _("The index is being rebuilt; the old one answers."), snapshot.built_at)
    if late is None:
        return Status("ready", *counts, _("The index is up to date."), snapshot.built_at)
    detail = _("%(fresh)d reports to read, %(gone)d to drop.") % {"fresh": len(late.fresh), "gone": len(late.gone)}
    return Status("stale", *counts, detail, snapshot.built_at)
