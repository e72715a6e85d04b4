"""What is taken away, as plain values: a document of works, each a report or a part of one, of passages in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences that say the same: `number` counts from 1 in the passage; one text may be empty.

    The offsets are code points of the passage's texts, the end not included.
    """

    number: int
    zh_start: int
    zh_end: int
    en_start: int
    en_end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Passage:
    """One pair: its permanent address, its number in the report, and its texts, of which one may be empty.

    `level` is that of a heading, from 1 without gaps, and 0 for a paragraph. `language` is that of the Chinese, as
    zh-Hans. `section` counts the report's sections, None above the first.
    """

    pair: int
    position: int
    level: int
    zh: str
    en: str
    language: str
    is_converted: bool
    address: str
    section: int | None = None
    confidence: float | None = None
    beads: tuple[Bead, ...] = ()

    @property
    def kind(self) -> str:
        return "heading" if self.level else "body"

    def sentences(self) -> list[tuple[int, str, str]]:
        """Return the number and the texts of each bead; the whole passage as number 0 where there are none."""
        if not self.beads:
            return [(0, self.zh, self.en)]
        return [
            (bead.number, self.zh[bead.zh_start : bead.zh_end].strip(), self.en[bead.en_start : bead.en_end].strip())
            for bead in self.beads
        ]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in both languages, its number among the report's sections and its level, from 1 without gaps."""

    position: int
    level: int
    zh: str
    en: str

    @property
    def name(self) -> str:
        """Return its heading in both languages."""
        return " ".join(filter(None, (self.zh, self.en)))


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote of a report or a term that its appendix explains: its mark, empty for none, and its text."""

    label: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a report came from."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Work:
    """A report, or what of it is taken away: its header, its sections by number and the passages in their order.

    `notes` stand below the report, and are here only where it is whole. Chinese fields are in the script that was asked
    for; `language` is that of the Chinese header.
    """

    slug: str
    address: str
    place: str
    place_zh: str
    place_en: str
    place_level: str
    year: int
    delivered_on: dt.date | None
    session_key: str
    session_zh: str
    session_en: str
    title_zh: str
    title_en: str
    speaker_zh: str
    speaker_en: str
    office_zh: str
    office_en: str
    language: str
    is_converted: bool
    added: dt.datetime
    changed: dt.datetime
    sections: dict[int, Section] = field(repr=False)
    passages: tuple[Passage, ...] = field(repr=False)
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """Return a short name in both languages, as 北京市 Beijing 2025."""
        return f"{self.place_zh} {self.place_en} {self.year}"

    @property
    def heading_zh(self) -> str:
        body = "国务院" if self.place_level == "nation" else self.place_zh
        return self.title_zh or f"{self.year}年{body}政府工作报告"

    @property
    def heading_en(self) -> str:
        return self.title_en or f"Report on the Work of the Government, {self.place_en} {self.year}"

    @property
    def speech_zh(self) -> str:
        """Return who delivered it, with the office."""
        return " ".join(filter(None, (self.office_zh, self.speaker_zh)))

    @property
    def speech_en(self) -> str:
        return ", ".join(filter(None, (self.speaker_en, self.office_en)))

    @property
    def has_zh(self) -> bool:
        return any(passage.zh for passage in self.passages)

    @property
    def has_en(self) -> bool:
        return any(passage.en for passage in self.passages)

    @property
    def has_converted(self) -> bool:
        return self.is_converted or any(passage.is_converted for passage in self.passages)


class Works(Iterable[Work]):
    """Works that are read while they are gone through, and again each time."""

    def __init__(self, read: Callable[[], Iterator[Work]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[Work]:
        return self._read()


@dataclass(frozen=True, slots=True)
class Document:
    """What is taken away: its title, the address it stands at, and its works.

    `script` is the one that was asked for, empty for each text's own. `changed` is when the newest of it changed: a
    document of the same content has the same bytes, whenever it is made. `is_collection` says that it is not one
    report or part of one. `cut` says how many passages it holds of how many there are, where these are more.
    """

    title: str
    address: str
    site: str
    licence: str
    script: str
    language: str
    changed: dt.datetime
    works: Iterable[Work]
    section: Section | None = None
    is_collection: bool = False
    cut: tuple[int, int] | None = None

    @property
    def stamp(self) -> str:
        """Return when it changed, as 2025-01-14T08:30:00Z."""
        return self.changed.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
