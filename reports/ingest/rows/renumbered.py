"""Giving a report's files other numbers among its parts, as one revision that can be taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from reports import revisions
from reports.ingest.plan import Plan
from reports.ingest.rows.anew import File, anew
from reports.ingest.rows.corrections import Corrections, corrections
from reports.ingest.rows.made_of import by_number, taken_in
from reports.ingest.rows.mingling import mingled
from reports.ingest.rows.renumbering import Moved, moved
from reports.models import Report, Revision, SourceFile
from reports.revisions import PARTS, Line, State

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Numbers = Mapping[int, int | None]


@dataclass(slots=True)
class Renumbered:
    """What other numbers make of a report: as it is, as it would be, and what can't be decided.

    `moved` are the keys of the pairs that go elsewhere, `numbers` the new numbers of the files that get one, `left`
    the pairs that stay where they are although their file moves, `joined` those in which people put texts of two files
    together, `added` those that come in. Where two files have the same pair, `became` tells which is a part of which
    afterwards; `doubled` stand beside the other one. `stamp` tells whether it is still what somebody has seen.
    """

    before: State
    after: State
    numbers: dict[int, int | None] = field(default_factory=dict)
    moved: list[int] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    doubled: list[Line] = field(default_factory=list)
    added: list[Line] = field(default_factory=list)
    joined: list[Line] = field(default_factory=list)
    became: dict[int, int] = field(default_factory=dict)
    stamp: str = ""

    @property
    def changes_anything(self) -> bool:
        """Say whether any file would have another number."""
        return bool(self.numbers)


def would_renumber(report: Report, plans: Mapping[int, Plan], numbers: Numbers) -> Renumbered:
    """Return what would become of a report whose files had other numbers; nothing is written.

    `plans` has what each file holds that could be read, by the keys of the files; `numbers` has the files that are
    to have a number, None for none. Those that it doesn't name keep theirs.
    """
    state, found = revisions.read(report), corrections(report)
    had = {int(key): part for key, part in state.header[PARTS].items()}
    new = {key: part for key, part in numbers.items() if key in had and had[key] != part}
    if not new:
        return Renumbered(state, state)
    came = _moved(taken_in(report), plans, state, found, had, {**had, **new})
    parts = {**state.header[PARTS], **{str(key): part for key, part in new.items()}}
    after = State({**state.header, PARTS: parts}, tuple(came.lines))
    changes = revisions.difference(state, after, came.became)
    keys = [change.key for change in changes if change.key and "behind" in (change.after or {})]
    joined = mingled(report, state, after) if keys else []
    return Renumbered(
        state,
        after,
        numbers=new,
        moved=keys,
        left=[line for line in came.left if line.source in new],
        doubled=came.doubled,
        added=came.added,
        joined=joined,
        became=came.became,
        stamp=_stamp(state, after, new),
    )


def renumber(report: Report, found: Renumbered, user: User | None, note: str = "") -> Revision | None:
    """Give files of a report other numbers and put its pairs where they belong then; return the revision.

    `found` is what would become of it. None where nothing changes. Call it in a transaction, with the report locked
    since before that was found.
    """
    facts: dict[str, Any] = {PARTS: _told(found), "pairs": found.moved[:50]}
    act = revisions.Act(Revision.Kind.MOVE, user, note, facts)
    if not found.changes_anything:
        return None
    return revisions.change(report, found.after, act, found.became, before=found.before)


def _moved(
    files: Sequence[SourceFile],
    plans: Mapping[int, Plan],
    state: State,
    found: Corrections,
    had: Numbers,
    new: Numbers,
) -> Moved:
    """Return what becomes of the lines, told by that order of the files which is most like the report as it is.

    Mostly it is as if they had come in the order of their numbers; where it isn't, as they came may tell more of it.
    """
    read = [file for file in files if file.pk in plans]
    after = anew(_files(by_number(read, new), plans, new))
    by_numbers = moved(state.lines, found, anew(_files(by_number(read, had), plans, had)), after)
    if not by_numbers.left:
        return by_numbers
    as_they_came = moved(state.lines, found, anew(_files(read, plans, had)), after)
    return min(as_they_came, by_numbers, key=lambda way: len(way.left))


def _files(order: Sequence[SourceFile], plans: Mapping[int, Plan], numbers: Numbers) -> list[File]:
    return [File(file.pk, plans[file.pk], numbers.get(file.pk)) for file in order]


def _told(found: Renumbered) -> dict[str, list[int | None]]:
    had = found.before.header[PARTS]
    return {str(key): [had[str(key)], part] for key, part in found.numbers.items()}


def _stamp(before: State, after: State, numbers: Numbers) -> str:
    """Return what differs where the same numbers would do something else, but not where a text was corrected."""
    told = [
        [[line.key, line.level] for line in before.lines],
        [[line.key, line.level] for line in after.lines],
        before.header[PARTS],
        sorted(numbers.items()),
    ]
    return blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=12).hexdigest()
