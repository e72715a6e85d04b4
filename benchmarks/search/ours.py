"""Our own index, asked as the pages ask it and, for the comparison, without rows and marks."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from benchmarks.search.answered import Answered
from benchmarks.search.cutting import Document
from benchmarks.search.queries import Asked
from reports import search
from reports.search import finding, opening, query
from reports.search.kept import Kept


class Ours:
    """The index of the archive that the settings name."""

    name = "ours"

    def open(self) -> None:
        """Open the index anew, with no term remembered; an empty search reads what all searches need."""
        opening.forget()
        for kept in [some for some in gc.get_objects() if isinstance(some, Kept)]:
            kept.clear()
        search.find(search.Request())

    def ask(self, asked: Asked, page: int = 1, size: int = 20) -> Answered:
        """Return total, facets and the first pairs from the index alone: a search without rows, marks, offers."""
        with mock.patch.multiple(finding, _hits=_keys, with_counterparts=_bare, other_queries=_none):
            found = search.find(requested(asked, page, size))
        keys: list[Any] = found.results
        years = {int(count.value): count.count for count in found.facets.year}
        return Answered(
            found.total, keys, years, {place: count.count for place, count in enumerate(found.facets.place)}
        )

    def find(self, asked: Asked) -> search.Page:
        """Return the whole page as a reader gets it."""
        return search.find(requested(asked))

    def add(self, documents: Iterable[Document]) -> None:
        """Let the index notice the rows that were written."""
        search.find(search.Request())


def _keys(_query: object, pairs: NDArray[np.int64], _scores: object) -> list[Any]:
    keys: list[Any] = pairs.tolist()
    return keys


def _bare(_query: object, keys: list[Any], *_rest: object) -> tuple[list[Any], list[Any]]:
    return keys, []


def _none(*_arguments: object) -> list[Any]:
    return []


def requested(asked: Asked, page: int = 1, size: int = 20) -> search.Request:
    return search.Request(
        asked.q,
        places=(asked.place,) if asked.place else (),
        year_from=asked.year_from,
        year_to=asked.year_to,
        sort="newest" if asked.newest else "relevance",
        page=page,
        page_size=size,
    )


def unread(asked: Asked) -> bool:
    """Say whether our language has no such operator (yet): a query that it can't read comes back with a note."""
    return bool(query.read(asked.q).notes)


def folder() -> Path:
    from django.conf import settings

    return Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])
