"""Undo and redo, a pair as it was, a whole report as it was: each is a change of its own, and can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet

from reports.models import Change, Report, Revision
from reports.revisions.changes import Facts, RowChange, Side, all_applied, applied, clashes, clashing_fields
from reports.revisions.history import header_touched_since, touched_since
from reports.revisions.recording import Act, change, changes_of, changes_of_each, left_as_it_is, locked
from reports.revisions.state import STATUS_FIELDS, Line, State, line_of, read

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind = Revision.Kind
# Whether the public may read a report is decided, not undone; what a report came to be with stays.
NOT_UNDONE = (Kind.CREATED, Kind.STATUS, Kind.UNDONE, Kind.REDONE)


Differing = tuple[int, Line | None, Line | None, Line | None]


class Clash(Exception):  # noqa: N818 - an answer to a person
    """What was to be taken back has been changed since: `revisions` did, newest first.

    `lines` has for each pair that differs its key, the pair as it is now, as the change that was to be taken back
    left it, and as it would be; None where it isn't there.
    """

    def __init__(self, revisions: list[Revision], lines: list[Differing]) -> None:
        super().__init__("changed since")
        self.revisions = revisions
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Stack:
    """What a person can undo and redo next in a report, None for nothing."""

    undo: Revision | None
    redo: Revision | None


def stack(report: Report, by: User) -> Stack:
    """Return what a person's next undo and redo would take back: their own acts, newest first."""
    revisions = list(report.revisions.filter(by=by).order_by("-id"))
    off = taken_back(report)
    undo = next((one for one in revisions if one.kind not in NOT_UNDONE and one.pk not in off), None)
    redo = next((one for one in revisions if one.kind == Kind.UNDONE and one.pk not in off), None)
    # Whoever goes on working after an undo has left the way that a redo would follow.
    newest = next((one for one in revisions if one.kind not in NOT_UNDONE), None)
    if redo and newest and newest.pk > redo.pk:
        redo = None
    return Stack(undo, redo)


def undo(report: Report, by: User) -> Revision | None:
    """Take back a person's newest act that stands, and return the revision that does; None where there is none.

    Raises Clash where others have changed the same since.
    """
    with transaction.atomic():
        locked(report.pk)
        target = stack(report, by).undo
        return _take_back(report, target, Act(Kind.UNDONE, by, undoes=target), "before") if target else None


def redo(report: Report, by: User) -> Revision | None:
    """Do again what the person's newest undo took back; as `undo`."""
    with transaction.atomic():
        locked(report.pk)
        target = stack(report, by).redo
        if target is None or target.undoes is None:
            return None
        return _take_back(report, target, Act(Kind.REDONE, by, undoes=target), "before")


def as_of(report: Report, to: datetime | Revision) -> State:
    """Return the report as it was at a moment or after a revision, its status left as it is now.

    Before its first day, as on that day.
    """
    later = Q(pk__gt=to.pk) if isinstance(to, Revision) else Q(at__gt=to)
    return _before(report, report.revisions.filter(later))


def cancelled_since(report: Report, revision: int) -> set[int]:
    """Return the keys of the revisions after a number that come to nothing: those taken back since, and what did so."""
    gone = {pk for pk in taken_back(report) if pk > revision}
    back = report.revisions.filter(undoes__gt=revision).values_list("pk", flat=True)
    return gone.union(back)


def as_seen(report: Report, revision: int, now: State | None = None) -> State:
    """Return the report as it was after a revision, by its number, its status too; 0 for before all of them."""
    state = read(report) if now is None else now
    return all_applied(state, changes_of_each(report.revisions.filter(pk__gt=revision)).values(), "before")


def before_revision(report: Report, revision: Revision) -> State:
    """Return the report as it was before one of its revisions, its status left as it is now."""
    return _before(report, report.revisions.filter(pk__gte=revision.pk))


def restore(report: Report, to: datetime | Revision, by: User, note: str = "") -> Revision | None:
    """Bring a whole report back to a moment, or to what it was after a revision, and return the revision that does.

    None where nothing differs. Two revisions may have one time, and a clock can be set back: their order can't.
    """
    with transaction.atomic():
        locked(report.pk)
        facts = {"as_of": (to.at if isinstance(to, Revision) else to).isoformat()}
        return change(report, as_of(report, to), Act(Kind.RESTORED, by, note, facts))


def restore_pair(report: Report, key: int, revision: Revision, by: User, note: str = "") -> Revision | None:
    """Bring one pair back to what it was after a revision; one that is gone comes back to its place.

    Returns None where nothing differs; raises KeyError where the pair wasn't there.
    """
    with transaction.atomic():
        locked(report.pk)
        now = read(report)
        then = _before(report, report.revisions.filter(pk__gt=revision.pk))
        line = then.lines[then.index(key)]
        facts = {"pairs": [key], "revision": revision.pk}
        return change(report, _with_line(now, then, line), Act(Kind.RESTORED, by, note, facts))


