"""What an engine is asked for, and the rows and marks that make a page of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from benchmarks.search.cutting import Document
from benchmarks.search.queries import Asked


class NoLike(Exception):  # noqa: N818
    """The engine has no query of this kind."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The exact total, the keys of one page of pairs, and how many hits each year and each place has."""

    total: int
    pairs: list[int]
    years: dict[int, int]
    places: dict[int, int]


class Engine(Protocol):
    """An engine with the index open."""

    name: str

    def open(self) -> None:
        """Open the index anew, with nothing remembered."""

    def ask(self, asked: Asked, page: int = 1, size: int = 20) -> Answered:
        """Return total, facets and one page of pairs. Raises `NoLike`."""
        ...

    def add(self, documents: Iterable[Document]) -> None:
        """Add documents and commit, so that they are found."""


def shown(asked: Asked, answered: Answered) -> int:
    """Fetch the rows of a page and mark them, as ours are; return how many there are."""
    from reports import search
    from reports.models import ParagraphPair

    rows = ParagraphPair.objects.select_related("report__jurisdiction", "section").in_bulk(answered.pairs)
    for row in rows.values():
        search.marks(asked.q, row.zh, row.en)
    return len(rows)
