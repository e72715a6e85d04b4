"""What stands in a bundle: the reports' metadata as CSV, the texts as JSON Lines and TMX, and what they are."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.db.models import Count, Max, Q

from reports import exports
from reports.models import ParagraphPair, Report

# Goes up when what stands in a bundle changes its form.
VERSION = "1"
NAMES = {
    "README.txt": "What this is, in English and Chinese",
    "reports.csv": "A report a line: jurisdiction, session, date, speaker, how much of it is there",
    "passages.jsonl": "A paragraph a line, in both languages, with its report, its sentences and its address",
    "paragraphs.tmx": "The paragraphs that have both languages, as a translation memory (TMX 1.4)",
}
COLUMNS = (
    *("slug", "url", "place", "place_zh", "place_en", "place_level", "year", "delivered_on"),
    *("session_key", "session_zh", "session_en", "title_zh", "title_en", "speaker_zh", "speaker_en"),
    *("office_zh", "office_en", "paragraphs", "both_languages", "chinese_only", "english_only", "added", "changed"),
)
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = re.compile(r"[=+\-@\t\r\n]")
TITLE = "政府工作报告 Government Work Reports"


@dataclass(frozen=True, slots=True)
class State:
    """What the archive holds: reports, pairs, those in both languages, and when the newest of it changed."""

    reports: int
    pairs: int
    both: int
    changed: dt.datetime

    @property
    def stamp(self) -> dict[str, Any]:
        """Return what a manifest says of it, and what tells whether the archive has changed since."""
        return {
            "reports": self.reports,
            "paragraphs": self.pairs,
            "in_both_languages": self.both,
            "changed": self.changed.isoformat(),
        }


def state() -> State:
    """Return what the archive holds now, as far as it is published."""
    reports = Report.objects.published().aggregate(count=Count("pk"), changed=Max("changed_at"))
    pairs = ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED).aggregate(
        every=Count("pk"), both=Count("pk", filter=~Q(zh="") & ~Q(en=""))
    )
    changed = reports["changed"] or dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return State(reports["count"], pairs["every"], pairs["both"], changed)


class Written:
    """A member of the ZIP as it is written: what it holds is counted and summed up on the way."""

    def __init__(self, archive: zipfile.ZipFile, name: str, moment: dt.datetime) -> None:
        self.name = name
        self.size = 0
        self._sum = hashlib.sha256()
        # A ZIP has no dates before 1980. The same rows give the same bytes, whenever they are written.
        at = max(moment.astimezone(dt.UTC), dt.datetime(1980, 1, 1, tzinfo=dt.UTC)).timetuple()[:6]
        self._info = zipfile.ZipInfo(name, at)
        self._info.compress_type = zipfile.ZIP_DEFLATED
        self._info.external_attr = 0o644 << 16
        self._archive = archive

    def take(self, pieces: Iterable[bytes]) -> Written:
        with self._archive.open(self._info, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                self._sum.update(piece)
                self.size += len(piece)
        return self

    @property
    def entry(self) -> dict[str, Any]:
        found = {"name": self.name, "size": self.size, "sha256": self._sum.hexdigest()}
        return found | ({"holds": NAMES[self.name]} if self.name in NAMES else {})


def published() -> list[int]:
    """Return the numbers of the reports that the public may read now."""
    return list(Report.objects.published().order_by("pk").values_list("pk", flat=True))


def write(path: Path, site: str, held: State, keys: list[int], told: Callable[[int], None]) -> dict[str, Any]:
    """Write the ZIP of these reports, and return its manifest; `told` hears how many percent are done."""
    absolute = f"{site.rstrip('/')}{{}}".format
    document = exports.of_reports(keys, exports.Asked("", absolute), TITLE, absolute("/"))
    passes = [exports.FORMATS["jsonl"], exports.FORMATS["tmx"]]
    with zipfile.ZipFile(path, "w", compresslevel=6) as archive:

        def member(name: str, pieces: Iterable[bytes]) -> dict[str, Any]:
            return Written(archive, name, held.changed).take(pieces).entry

        def heard(pieces: Iterable[bytes], part: int) -> Iterator[bytes]:
            # Each format yields about one piece a report.
            for number, piece in enumerate(pieces):
                yield piece
                told(min(100 * (part * len(keys) + number) // max(len(passes) * len(keys), 1), 99))

        files = [
            member("README.txt", [readme(site, held).encode()]),
            member("reports.csv", table(keys, absolute)),
            member("passages.jsonl", heard(passes[0].write(document, ""), 0)),
            member("paragraphs.tmx", heard(passes[1].write(document, "paragraph"), 1)),
        ]
        manifest = {
            "name": TITLE,
            "site": site,
            "version": VERSION,
            "exports": exports.VERSION,
            "holds": held.stamp,
            "files": files,
        }
        content = json.dumps(manifest, ensure_ascii=False, indent=2).encode()
        listed = member("manifest.json", [content])
        member("SHA256SUMS", [checksums([*files, listed]).encode()])
    return manifest


def checksums(files: Iterable[dict[str, Any]]) -> str:
    """Return lines as `sha256sum --check` reads them."""
    return "".join(f"{file['sha256']}  {file['name']}\n" for file in files)


def table(keys: list[int], absolute: Callable[[str], str]) -> Iterator[bytes]:
    """Yield the reports' metadata as CSV (RFC 4180) with a byte order mark; what could be a formula begins with '."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(COLUMNS)
    for start in range(0, len(keys), 200):
        chunk = keys[start : start + 200]
        sides = {
            row["report_id"]: row
            for row in ParagraphPair.objects.filter(report__in=chunk)
            .values("report_id")
            .annotate(every=Count("pk"), no_zh=Count("pk", filter=Q(zh="")), no_en=Count("pk", filter=Q(en="")))
        }
        reports = Report.objects.published().with_places().in_bulk(chunk)
        for report in (reports[key] for key in chunk if key in reports):
            writer.writerow([_cell(cell) for cell in _row(report, sides.get(report.pk), absolute)])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    if not keys:
        yield buffer.getvalue().encode()


