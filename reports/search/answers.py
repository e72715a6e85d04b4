"""What is asked at the door of the search, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reports.models import ParagraphPair

Marks = list[tuple[int, int]]
Sort = Literal["relevance", "newest", "oldest"]
State = Literal["ready", "stale", "building", "missing", "broken"]

PAGE_SIZE_MOST = 100


class Unavailable(Exception):  # noqa: N818
    """No index can answer yet; it is being built. The message is for the person."""


@dataclass(frozen=True, slots=True)
class Request:
    """One search. `places` are codes or names of jurisdictions; the years are both included."""

    q: str = ""
    places: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A pair that was found. Marks are code points [start, end) of the published text, sorted, not overlapping."""

    pair: ParagraphPair
    score: float
    zh_marks: Marks
    en_marks: Marks


@dataclass(frozen=True, slots=True)
class Count:
    """How many pairs have one value: a year, or a jurisdiction by its Chinese name."""

    value: int | str
    label: str
    count: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Facets:
    """The counts beside the results; each ignores the filter that it would set."""

    year: list[Count] = field(default_factory=list)
    place: list[Count] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of results with the exact total."""

    total: int
    page: int
    pages: int
    results: list[Hit]
    facets: Facets
    notes: list[str]
    understood: str
    took_ms: float


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the index, and how many reports and pairs it holds."""

    state: State
    reports: int
    pairs: int
    detail: str
    built_at: datetime | None
