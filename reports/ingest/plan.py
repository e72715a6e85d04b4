"""What the reading of a file finds out, as plain values: nothing here knows the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reports.ingest.saying import say as _


class Refusal(Exception):  # noqa: N818 - it is the answer to a person, not a fault of the program
    """A file that can't be taken in: which one, where, why, and what to do about it.

    `field` is the field of the header that a person can enter so that the file is taken, "" for none.
    """

    def __init__(self, file: str, reason: str, remedy: str, line: int | None = None, *, field: str = "") -> None:
        super().__init__(reason)
        self.file = file
        self.line = line
        self.field = field
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        where = self.file if self.line is None else _("{file}, line {line}").format(file=self.file, line=self.line)
        return f"{where}: {self.reason} {self.remedy}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number there, counted from 1, its text, and its page or row where the file has such."""

    number: int
    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, how its bytes were read, and how sure that is (1.0: strict, no guess)."""

    text: str
    encoding: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Change:
    """What one step did to one line; `after` is None where the line was left out."""

    step: str
    line: int
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """What a format gives: lines with their numbers, and what the file says of itself (`title`, `source`).

    `pairs` holds the numbers of lines that the file itself puts side by side, Chinese first, None for an empty side.
    `encoding` says how the bytes were read (the format's name where they are no text), `confidence` how sure that is.
    """

    lines: list[Line]
    facts: dict[str, str] = field(default_factory=dict)
    pairs: list[tuple[int | None, int | None]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    encoding: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or an explained term: its mark (empty where it has none), its text, its line."""

    label: str
    text: str
    line: int


class Evidence(StrEnum):
    """How a header field came to be known."""

    READ = "read"
    INFERRED = "inferred"
    GIVEN = "given"  # entered by a person
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of the header: its value, how it is known, and the line that says so."""

    value: str = ""
    evidence: Evidence = Evidence.MISSING
    line: int | None = None

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(slots=True)
class Header:
    """Whose report it is, to which session, when and by whom."""

    place: Fact = Fact()  # a jurisdiction's code, or its Chinese name where the gazetteer has no code
    year: Fact = Fact()
    delivered_on: Fact = Fact()  # ISO date
    session_key: Fact = Fact()  # 16.3
    session_zh: Fact = Fact()
    session_en: Fact = Fact()
    title_zh: Fact = Fact()
    title_en: Fact = Fact()
    speaker_zh: Fact = Fact()
    speaker_en: Fact = Fact()
    office_zh: Fact = Fact()
    office_en: Fact = Fact()
    part: Fact = Fact()  # its number among the parts that the report came in

    @property
    def date(self) -> date | None:
        """Return the day of delivery, None where no line tells it."""
        return date.fromisoformat(self.delivered_on.value) if self.delivered_on else None


@dataclass(slots=True)
class PlannedPair:
    """A pair to be: both texts as published, and the source line of the Chinese, or of the English where it's alone."""

    zh: str
    en: str
    line: int
    heading: bool = False
    confidence: float | None = None  # how sure it is that both sides say the same; None for one side alone
    evidence: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class PlannedSection:
    """A section to be: its heading, then its pairs and sections in reading order. The root has level 0, no heading."""

    level: int
    ordinal: int | None = None
    form: str = ""  # the heading's form (一、 or （一）…): siblings of one form are one sequence
    heading: PlannedPair | None = None
    entries: list[PlannedPair | PlannedSection] = field(default_factory=list)

    def pairs(self) -> list[PlannedPair]:
        """Return all pairs at and below this section in reading order, headings first."""
        found = [self.heading] if self.heading else []
        for entry in self.entries:
            found += entry.pairs() if isinstance(entry, PlannedSection) else [entry]
        return found

    def sections(self) -> list[PlannedSection]:
        """Return all sections below this one in reading order."""
        found: list[PlannedSection] = []
        for entry in self.entries:
            if isinstance(entry, PlannedSection):
                found += [entry, *entry.sections()]
        return found


@dataclass(slots=True)
class Plan:
    """All that was understood of one file; `reports.ingest.rows` makes rows of it."""

    name: str
    content: bytes
    encoding: str
    confidence: float
    header: Header
    root: PlannedSection
    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    # What the file says of the fields that a person entered.
    read: dict[str, Fact] = field(default_factory=dict)

    @property
    def part(self) -> int | None:
        """The file's number among the parts of its report, None where nothing tells it."""
        return int(self.header.part.value) if self.header.part else None
