"""What becomes of a report's pairs where its files get other numbers among the parts; nothing is written.

The report is put together anew twice, with the numbers that the files have and with those that they get. A pair that
stands where its file has it goes where its file has it then. One that people put elsewhere, or made, stays behind the
pair that it follows: of those nobody but a person can tell where they belong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reports import revisions
from reports.ingest.leaves import SHORT, Leaf
from reports.ingest.plan import PlannedPair
from reports.ingest.rows.anew import Stood
from reports.ingest.rows.corrections import Corrections
from reports.ingest.rows.sides import script_of, text_of
from reports.ingest.rows.text_facts import text_facts
from reports.revisions import Line


@dataclass(slots=True)
class Moved:
    """The lines of a report after its files got other numbers.

    `left` stay behind the pair that they follow, as they aren't where their file has them. Where two files have the
    same, `became` tells which pair is a part of which now, and `doubled` stand beside the other one, as a person's
    hand is in them. `added` come in, which had been taken for a pair of another file.
    """

    lines: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    doubled: list[Line] = field(default_factory=list)
    added: list[Line] = field(default_factory=list)
    became: dict[int, int] = field(default_factory=dict)


def moved(lines: Sequence[Line], corrections: Corrections, before: Sequence[Stood], after: Sequence[Stood]) -> Moved:
    """Return what becomes of the lines of a report that was put together like `before` and is to be like `after`."""
    at_before, at_after = (places(lines, corrections, stood) for stood in (before, after))
    astray = revisions.out_of_order([at_before[line.key] for line in lines if line.key in at_before])
    in_place = {key for key, place in at_before.items() if place not in astray}
    twins = _twins(before, {key: at_before[key] for key in in_place - at_after.keys()}, after)
    there = {place: line for line in lines if (place := at_after.get(line.key)) is not None}
    found = Moved()
    behind: defaultdict[int, list[Line]] = defaultdict(list)
    at = -1
    for line in lines:
        if line.key in twins:
            other = there.get(twins[line.key])
            if line.key and other and other.key and _is_one_with(line, other, corrections):
                found.became[line.key] = other.key
            else:
                behind[twins[line.key]].append(line)
                found.doubled.append(line)
            continue
        if line.key in in_place and line.key in at_after:
            at = at_after[line.key]
            behind[at].append(_levelled(line, before[at_before[line.key]], after[at]))
            continue
        behind[at].append(line)
        if line.key not in corrections.made:
            found.left.append(line)
    for place in _swallowed(before, set(at_before.values()), after, set(at_after.values())):
        new = _line(after[place])
        found.added.append(new)
        behind[place].append(new)
    found.lines = [line for place in sorted(behind) for line in behind[place]]
    return found


def places(lines: Sequence[Line], corrections: Corrections, stood: Sequence[Stood]) -> dict[int | None, int]:
    """Return for the keys of lines which of those put together anew each is, told by its file, line and text."""
    by_origin: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    by_text: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(stood):
        for origin in one.origins:
            by_origin[origin.place].append(place)
        for key in one.keys:
            by_text[key].append(place)
    found: dict[int | None, int] = {}
    taken: set[int] = set()
    keys = {line.key: _as_it_came(line, corrections) for line in lines if line.key not in corrections.made}

    def find(line: Line, candidates: Sequence[int]) -> None:
        place = next((place for place in candidates if place not in taken), None)
        if place is not None and line.key not in found:
            found[line.key] = place
            taken.add(place)

    # Of two that are the same, the one with a person's hand in it is there to stay.
    own = sorted((line for line in lines if line.key in keys), key=lambda line: not _has_hand(line, corrections))
    for line in own:
        find(line, [place for place in by_origin[_origin(line)] if keys[line.key] in stood[place].keys])
    for line in own:
        find(line, by_origin[_origin(line)])
    for line in own:
        if len(keys[line.key]) > SHORT:
            find(line, by_text[keys[line.key]])
    return found


def _origin(line: Line) -> tuple[int, int]:
    return line.source or 0, line.source_line or 0


def _as_it_came(line: Line, corrections: Corrections) -> str:
    """Return the text of a line, ready to be compared, as it was before people corrected it."""
    before = corrections.before.get(line.key or 0, {})
    leaf: Leaf[Any] = Leaf(before.get("zh", line.zh), before.get("en", line.en))
    return leaf.zh_key or leaf.en_key


def _levelled(line: Line, before: Stood, after: Stood) -> Line:
    """Return a line at the level that it has among other headings, unless a person gave it one."""
    if before.level == after.level or line.level != before.level:
        return line
    return replace(
        line, level=after.level, ordinal=after.ordinal, section=line.section if line.level and after.level else None
    )


def _twins(before: Sequence[Stood], left: dict[int | None, int], after: Sequence[Stood]) -> dict[int | None, int]:
    """Return for pairs that are none of those afterwards, as another file has the same, the place of that one."""
    place_of = {origin.told: place for place, one in enumerate(after) for origin in one.origins}
    told = {key: [origin.told for origin in before[place].origins] for key, place in left.items()}
    return {key: place_of[own[0]] for key, own in told.items() if own and own[0] in place_of}


def _has_hand(line: Line, corrections: Corrections) -> bool:
    return corrections.is_corrected(line) or bool(line.note)


def _is_one_with(line: Line, other: Line, corrections: Corrections) -> bool:
    """Say whether a pair has nothing that another one hasn't: its address can lead there."""
    own, there = text_of(line), text_of(other)
    return not _has_hand(line, corrections) and own.zh_key == there.zh_key and own.en_key in {"", there.en_key}


def _swallowed(before: Sequence[Stood], there_before: set[int], after: Sequence[Stood], there: set[int]) -> list[int]:
    """Return the places of pairs that no row is, as the old numbers had them taken for pairs of another file."""
    as_others = {
        origin.told
        for place, one in enumerate(before)
        if place in there_before
        for origin in one.origins[1:]
        if origin.file.key != one.origins[0].file.key
    }
    return [
        place
        for place, one in enumerate(after)
        if place not in there and one.origins and one.origins[0].told in as_others
    ]


def _line(stood: Stood) -> Line:
    origin = stood.origins[0]
    pair: PlannedPair = origin.planned
    facts: dict[str, Any] = text_facts(pair.zh, pair.en, pair)
    return Line(
        zh=pair.zh,
        en=pair.en,
        level=stood.level,
        ordinal=stood.ordinal,
        script=script_of(origin.file.plan),
        source=origin.file.key,
        source_line=pair.line,
        **facts,
    )
