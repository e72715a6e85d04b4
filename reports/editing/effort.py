"""How much work an act is, said before it is done: nobody keeps the server at it for long, nor others from writing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports import revisions
from reports.editing.answers import Impossible
from reports.editing.holding import latest_revision
from reports.text.beads import work

if TYPE_CHECKING:
    from reports.editing.act import Act
    from reports.models import Report
    from reports.revisions import State

# Two seconds at most; all sentences of the longest report are a fiftieth.
MOST_WORK = 500_000


def foresee(report: Report, wanted: Act, seen: int) -> None:
    """Work out what an act makes of a report, before the report is locked: its sentences are remembered then.

    Raises Impossible where it is too much at once. All else that stands in its way is found, and said, when it is done.
    """
    if not wanted.aligns:
        return
    now = revisions.read(report)
    states = [now, revisions.as_seen(report, seen, now)] if seen < latest_revision(report) else [now]
    for state in states:
        _weigh(wanted, state)
        with suppress(Impossible):
            wanted.of_state(state)


def _weigh(wanted: Act, state: State) -> None:
    lines = {line.key: line for line in state.lines}
    try:
        touched = wanted.pairs(state)
    except Impossible:
        return
    there = [lines[key] for key in touched if key in lines]
    if sum(work(line.zh, line.en) for line in there) > MOST_WORK:
        raise Impossible(_("These are more sentences than can be aligned at once. Choose fewer pairs."))
