"""What storing a plan does, and what it would do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from reports import revisions
from reports.ingest import saying
from reports.ingest.choices import Choices
from reports.ingest.file_names import own_name
from reports.ingest.merging import Branch, Merged, show_other
from reports.ingest.plan import Plan
from reports.ingest.rows import headers
from reports.ingest.rows.bodies import code_for, jurisdiction_of, place_of
from reports.ingest.rows.closed import closed
from reports.ingest.rows.corrections import corrected_keys
from reports.ingest.rows.pairs import (
    doubt_slips,
    merged_with,
    new_notes,
    tree_of,
    write_notes,
    write_pairs,
    write_variants,
)
from reports.ingest.rows.replaced import from_the_old, replace_source, replaced_source, would_replace
from reports.ingest.rows.sides import Replacement
from reports.models import IngestJob, Jurisdiction, ParagraphPair, Report, Revision, Section, SourceFile

PUBLISHED = Report.Status.PUBLISHED.value


@dataclass(slots=True)
class Outcome:
    """What came of a file: whether rows were added, to which report, and what there is to say about it."""

    status: Literal["added", "merged", "replaced", "unchanged"]
    report: Report
    pairs_added: int = 0
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Preview:
    """What storing a plan would do; nothing is written.

    `header` has the fields that the report has otherwise; `is_there` says that it has this very file already. Where
    the file takes another's place, `replacement` tells what becomes of each pair, and `merged` what adding it would do.
    """

    report: Report | None
    slug: str
    place: str
    merged: Merged[ParagraphPair, Section]
    header: list[headers.Differing] = field(default_factory=list)
    is_there: bool = False
    replacement: Replacement | None = None


def preview(plan: Plan, choices: Choices | None = None) -> Preview:
    """Return what storing the plan would do to which report, as it was chosen.

    Raises Refusal where it can't take the place of the file that was chosen.
    """
    jurisdiction = Jurisdiction.objects.filter(code=code_for(plan)).first()
    report = _find_report(plan, jurisdiction) if jurisdiction else None
    merged = _merged(report, plan, choices) if report else merged_with(Branch(0), plan)
    slug = report.slug if report else _free_slug(code_for(plan), plan.header.year.value)
    place = place_of(plan)
    found = Preview(report, slug, place.name_zh if place else plan.header.place.value, merged)
    old = replaced_source(plan, report, choices, _sha256(plan))
    if report:
        found.header = headers.differing(report, plan, choices, from_the_old(report, old) if old else ())
        found.is_there = _is_taken_in(plan, report)
        found.replacement = would_replace(plan, report, old, choices) if old else None
    return found


@transaction.atomic
def store(
    plan: Plan,
    *,
    publish: bool,
    publish_there: bool = False,
    user: User | None = None,
    choices: Choices | None = None,
) -> Outcome:
    """Write a plan's rows and return what came of it; a report that is there keeps its rows and gains what is new.

    `publish` decides for a new report. One that is there stays as it is, unless `publish_there` is set and it is a
    draft or reviewed. `choices` decide where the file and the report differ; a pair that a person corrected stays as it
    is unless they say otherwise. Raises Refusal where what the file brings would change an archived report.
    """
    jurisdiction = Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction_of(plan).pk)
    report = _find_report(plan, jurisdiction)
    facts = {"file": PurePath(plan.name).name, "sha256": _sha256(plan)}
    old = replaced_source(plan, report, choices, facts["sha256"])
    if report is None:
        report = _create_report(plan, jurisdiction, publish=publish)
        revisions.created(report, revisions.Act(Revision.Kind.CREATED, user, facts=facts))
        return _write(plan, report, user, choices, is_new=True, publishes=False)
    # As it is now, and nobody else's until the end: it was found before it was locked.
    report = revisions.locked(report.pk)
    if (refusal := closed(plan.name, report)) and not _is_taken_in(plan, report):
        raise refusal
    publishes = publish_there and report.status in {Report.Status.DRAFT, Report.Status.REVIEWED}
    if old:
        return _replace(plan, report, old, user, choices, publishes=publishes)
    if not publishes and _is_taken_in(plan, report):
        return Outcome("unchanged", report, 0, plan.warnings)
    with revisions.recording(report, revisions.Act(Revision.Kind.MERGED, user, facts=facts)):
        outcome = _write(plan, report, user, choices, is_new=False, publishes=publishes)
    if publishes:
        _publish(report, user)
    return outcome


def _write(
    plan: Plan, report: Report, user: User | None, choices: Choices | None, *, is_new: bool, publishes: bool
) -> Outcome:
    merged = _merged(report, plan, choices)
    decided = any(field.kept == "new" for field in headers.differing(report, plan, choices))
    completed, differences = headers.complete(report, plan, choices)
    warnings = [*plan.warnings, *differences, *merged.warnings]
    notes = new_notes(report, plan)
    if not (is_new or merged.changes_anything or notes or publishes or decided):
        return Outcome("unchanged", report, 0, warnings)
    report.changed_at = timezone.now()
    source = _source(plan, report, user)
    told = headers.evidence(plan, headers.KNOWN_FIELDS if is_new else completed, source)
    report.header_evidence = {**report.header_evidence, **told}
    report.save()
    write_pairs(report, merged, plan, source)
    doubt_slips(report)
    write_variants(merged, source)
    write_notes(report, notes, source)
    return Outcome("added" if is_new else "merged", report, len(merged.added), warnings)


def _publish(report: Report, user: User | None) -> None:
    """Publish a report apart from what a file brought: who takes the file back doesn't withdraw the report."""
    facts = {"from": report.status, "to": PUBLISHED}
    with revisions.recording(report, revisions.Act(Revision.Kind.STATUS, user, facts=facts)):
        report.status, report.publish_at = PUBLISHED, None
        report.published_at = report.published_at or timezone.now()
        report.save(update_fields=["status", "publish_at", "published_at"])
        report.touch()


