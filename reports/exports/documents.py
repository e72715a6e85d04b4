"""Documents of rows: a report, a section of one with all below it, whole reports, or pairs from many."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import get_language_from_path

from reports import models
from reports.exports.document import Bead, Document, Note, Passage, Section, Source, Work, Works
from reports.text.scripts import displayed, language_of
from reports.text.simplified import is_traditional

# So many reports at a time are read: what is held in memory does not grow with what is taken away.
AT_A_TIME = 20
Row = TypeVar("Row", models.Section, models.SourceFile, models.ParagraphPair, models.ReportNote)
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
COLUMNS = ("position", "kind", "zh", "en", "script", "section", "confidence", "beads", "report")


@dataclass(frozen=True, slots=True)
class Asked:
    """In which script the Chinese is wanted, empty for that of publication, and how an address becomes absolute."""

    script: str
    absolute: Callable[[str], str]

    def address(self, path: str) -> str:
        """Return the permanent address of a page: absolute, and of no language."""
        language = get_language_from_path(path)
        return self.absolute(path.removeprefix(f"/{language}") if language else path)


def of_report(report: models.Report, asked: Asked, section: models.Section | None = None) -> Document:
    """Return the document of a report, or of a section of it with all below."""
    place = report.jurisdiction
    first = report.pairs.exclude(zh="").order_by("position").values_list("script", flat=True).first()
    sections = _sections(report.sections.order_by("position"), asked)
    return Document(
        title=f"{place.name_zh} {place.name_en} {report.year}",
        address=asked.address(report.get_absolute_url()),
        site=asked.absolute("/"),
        licence=asked.address(reverse("about")),
        script=asked.script,
        language=language_of(asked.script, first or "hans"),
        changed=report.changed_at,
        works=Works(lambda: _works([report.pk], asked, section=section)),
        section=sections[section.pk] if section else None,
    )


def of_reports(keys: Sequence[int], asked: Asked, title: str, address: str) -> Document:
    """Return the document of whole published reports, by their primary keys, in that order."""
    changed = models.Report.objects.published().aggregate(changed=Max("changed_at"))["changed"]
    return Document(
        title=title,
        address=address,
        site=asked.absolute("/"),
        licence=asked.address(reverse("about")),
        script=asked.script,
        language=language_of(asked.script, "hans"),
        changed=changed or NEVER,
        works=Works(lambda: _works(keys, asked)),
        is_collection=True,
    )


def of_pairs(keys: Sequence[int], asked: Asked, title: str, address: str, total: int) -> Document:
    """Return the document of published pairs, by their primary keys: by report, in the order in which each comes first.

    `total` says how many pairs there are; `keys` may be fewer.
    """
    return replace(
        of_reports((), asked, title, address),
        works=Works(lambda: _works_of_pairs(keys, asked)),
        cut=(len(keys), total) if total > len(keys) else None,
    )


def _works_of_pairs(keys: Sequence[int], asked: Asked) -> Iterator[Work]:
    reports: dict[int, int] = {}
    for start in range(0, len(keys), 500):
        found = models.ParagraphPair.objects.filter(pk__in=keys[start : start + 500])
        reports |= dict(found.values_list("pk", "report_id"))
    pairs: dict[int, list[int]] = defaultdict(list)
    for key in keys:
        if key in reports:
            pairs[reports[key]].append(key)
    return _works(list(pairs), asked, pairs=pairs)


def _works(
    keys: Sequence[int],
    asked: Asked,
    section: models.Section | None = None,
    pairs: dict[int, list[int]] | None = None,
) -> Iterator[Work]:
    """Yield the works of published reports in the order of `keys`, of all their pairs or of some."""
    for start in range(0, len(keys), AT_A_TIME):
        chunk = keys[start : start + AT_A_TIME]
        reports = models.Report.objects.published().with_places().in_bulk(chunk)
        sections = _by_report(models.Section.objects.filter(report__in=chunk).order_by("position"))
        sources = _by_report(models.SourceFile.objects.filter(report__in=chunk).defer("content").order_by("pk"))
        wanted = models.ParagraphPair.objects.filter(report__in=chunk).only(*COLUMNS).order_by("position")
        notes: dict[int, list[models.ReportNote]] = {}
        if section is not None:
            wanted = wanted.filter(section__in=_below(section, sections[section.report_id]))
        elif pairs is not None:
            wanted = wanted.filter(pk__in=[pair for key in chunk for pair in pairs[key]])
        else:
            notes = _by_report(models.ReportNote.objects.filter(report__in=chunk).order_by("position"))
        rows = _by_report(wanted)
        for key in filter(reports.__contains__, chunk):
            work = _work(reports[key], asked, sections[key], rows[key])
            yield replace(
                work,
                sources=tuple(Source(file.name, file.sha256, file.size) for file in sources[key]),
                notes=tuple(_note(note, asked) for note in notes.get(key, ())),
            )


def _by_report(rows: Iterable[Row]) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.report_id is not None:
            found[row.report_id].append(row)
    return found


def _note(note: models.ReportNote, asked: Asked) -> Note:
    published = _script(note.text)
    return Note(note.label, displayed(note.text, asked.script, published), language_of(asked.script, published))


def _below(section: models.Section, rows: Iterable[models.Section]) -> set[int]:
    """Return the keys of a section and of all those below it; `rows` come in reading order."""
    found = {section.pk}
    for row in rows:
        if row.parent_id in found:
            found.add(row.pk)
    return found


def _work(
    report: models.Report,
    asked: Asked,
    sections: Sequence[models.Section],
    pairs: Sequence[models.ParagraphPair],
) -> Work:
    place = report.jurisdiction
    names = ("session_zh", "title_zh", "speaker_zh", "office_zh")
    published = _script("".join(getattr(report, name) for name in names))
    chinese = {name: displayed(getattr(report, name), asked.script, published) for name in names}
    named = _sections(sections, asked)
    # Of all pairs the addresses differ in the number alone, and to make one costs more than all else of a passage.
    before, _zero, after = asked.address(reverse("pair", args=[0])).rpartition("0")
    return Work(
        slug=report.slug,
        address=asked.address(report.get_absolute_url()),
        place=place.code,
        place_zh=place.name_zh,
        place_en=place.name_en,
        place_level=place.level,
        year=report.year,
        delivered_on=report.delivered_on,
        session_key=report.session_key,
        session_en=report.session_en,
        title_en=report.title_en,
        speaker_en=report.speaker_en,
        office_en=report.office_en,
        session_zh=chinese["session_zh"],
        title_zh=chinese["title_zh"],
        speaker_zh=chinese["speaker_zh"],
        office_zh=chinese["office_zh"],
        language=language_of(asked.script, published),
        is_converted=any(chinese.values()) and asked.script not in {"", published},
        added=report.created_at,
        changed=report.changed_at,
        sections={section.position: section for section in named.values()},
        passages=tuple(_passage(pair, asked, named, f"{before}{pair.pk}{after}") for pair in pairs),
    )


def _passage(pair: models.ParagraphPair, asked: Asked, sections: dict[int, Section], address: str) -> Passage:
    above = sections.get(pair.section_id or 0)
    is_heading = pair.kind == models.ParagraphPair.Kind.HEADING
    return Passage(
        pair=pair.pk,
        position=pair.position,
        level=(above.level if above else 1) if is_heading else 0,
        zh=displayed(pair.zh, asked.script, pair.script),
        en=pair.en,
        language=language_of(asked.script, pair.script),
        is_converted=bool(pair.zh) and asked.script not in {"", pair.script},
        address=address,
        section=above.position if above else None,
        confidence=pair.confidence,
        beads=tuple(Bead(number, *bead) for number, bead in enumerate(pair.beads, start=1)),
    )


def _sections(rows: Iterable[models.Section], asked: Asked) -> dict[int, Section]:
    """Return sections by primary key, in reading order; levels have no gaps."""
    found: dict[int, Section] = {}
    for row in rows:
        above = found.get(row.parent_id or 0)
        heading = displayed(row.heading_zh, asked.script, _script(row.heading_zh))
        found[row.pk] = Section(row.position, above.level + 1 if above else 1, heading, row.heading_en)
    return found


def _script(text: str) -> str:
    return "hant" if is_traditional(text) else "hans"
