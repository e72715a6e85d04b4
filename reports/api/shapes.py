"""What goes over the wire, described once: Ninja checks answers against it and writes the OpenAPI document from it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field

PAGE_SIZE_MOST = 100
SUGGESTIONS_MOST = 50
# Far above any archive, far below what a database's integers hold.
PAGE_MOST = 1_000_000


def empty_as_missing(given: object) -> object:
    """Return None for an empty string, as a form sends it for a field that was left alone."""
    return None if given == "" else given


def without_empty(given: object) -> object:
    """Return a list without the empty strings that a form sends for fields that were left alone."""
    return [value for value in given if value != ""] if isinstance(given, list) else given


Level = Literal["nation", "province", "prefecture", "county"]
Kind = Literal["heading", "body"]
Year = Annotated[int, Field(ge=1, le=9999)]
OptionalYear = Annotated[Year | None, BeforeValidator(empty_as_missing)]
Mark = Annotated[
    tuple[int, int],
    Field(description="[start, end): code points of the published text, the end not included."),
]
Counterpart = Annotated[
    tuple[int, int, Annotated[float, Field(ge=0, le=1)]],
    Field(description="[start, end, confidence]: code points of the published text, and how sure it is, 0 to 1."),
]
Bead = Annotated[
    tuple[int, int, int, int, float],
    Field(description="[zh start, zh end, en start, en end, confidence]: code points of the published texts."),
]
PLACE_PARAMETER = (
    "A jurisdiction: its code (beijing), Chinese name (北京市 or 北京, in either script) or English name (Beijing). "
    "Give it several times for several places. A province means the province itself, not its cities."
)


class Paging(Schema):
    """Which part of a list is asked for."""

    page: int = Field(1, ge=1, le=PAGE_MOST, description="The page asked for, from 1.")
    page_size: int = Field(20, ge=1, le=PAGE_SIZE_MOST, description="Results on a page.")


class Filters(Schema):
    """Filters that the list of reports and the search have in common."""

    place: list[str] = Field([], description=PLACE_PARAMETER, json_schema_extra={"example": ["北京"]})
    year_from: OptionalYear = Field(None, alias="from", description="The first year.")
    year_to: OptionalYear = Field(None, alias="to", description="The last year, included.")


class Question(Schema):
    """What is searched for, and in which order the answers come."""

    q: str = Field(
        "",
        description='Chinese and English terms, ANDed; "…" for exact words, OR, -term, parentheses. '
        "Empty: every paragraph pair that the filters leave.",
        json_schema_extra={"example": "新质生产力"},
    )
    sort: Literal["relevance", "newest", "oldest"] = Field("relevance", description="The order of the results.")


# The last base's fields come first: documentation lists parameters in the order in which people think of them.
class ReportQuery(Paging, Filters):
    """What the list of reports can be asked."""

    year: OptionalYear = Field(None, description="The year in which the report was delivered.")


class SearchFilters(Filters):
    """Filters of the search alone."""

    within: list[str] = Field(
        [],
        description="A jurisdiction with all that is part of it: named as `place` is. Several widen it, and so does "
        "`place`.",
        json_schema_extra={"example": ["广东"]},
    )
    level: Annotated[list[Level], BeforeValidator(without_empty)] = Field(
        [], description="Of which level the jurisdiction is. Give it several times for several levels."
    )
    speaker: list[str] = Field(
        [],
        description="Who delivered the report: the published name in either language and script.",
        json_schema_extra={"example": ["殷勇"]},
    )
    kind: Annotated[list[Kind], BeforeValidator(without_empty)] = Field([], description="Headings or body text alone.")


class SearchQuery(Paging, SearchFilters, Question):
    """What the search can be asked."""


class SuggestionQuery(Schema):
    """What was typed so far."""

    q: str = Field(
        "", description="What was typed: Chinese, English, or pinyin.", json_schema_extra={"example": "新质"}
    )
    limit: int = Field(8, ge=1, le=SUGGESTIONS_MOST, description="How many suggestions at most.")


class Page(Schema):
    """One page of a list, and how long the list is."""

    total: int = Field(description="Exact number of results on all pages.")
    page: int = Field(description="This page, from 1. One past the last is empty.")
    pages: int = Field(description="Number of pages.")


class Place(Schema):
    """A jurisdiction: the body whose government delivers a report."""

    code: str = Field(description="As in addresses: beijing.")
    zh: str = Field(description="Chinese name in full; 全国 for the nation.")
    en: str = Field(description="English name.")
    level: Level


class PlaceInTree(Place):
    """A jurisdiction and where it belongs."""

    parent: str | None = Field(description="Code of the jurisdiction that it is part of.")
    reports: int = Field(description="Number of published reports of exactly this jurisdiction.")


class Places(Schema):
    """All jurisdictions, in official order."""

    total: int
    results: list[PlaceInTree]


class Wording(Schema):
    """The same thing in both languages as published; empty where the report does not say it."""

    zh: str
    en: str


class Session(Wording):
    """The session of the congress that a report was delivered to."""

    key: str = Field(description="In figures: 16.3 for the third session of the sixteenth congress; empty if unknown.")


class Header(Schema):
    """What identifies a report."""

    slug: str = Field(description="As in addresses: beijing-2025.")
    place: Place
    year: int = Field(description="The year in which it was delivered.")
    delivered_on: date | None
    session: Session
    title: Wording
    speaker: Wording
    office: Wording
    url: str = Field(description="Address of the report's page.")


class ReportInList(Header):
    """A report's header, with how much text it has."""

    pairs: int = Field(description="Number of paragraph pairs, headings included.")
    two_sided: int = Field(description="Number of pairs with text in both languages.")


