"""States for tests, without rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reports.editing.parsing import parsed
from reports.revisions import Line, State

Rows = Sequence[tuple[str | int, ...]]


def state_of(rows: Rows) -> State:
    """A state with keys 1, 2, 3…; a row is Chinese, English and the level of a heading."""
    lines = []
    for key, row in enumerate(rows, start=1):
        zh, en, level = (*row, 0)[:3]
        section = 100 + key if level else None
        lines.append(Line(zh=str(zh), en=str(en), level=int(level), key=key, section=section))
    return State({}, tuple(lines))


def after(state: State, *acts: dict[str, Any]) -> State:
    """The state after some acts; new lines get keys from 1000."""
    for act in acts:
        state = parsed(act).of_state(state).state
        new = iter(range(1000 + len(state.lines), 9999))
        lines = tuple(line if line.key else replace(line, key=next(new)) for line in state.lines)
        taken: set[int | None] = set()
        keyed = []
        for line in lines:
            keyed.append(replace(line, key=next(new)) if line.key in taken else line)
            taken.add(keyed[-1].key)
        state = replace(state, lines=tuple(keyed))
    return state


def texts(state: State) -> list[tuple[str, str]]:
    return [(line.zh, line.en) for line in state.lines]
