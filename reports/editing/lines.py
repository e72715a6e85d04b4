"""Lines with other texts, and all that follows from their texts; texts that are joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reports.revisions import Line, State
from reports.text.beads import aligned
from reports.text.headings import chinese_heading, english_heading
from reports.text.simplified import is_traditional

if TYPE_CHECKING:
    from collections.abc import Iterable

# A shorter line may well look the same in both scripts; it keeps the one that its report came in.
TELLING = 30
# Between two of these there is no blank: Chinese characters, and the signs of a Chinese line.
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]")
Beads = list[list[float]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act makes of a state: the state, where pairs that are gone went, sentences for the person."""

    state: State
    became: dict[int, int] = field(default_factory=dict)
    said: tuple[str, ...] = ()


def retexted(line: Line, zh: str, en: str, sentences: Beads | None = None) -> Line:
    """Return the line with other texts: what was known of the pair of the old ones isn't known of these.

    `sentences` are its beads, worked out anew where None. The line itself comes back where nothing differs.
    """
    if (zh, en) == (line.zh, line.en):
        return line
    return replace(
        line,
        zh=zh,
        en=en,
        script=script_of(zh, line.script),
        ordinal=ordinal_of(zh, en) if line.level else None,
        confidence=None,
        evidence={},
        checked=False,
        beads=aligned(zh, en) if sentences is None else sentences,
    )


def script_of(zh: str, before: str) -> str:
    """Return the script of a Chinese text, the one from before where it doesn't show."""
    if is_traditional(zh):
        return "hant"
    return "hans" if len(zh) >= TELLING else before


def ordinal_of(zh: str, en: str) -> int | None:
    """Return the number of a heading, None where it has none."""
    heading = (chinese_heading(zh) if zh else None) or (english_heading(en) if en else None)
    return heading.ordinal if heading else None


def between(left: str, right: str) -> str:
    """Return what stands between two texts that become one: a blank between Latin words, nothing beside Chinese."""
    if not left or not right or left[-1].isspace() or right[0].isspace():
        return ""
    return "" if CHINESE.match(left[-1]) or CHINESE.match(right[0]) else " "


def joined(left: str, right: str) -> str:
    """Return two texts as one."""
    return left + between(left, right) + right


def placed(state: State, changed: Iterable[Line]) -> State:
    """Return the state with some lines as they are given, known by their keys."""
    new = {line.key: line for line in changed}
    return replace(state, lines=tuple(new.get(line.key, line) for line in state.lines))


def facts_of(line: Line) -> tuple[Any, ...]:
    """Return what a person sees of a line where it stands."""
    return line.zh, line.en, line.level, line.versions
