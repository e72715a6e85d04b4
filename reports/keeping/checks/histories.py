"""Whether the history of a report leads to what it is: all of it taken back and done again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import revisions
from reports.keeping.checks.finding import Finding
from reports.models import Report, Revision
from reports.revisions import RowChange, State, applied

Step = tuple[Revision, list[RowChange]]


def histories(report: Report) -> Iterator[Finding]:
    """Yield what in a report's history doesn't lead from one state to the next."""
    about = f"report {report.slug}"
    steps = _steps(report)
    now = revisions.read(report)
    told = replayed(now, steps)
    if told != now:
        count = len(revisions.difference(told, now))
        problem = ngettext(
            "%(count)d row of %(about)s is not as its history left it: it was changed past it.",
            "%(count)d rows of %(about)s are not as its history left them: they were changed past it.",
            count,
        )
        remedy = _("The history gets a revision that tells what was changed; the report stays as it is.")
        yield Finding("history", about, problem % {"count": count, "about": about}, remedy, partial(_tell, report.pk))
    state = told
    for revision, changes in steps:
        before = applied(state, changes, "before")
        if applied(before, changes, "after") != state:
            problem = _("Revision %(number)d of %(about)s doesn't lead to what came after it.")
            remedy = _("A backup from before may have the revisions that are missing; undo refuses to go past it.")
            yield Finding("revision", about, problem % {"number": revision.pk, "about": about}, remedy)
        state = before
    if any(not line.zh and not line.en for line in state.lines):
        problem = _("Taken back to its first day, %(about)s has pairs without text.")
        remedy = _("A backup from before may have the revisions that are missing.")
        yield Finding("first", about, problem % {"about": about}, remedy)


def replayed(now: State, steps: list[Step]) -> State:
    """Return what the history says a report is: all of it taken back from what is there, and done again."""
    state = now
    for _revision, changes in steps:
        state = applied(state, changes, "before")
    for _revision, changes in reversed(steps):
        state = applied(state, changes, "after")
    return state


def _steps(report: Report) -> list[Step]:
    """Return the revisions of a report, newest first, with what each changed."""
    return [(revision, revisions.changes_of(revision)) for revision in report.revisions.order_by("-id")]


def _tell(key: int) -> None:
    with transaction.atomic():
        report = revisions.locked(key)
        now = revisions.read(report)
        _keep(report, Revision.Kind.TEXT, revisions.difference(replayed(now, _steps(report)), now))


@contextmanager
def mending(report: Report, kind: str) -> Iterator[None]:
    """Record what the block mends in a report's rows, unless that brings them back to what its history says."""
    with transaction.atomic():
        revisions.locked(report.pk)
        before, steps = revisions.read(report), _steps(report)
        agreed = replayed(before, steps) == before
        yield
        report.touch()
        after = revisions.read(report)
        if agreed or replayed(after, steps) != after:
            _keep(report, kind, revisions.difference(before, after))


def _keep(report: Report, kind: str, changes: list[RowChange]) -> None:
    revisions.record(report, revisions.Act(kind, note="check_archive"), changes)
