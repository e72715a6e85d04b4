"""A pair or a whole report as it was before, unless others changed meanwhile what would be lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from reports import revisions
from reports.editing.answers import Conflict, Difference, Impossible, said_of
from reports.editing.holding import hold, latest_revision

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import User

    from reports.editing.holding import May
    from reports.models import Report, Revision
    from reports.revisions import Line, State


@transaction.atomic
def restore_pair(
    report: Report, key: int, to: Revision, by: User, seen: int, note: str = "", may: May | None = None
) -> Revision | None:
    """Bring a pair back to what it was after a revision, for a person who saw the report as of revision `seen`.

    Returns the revision that does, None where nothing differs. Raises KeyError where the pair wasn't there then,
    Impossible, Conflict where anything of the pair is another than the person saw; `may` as for `perform`.
    """
    hold(report, may)
    now = revisions.read(report)
    latest = latest_revision(report)
    then = revisions.as_seen(report, seen, now) if seen < latest else now
    here, there, meant = (_line(state, key) for state in (now, then, revisions.as_of(report, to)))
    if meant is not None and here != there:
        raise Conflict(revisions.touched_since(report, seen, [key]), [Difference(key, here, there, meant)], latest)
    return revisions.restore_pair(report, key, to, by, note)


@transaction.atomic
def restore(
    report: Report, to: datetime | Revision, by: User, seen: int, note: str = "", may: May | None = None
) -> Revision | None:
    """Bring a whole report back to a moment, for a person who saw what that changes as of revision `seen`.

    Returns the revision that does, None where nothing differs. Raises Impossible, Conflict (without differences of
    pairs) where anything happened to the report since; `may` as for `perform`.
    """
    hold(report, may)
    latest = latest_revision(report)
    if seen < latest:
        since = report.revisions.filter(pk__gt=seen).select_related("by").order_by("-id")
        raise Conflict(list(since), [], latest)
    try:
        with transaction.atomic():
            return revisions.restore(report, to, by, note)
    except IntegrityError as error:
        raise Impossible(said_of(error)) from None


def _line(state: State, key: int) -> Line | None:
    return next((line for line in state.lines if line.key == key), None)