def _replace(
    plan: Plan, report: Report, old: SourceFile, user: User | None, choices: Choices | None, *, publishes: bool
) -> Outcome:
    found, told = replace_source(plan, report, old, _source(plan, report, user), choices, user)
    if publishes:
        _publish(report, user)
    return Outcome("replaced", report, len(found.added), [*plan.warnings, *told])


def _merged(report: Report, plan: Plan, choices: Choices | None) -> Merged[ParagraphPair, Section]:
    """Return the report's tree with the plan put into it, of each two versions the chosen one shown."""
    merged = merged_with(tree_of(report), plan)
    if not merged.variants:
        return merged
    corrected = corrected_keys(report)
    chosen = choices.versions if choices else {}
    for index, (shown, kept) in enumerate(merged.variants):
        row = shown.row or kept.row
        default = "there" if row and row.pk in corrected else None
        wanted = chosen.get(row.pk, default) if row else None
        if wanted and (wanted == "new") != (kept.planned is None):
            show_other(merged, index)
    return merged


def record(plan: Plan, outcome: Outcome, user: User | None = None) -> IngestJob:
    """Return the job that tells what came of a file which was taken in without a review."""
    done = IngestJob.State.UNCHANGED if outcome.status == "unchanged" else IngestJob.State.DONE
    return IngestJob.objects.create(
        file_name=own_name(plan.name),
        source=SourceFile.objects.defer("content").filter(sha256=_sha256(plan)).first(),
        report=outcome.report,
        state=done,
        progress=100,
        messages=[saying.kept(warning) for warning in outcome.warnings],
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
            "name": own_name(plan.name),
            "size": len(plan.content),
            "encoding": plan.encoding,
            "part": plan.part,
            "content": plan.content,
            "uploaded_by": user,
        },
    )
    if source.report_id != report.pk:
        # One that was handed in before it was read has its bytes alone: what reading found of it comes now.
        source.report, source.part, source.encoding = report, plan.part, plan.encoding
        source.save(update_fields=["report", "part", "encoding"])
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
        status=PUBLISHED if publish else Report.Status.DRAFT,
        published_at=timezone.now() if publish else None,
    )
    for name in headers.HEADER_FIELDS:
        setattr(report, name, headers.fitting(name, getattr(header, name)))
    report.save()
    return report


def _free_slug(code: str, year: str) -> str:
    """Return `code-year`, numbered where the body delivered more than one report in that year.

    What is kept for a report that was corrected since is none for another one.
    """
    stem, number = f"{code}-{year}", 2
    slug = stem
    while Report.objects.filter(slug=slug).exists() or revisions.kept_for(slug):
        slug, number = f"{stem}-{number}", number + 1
    return slug
