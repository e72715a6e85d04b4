"""A file that takes another's place in its report: what becomes of each pair, decided before anything is written.

The pairs are matched with what the old file had brought, as it came, so that what people have done since doesn't
hide which is which. A pair that nobody touched becomes the new file's and keeps its key; one in which a person's hand
is stays, and where the new file has it otherwise than the old one had, that is kept beside it as a version.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from reports import revisions
from reports.ingest.matching import matched
from reports.ingest.rows.meeting import joined, joined_new, settle, settle_other
from reports.ingest.rows.sides import Met, Replacement, Sides, text_of
from reports.revisions import Line
from reports.text.figures import match
from reports.text.shifts import slipped

# Pairs of other files are the same only if they share nearly everything, and short ones only beside others that are.
NEARLY_ALL = 0.8
SHORT = 15


def replacement(sides: Sides) -> Replacement:
    """Return what becomes of each pair, and the lines of the report after it."""
    found = Replacement()
    of_old = _matched_with_old(sides)
    of_others = _matched_with_others(sides, set(of_old))
    brought: defaultdict[int, list[int]] = defaultdict(list)
    for at, place in sorted(of_old.items()):
        brought[sides.lasting(sides.came[place].key or 0)].append(at)
    beside = {sides.state.lines[place].key: at for at, place in of_others.items()}
    came = {line.key for line in sides.came}
    for line in sides.state.lines:
        places = brought.pop(line.key or 0, [])
        if places:
            had = joined([text_of(sides.came[of_old[at]]) for at in places])
            settle(sides, line, had, joined_new([sides.new[at] for at in places]), found)
        elif line.key in came:
            settle(sides, line, None, None, found)
        elif line.key in beside:
            settle_other(sides, line, sides.new[beside[line.key]], found)
        else:
            found.lines.append(line)
    for at in sorted(at for places in brought.values() for at in places):
        new = sides.new[at]
        found.kept_out.append(Met(sides.came[of_old[at]], new.text.zh, new.text.en, new.planned.line))
    keys = {at: sides.came[place].key or 0 for at, place in of_old.items()}
    keys |= {at: sides.state.lines[place].key or 0 for at, place in of_others.items()}
    _put_in(sides, found, keys)
    _tell_where_gone(found)
    return _doubted(found) if sides.is_written else found


def _matched_with_old(sides: Sides) -> dict[int, int]:
    now = {line.key: line for line in sides.state.lines}
    texts, loose = [], set()
    for place, line in enumerate(sides.came):
        here = now.get(line.key)
        texts.append(
            [text_of(line), text_of(here)] if here and (here.zh, here.en) != (line.zh, line.en) else [text_of(line)]
        )
        if here and not sides.has_hand(here):
            loose.add(place)
    return matched(texts, [new.text for new in sides.new], loose)


def _matched_with_others(sides: Sides, taken: set[int]) -> dict[int, int]:
    """Return for places of what is left of the new file the places of the report's other lines that are the same."""
    came = {line.key for line in sides.came}
    others = [place for place, line in enumerate(sides.state.lines) if line.key not in came]
    left = [at for at in range(len(sides.new)) if at not in taken]
    texts = [[text_of(sides.state.lines[place])] for place in others]
    found = matched(texts, [sides.new[at].text for at in left], alike=NEARLY_ALL)
    pairs = {left[at]: others[place] for at, place in found.items()}
    return {
        at: place
        for at, place in pairs.items()
        if len(sides.new[at].text.zh_key or sides.new[at].text.en_key) > SHORT or at - 1 in pairs or at + 1 in pairs
    }


def _put_in(sides: Sides, found: Replacement, keys: dict[int, int]) -> None:
    """Put what is new, and what the new file has elsewhere, behind the pair that stands before it in the new file."""
    place_of = {sides.lasting(key): at for at, key in reversed(keys.items())}
    anchors = _in_order(sides, found, place_of)
    pulled = {
        line.key: line
        for line in found.lines
        if line.key in place_of and line.key not in anchors and not _stays_put(sides, line)
    }
    rest = [line for line in found.lines if line.key not in pulled]
    places = {line.key: place for place, line in enumerate(rest)}
    behind: defaultdict[int, list[Line]] = defaultdict(list)
    anchor = _first_place(anchors, places)
    for at, new in enumerate(sides.new):
        key = sides.lasting(keys[at]) if at in keys else None
        if key in anchors:
            anchor = _past_made(sides, rest, places[key])
        elif key in pulled:
            behind[anchor].append(pulled.pop(key))
        elif at not in keys:
            found.added.append(new)
            behind[anchor].append(new.line(sides))
    found.lines = behind[-1]
    for place, line in enumerate(rest):
        found.lines = [*found.lines, line, *behind.get(place, [])]


def _in_order(sides: Sides, found: Replacement, place_of: dict[int, int]) -> set[int | None]:
    """Return the keys of the most lines that stand in the report as they do in the new file."""
    keys = [line.key for line in found.lines if line.key in place_of and line.key not in sides.corrections.moved]
    moved = revisions.out_of_order([place_of[key or 0] for key in keys])
    return {key for key in keys if place_of[key or 0] not in moved}


def _stays_put(sides: Sides, line: Line) -> bool:
    """Say whether a pair stays where it is although the new file has it elsewhere: people put it or shaped it there."""
    return line.key in sides.corrections.moved or sides.corrections.is_corrected(line)


def _first_place(anchors: set[int | None], places: dict[int | None, int]) -> int:
    """Return the place behind which goes what stands before all that is known in the new file: -1 for the top."""
    return min((places[key] for key in anchors), default=len(places)) - 1


def _past_made(sides: Sides, lines: list[Line], place: int) -> int:
    """Return the place of the last of the pairs that people made right behind one, as the halves of one they split."""
    while place + 1 < len(lines) and lines[place + 1].key in sides.corrections.made:
        place += 1
    return place


def _tell_where_gone(found: Replacement) -> None:
    """Lead from each pair that goes to the one which has its text now."""
    texts = [(line.key, text_of(line)) for line in found.lines if line.key]
    for line in found.gone:
        own = text_of(line)
        within = (key for key, text in texts if key and own.zh_key and own.zh_key in text.zh_key)
        if line.key and (key := next(within, None)):
            found.became[line.key] = key


def _doubted(found: Replacement) -> Replacement:
    """Mark the pairs where the figures of neighbours disagree so often that one language has slipped."""
    places = [place for place, line in enumerate(found.lines) if line.zh and line.en]
    alarmed = [any(not alarm.mild for alarm in match(*_both(found.lines[place])).alarms) for place in places]
    for index in slipped(alarmed):
        line = found.lines[places[index]]
        if not line.checked:
            found.lines[places[index]] = replace(line, needs_review=True)
    return found


def _both(line: Line) -> tuple[str, str]:
    return line.zh, line.en