def _before(report: Report, revisions: QuerySet[Revision]) -> State:
    now = read(report)
    state = all_applied(now, changes_of_each(revisions).values(), "before")
    return State({**state.header, **{name: now.header[name] for name in STATUS_FIELDS}}, state.lines)


def _with_line(now: State, then: State, line: Line) -> State:
    keys = [one.key for one in now.lines]
    if line.key in keys:
        return replace(now, lines=tuple(line if one.key == line.key else one for one in now.lines))
    index = then.index(line.key or 0)
    before = [one.key for one in then.lines[:index]]
    at = max((place + 1 for place, key in enumerate(keys) if key in before), default=0)
    return replace(now, lines=(*now.lines[:at], line, *now.lines[at:]))


def _take_back(report: Report, target: Revision, act: Act, side: Side) -> Revision:
    changes = changes_of(target)
    state = read(report)
    keys = clashes(state, changes, side)
    if keys := [*keys, *_moved_since(report, target, changes, keys)]:
        fields = {name for one in changes if one.key is None for name in clashing_fields(state.header, one, side)}
        raise Clash(_since(report, target, keys, fields), _differing(state, changes, keys, side))
    act.facts = {**target.facts, "kind": target.facts.get("kind", target.kind)}
    done = change(report, applied(state, changes, side), act, _became(changes), before=state)
    # Where others have taken the same back in another way, this one is done with too: the next can follow.
    return done or left_as_it_is(report, act)


def _moved_since(report: Report, target: Revision, changes: list[RowChange], known: list[int | None]) -> list[int]:
    """Return the keys of the pairs that a change put where they are and that somebody has put elsewhere since.

    Where a pair stands says nothing of it: others come and go before it.
    """
    placed = [change.key for change in changes if change.key and change.key not in known and _is_placed(change)]
    if not placed:
        return []
    later = report.revisions.filter(pk__gt=target.pk).exclude(pk__in=taken_back(report))
    standing = later.exclude(kind__in=(Kind.UNDONE, Kind.REDONE))
    since = Change.objects.filter(revision__in=standing, row=Change.Row.PAIR, key__in=placed, after__has_key="behind")
    return sorted(set(since.values_list("key", flat=True)))


def _is_placed(change: RowChange) -> bool:
    return "behind" in (change.before or {}) or "behind" in (change.after or {})


def _differing(state: State, changes: list[RowChange], keys: list[int | None], side: Side) -> list[Differing]:
    now = {line.key: line for line in state.lines}
    found: list[Differing] = []
    for entry in changes:
        if entry.key is not None and entry.key in keys:
            there = now.get(entry.key)
            left = entry.side("after" if side == "before" else "before")
            found.append((entry.key, there, _line_with(there, left, entry), _line_with(there, entry.side(side), entry)))
    return found


def _line_with(there: Line | None, facts: Facts | None, change: RowChange) -> Line | None:
    """Return a line with recorded facts, what they don't tell as it is now."""
    if facts is None:
        return None
    rest = there.facts() if there else (change.before or change.after or {})
    return line_of({**rest, **facts}, change.key)


def _since(report: Report, target: Revision, keys: list[int | None], fields: set[str]) -> list[Revision]:
    """Return the revisions after one that changed these pairs, or these fields of the header, newest first."""
    pairs = touched_since(report, target.pk, [key for key in keys if key is not None])
    found = {one.pk: one for one in (*pairs, *header_touched_since(report, target.pk, fields))}
    return sorted(found.values(), key=lambda one: -one.pk)


def _became(changes: list[RowChange]) -> dict[int, int]:
    """Return where pairs go that an undo takes out again: to the first pair that the change also touched."""
    others = [entry.key for entry in changes if entry.key is not None and entry.before is not None]
    return {entry.key: others[0] for entry in changes if entry.key is not None and entry.before is None and others}


def taken_back(report: Report) -> set[int]:
    """Return the keys of the revisions that an undo took back, and no redo did again."""
    undoings = list(report.revisions.exclude(undoes=None).order_by("-id").values_list("pk", "undoes", named=False))
    off: set[int] = set()
    for pk, undone in undoings:
        if pk not in off and undone is not None:
            off.add(undone)
    return off


__all__ = [
    "Clash",
    "Stack",
    "as_of",
    "as_seen",
    "before_revision",
    "cancelled_since",
    "line_of",
    "redo",
    "restore",
    "restore_pair",
    "stack",
    "taken_back",
    "undo",
]
