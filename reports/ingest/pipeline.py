"""One file from its bytes to a plan: decoded, cut into lines, cleaned, its header read, paired, outlined."""

from __future__ import annotations

import re
from pathlib import PurePath

from django.utils.translation import gettext as _

from reports.ingest import cleaning, formats, header, jurisdiction, outline, pairing, run_in, year
from reports.ingest.plan import Document, Header, Line, Plan, PlannedPair, Refusal
from reports.text.fold import fold
from reports.text.numerals import chinese_number

SALUTATION = re.compile(r"各位(?:代表|委员)|fellow deputies|distinguished deputies|esteemed deputies", re.I)
SURE = 0.8
PART_IN_NAME = re.compile(r"(?:part|p|第|_)[-_ ]?0?(\d{1,2})(?!\d)", re.I)
# 北京市政府工作报告全文【中英文对照】(五)
PART_IN_TITLE = re.compile(r"报告(?:全文)?[^,。]{0,12}\(([一二三四五六七八九十]{1,3}|\d{1,2})\)\s*$")
PORTAL_REACH = 15


def understand(name: str, content: bytes, *, encoding: str | None = None, beside: Plan | None = None) -> Plan:
    """Return what a file holds; `name` may be a path, whose folders can tell the jurisdiction.

    `beside` is the plan of the report's other language: what this file's header lacks is taken from there.
    Raises Refusal for a file that is not a report or doesn't say whose and of which year.
    """
    document = formats.read(name, content, encoding)
    cleaned = cleaning.clean(document.lines)
    read = header.read(cleaned.lines)
    if beside is None:
        _check_is_report(name, document, read, cleaned.lines)
    warnings = [*document.warnings, *cleaned.warnings]
    if document.confidence < SURE:
        warnings.append(_("The encoding was guessed to be {encoding}.").format(encoding=document.encoding))
    header.infer_from(document.facts.get("comments", ""), read.header)
    year.settle(name, read, warnings)
    jurisdiction.settle(name, document, read, warnings)
    if beside is not None:
        header.take_identity(beside.header, read.header, warnings)
    _check_identity(name, read.header)
    if not read.body:
        last = cleaned.lines[-1].number
        raise Refusal(name, _("Nothing follows the header."), _("Hand in the whole text of the report."), last)
    root = outline.outline(run_in.split(_paired(document, read.body)))
    return Plan(
        name=name,
        content=content,
        encoding=document.encoding,
        confidence=document.confidence,
        header=read.header,
        root=root,
        part=_part(name, document.lines),
        changes=[*document.changes, *cleaned.changes, *read.changes],
        warnings=[*warnings, *read.contradictions],
        notes=cleaned.notes,
    )


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


def _part(name: str, lines: list[Line]) -> int | None:
    """Return the number of the part that the file is, as its name or the line above its title tells it."""
    if match := PART_IN_NAME.search(PurePath(name).stem):
        return int(match.group(1))
    for line in lines[:PORTAL_REACH]:
        if match := PART_IN_TITLE.search(fold(line.text)):
            return chinese_number(match.group(1))
    return None


def _check_is_report(name: str, document: Document, read: header.Read, lines: list[Line]) -> None:
    found = read.header
    titled = found.title_zh or found.title_en or "政府工作报告" in fold(document.facts.get("title", ""))
    greets = any(SALUTATION.search(fold(line.text)) for line in read.body[:10])
    if titled or (found.session_key and greets):
        return
    reason = _("No line at its beginning reads 政府工作报告 or “Report on the Work of the Government”.")
    remedy = _("If it is a report, put the title, the session with its date and the speaker before the text.")
    raise Refusal(name, reason, remedy, lines[0].number if lines else 1)


def _check_identity(name: str, found: Header) -> None:
    if not found.place:
        reason = _("No line says whose report this is.")
        remedy = _("Add the line of the session, such as 在北京市第十六届人民代表大会第三次会议上, below the title.")
        raise Refusal(name, reason, remedy, found.title_zh.line or found.title_en.line or 1)
    if not found.year:
        reason = _("No line says when it was delivered.")
        remedy = _("Add the date to the line of the session, such as 2025年1月14日, or the year to the file's name.")
        raise Refusal(name, reason, remedy, found.title_zh.line or found.title_en.line or 1)
