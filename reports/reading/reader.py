"""A report as the reader's page shows it: its rows in order and its contents, in the script that was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString

from reports import search
from reports.models import PairVariant, ParagraphPair, Report, ReportNote, Section
from reports.reading.reader_text import Sentence, with_sentences
from reports.text.scripts import PUBLISHED, displayed, language_of
from reports.text.simplified import is_traditional

LANGUAGES = PUBLISHED


@dataclass(frozen=True, slots=True)
class Row:
    """One pair as shown. `level` is that of its heading element, 2 to 6, and 0 for a paragraph."""

    pk: int
    position: int
    level: int
    zh: SafeString
    en: SafeString
    language: str
    converted: bool
    marked: bool
    # A person should look at how the two sides were paired.
    doubtful: bool
    # Other versions of it have come in.
    versioned: bool
    # The place of the section that it is the heading of, among the report's sections; 0 for none.
    section: int = 0


@dataclass(slots=True)
class Entry:
    """One line of the contents, with those below it; `position` is that of the pair it leads to."""

    zh: str
    en: str
    language: str
    position: int | None
    entries: list[Entry] = field(default_factory=list)

    def __iter__(self) -> Iterator[Entry]:
        yield self
        for entry in self.entries:
            yield from entry

    @property
    def target(self) -> int | None:
        """Return the position of the first pair that stands below this heading."""
        return next((entry.position for entry in self if entry.position), None)


@dataclass(frozen=True, slots=True)
class Edition:
    """A report ready to be read."""

    rows: list[Row]
    notes: list[ReportNote]
    contents: list[Entry]
    script: str
    published_scripts: set[str]
    has_zh: bool
    has_en: bool
    # The section that is shown alone, with all below it.
    only: Section | None = None

    @property
    def entry_count(self) -> int:
        return sum(1 for entry in self.contents for _ in entry)

    @property
    def last(self) -> int:
        """Return the number of the last paragraph."""
        return self.rows[-1].position if self.rows else 0

    @property
    def converted_count(self) -> int:
        return sum(row.converted for row in self.rows)

    @property
    def with_chinese_count(self) -> int:
        return sum(bool(row.zh) for row in self.rows)

    @property
    def is_mixed(self) -> bool:
        """Say whether some of the Chinese is converted and some stands as published."""
        return 0 < self.converted_count < self.with_chinese_count

    @property
    def marked_rows(self) -> list[Row]:
        return [row for row in self.rows if row.marked]


def script_of(text: str) -> str:
    """Return the script that a Chinese text is published in, as pairs name it."""
    return ParagraphPair.Script.TRADITIONAL if is_traditional(text) else ParagraphPair.Script.SIMPLIFIED


def edition(report: Report, script: str = "", q: str = "", section: int = 0) -> Edition:
    """Return a report's rows and contents, Chinese in `script` (empty: as published), the terms of `q` marked.

    `section` is the place of a section among the report's: its rows alone are shown, with those of all below it.
    """
    sections = {section.pk: section for section in Section.objects.filter(report=report).order_by("position")}
    pairs = list(
        ParagraphPair.objects.filter(report=report)
        .only("position", "kind", "zh", "en", "script", "section", "needs_review", "beads")
        .annotate(versioned=Exists(PairVariant.objects.filter(pair=OuterRef("pk"))))
        .order_by("position")
    )
    depths = _depths(sections)
    only = next((one for one in sections.values() if one.position == section), None)
    below = _with_all_below(only, sections) if only else None
    return Edition(
        rows=[
            _row(pair, sections.get(pair.section_id or 0), depths, script, q)
            for pair in pairs
            if below is None or pair.section_id in below
        ],
        notes=list(report.notes.all()),
        contents=_contents(sections, pairs, script),
        script=script,
        published_scripts={pair.script for pair in pairs if pair.zh},
        has_zh=any(pair.zh for pair in pairs),
        has_en=any(pair.en for pair in pairs),
        only=only,
    )


def _with_all_below(section: Section, sections: dict[int, Section]) -> set[int]:
    """Return the keys of a section and of all inside of it; `sections` come in order, what is around before it."""
    found = {section.pk}
    for pk, one in sections.items():
        if one.parent_id in found:
            found.add(pk)
    return found


def _row(pair: ParagraphPair, section: Section | None, depths: dict[int, int], script: str, q: str) -> Row:
    zh_marks, en_marks = search.marks(q, pair.zh, pair.en) if q else ([], [])
    # Every script keeps every character's place, so marks and sentences of the published text hold in each.
    zh = displayed(pair.zh, script, pair.script)
    is_heading = pair.kind == ParagraphPair.Kind.HEADING
    # Sentences of a text without a counterpart have nothing to answer to.
    beads = list(enumerate(pair.beads, start=1)) if pair.zh and pair.en else []
    return Row(
        pk=pair.pk,
        position=pair.position,
        level=min(max(depths.get(pair.section_id or 0, 0), 1) + 1, 6) if is_heading else 0,
        zh=with_sentences(zh, [Sentence(number, bead[0], bead[1]) for number, bead in beads], zh_marks),
        en=with_sentences(pair.en, [Sentence(number, bead[2], bead[3]) for number, bead in beads], en_marks),
        language=language_of(script, pair.script),
        converted=bool(script and pair.zh and script != pair.script),
        marked=bool(zh_marks or en_marks),
        doubtful=pair.needs_review,
        versioned=pair.versioned,  # type: ignore[attr-defined]
        section=section.position if section and is_heading else 0,
    )


def _depths(sections: dict[int, Section]) -> dict[int, int]:
    """Count each section and those around it: a heading's rank on the page has no gaps, though levels may."""
    depths: dict[int, int] = {}
    for pk in sections:
        depth, around = 0, pk
        while around in sections:
            depth += 1
            around = sections[around].parent_id or 0
        depths[pk] = depth
    return depths


def _contents(sections: dict[int, Section], pairs: Sequence[ParagraphPair], script: str) -> list[Entry]:
    firsts: dict[int, ParagraphPair] = {}
    for pair in pairs:
        if pair.section_id is not None:
            firsts.setdefault(pair.section_id, pair)
    entries: dict[int, Entry] = {}
    for section in sections.values():
        first = firsts.get(section.pk)
        published = first.script if first else script_of(section.heading_zh)
        entries[section.pk] = Entry(
            zh=displayed(section.heading_zh, script, published),
            en=section.heading_en,
            language=language_of(script, published),
            position=first.position if first else None,
        )
    tops: list[Entry] = []
    for section in sections.values():
        above = entries.get(section.parent_id) if section.parent_id else None
        (above.entries if above else tops).append(entries[section.pk])
    return tops
