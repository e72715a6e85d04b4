"""What the archive learned, made up: learning itself is tested with the search."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reports import search
from reports.reading.study.renderings import _looked_up

Learned = Callable[..., None]


def rendering(
    text: str, *by_year: tuple[int, int], language: str = "en", pair: int = 0, first: int = 0
) -> search.Rendering:
    return search.Rendering(
        text=text,
        language=language,
        q=f'"{text}"' if " " in text else text,
        pairs=sum(count for _year, count in by_year),
        first_year=by_year[0][0],
        last_year=by_year[-1][0],
        by_year=by_year,
        confidence=0.75,
        pair=pair,
        first_pair=first,
    )


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    _looked_up.cache_clear()


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch) -> Learned:
    """Return a function that sets what the archive knows of each term."""

    def known(term: str, *found: search.Rendering) -> None:
        monkeypatch.setattr(search, "renderings", lambda q, limit=20: list(found)[:limit] if q == term else [])

    return known
