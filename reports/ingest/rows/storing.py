"""What storing a plan does, and what it would do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.ingest.merging import Branch, Merged
from reports.ingest.plan import Fact, Plan
from reports.ingest.rows.bodies import code_for, jurisdiction_of, place_of
from reports.ingest.rows.pairs import (
    doubt_slips,
    merged_with,
    new_notes,
    tree_of,
    write_notes,
    write_pairs,
    write_variants,
)
from reports.models import IngestJob, Jurisdiction, ParagraphPair, Report, Section, SourceFile
from reports.text.fold import fold

HEADER_FIELDS = (
    "title_zh", "title_en", "session_key", "session_zh", "session_en",
    "speaker_zh", "speaker_en", "office_zh", "office_en",
)  # fmt: skip
LENGTHS = {field.name: field.max_length for field in Report._meta.concrete_fields}


@dataclass(slots=True)
class Outcome:
    """What came of a file: whether rows were added, to which report, and what there is to say about it."""

    status: Literal["added", "merged", "unchanged"]
    report: Report
    pairs_added: int = 0
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Preview:
    """What storing a plan would do; nothing is written."""

    report: Report | None
    slug: str
    place: str
    merged: Merged[ParagraphPair, Section]


def preview(plan: Plan) -> Preview:
    """Return what storing the plan would add to which report."""
    jurisdiction = Jurisdiction.objects.filter(code=code_for(plan)).first()
    report = _find_report(plan, jurisdiction) if jurisdiction else None
    merged = merged_with(tree_of(report) if report else Branch(0), plan)
    slug = report.slug if report else _free_slug(code_for(plan), plan.header.year.value)
    place = place_of(plan)
    return Preview(report, slug, place.name_zh if place else plan.header.place.value, merged)


@transaction.atomic
def store(plan: Plan, *, publish: bool, publish_there: bool = False, user: User | None = None) -> Outcome:
    """Write a plan's rows and return what came of it; a report that is there keeps its rows and gains what is new.

    `publish` decides for a new report. One that is there stays as it is, unless it is a draft and `publish_there` is
    set: what an archivist withdrew doesn't come back because its file is taken in again.
    """
    jurisdiction = Jurisdiction.objects.select_for_update().get(pk=jurisdiction_of(plan).pk)
    report = _find_report(plan, jurisdiction)
    is_new = report is None
    if report is None:
        report = _create_report(plan, jurisdiction, publish=publish)
    publishes = publish_there and not report.is_published
    if not publishes and _is_taken_in(plan, report):
        return Outcome("unchanged", report, 0, plan.warnings)
    merged = merged_with(tree_of(report), plan)
    warnings = [*plan.warnings, *_complete_header(report, plan), *merged.warnings]
    notes = new_notes(report, plan)
    if not (is_new or merged.changes_anything or notes or publishes):
        return Outcome("unchanged", report, 0, warnings)
    if publishes:
        report.status = Report.Status.PUBLISHED
    report.changed_at = timezone.now()
    report.save()
    source = _source(plan, report, user)
    write_pairs(report, merged, plan, source)
    doubt_slips(report)
    write_variants(merged, source)
    write_notes(report, notes, source)
    return Outcome("added" if is_new else "merged", report, len(merged.added), warnings)


def record(plan: Plan, outcome: Outcome, user: User | None = None) -> IngestJob:
    """Return the job that tells what came of a file which was taken in without a review."""
    done = IngestJob.State.UNCHANGED if outcome.status == "unchanged" else IngestJob.State.DONE
    return IngestJob.objects.create(
        file_name=PurePath(plan.name).name[:255],
        source=SourceFile.objects.defer("content").filter(sha256=_sha256(plan)).first(),
        report=outcome.report,
        state=done,
        progress=100,
        messages=outcome.warnings,
        pairs_added=outcome.pairs_added,
        created_by=user,
    )


def _is_taken_in(plan: Plan, report: Report) -> bool:
    """Say whether this very file is in the report: what has been corrected since then stays corrected."""
    return report.sources.filter(sha256=_sha256(plan), pairs__isnull=False).exists()


def _sha256(plan: Plan) -> str:
    return hashlib.sha256(plan.content).hexdigest()


def _source(plan: Plan, report: Report, user: User | None) -> SourceFile:
    source, _created = SourceFile.objects.defer("content").get_or_create(
        sha256=_sha256(plan),
        defaults={
            "name": PurePath(plan.name).name[:255],
            "size": len(plan.content),
            "encoding": plan.encoding,
            "part": plan.part,
            "content": plan.content,
            "uploaded_by": user,
        },
    )
    if source.report_id != report.pk:
        source.report = report
        source.save(update_fields=["report"])
    return source


def _find_report(plan: Plan, jurisdiction: Jurisdiction) -> Report | None:
    """Return the report that the plan is a part of: same body and year, session and date not contradicting."""
    key, date = plan.header.session_key.value, plan.header.date
    candidates = [
        report
        for report in Report.objects.filter(jurisdiction=jurisdiction, year=plan.header.year.value).order_by("id")
        if (not key or not report.session_key or report.session_key == key)
        # A session hears one report: two days named for it are a contradiction to be said, not two reports.
        and (not date or not report.delivered_on or report.delivered_on == date or (key and report.session_key == key))
    ]
    exact = [report for report in candidates if report.session_key == key and report.delivered_on == date]
    return next(iter(exact or candidates), None)


def _create_report(plan: Plan, jurisdiction: Jurisdiction, *, publish: bool) -> Report:
    header = plan.header
    report = Report(
        jurisdiction=jurisdiction,
        slug=_free_slug(jurisdiction.code, header.year.value),
        year=int(header.year.value),
        delivered_on=header.date,
        status=Report.Status.PUBLISHED if publish else Report.Status.DRAFT,
    )
    for name in HEADER_FIELDS:
        setattr(report, name, _fitting(name, getattr(header, name)))
    report.save()
    return report


def _fitting(name: str, fact: Fact) -> str:
    return fact.value[: LENGTHS[name]]


def _free_slug(code: str, year: str) -> str:
    """Return `code-year`, numbered where the body delivered more than one report in that year."""
    stem, number = f"{code}-{year}", 2
    slug = stem
    while Report.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _complete_header(report: Report, plan: Plan) -> list[str]:
    """Fill what the report's header lacks from the plan's and return what the two tell differently."""
    warnings = []
    for name in HEADER_FIELDS:
        fact: Fact = getattr(plan.header, name)
        there = getattr(report, name)
        if fact and not there:
            setattr(report, name, _fitting(name, fact))
        elif fact and "".join(fold(there).split()) != "".join(fold(_fitting(name, fact)).split()):
            warning = _("Line {line} says {new}, the report has {there}; that was kept.")
            warnings.append(warning.format(line=fact.line, new=fact.value, there=there))
    date = plan.header.date
    if date and not report.delivered_on:
        report.delivered_on = date
    elif date and date != report.delivered_on:
        warning = _("Line {line} says {new}, the report has {there}; that was kept.")
        warnings.append(warning.format(line=plan.header.delivered_on.line, new=date, there=report.delivered_on))
    return warnings
