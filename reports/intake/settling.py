"""What a person decides about files that wait: how to read them, to take them in, to put them aside."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language

from reports import ingest, people
from reports.intake import queue
from reports.intake.allowed import jobs_for, may_take_in
from reports.intake.doubts import closed
from reports.intake.facts import Understood
from reports.intake.order import order_of
from reports.models import IngestJob

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.contrib.auth.models import User

State = IngestJob.State
WISHES = ("draft", "reviewed", "publish", "later")
# What a person can decide; whatever else a form sends is nobody's decision.
CHOICES = frozenset({"encoding", "header", "versions", "header_there", "replaces", "wish", "publish_at", "note"})
# With another of these the file reads otherwise.
READ_WITH = ("encoding", "header")
LOOKED_AT = (State.REVIEW, State.REFUSED)
# What a decision is noted as in the log, which tells those who come later who it was.
CHOOSE = "choose"
UNSETTLED = (State.QUEUED, State.RUNNING, State.REVIEW, State.REFUSED)


@dataclass(slots=True)
class Settled:
    """What came of settling: jobs that are being taken in, that editors decide about, that were settled before.

    About `changed` somebody has decided something since whoever settles them has looked; the reports of `closed` are
    archived, so that nothing can be taken into them.
    """

    taken: list[IngestJob] = field(default_factory=list)
    passed_on: list[IngestJob] = field(default_factory=list)
    too_late: list[IngestJob] = field(default_factory=list)
    changed: list[IngestJob] = field(default_factory=list)
    closed: list[IngestJob] = field(default_factory=list)


class Meanwhile(Exception):  # noqa: N818 - nothing is wrong
    """Somebody else has decided the same about a job since it was loaded."""


def choose(job: IngestJob, choices: Mapping[str, Any], by: User, what: Iterable[str] = ()) -> bool:
    """Keep what a person decided about a file that waits or was refused, and say whether it's being read anew for it.

    What isn't named stays as it was decided before; an empty value takes a decision back. `what` names it for the log.
    Raises PermissionDenied, also for what was passed on to the editors, and Meanwhile where the job had other
    choices under these names when it was loaded than it has now: one must not undo unseen what another decided.
    """
    with transaction.atomic():
        waiting = _locked(by, [job], LOOKED_AT)
        if not waiting:
            return False
        (now,) = waiting
        if _is_with_editors(now, by):
            raise PermissionDenied
        if any(now.choices.get(name) != job.choices.get(name) for name in CHOICES & choices.keys()):
            raise Meanwhile
        anew = _put_choices(now, choices)
        if anew:
            _read_anew([now])
        else:
            now.save()
        job.choices, job.state = now.choices, now.state
        if what:
            _note_choice(job, by, what)
    return anew


def read_all_as(batch: str, encoding: str, by: User) -> list[IngestJob]:
    """Have all files of an upload that nobody has settled read in one encoding, and return their jobs.

    "" has it found out for each. What is being read is begun anew; what is known to be no text, and what was passed on,
    is left alone. Only what somebody may see of the upload is meant.
    """
    with transaction.atomic():
        rows = jobs_for(by).filter(batch=batch, state__in=UNSETTLED, source__isnull=False)
        jobs = _locked(by, list(rows.only("pk")), UNSETTLED) if batch else []
        texts = [job for job in jobs if _may_be_text(job) and not _is_with_editors(job, by)]
        again = [job for job in texts if _put_choices(job, {"encoding": encoding})]
        _read_anew(again)
        for job in again:
            _note_choice(job, by, ["encoding"])
    return again


def settle(
    jobs: Iterable[IngestJob], by: User, wish: str = "", publish_at: datetime | None = None, note: str = ""
) -> Settled:
    """Have files that wait taken in, in the order of their parts, as each job's choices or `wish` say.

    What a contributor may not take in is passed on to the editors and waits. One about which somebody has decided
    something since it was loaded stays as it is, and so does one for an archived report. Raises PermissionDenied
    for somebody else's job, and for a wish that only editors may have.
    """
    said = Settled()
    with transaction.atomic():
        asked = list(jobs)
        seen = {job.pk: stamp(job) for job in asked}
        found = [job for job in _locked(by, asked, (State.REVIEW,)) if not _is_with_editors(job, by)]
        said.changed = [job for job in found if stamp(job) != seen[job.pk]]
        waiting = [job for job in found if stamp(job) == seen[job.pk]]
        for job in sorted(waiting, key=order_of):
            if people.may_curate(by) and closed(job):
                said.closed.append(job)
                continue
            _wish(job, by, wish, publish_at)
            if note:
                job.choices["note"] = note
            if may_take_in(by, job, job.report):
                job.for_editor = False
                said.taken.append(job)
            else:
                job.for_editor = True
                job.save()
                said.passed_on.append(job)
        queue.put_in(said.taken, State.STORING)
        kept = {job.pk for job in found}
        said.too_late = [job for job in asked if job.pk not in kept]
        for job in said.taken:
            people.note("settle", by=by, target=f"file {job.file_name}", job=job.pk, wish=job.choices["wish"])
        for job in said.passed_on:
            people.note("pass on", by=by, target=f"file {job.file_name}", job=job.pk)
    return said


def discard(jobs: Iterable[IngestJob], by: User) -> list[IngestJob]:
    """Put files aside that nobody has taken in and return their jobs; the bytes are kept. Raises PermissionDenied."""
    with transaction.atomic():
        gone = [job for job in _locked(by, list(jobs), UNSETTLED) if not _is_with_editors(job, by)]
        for job in gone:
            job.state, job.stage, job.worker, job.for_editor = State.DISCARDED, "", "", False
            job.save()
            people.note("discard", by=by, target=f"file {job.file_name}", job=job.pk)
    return gone


def take_up_again(job: IngestJob, by: User) -> bool:
    """Have a file read again that was put aside or refused, and say whether its bytes are still there for it."""
    with transaction.atomic():
        found = [one for one in _locked(by, [job], (State.DISCARDED, State.REFUSED)) if one.source_id]
        if found:
            found[0].choices["language"] = get_language() or "en"
            _read_anew(found)
            people.note("take up again", by=by, target=f"file {job.file_name}", job=job.pk)
    return bool(found)


def take_back(job: IngestJob, by: User) -> bool:
    """Let a file wait for its contributor again that was passed on, and say whether it still was with the editors."""
    with transaction.atomic():
        found = [one for one in _locked(by, [job], LOOKED_AT) if one.for_editor]
        for one in found:
            one.for_editor = False
            one.save()
            people.note("take back", by=by, target=f"file {one.file_name}", job=one.pk)
    return bool(found)


def stamp(job: IngestJob) -> str:
    """Return what tells whether anybody has decided something about a job since."""
    told = {name: value for name, value in job.choices.items() if name not in {"language", "settled_by"}}
    told["for_editor"] = job.for_editor
    return blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=12).hexdigest()


def _is_with_editors(job: IngestJob, by: User) -> bool:
    """Say whether a job was passed on, so that whoever did it has to take it back before deciding anything more."""
    return job.for_editor and not people.may_curate(by)


def _may_be_text(job: IngestJob) -> bool:
    return f".{Understood.of(job).encoding}" not in ingest.SUFFIXES


def _note_choice(job: IngestJob, by: User, what: Iterable[str]) -> None:
    people.note(CHOOSE, by=by, target=f"file {job.file_name}", job=job.pk, what=sorted(what))


def _put_choices(job: IngestJob, choices: Mapping[str, Any]) -> bool:
    """Put decisions into a job, without saving it, and say whether its file reads otherwise with them."""
    before = {name: job.choices.get(name) or None for name in READ_WITH}
    for name in CHOICES & choices.keys():
        if choices[name]:
            job.choices[name] = choices[name]
        else:
            job.choices.pop(name, None)
    job.choices["language"] = get_language() or "en"
    return before != {name: job.choices.get(name) or None for name in READ_WITH}


def _wish(job: IngestJob, by: User, wish: str, publish_at: datetime | None) -> None:
    wanted = wish or job.choices.get("wish") or "draft"
    if wanted not in WISHES:
        raise ValueError(wanted)
    if wanted != "draft" and not people.may_curate(by):
        raise PermissionDenied
    moment = publish_at or parse_datetime(str(job.choices.get("publish_at", "")))
    job.choices |= {"wish": wanted, "settled_by": by.pk, "language": get_language() or "en"}
    if wanted == "later":
        if moment is None:
            raise ValueError("later needs a moment")
        job.choices["publish_at"] = (moment if timezone.is_aware(moment) else timezone.make_aware(moment)).isoformat()


def _read_anew(jobs: list[IngestJob]) -> None:
    """Have files read again, and the English of each with it: it is understood beside the Chinese.

    They are `_locked`.
    """
    english = IngestJob.objects.filter(chinese__in=jobs, state__in=LOOKED_AT)
    english = english.exclude(pk__in=[job.pk for job in jobs]).order_by("pk")
    queue.put_in([*jobs, *english])


def _locked(by: User, jobs: list[IngestJob], states: Iterable[IngestJob.State]) -> list[IngestJob]:
    """Return those of the jobs that are in these states now, locked; raises PermissionDenied for somebody else's."""
    keys = {job.pk for job in jobs}
    if jobs_for(by).filter(pk__in=keys).count() < IngestJob.objects.filter(pk__in=keys).count():
        raise PermissionDenied
    # All at once and in one order, or two would wait for each other: what is read anew takes its English along.
    both = IngestJob.objects.select_for_update(no_key=True).filter(Q(pk__in=keys) | Q(chinese__in=keys))
    list(both.order_by("pk").values_list("pk"))
    rows = IngestJob.objects.filter(pk__in=keys, state__in=list(states))
    return list(rows.select_related("report").order_by("pk"))
