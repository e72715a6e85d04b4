"""What goes over the wire, described once: Ninja checks answers against it and writes the OpenAPI document from it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

Level = Literal["nation", "province", "prefecture", "county"]
Kind = Literal["heading", "body"]
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
