"""What can be asked: the parameters of the API, checked before anything is looked up."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field

from reports.api.shapes import Kind, Level

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


Year = Annotated[int, Field(ge=1, le=9999)]
OptionalYear = Annotated[Year | None, BeforeValidator(empty_as_missing)]
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
    both: bool = Field(False, description="`true` leaves the pairs that have text in both languages.")


class SearchQuery(Paging, SearchFilters, Question):
    """What the search can be asked."""


class ConcordanceQuery(Paging, SearchFilters, Question):
    """What the concordance can be asked."""

    order: Literal["", "left", "right", "keyword"] = Field(
        "",
        description="Sort the lines by what stands before the term, behind it, or by the term itself. Empty: the pairs "
        "stand as `sort` says.",
    )


class SuggestionQuery(Schema):
    """What was typed so far."""

    q: str = Field(
        "", description="What was typed: Chinese, English, or pinyin.", json_schema_extra={"example": "新质"}
    )
    limit: int = Field(8, ge=1, le=SUGGESTIONS_MOST, description="How many suggestions at most.")
