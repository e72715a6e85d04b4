"""Keeping the index as the rows are: noticing that it is not, catching up, rebuilding, and saying how it stands."""

from __future__ import annotations

import logging
import math
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from reports.models import ParagraphPair, Report
from reports.search import background, build, folder, merging
from reports.search.answers import Status, Unavailable
from reports.search.opening import NotReady, forget, opened
from reports.search.segments import ArraySegment
from reports.search.snapshot import Snapshot

log = logging.getLogger(__name__)

# So many pairs are indexed while a reader waits; more are indexed in the background.
WAIT_FOR_PAIRS = 1000
WAIT_FOR_WHOLE = 5000
PATIENCE_SECONDS = 10.0
# A segment is gathered in memory, some 8 KB a pair.
SEGMENT_PAIRS = 10_000
SEGMENT_REPORTS = 400
# So many segments of like size are made one, but for the largest; while a reader waits, only small ones are.
TIER_FACTOR, SMALLEST_TIER = 4, 64
MERGED_PAIRS, MERGED_WHILE_WAITING = 260_000, 4_000
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
                _catch_up(root, waiting=True)
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
        folder.commit(target, [_merged(target, some) for some in _together(segments)])
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


def _catch_up(root: Path, *, waiting: bool = False) -> None:
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
        segments = [part for part in segments if part.reports] + [fresh.write(current)]
        folder.commit(current, segments)
        segments = _tidied(current, segments, MERGED_WHILE_WAITING if waiting else MERGED_PAIRS)


def _drop(segments: list[ArraySegment], reports: frozenset[int]) -> None:
    for part in segments:
        part.reports = {report: entry for report, entry in part.reports.items() if report not in reports}


def _merged(target: Path, segments: list[ArraySegment]) -> ArraySegment:
    return segments[0] if len(segments) == 1 else merging.merged(target, segments)


def _together(segments: list[ArraySegment]) -> list[list[ArraySegment]]:
    """Return new segments in rows of which each is to be one."""
    rows: list[list[ArraySegment]] = []
    for part in segments:
        if rows and sum(map(ArraySegment.doc_count, [*rows[-1], part])) <= MERGED_PAIRS:
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


def _tidied(current: Path, segments: list[ArraySegment], most: int) -> list[ArraySegment]:
    """Return the segments with those of like size made one, as long as the one has no more than `most` pairs."""
    while like := _like(segments, most):
        whole = merging.merged(current, like)
        segments = [*(part for part in segments if part not in like), whole]
        folder.commit(current, segments)
    return segments


def _like(segments: list[ArraySegment], most: int) -> list[ArraySegment]:
    """Return segments that should be one: many of one size, so that a pair is merged but a few times in all."""
    tiers: dict[int, list[ArraySegment]] = {}
    for part in sorted(segments, key=ArraySegment.doc_count):
        tiers.setdefault(int(math.log(max(part.doc_count(), SMALLEST_TIER), TIER_FACTOR)), []).append(part)
    for tier in tiers.values():
        like: list[ArraySegment] = []
        for part in tier:
            if sum(map(ArraySegment.doc_count, [*like, part])) <= most:
                like.append(part)
        if len(like) >= TIER_FACTOR:
            return like
    return []


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
