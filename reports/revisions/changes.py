"""What parts two states of a report, and one state made of another by it: pure, forth and back."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Any, Literal

from reports.revisions.state import LINE_FIELDS, PARTS, Line, State, line_of

Facts = dict[str, Any]
Side = Literal["before", "after"]
EVIDENCE = "header_evidence"


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of one row: the fields that differ before and after, None where the row was not there.

    The row is the report itself where `key` is None, else the pair of that key. `behind` among the fields is
    [the key of the pair before it (None for none), its number], for a pair that came, went or moved.
    """

    key: int | None
    before: Facts | None
    after: Facts | None
    became: int | None = None

    def side(self, side: Side) -> Facts | None:
        """Return one of the two."""
        return self.before if side == "before" else self.after


def difference(before: State, after: State, became: Mapping[int, int] | None = None) -> list[RowChange]:
    """Return what parts two states, both with the keys of all their lines; `became` tells where gone pairs went."""
    found: list[RowChange] = []
    header = dict(_differing_fields(before.header, after.header))
    if header:
        first = {name: was for name, (was, _is) in header.items()}
        found.append(RowChange(None, first, {name: is_now for name, (_was, is_now) in header.items()}))
    old = {line.key: index for index, line in enumerate(before.lines)}
    new = {line.key: index for index, line in enumerate(after.lines)}
    moved = out_of_order([old[line.key] for line in after.lines if line.key in old])
    for key, index in old.items():
        if key is not None and key not in new:
            facts = {**before.lines[index].facts(), "behind": _behind(before.lines, index)}
            found.append(RowChange(key, facts, None, (became or {}).get(key)))
    for key, index in new.items():
        if key is None:
            continue
        line = after.lines[index]
        if key not in old:
            found.append(RowChange(key, None, {**line.facts(), "behind": _behind(after.lines, index)}))
            continue
        was = before.lines[old[key]]
        differing = [name for name in LINE_FIELDS if getattr(was, name) != getattr(line, name)]
        first, second = was.facts(differing), line.facts(differing)
        if old[key] in moved:
            first["behind"] = _behind(before.lines, old[key])
            second["behind"] = _behind(after.lines, index)
        if first:
            found.append(RowChange(key, first, second))
    return found


def applied(state: State, changes: Iterable[RowChange], side: Side) -> State:
    """Return the state with the rows of all changes as they were on that side; "before" takes the changes back."""
    return all_applied(state, [changes], side)


def all_applied(state: State, steps: Iterable[Iterable[RowChange]], side: Side) -> State:
    """Return the state after the changes of each step in turn; as `applied`."""
    header = dict(state.header)
    lines = {line.key: line for line in state.lines}
    order = [line.key for line in state.lines]
    for changes in steps:
        placed: dict[int, tuple[int | None, int]] = {}
        for change in changes:
            facts = change.side(side)
            if change.key is None:
                header.update(_header(header, change, side))
            elif facts is None:
                lines.pop(change.key, None)
            else:
                there = lines.get(change.key)
                full = {**there.facts(), **facts} if there else facts
                lines[change.key] = line_of(full, change.key)
                if "behind" in facts:
                    behind, number = facts["behind"]
                    placed[change.key] = (behind, number)
                elif there is None:
                    placed[change.key] = (None, len(order) + 1)
        if placed or len(lines) < len(order):
            order = _in_place([key for key in order if key in lines and key not in placed], placed)
    return State(header, tuple(lines[key] for key in order))


def clashes(state: State, changes: Iterable[RowChange], side: Side) -> list[int | None]:
    """Return the keys of the rows that are no longer as the changes left them, so that they can't be taken back."""
    left: Side = "after" if side == "before" else "before"
    lines = {line.key: line for line in state.lines}
    found: list[int | None] = []
    for change in changes:
        facts = change.side(left)
        if change.key is None:
            differs = bool(clashing_fields(state.header, change, side))
        elif facts is None:
            differs = change.key in lines
        elif change.key not in lines:
            differs = True
        else:
            here = lines[change.key].facts()
            differs = any(here[name] != value for name, value in facts.items() if name in here)
        if differs:
            found.append(change.key)
    return found