def _row(report: Report, sides: Any, absolute: Callable[[str], str]) -> list[Any]:
    place = report.jurisdiction
    every, no_zh, no_en = (sides["every"], sides["no_zh"], sides["no_en"]) if sides else (0, 0, 0)
    return [
        *(report.slug, absolute(f"/reports/{report.slug}/"), place.code, place.name_zh, place.name_en, place.level),
        *(report.year, report.delivered_on, report.session_key, report.session_zh, report.session_en),
        *(report.title_zh, report.title_en, report.speaker_zh, report.speaker_en, report.office_zh, report.office_en),
        *(every, every - no_zh - no_en, no_en, no_zh, report.created_at.isoformat(), report.changed_at.isoformat()),
    ]


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and FORMULA.match(text) else text


def readme(site: str, held: State) -> str:
    """Return what is said to people, in both languages."""
    listed = "\n".join(f"  {name:<16} {said}" for name, said in NAMES.items())
    return f"""政府工作报告 Government Work Reports
{site}

Reports 报告: {held.reports:,}
Paragraphs 段落: {held.pairs:,}, in both languages 双语: {held.both:,}
Last changed 更新: {held.changed.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC

{listed}
  manifest.json    What is in this archive, with sizes and SHA-256 of each file
  SHA256SUMS       The same for: sha256sum --check SHA256SUMS

All texts are UTF-8, as published. Programs paired the paragraphs and the sentences; their confidence is between 0
and 1. Each paragraph and each report has its permanent address; cite by it. Official documents of state organs and
their official translations are not protected by copyright in China (Copyright Law, article 5).

所有文本均为UTF-8编码，文字与发表时一致。段落与句子由程序配对，可信度介于0与1之间。每篇报告、每个段落都有固定网址，引用时请用该网址。
国家机关具有立法、行政、司法性质的文件及其官方正式译文不受中国著作权法保护（第五条）。
"""
