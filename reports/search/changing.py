"""Writing the index: all of it anew, what changed, and few segments out of many. For the holder of the lock."""

from __future__ import annotations

import logging
import math
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.models import ParagraphPair, Report
from reports.search import build, folder, merging
from reports.search.opening import NotReady, opened
from reports.search.segments import ArraySegment

log = logging.getLogger(__name__)

# So many pairs are indexed while a reader waits; more are indexed in the background.
WAIT_FOR_PAIRS = 1000
WAIT_FOR_WHOLE = 5000
# A segment is gathered in memory, some 8 KB a pair.
SEGMENT_PAIRS = 10_000
SEGMENT_REPORTS = 400
# So many segments of like size are made one, but for the largest; while a reader waits, only small ones are.
TIER_FACTOR, SMALLEST_TIER = 4, 64
MERGED_PAIRS, MERGED_WHILE_WAITING = 260_000, 4_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the index has that is gone or changed, and the reports that it must read."""

    gone: frozenset[int]
    fresh: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.fresh)


def difference(indexed: dict[int, int]) -> Difference:
    """Return how the published reports differ from those indexed, given as when each was last changed."""
    rows = {
        report: build.microseconds(changed)
        for report, changed in Report.objects.published().order_by("pk").values_list("pk", "changed_at")
    }
    fresh = tuple(report for report, changed in rows.items() if indexed.get(report) != changed)
    return Difference(frozenset(indexed) - frozenset(rows), fresh)


def is_short(late: Difference) -> bool:
    """Say whether catching up takes no longer than a reader waits."""
    return ParagraphPair.objects.filter(report__in=late.fresh[:SEGMENT_REPORTS]).count() <= WAIT_FOR_PAIRS


def is_large() -> bool:
    """Say whether building the whole index takes longer than a reader waits."""
    published = ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED)
    return published.order_by()[: WAIT_FOR_WHOLE + 1].count() > WAIT_FOR_WHOLE


def say_rebuilt(reason: NotReady) -> None:
    """Log why the index is made anew; that a new archive has none yet is no reason to warn."""
    log.log(logging.INFO if reason.state == "missing" else logging.WARNING, "The index is rebuilt: %s", reason)


def rebuild(root: Path, progress: Progress | None) -> None:
    folder.errand_is(root, "long" if is_large() else "short")
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


def catch_up(root: Path, merge_most: int) -> None:
    try:
        opened()
    except NotReady as reason:
        say_rebuilt(reason)
        rebuild(root, None)
        return
    current = folder.current()
    if current is None:
        raise FileNotFoundError(root / folder.CURRENT)
    segments = folder.contents(current)
    indexed = {report: entry.changed for part in segments for report, entry in part.reports.items()}
    late = difference(indexed)
    if not late and not like_segments(segments, merge_most):
        return
    if not is_short(late) or like_segments(segments, merge_most):
        folder.errand_is(root, "long")
    _drop(segments, late.gone)
    try:
        _commit(current, segments, late)
        _tidy(current, merge_most)
    except BaseException:
        # What was not committed only takes space, of which there may be none left.
        folder.drop_strays(current)
        raise


def _commit(current: Path, segments: list[ArraySegment], late: Difference) -> None:
    if late.gone:
        folder.commit(current, [part for part in segments if part.reports])
    # A commit for each batch: whoever is interrupted has not worked for nothing.
    for batch in batches(late.fresh):
        fresh = build.gather(batch)
        _drop(segments, frozenset(fresh.reports))
        segments = [part for part in segments if part.reports] + [fresh.write(current)]
        folder.commit(current, segments)


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


def _tidy(current: Path, most: int) -> None:
    """Make one of segments of like size, as long as the one has no more than `most` pairs."""
    segments = folder.contents(current)
    while like := like_segments(segments, most):
        whole = merging.merged(current, like)
        segments = [*(part for part in segments if part not in like), whole]
        folder.commit(current, segments)


def like_segments(segments: list[ArraySegment], most: int) -> list[ArraySegment]:
    """Return segments that should be one: many of one size, so that a pair is merged but a few times in all."""
    tiers: dict[int, list[ArraySegment]] = {}
    for part in sorted(segments, key=ArraySegment.doc_count):
        tiers.setdefault(int(math.log(max(part.doc_count(), SMALLEST_TIER), TIER_FACTOR)), []).append(part)
        if part.deleted_count() > part.doc_count() and part.doc_count() <= most:
            return [part]
    for tier in tiers.values():
        like: list[ArraySegment] = []
        for part in tier:
            if sum(map(ArraySegment.doc_count, [*like, part])) <= most:
                like.append(part)
        if len(like) >= TIER_FACTOR:
            return like
    return []
