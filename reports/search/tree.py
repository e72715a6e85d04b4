"""What a query asks for, as a tree, and the tree in the words of the query language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from reports.search.tokens import FIELD

Side = Literal["", "zh", "en"]
NEEDS_QUOTES = re.compile(r"[\s()*]|^-")


@dataclass(frozen=True, slots=True)
class Contains:
    """Pairs whose folded Chinese contains `text`; narrowed to the English, none."""

    text: str
    side: Side = ""


@dataclass(frozen=True, slots=True)
class Word:
    """Pairs with an English word of this stem, or the very word in the Chinese."""

    text: str
    stem: str
    side: Side = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pairs with these words, unstemmed, one after the other in either language."""

    words: tuple[str, ...]
    side: Side = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Pairs with a word that begins so, in either language."""

    text: str
    side: Side = ""


Term = Contains | Word | Phrase | Prefix
# Any of several terms.
Operand = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Pairs in which each operand stands near the next, with so many characters or words between at most."""

    operands: tuple[Operand, ...]
    distances: tuple[int, ...]


Leaf = Term | Near


@dataclass(frozen=True, slots=True)
class Heading:
    """Pairs under a heading that has this, and the heading itself."""

    part: Leaf


@dataclass(frozen=True, slots=True)
class Place:
    """Pairs of the jurisdiction of this name or code."""

    name: str


@dataclass(frozen=True, slots=True)
class Years:
    """Pairs of reports for these years, both included; None for no bound."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Pairs of reports whose speaker is named so."""

    name: str


@dataclass(frozen=True, slots=True)
class And:
    """Pairs that match all parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Pairs that match at least one part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Pairs that don't match."""

    part: Node


Filter = Heading | Place | Years | Speaker
Node = Leaf | Filter | And | Or | Not


def joined(kind: type[And | Or], parts: Iterable[Node | None]) -> Node | None:
    """Return the parts as one node, without those that say nothing."""
    flat = (inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,)))
    kept = tuple(dict.fromkeys(part for part in flat if part is not None))
    if len(kept) < 2:
        return kept[0] if kept else None
    return kind(kept)


def leaves(node: Node | None, *, positive: bool = True) -> Iterator[Leaf | Filter]:
    """Yield what a hit may match, without what it must not."""
    match node:
        case None:
            return
        case Not(part):
            yield from leaves(part, positive=not positive)
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part, positive=positive)
        case _ if positive:
            yield node


def written(node: Node) -> str:
    """Return a tree in the query language."""
    match node:
        case Not(part):
            return f"NOT ({written(part)})" if isinstance(part, And | Or | Not | Near) else f"-{written(part)}"
        case And(branches):
            return " ".join(f"({written(part)})" if isinstance(part, Or) else written(part) for part in branches)
        case Or(branches):
            return " OR ".join(written(part) for part in branches)
        case Near(operands, distances):
            steps = zip(("", *(f" NEAR/{distance} " for distance in distances)), map(_operand, operands), strict=True)
            return "".join(step + operand for step, operand in steps)
        case Heading() | Place() | Speaker() | Years():
            return _filter(node)
        case _:
            return _term(node)


def _filter(node: Filter) -> str:
    match node:
        case Heading(part):
            return f"heading:({written(part)})" if isinstance(part, Near) else f"heading:{written(part)}"
        case Place(name):
            return f"place:{_quoted(name)}"
        case Speaker(name):
            return f"speaker:{_quoted(name)}"
        case Years(first, last):
            between = "" if first == last else ".."
            return f"year:{'' if first is None else first}{between}{'' if last is None or not between else last}"


def _operand(operand: Operand) -> str:
    return _term(operand[0]) if len(operand) == 1 else f"({' OR '.join(map(_term, operand))})"


def _term(term: Term) -> str:
    side = f"{term.side}:" if term.side else ""
    match term:
        case Contains(text):
            return side + _quoted(text)
        case Word(text):
            return side + text
        case Prefix(text):
            return f"{side}{text}*"
        case Phrase(words):
            return f'{side}"{" ".join(words)}"'


def _quoted(text: str) -> str:
    return f'"{text}"' if NEEDS_QUOTES.search(text) or FIELD.match(text) else text