class Reports(Page):
    """One page of the published reports, newest first."""

    results: list[ReportInList]
    notes: list[str] = Field(description="Sentences for the person who asks, such as a place that is not known.")


class Source(Schema):
    """A file that a report was made from."""

    name: str
    sha256: str = Field(description="Of the file's bytes.")
    size: int = Field(description="Bytes.")


class SectionOfReport(Schema):
    """A heading and what stands below it."""

    id: int
    parent: int | None = Field(description="Id of the section that it is part of.")
    level: int = Field(description="1 for 一、, 2 for （一） and 一是, 3 for 1.")
    ordinal: int | None = Field(description="The heading's own number.")
    position: int = Field(description="Place among the report's sections.")
    heading_zh: str
    heading_en: str


class Pair(Schema):
    """One line of a report in both languages as published; one side may be empty."""

    id: int = Field(description="Permanent: `/pairs/ID/` leads to it for ever.")
    position: int = Field(description="Number within the report, from 1; it moves when an earlier part arrives later.")
    section: int | None = Field(description="Id of the section that it stands in; null before the first heading.")
    kind: Kind
    zh: str
    en: str
    confidence: float | None = Field(
        description="How sure it is that both sides say the same, 0 to 1; null: not asked."
    )
    needs_review: bool = Field(description="Whether that is so unsure that a person should look.")
    beads: list[Bead] = Field(description="Sentences of both sides that say the same; empty without two sides.")


class WholeReport(Header):
    """A report with its sections and all its paragraph pairs in reading order."""

    sources: list[Source]
    sections: list[SectionOfReport]
    pairs: list[Pair]


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


class Suggestion(Schema):
    """What may be meant by what was typed so far."""

    q: str = Field(description="A query.")
    language: Literal["zh", "en"]
    count: int = Field(description="How many pairs have it.")


class Suggestions(Schema):
    """What may be meant, the likeliest first."""

    results: list[Suggestion]


class Problem(Schema):
    """What is wrong with one parameter."""

    parameter: str
    problem: str


class BadParameters(Schema):
    """The parameters that could not be used."""

    detail: list[Problem]


class Failure(Schema):
    """Why there is no answer."""

    detail: str
