"""Every change of a report's rows leaves a revision: who, when, why, and what each row was before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from reports import people
from reports.models import Change, Report, Revision
from reports.revisions import addresses
from reports.revisions.changes import RowChange, difference
from reports.revisions.state import State, read
from reports.revisions.writing import write

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(slots=True)
class Act:
    """Who changes a report, how and why; `facts` is kept with it for those who tell of it."""

    kind: str
    by: User | None = None
    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    undoes: Revision | None = None


@dataclass(slots=True)
class Recorded:
    """What `recording` hands out: its revision once the block has ended, None where nothing changed."""

    revision: Revision | None = None
    became: dict[int, int] = field(default_factory=dict)


def locked(key: int) -> Report:
    """Return a report for the one who changes it, all others waiting for the end of the transaction.

    Raises Report.DoesNotExist.
    """
    # Its key stays: rows that point to it can come meanwhile.
    return Report.objects.select_for_update(no_key=True).get(pk=key)


@contextmanager
def recording(report: Report, act: Act) -> Iterator[Recorded]:
    """Record what the block changes in the report's rows, however it writes them, in one transaction with it.

    For those who write rows themselves: all else goes through `change`. The report's row is locked for the time.
    """
    with transaction.atomic():
        locked(report.pk)
        before = read(report)
        recorded = Recorded()
        yield recorded
        recorded.revision = record(report, act, difference(before, read(report), recorded.became))


def change(
    report: Report, after: State, act: Act, became: Mapping[int, int] | None = None, before: State | None = None
) -> Revision | None:
    """Bring a report to a state and return the revision that tells what changed, None where nothing did.

    `became` names for pairs that are gone the pair that each is a part of now. Call it in the transaction in which
    the state that `after` was made of was read, with the report `locked` before; hand that state over as `before` to
    spare reading it again. Raises IntegrityError where the database's rules forbid the state, `Kept` where the report
    would get an address that is kept for another one.
    """
    try:
        with transaction.atomic():
            there = read(report) if before is None else before
            return record(report, act, difference(there, write(report, after, there), became))
    except IntegrityError:
        # Whoever goes on with it, as with its address, has it as it still is.
        report.refresh_from_db()
        raise


def created(report: Report, act: Act) -> Revision:
    """Record that a report was made, by whom and of what; its rows are its rows."""
    return _revision(report, act)


def left_as_it_is(report: Report, act: Act) -> Revision:
    """Record an act that finds all rows as it would have them, as when others took the same back before."""
    return _revision(report, act)


def changes_of(revision: Revision) -> list[RowChange]:
    """Return what a revision did to each row, as it was recorded."""
    return changes_of_each([revision]).get(revision.pk, [])


def changes_of_each(revisions: Iterable[Revision]) -> dict[int, list[RowChange]]:
    """Return what each of some revisions did, by their keys, the newest first; those that did nothing are left out."""
    found: defaultdict[int, list[RowChange]] = defaultdict(list)
    rows = Change.objects.filter(revision__in=revisions).order_by("-revision_id", "id")
    for pk, row, key, before, after, became in rows.values_list(
        "revision_id", "row", "key", "before", "after", "became"
    ):
        found[pk].append(RowChange(None if row == Change.Row.REPORT else key, before, after, became))
    return dict(found)


def record(report: Report, act: Act, changes: list[RowChange]) -> Revision | None:
    """Keep what was changed in a report's rows and return the revision, None where nothing was; `recording` does so."""
    if not changes:
        return None
    revision = _revision(report, act)
    Change.objects.bulk_create(
        [
            Change(
                revision=revision,
                row=Change.Row.REPORT if entry.key is None else Change.Row.PAIR,
                key=report.pk if entry.key is None else entry.key,
                before=entry.before,
                after=entry.after,
                became=entry.became,
            )
            for entry in changes
        ],
        batch_size=200,
    )
    for entry in changes:
        if entry.key is None:
            addresses.follow(report, entry, revision.at)
    return revision


def _revision(report: Report, act: Act) -> Revision:
    revision = Revision.objects.create(
        report=report,
        kind=act.kind,
        by=act.by,
        by_name=act.by.get_username() if act.by else "",
        note=act.note[:500],
        facts=act.facts,
        undoes=act.undoes,
    )
    people.note(f"report {act.kind}", by=act.by, target=f"report {report.slug}", revision=revision.pk)
    return revision
