"""What the list of uploads shows, and what of it changed since it was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from reports import intake, people
from reports.admin.forms import ENCODINGS
from reports.admin.telling import sentences, told
from reports.models import IngestJob

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User
    from django.http import HttpRequest, QueryDict

State = IngestJob.State
SHOWN = {"all": _lazy("All"), "waiting": _lazy("Waiting for review"), "failed": _lazy("Refused")}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which files the list is asked for."""

    show: str = "all"
    batch: str = ""
    start: int = 0

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Return what an address asks for."""
        return cls._from(request.GET)

    @classmethod
    def of_form(cls, request: HttpRequest) -> Asked:
        """Return what the list showed from which a form was sent."""
        return cls._from(request.POST)

    @classmethod
    def _from(cls, query: QueryDict) -> Asked:
        start = query.get("start", "")
        batch = query.get("batch", "")
        return cls(
            show=show if (show := query.get("show", "")) in SHOWN else "all",
            batch=batch if batch.isalnum() and len(batch) <= 32 else "",
            start=int(start) if start.isdecimal() and len(start) < 7 else 0,
        )

    def query(self, **other: Any) -> str:
        """Return it as an address's query, with this or that otherwise, and without what goes without saying."""
        named = {"show": self.show, "batch": self.batch, "start": self.start, **other}
        return urlencode({name: value for name, value in named.items() if value and (name, value) != ("show", "all")})


@dataclass(frozen=True, slots=True)
class Row:
    """A file in the list."""

    job: IngestJob
    told: str
    warnings: list[str]
    # Nothing about it is in doubt: it is ticked beforehand.
    is_certain: bool = False
    # It was passed on by whoever looks at the list, who has to take it back before deciding more about it.
    is_away: bool = False

    @property
    def state(self) -> str:
        """What the list calls the job's state."""
        if self.job.state == State.DONE and intake.Members.of(self.job).members:
            return _("Opened")
        return str(self.job.get_state_display())

    @property
    def is_choosable(self) -> bool:
        return self.job.state == State.REVIEW and not self.is_away

    @property
    def is_under_way(self) -> bool:
        return self.job.state in {State.QUEUED, State.RUNNING, State.STORING}

    @property
    def can_be_looked_at(self) -> bool:
        return self.job.state == State.REVIEW or (self.job.state == State.REFUSED and self.job.source_id is not None)

    @property
    def can_be_taken_up(self) -> bool:
        return self.job.state in {State.DISCARDED, State.REFUSED} and self.job.source_id is not None


def row(
    job: IngestJob, now: intake.Standing | None = None, *, is_unplaced: bool = False, may_curate: bool = True
) -> Row:
    """Return a job as the list shows it; `now` is how it stands if it waits."""
    doubts = [_("Other files wait for the same report, and nothing in this one tells where among them it belongs.")]
    warnings = [*(doubts if is_unplaced else []), *sentences(job)]
    is_certain = now is not None and not warnings and intake.is_certain(job, now)
    return Row(job, told(job, now), warnings, is_certain, is_away=job.for_editor and not may_curate)


def _shown(batch: intake.Batch, rows: list[Row], *, whole: bool) -> dict[str, Any]:
    unsettled = batch.under_way + batch.waiting + batch.refused
    return {
        "batch": batch,
        "rows": rows,
        "whole": whole,
        "can_be_read_again": bool(batch.key) and batch.total > 1 and bool(unsettled),
    }


def _rows(batches: Iterable[intake.Batch], *, may_curate: bool) -> dict[int, Row]:
    """Return the files of uploads as the list shows them, by their keys; what is asked is asked of all at once."""
    jobs = [job for batch in batches for job in batch.jobs]
    unplaced, now = intake.unplaced(jobs), intake.standings(jobs)
    return {job.pk: row(job, now.get(job.pk), is_unplaced=job.pk in unplaced, may_curate=may_curate) for job in jobs}


def _whole(user: User, asked: Asked, batch: intake.Batch, since: datetime | None) -> intake.Batch | None:
    """Return an upload with all its files where some came after a moment; None where the list has all of them."""
    if since is None or not any(job.created_at >= since - intake.OVERLAP for job in batch.jobs):
        return None
    return next(iter(intake.uploads(user, show=asked.show, batch=batch.key).batches), None)


def _moment(since: str) -> datetime | None:
    """Return the moment that an address names, None for none and for what can't be one."""
    try:
        moment = parse_datetime(since.replace(" ", "+"))
    except ValueError:
        return None
    # Somebody else's invention may be a moment before time began, or after it has ended, elsewhere on earth.
    return moment if moment and moment.tzinfo and MINYEAR < moment.year < MAXYEAR else None


def uploads_shown(user: User, asked: Asked, since: str = "") -> dict[str, Any]:
    """Return what the list's templates need; with `since`, a moment that the list gave out, only what changed."""
    moment = _moment(since)
    may_curate = people.may_curate(user)
    found = intake.uploads(user, show=asked.show, batch=asked.batch, start=asked.start, since=moment)
    wholes = [_whole(user, asked, batch, moment) for batch in found.batches]
    batches = [whole or batch for whole, batch in zip(wholes, found.batches, strict=True)]
    rows = _rows(batches, may_curate=may_curate)
    shares = found.read * 4 // found.total if found.total else 4
    return {
        "asked": asked,
        "uploads": found,
        "batches": [
            _shown(batch, [rows[job.pk] for job in batch.jobs], whole=moment is None or bool(whole))
            for batch, whole in zip(batches, wholes, strict=True)
        ],
        "may_curate": may_curate,
        "encodings": ENCODINGS,
        "nobody_works": bool(found.under_way) and not intake.is_worked_on(),
        "filters": [
            {"name": name, "label": label, "query": asked.query(show=name, start=0), "chosen": name == asked.show}
            for name, label in SHOWN.items()
        ],
        "all_query": asked.query(batch="", start=0),
        "older_query": asked.query(start=found.older) if found.older else "",
        "newer_query": asked.query(start=0) if asked.start else "",
        "poll_query": asked.query(since=found.moment.isoformat(), said=str(shares)),
        "shares": str(shares),
    }