def clashing_fields(header: Facts, change: RowChange, side: Side) -> set[str]:
    """Return the fields of the header that are no longer as a change of the report's row left them."""
    left = _header(header, change, "after" if side == "before" else "before")
    return {name for name, value in left.items() if header.get(name) != value}


def _header(header: Facts, change: RowChange, side: Side) -> Facts:
    """Return the fields of the header as they were on one side of a change.

    How each field is known, and each file's number, is one fact of many: a change is about those alone that it
    changed, and leaves the others.
    """
    facts = dict(change.side(side) or {})
    if PARTS in facts:
        there = header.get(PARTS) or {}
        facts[PARTS] = {key: facts[PARTS].get(key, part) for key, part in there.items()}
    if EVIDENCE in facts:
        one, other = ((known or {}).get(EVIDENCE) or {} for known in (change.before, change.after))
        changed = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
        kept = {name: known for name, known in (header.get(EVIDENCE) or {}).items() if name not in changed}
        facts[EVIDENCE] = kept | {name: known for name, known in facts[EVIDENCE].items() if name in changed}
    return facts


def _differing_fields(before: Facts, after: Facts) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Yield the header's fields that differ, each with what it was and is; of the parts, those that both know.

    A file that came or went brings or takes its number: that is no change of it, and not for others to take back.
    """
    for name, value in after.items():
        was, is_now = before.get(name), value
        if name == PARTS:
            known = was or {}
            changed = [key for key, part in value.items() if key in known and known[key] != part]
            was, is_now = {key: known[key] for key in changed}, {key: value[key] for key in changed}
        if was != is_now:
            yield name, (was, is_now)


def _behind(lines: Sequence[Line], index: int) -> list[int | None]:
    return [lines[index - 1].key if index else None, index + 1]


def out_of_order(order: Sequence[int]) -> set[int]:
    """Return the fewest places of an order that have to move for the rest to be ascending."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for here, value in enumerate(order):
        at = bisect_left(tails, value)
        previous.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [here]
    stays: set[int] = set()
    here = ends[-1] if ends else -1
    while here >= 0:
        stays.add(order[here])
        here = previous[here]
    return set(order) - stays


def _in_place(kept: list[int | None], placed: Mapping[int, tuple[int | None, int]]) -> list[int | None]:
    """Return the order with the placed keys behind their predecessors; by their numbers where those are gone."""
    # A ring of what stands behind what; None is before the first and behind the last.
    next_of: dict[int | None, int | None] = dict(pairwise((None, *kept, None)))
    waiting = dict(sorted(placed.items(), key=lambda item: item[1][1]))
    followers: defaultdict[int | None, list[int]] = defaultdict(list)
    for key, (behind, _number) in waiting.items():
        followers[behind].append(key)
    ready = [key for key, (behind, _number) in waiting.items() if behind in next_of]
    while waiting:
        if not ready:
            key, (_gone, number) = next(iter(waiting.items()))
            before = next(islice(_around(next_of), min(number - 1, len(next_of) - 1), None))
            ready, waiting[key] = [key], (before, number)
        for key in ready:
            behind, _number = waiting.pop(key)
            next_of[key], next_of[behind] = next_of[behind], key
        ready = [key for before in ready for key in followers[before] if key in waiting]
        ready.sort(key=lambda key: waiting[key][1])
    return list(_around(next_of))[1:]


def _around(next_of: Mapping[int | None, int | None]) -> Iterator[int | None]:
    """Yield None, then what stands behind it, and so on to the end."""
    here = None
    while True:
        yield here
        here = next_of[here]
        if here is None:
            return


def with_keys(state: State, keys: Sequence[int]) -> State:
    """Return the state with the keys that its lines were given, in their order."""
    return State(state.header, tuple(replace(line, key=key) for line, key in zip(state.lines, keys, strict=True)))
