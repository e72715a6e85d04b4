"""One file from its bytes to a plan: decoded, cut into lines, cleaned, its header read, paired, outlined."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reports.ingest import cleaning, damage, formats, header, jurisdiction, outline, pairing, parts, run_in, year
from reports.ingest.formats import archive
from reports.ingest.given import FIELDS, NEEDED, check, check_year, enter
from reports.ingest.plan import Document, Evidence, Fact, Header, Line, Plan, PlannedPair, PlannedSection, Refusal
from reports.ingest.saying import say as _
from reports.text.fold import fold

SURE = 0.8
# The longest reports have some 800 paragraphs in each language; lines that were broken are whole again when counted.
MOST_PARAGRAPHS = 6_000
# Characters a paragraph, on average, headings counted: 9 of 2,573 reports have more, and their line breaks are lost.
# English takes some four times as many. What is shorter than a page or two may be one paragraph.
LONG_ZH, LONG_EN = 400, 1_600
SHORT = 10


def understand(
    name: str,
    content: bytes,
    *,
    encoding: str | None = None,
    beside: Plan | None = None,
    given: Mapping[str, str] | None = None,
    tell: Callable[[str, int], None] | None = None,
) -> Plan:
    """Return what a file holds; `name` may be a path, whose folders can tell the jurisdiction.

    `beside` is the plan of the report's other language: what this file's header lacks is taken from there. `given` are
    fields of the header that a person entered: they hold, whatever the file says. `tell` hears of each stage (see
    `IngestJob.Stage`) and how many percent are done. Raises Refusal for a file that is not a report or doesn't say
    whose and of which year, and for fields that can't be as they were entered.
    """
    name = archive.legible(name)
    told, entered = tell or _silent, given or {}
    check(name, entered)
    told("reading", 5)
    document = formats.read(name, content, encoding)
    told("cleaning", 20)
    cleaned = cleaning.clean(document.lines)
    if len(cleaned.lines) > MOST_PARAGRAPHS:
        raise formats.too_much(name, cleaned.lines)
    told("header", 30)
    read = header.read(cleaned.lines)
    read.header.part = parts.number_of(name, document.lines)
    warnings = [*document.warnings, *cleaned.warnings, *_doubts(document)]
    was_read = _settle(name, document, read, cleaned.lines, warnings, beside, entered)
    _check_body(name, read, cleaned.lines)
    told("aligning", 40)
    root = outline.outline(run_in.split(_paired(document, read.body)))
    return Plan(
        name=name,
        content=content,
        encoding=document.encoding,
        confidence=document.confidence,
        header=read.header,
        root=root,
        changes=[*document.changes, *cleaned.changes, *read.changes],
        warnings=[*warnings, *read.contradictions, *_run_together(root), *damage.signs(root)],
        notes=cleaned.notes,
        read=was_read,
    )


def _doubts(document: Document) -> list[str]:
    if document.confidence >= SURE:
        return []
    return [_("The encoding was guessed to be {encoding}.").format(encoding=document.encoding)]


def _run_together(root: PlannedSection) -> list[str]:
    """Return a warning where paragraphs are far longer than those of reports are."""
    pairs = root.pairs()
    for texts, most in (
        ([pair.zh for pair in pairs if pair.zh], LONG_ZH),
        ([pair.en for pair in pairs if pair.en], LONG_EN),
    ):
        length = sum(map(len, texts))
        if length > most * max(len(texts), SHORT):
            warning = _("The paragraphs are {length} characters long on average: line breaks may be lost.")
            return [warning.format(length=length // len(texts))]
    return []


def _check_body(name: str, read: header.Read, lines: list[Line]) -> None:
    if not read.body:
        last = lines[-1].number
        raise Refusal(name, _("Nothing follows the header."), _("Hand in the whole text of the report."), last)


def _settle(
    name: str,
    document: Document,
    read: header.Read,
    lines: list[Line],
    warnings: list[str],
    beside: Plan | None,
    given: Mapping[str, str],
) -> dict[str, Fact]:
    """Settle whose report it is and of when, and return what the file says of the fields that a person entered."""
    others = tuple(field for field in FIELDS if field not in NEEDED)
    header.infer_from(document.facts.get("comments", ""), read.header)
    was_read = enter(given, others, read.header)
    if beside is None:
        _check_is_report(name, document, read, lines)
    # What speaks against a field that a person entered is no news any more.
    year.settle(name, read, [] if given.get("year") else warnings)
    jurisdiction.settle(name, document, read, [] if given.get("place") else warnings)
    was_read |= enter(given, NEEDED, read.header)
    if beside is not None:
        header.take_identity(beside.header, read.header, warnings)
        if read.header.part.evidence is Evidence.MISSING:
            read.header.part = header.inferred(beside.header.part.value) if beside.header.part else Fact()
    _check_identity(name, read.header)
    return was_read


def _silent(stage: str, percent: int) -> None:
    """Tell nobody."""


def _paired(document: Document, body: list[Line]) -> list[PlannedPair]:
    """Return the pairs that the file itself makes, as a translation memory does; else those that are found."""
    if not document.pairs:
        return pairing.pair(body)
    texts: dict[int | None, str] = {}
    for line in body:
        texts[line.number] = f"{texts[line.number]}\n{line.text}" if line.number in texts else line.text
    return [
        PlannedPair(
            zh=texts.get(zh, ""),
            en=texts.get(en, ""),
            line=(zh if zh in texts else en) or 1,
            confidence=1.0 if zh in texts and en in texts else None,
        )
        for zh, en in document.pairs
        if zh in texts or en in texts
    ]


def _check_is_report(name: str, document: Document, read: header.Read, lines: list[Line]) -> None:
    found = read.header
    titled = found.title_zh or found.title_en or "政府工作报告" in fold(document.facts.get("title", ""))
    greets = any(parts.SALUTATION.search(fold(line.text)) for line in read.body[:10])
    if titled or (found.session_key and greets):
        return
    reason = _("No line at its beginning reads 政府工作报告 or “Report on the Work of the Government”.")
    remedy = _("If it is a report, put the title, the session with its date and the speaker before the text.")
    raise Refusal(name, reason, remedy, lines[0].number if lines else 1, field="title_zh")


def _check_identity(name: str, found: Header) -> None:
    titled = found.title_zh.line or found.title_en.line or 1
    if not found.place:
        reason = _("No line says whose report this is.")
        remedy = _(
            "Add the line of the session, such as 在北京市第十六届人民代表大会第三次会议上, below the title, "
            "or enter the jurisdiction on the page of the review."
        )
        raise Refusal(name, reason, remedy, titled, field="place")
    if not found.year:
        reason = _("No line says when it was delivered.")
        remedy = _(
            "Add the date to the line of the session, such as 2025年1月14日, or the year to the file's name, "
            "or enter the year on the page of the review."
        )
        raise Refusal(name, reason, remedy, titled, field="year")
    check_year(name, found)
