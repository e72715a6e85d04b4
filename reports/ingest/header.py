"""The header of a report: which lines are it, and what they say.

The header ends with the last line that one of the readers below recognises, before the address to the deputies, the
first heading or the first long paragraph. Lines in between that nobody recognises are a portal's and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from reports.ingest import header_chinese, header_english
from reports.ingest.plan import Change, Evidence, Fact, Header, Line
from reports.ingest.saying import say as _
from reports.text.fold import fold, has_han

# A header with the portal's lines above it is some 10 to 30 lines long.
REACH = 60
LONG_CHINESE, LONG_ENGLISH = 70, 260
# Of a longer line, as in a file that is all one line, or of a comment no more is searched: patterns go all through it.
SEARCHED = 2_000
BODY_BEGINS = re.compile(
    r"(?:各位|同志们|女士们|全体)|[一二三四五六七八九十]+、"
    r"|fellow deputies|(?:dear |distinguished )?deputies\b|i{1,3}\.? ?[a-z]?$|i\.? a?\s?review",
)


class HeaderReader(Protocol):
    """What reads the header's lines of one language."""

    def is_title(self, text: str, /) -> bool: ...

    def read(self, lines: Sequence[Line], /) -> tuple[dict[str, Fact], set[int]]: ...


@dataclass(slots=True)
class Read:
    """The header, the lines that follow it, and what was left out of the file's beginning."""

    header: Header
    body: list[Line]
    changes: list[Change]
    contradictions: list[str]


def read(lines: Sequence[Line]) -> Read:
    """Return the header as its lines tell it (nothing inferred yet), and the body."""
    # By place: several lines have one number where a cleaning step parted a line.
    head = [Line(place, line.text[:SEARCHED]) for place, line in enumerate(_head(lines))]
    chinese, known_chinese = header_chinese.read([line for line in head if has_han(line.text)])
    english, known_english = header_english.read([line for line in head if not has_han(line.text)])
    known = known_chinese | known_english
    body = max(known, default=-1) + 1
    # In a file of two blocks the second has a header of its own.
    second: set[int] = set()
    if not english:
        english, second = _second(lines, body, header_english, chinese=False)
    elif not chinese:
        chinese, second = _second(lines, body, header_chinese, chinese=True)
    chinese, english = _numbered(chinese, lines), _numbered(english, lines)
    return Read(
        header=Header(**{**english, **chinese}),
        body=[line for place, line in enumerate(lines) if place >= body and place not in second],
        changes=[
            Change("header", line.number, line.text, None)
            for place, line in enumerate(lines[:body])
            if place not in known
        ],
        contradictions=_contradictions(chinese, english),
    )


def _second(
    lines: Sequence[Line], body: int, reader: HeaderReader, *, chinese: bool
) -> tuple[dict[str, Fact], set[int]]:
    """Return what the header of the block in the other language says, and the places of its lines."""
    for place in range(body, len(lines)):
        if has_han(lines[place].text) == chinese and reader.is_title(lines[place].text):
            head = [Line(place + at, line.text[:SEARCHED]) for at, line in enumerate(_head(lines[place:]))]
            return reader.read([line for line in head if has_han(line.text) == chinese])
    return {}, set()


def _numbered(facts: dict[str, Fact], lines: Sequence[Line]) -> dict[str, Fact]:
    """Return facts that name their place among `lines` with the numbers of these in the file."""
    return {name: replace(fact, line=lines[fact.line or 0].number) for name, fact in facts.items()}


def _head(lines: Sequence[Line]) -> list[Line]:
    head: list[Line] = []
    for line in lines[:REACH]:
        long = LONG_CHINESE if has_han(line.text) else LONG_ENGLISH
        if (head and BODY_BEGINS.match(fold(line.text))) or (len(line.text) > long and _title_seen(head)):
            break
        head.append(line)
    return head


def _title_seen(head: Iterable[Line]) -> bool:
    return any(header_chinese.is_title(line.text) or header_english.is_title(line.text) for line in head)


def infer_from(comment: str, header: Header) -> None:
    """Fill what the header lacks from a comment: 市长马宇骏在石家庄市第十五届…第六次会议上作政府工作报告."""
    for name, value in header_chinese.mentions(comment[:SEARCHED]).items():
        if not getattr(header, name):
            setattr(header, name, inferred(value))


def take_identity(other: Header, header: Header, warnings: list[str]) -> None:
    """Make a header that of the report whose other language `other` heads, and say where the two disagree."""
    for name in ("place", "year", "delivered_on", "session_key"):
        theirs, own = getattr(other, name), getattr(header, name)
        if own.evidence is Evidence.GIVEN:
            continue
        if own.evidence is Evidence.READ and theirs and own.value != theirs.value:
            warning = _("Line {line} says {own}, the other language's file {theirs}; that was believed.")
            warnings.append(warning.format(line=own.line, own=own.value, theirs=theirs.value))
        if theirs and own.value != theirs.value:
            setattr(header, name, inferred(theirs.value))


def inferred(value: str) -> Fact:
    """Return a fact that no line of the file says."""
    return Fact(value, Evidence.INFERRED)


def _contradictions(chinese: dict[str, Fact], english: dict[str, Fact]) -> list[str]:
    warning = _("Line {first} says {one}, line {second} says {other}: the Chinese line was believed.")
    return [
        warning.format(
            first=chinese[name].line, one=chinese[name].value, second=english[name].line, other=english[name].value
        )
        for name in ("delivered_on", "session_key")
        if name in chinese and name in english and chinese[name].value != english[name].value
    ]
