"""A query as typed, read into a tree. The language is described in docs/search.md."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.search import places
from reports.search.absent import absent
from reports.search.reader import NEAR_TERMS_MOST, TERMS_MOST, Reader
from reports.search.tokens import Unreadable
from reports.search.tree import (
    And,
    Contains,
    Filter,
    Heading,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Place,
    Prefix,
    Speaker,
    Term,
    Word,
    Years,
    leaves,
    written,
)

__all__ = [
    "CHARACTERS_MOST", "NEAR_TERMS_MOST", "TERMS_MOST", "And", "Contains", "Filter", "Heading", "Leaf", "Near", "Node",
    "Not", "Or", "Phrase", "Place", "Prefix", "Query", "Speaker", "Term", "Word", "Years", "printable", "read",
    "written",
]  # fmt: skip

CHARACTERS_MOST = 1000
HALF_A_PAIR = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read: its tree, None if it asks for everything, and what was not read as it stands."""

    root: Node | None
    said: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person should be told; asks the rows where the query names a place."""
        named = _places(self.root)
        unknown = places.places_named(named)[1] if named else []
        notes = [_("There is no jurisdiction “%(name)s”.") % {"name": name} for name in unknown]
        return (*self.said, *notes, *dict.fromkeys(absent(leaves(self.root))))

    def understood(self) -> str:
        """Return the query as it was read, in its own language."""
        return "" if self.root is None else written(self.root)

    def wanted(self) -> tuple[Leaf, ...]:
        """Return what a hit may contain and is marked in it, without what it must not contain, and without filters."""
        return tuple(dict.fromkeys(leaf for leaf in leaves(self.root) if isinstance(leaf, Leaf)))

    def terms(self) -> tuple[Term, ...]:
        """Return the terms of what is wanted, each for itself also where it stands beside NEAR."""
        return tuple(dict.fromkeys(term for leaf in self.wanted() for term in _terms(leaf)))


def _terms(leaf: Leaf) -> tuple[Term, ...]:
    return tuple(term for operand in leaf.operands for term in operand) if isinstance(leaf, Near) else (leaf,)


def _places(node: Node | None) -> list[str]:
    both = [*leaves(node), *leaves(node, positive=False)] if node is not None else []
    return list(dict.fromkeys(leaf.name for leaf in both if isinstance(leaf, Place)))


def read(q: str) -> Query:
    """Return the query that `q` says. One that can't be read comes back as plain words, with a note saying why."""
    return _read(q, get_language() or "")


@lru_cache(maxsize=512)
def _read(q: str, _language: str) -> Query:
    text, notes = _bounded(q)
    reader = Reader(text)
    try:
        root = reader.whole()
    except Unreadable as reason:
        notes.append(_("The query could not be read: %(reason)s. It was searched as plain words.") % {"reason": reason})
        reader = Reader(text)
        root = reader.plain()
    return Query(root, (*notes, *reader.notes()))


def printable(text: str) -> str:
    """Return `text` without halves of surrogate pairs, which are no characters and can't be written in an answer."""
    return HALF_A_PAIR.sub("\ufffd", text)


def _bounded(q: str) -> tuple[str, list[str]]:
    whole = printable(q)
    text = unicodedata.normalize("NFKC", whole[: CHARACTERS_MOST + 1])
    if len(text) <= CHARACTERS_MOST and len(whole) <= CHARACTERS_MOST:
        return text, []
    note = _("The query is longer than %(most)d characters; the rest was left out.") % {"most": CHARACTERS_MOST}
    return text[:CHARACTERS_MOST], [note]
