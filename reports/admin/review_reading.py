"""A waiting file read for its page: its plan and its lines, kept for the next look at the same page."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.utils.translation import get_language

from reports import ingest, intake
from reports.models import IngestJob

# A report takes a second to read, and its page is turned many times; each plan has the file's bytes with it.
KEPT = 4
Key = tuple[int, datetime, datetime | None, str | None]
_kept: OrderedDict[Key, Reading] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a file, and its lines as they came."""

    plan: ingest.Plan
    lines: list[ingest.ComparedLine]


def reading_of(job: IngestJob) -> Reading:
    """Return a job's file as it is understood now. Raises ingest.Refusal where it isn't, or does harm to its reader."""
    # It ended workers: it must not end the server.
    if job.state == IngestJob.State.REFUSED and (kept := intake.Refused.of(job)).is_harmful:
        raise ingest.Refusal(kept.file or job.file_name, kept.reason, kept.remedy)
    chinese = intake.chinese_of(job)
    key = (job.pk, job.changed_at, chinese.changed_at if chinese else None, get_language())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = Reading(intake.plan_of(job), intake.lines_of(job))
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found
