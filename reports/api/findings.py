"""What a search answers over the wire."""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import Field

from reports.api.shapes import Counterpart, Kind, Level, Mark, Page


class Result(Schema):
    """One paragraph pair that was found."""

    id: int = Field(description="The pair's.")
    report: str = Field(description="The report's slug.")
    year: int
    place: str = Field(description="The jurisdiction's Chinese name; 全国 for the nation.")
    position: int
    kind: Kind
    zh: str
    en: str
    zh_marks: list[Mark] = Field(description="Where the terms stand in `zh`: sorted, not overlapping.")
    en_marks: list[Mark] = Field(description="Where the terms stand in `en`: sorted, not overlapping.")
    zh_counterparts: list[Counterpart] = Field(
        description="What in `zh` renders an English term: learned from the archive, no hit, overlapping no mark."
    )
    en_counterparts: list[Counterpart] = Field(description="The same in `en` for a Chinese term.")
    score: float = Field(description="BM25; comparable within one search only.")


class YearCount(Schema):
    """How many results one year has."""

    value: int
    count: int


class PlaceCount(Schema):
    """How many results one jurisdiction has; one of which only parts have any is there with a count of 0."""

    value: str = Field(description="Chinese name.")
    label: str = Field(description="English name.")
    code: str = Field(description="As in `place` and `within`.")
    parent: str | None = Field(description="Code of what it is part of.")
    count: int = Field(description="Of exactly this jurisdiction.")
    within: int = Field(description="Of this jurisdiction and all that is part of it.")


class LevelCount(Schema):
    """How many results the jurisdictions of one level have."""

    value: Level
    count: int


class SpeakerCount(Schema):
    """How many results the reports of one speaker have."""

    value: str = Field(description="Published name: the Chinese one, or the English where there is no other.")
    label: str = Field(description="English name, or else the Chinese one.")
    count: int


class KindCount(Schema):
    """How many results are headings, or body text."""

    value: Kind
    count: int


class Facets(Schema):
    """Counts of all results; those of a facet leave its own filter out. `place` and `within` are one filter."""

    year: list[YearCount]
    place: list[PlaceCount] = Field(description="The most frequent first, what is whole before its parts.")
    level: list[LevelCount]
    speaker: list[SpeakerCount] = Field(description="The 50 most frequent, and those that are filtered by.")
    kind: list[KindCount]
    both: int = Field(description="How many of the results have text in both languages.")


class Offer(Schema):
    """Another search worth making."""

    q: str = Field(description="Its query.")
    count: int = Field(description="How many pairs it finds behind the same filters.")
    kind: Literal["pinyin", "spelling", "rendering"] = Field(
        description="pinyin: what the Latin letters spell; spelling: what may have been meant; rendering: the term in "
        "the other language."
    )
    confidence: float = Field(description="Of a rendering, how sure it is, 0 to 1; else 1.")


class SearchResults(Page):
    """One page of the paragraph pairs that were found."""

    results: list[Result]
    facets: Facets
    notes: list[str] = Field(description="Sentences for the person who asks, such as why a query could not be read.")
    understood: str = Field(description="The query as it was read.")
    offers: list[Offer] = Field(description="Other searches worth making; on the first page only.")


class CounterpartSentence(Schema):
    """The stretch [start, end) of the other side that says the same as the line."""

    start: int
    end: int
    extent: Literal["sentence", "paragraph", "none"] = Field(
        description="A sentence, the paragraph or a part of it, or nothing."
    )
    text: str


class Line(Schema):
    """One occurrence of a term, between what stands before and behind it."""

    id: int = Field(description="The pair's.")
    report: str = Field(description="The report's slug.")
    year: int
    place: str = Field(description="The jurisdiction's Chinese name; 全国 for the nation.")
    position: int
    kind: Kind
    side: Literal["zh", "en"] = Field(description="The side of the pair that the occurrence stands in.")
    start: int = Field(description="Its first code point in the published text of that side.")
    end: int = Field(description="The code point behind its last.")
    left: str = Field(description="What stands before it: 20 characters, or 8 words.")
    keyword: str
    right: str = Field(description="What stands behind it.")
    counterpart: CounterpartSentence
    renderings: list[Counterpart] = Field(description="What is known to render a term on the other side.")


class Concordance(Schema):
    """One page of lines."""

    pairs: int = Field(description="Exact number of pairs found.")
    occurrences: int = Field(description="Number of lines on all pages.")
    counted: bool = Field(description="Whether `occurrences` is exact; else there are more.")
    page: int = Field(description="This page, from 1. One past the last is empty.")
    pages: int = Field(description="Number of pages: of lines in an `order`, else of pairs.")
    results: list[Line]
    notes: list[str] = Field(description="Sentences for the person who asks.")


class Suggestion(Schema):
    """What may be meant by what was typed so far."""

    q: str = Field(description="A query.")
    language: Literal["zh", "en"]
    count: int = Field(description="How many pairs have it.")


class Suggestions(Schema):
    """What may be meant, the likeliest first."""

    results: list[Suggestion]
