"""What is asked at the door of the search, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reports.models import ParagraphPair

Marks = list[tuple[int, int]]
Sort = Literal["relevance", "newest", "oldest"]
OfferKind = Literal["pinyin", "spelling", "rendering"]
State = Literal["ready", "stale", "building", "missing", "broken"]

PAGE_SIZE_MOST = 100


class Unavailable(Exception):  # noqa: N818
    """No index can answer yet; it is being built. The message is for the person."""


@dataclass(frozen=True, slots=True)
class Request:
    """One search.

    `places` are codes or names of jurisdictions, each meaning exactly that one; `within` the same, with all that is
    part of them. The years are both included. `levels` are those of `Jurisdiction.Level`, `speakers` names in either
    language, `kinds` those of `ParagraphPair.Kind`. Several values of one filter mean any of them.
    `two_sided` leaves the pairs with text in both languages.
    """

    q: str = ""
    places: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = 20
    within: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    two_sided: bool = False


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What renders a term of the query on the other side: code points [start, end) and how sure that is, 0 to 1."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A pair that was found. Marks are code points [start, end) of the published text, sorted, not overlapping.

    Counterparts are no hits: they are learned from the archive, and none overlaps a mark.
    """

    pair: ParagraphPair
    score: float
    zh_marks: Marks
    en_marks: Marks
    zh_counterparts: list[Counterpart] = field(default_factory=list)
    en_counterparts: list[Counterpart] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Count:
    """How many pairs have one value: a year, a jurisdiction by its Chinese name, a level, a speaker, a kind.

    Of a place, `parent` is the code of what it is part of, and `within` counts it with all that is part of it.
    """

    value: int | str
    label: str
    count: int
    code: str = ""
    parent: str = ""
    within: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """Another search worth making: its query, how many pairs it finds, why it is offered.

    `pinyin`: a term that Latin letters can stand for; `spelling`: what may have been meant; `rendering`: how the other
    language says the term, with `confidence` from 0 to 1 (else 1).
    """

    q: str
    count: int
    kind: OfferKind
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be meant by what was typed so far: a query, its language (`zh` or `en`), how many pairs have it."""

    q: str
    language: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The counts beside the results; each ignores the filter that it would set.

    `two_sided` is how many of the results have text in both languages.
    """

    year: list[Count] = field(default_factory=list)
    place: list[Count] = field(default_factory=list)
    level: list[Count] = field(default_factory=list)
    speaker: list[Count] = field(default_factory=list)
    kind: list[Count] = field(default_factory=list)
    two_sided: int = 0


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
    offers: list[Offer] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the index, and how many reports and pairs it holds."""

    state: State
    reports: int
    pairs: int
    detail: str
    built_at: datetime | None
