"""One act on a report: seen through the eyes of the person who asks for it, done, and recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reports import revisions
from reports.editing.answers import Conflict, Difference, Done, Impossible, said_of
from reports.editing.effort import foresee
from reports.editing.given import Given
from reports.editing.holding import hold, latest_revision
from reports.editing.parsing import parsed
from reports.editing.stepping import STEPS, step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import User

    from reports.editing.act import Act
    from reports.editing.holding import May
    from reports.editing.lines import Outcome
    from reports.models import Report, Revision
    from reports.revisions import Line, State


def perform(report: Report, by: User, act: Mapping[str, Any], seen: int, may: May | None = None) -> Done:
    """Do one act (see `ACTS`) for a person who saw the report as of revision `seen`, and return what it did.

    Raises Impossible, as for an archived report, Conflict where others changed what the act reads or writes since, or
    Unsure where a whole file would be taken back: then nothing was done.
    `may` is asked about the report as it is once it is locked; PermissionDenied where it says no. Call it outside of
    a transaction, which would lock out all who write from the start.
    """
    why = Given(act).text("why")
    if act.get("do") in STEPS:
        return _step(report, by, act, seen, may)
    wanted = parsed(act)
    if may is None or may(report):
        foresee(report, wanted, seen)
    return _perform(report, by, (wanted, str(act["do"]), why), seen, may)


@transaction.atomic
def _perform(report: Report, by: User, act: tuple[Act, str, str], seen: int, may: May | None) -> Done:
    hold(report, may)
    wanted, name, why = act
    latest = latest_revision(report)
    now = revisions.read(report)
    then = revisions.as_seen(report, seen, now) if seen < latest else now
    outcome = _outcome(wanted, report, then, now, (seen, latest))
    recorded = revisions.Act(wanted.kind, by, why, facts={"do": name, "pairs": list(_pairs(wanted, now))[:50]})
    try:
        with transaction.atomic():
            revision = revisions.change(report, outcome.state, recorded, outcome.became, before=now)
    except IntegrityError:
        raise Impossible(_("The report can't be brought to that form.")) from None
    return _done(report, revision, seen, latest, outcome.said)


def preview(report: Report, act: Mapping[str, Any]) -> tuple[State, State]:
    """Return the report as it is, and as an act (not undo or redo) would make it; raises Impossible."""
    now = revisions.read(report)
    return now, parsed(act).of_state(now).state


def _outcome(wanted: Act, report: Report, then: State, now: State, since: tuple[int, int]) -> Outcome:
    """Return what the act makes of the report now; raises Conflict where that isn't what the person saw."""
    if then is now:
        return wanted.of_state(now)
    meant = wanted.of_state(then)
    try:
        outcome = wanted.of_state(now)
        keys = {*wanted.pairs(then), *wanted.pairs(now)}
        if wanted.pairs(then) == wanted.pairs(now) and not _differing(keys, then, now, wanted.reads):
            return outcome
    except Impossible:
        keys = set(wanted.pairs(then))
    seen, latest = since
    differing = _differing(keys, then, now, wanted.reads) or keys
    here, there, left = (_by_keys(state) for state in (now, then, meant.state))
    differences = [
        Difference(key, here.get(key), there.get(key), left.get(key)) for key in _in_order(differing, then, now)
    ]
    raise Conflict(revisions.touched_since(report, seen, differing), differences, latest)


def _pairs(wanted: Act, state: State) -> tuple[int, ...]:
    try:
        return wanted.pairs(state)
    except Impossible:
        return ()


def _differing(keys: Iterable[int], then: State, now: State, fields: Iterable[str]) -> set[int]:
    """Return the keys of the pairs that came, went, or have another value in one of the fields."""
    found = set()
    before, after = _by_keys(then), _by_keys(now)
    for key in keys:
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            if one is not other:
                found.add(key)
        elif any(getattr(one, name) != getattr(other, name) for name in fields):
            found.add(key)
    return found


def _by_keys(state: State) -> dict[int | None, Line]:
    return {line.key: line for line in state.lines}


def _in_order(keys: Iterable[int], then: State, now: State) -> list[int]:
    places = {line.key: at for state in (then, now) for at, line in enumerate(state.lines)}
    return sorted(keys, key=lambda key: places.get(key, 0))


@transaction.atomic
def _step(report: Report, by: User, act: Mapping[str, Any], seen: int, may: May | None) -> Done:
    hold(report, may)
    latest = latest_revision(report)
    try:
        with transaction.atomic():
            revision = step(report, by, act)
    except revisions.Clash as clash:
        raise Conflict(clash.revisions, [Difference(*entry) for entry in clash.lines], latest) from None
    except IntegrityError as error:
        # As where another report has the address meanwhile that this one had.
        raise Impossible(said_of(error)) from None
    return _done(report, revision, seen, latest, ())


def _done(report: Report, revision: Revision | None, seen: int, latest: int, said: tuple[str, ...]) -> Done:
    """Return what was done, with what others did between `seen` and `latest`."""
    elsewhere = revisions.changed_between(report, seen, latest) if seen < latest else ()
    if revision is None:
        return Done(None, latest, elsewhere=elsewhere, said=said)
    changes = [change for change in revisions.changes_of(revision) if change.key is not None]
    gone = {change.key: change.became for change in changes if change.after is None and change.key is not None}
    touched = [change.key for change in changes if change.after is not None and change.key is not None]
    order = {key: at for at, key in enumerate(report.pairs.order_by("position").values_list("pk", flat=True))}
    touched.sort(key=lambda key: order.get(key, 0))
    return Done(revision, revision.pk, tuple(touched), gone, elsewhere, said)
