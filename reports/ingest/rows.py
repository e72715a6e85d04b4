"""A plan becomes rows, in one transaction or not at all. The only module of ingest that knows the database."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.ingest import other_language
from reports.ingest.merging import Branch, Leaf, Merged, merge
from reports.ingest.outline import outline
from reports.ingest.plan import Fact, Note, Plan
from reports.ingest.recutting import Cuts
from reports.models import IngestJob, Jurisdiction, PairVariant, ParagraphPair, Report, ReportNote, Section, SourceFile
from reports.text import places
from reports.text.beads import beads
from reports.text.figures import match
from reports.text.fold import fold
from reports.text.headings import chinese_heading, english_heading
from reports.text.romanised import code_of, english_of
from reports.text.shifts import slipped
from reports.text.simplified import is_traditional

Tree = Branch[ParagraphPair, Section]
HEADER_FIELDS = (
    "title_zh", "title_en", "session_key", "session_zh", "session_en",
    "speaker_zh", "speaker_en", "office_zh", "office_en",
)  # fmt: skip
LENGTHS = {field.name: field.max_length for field in Report._meta.concrete_fields}
# Added to positions while they are being renumbered, so that no two rows of a report ever share one.
ASIDE = 1_000_000
# Below this confidence a person should look at a pair.
SURE = 0.5


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
    jurisdiction = Jurisdiction.objects.filter(code=_code(plan)).first()
    report = _find_report(plan, jurisdiction) if jurisdiction else None
    merged = _merged(_tree(report) if report else Branch(0), plan)
    slug = report.slug if report else _free_slug(_code(plan), plan.header.year.value)
    place = _place(plan)
    return Preview(report, slug, place.name_zh if place else plan.header.place.value, merged)


@transaction.atomic
def store(plan: Plan, *, publish: bool, publish_there: bool = False, user: User | None = None) -> Outcome:
    """Write a plan's rows and return what came of it; a report that is there keeps its rows and gains what is new.

    `publish` decides for a new report. One that is there stays as it is, unless it is a draft and `publish_there` is
    set: what an archivist withdrew doesn't come back because its file is taken in again.
    """
    jurisdiction = Jurisdiction.objects.select_for_update().get(pk=_jurisdiction(plan).pk)
    report = _find_report(plan, jurisdiction)
    is_new = report is None
    if report is None:
        report = _create_report(plan, jurisdiction, publish=publish)
    publishes = publish_there and not report.is_published
    if not publishes and _is_taken_in(plan, report):
        return Outcome("unchanged", report, 0, plan.warnings)
    merged = _merged(_tree(report), plan)
    warnings = [*plan.warnings, *_complete_header(report, plan), *merged.warnings]
    notes = _new_notes(report, plan)
    if not (is_new or merged.changes_anything or notes or publishes):
        return Outcome("unchanged", report, 0, warnings)
    if publishes:
        report.status = Report.Status.PUBLISHED
    report.changed_at = timezone.now()
    report.save()
    source = _source(plan, report, user)
    _write(report, merged, plan, source)
    _doubt_slips(report)
    _write_variants(merged, source)
    _write_notes(report, notes, source)
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


def _place(plan: Plan) -> places.Place | None:
    """Return the gazetteer's place for the plan, None for a county, which it doesn't list."""
    try:
        return places.by_code(plan.header.place.value)
    except KeyError:
        return None


def _code(plan: Plan) -> str:
    place = _place(plan)
    return place.code if place else code_of(plan.header.place.value)


def _jurisdiction(plan: Plan) -> Jurisdiction:
    """Return the row of the plan's jurisdiction, made with those above it where it's the first report from there."""
    place = _place(plan)
    if place:
        return _listed_jurisdiction(place)
    name = plan.header.place.value
    above = places.place_above(plan.header.session_zh.value) or places.place_above(plan.header.session_en.value)
    return Jurisdiction.objects.get_or_create(
        code=code_of(name),
        defaults={
            "name_zh": name,
            "name_en": english_of(name),
            "level": Jurisdiction.Level.COUNTY,
            "parent": _listed_jurisdiction(above) if above else None,
        },
    )[0]


def _listed_jurisdiction(place: places.Place) -> Jurisdiction:
    return Jurisdiction.objects.get_or_create(
        code=place.code,
        defaults={
            "name_zh": place.name_zh,
            "name_en": place.name_en,
            "level": place.level,
            "parent": _listed_jurisdiction(places.by_code(place.parent)) if place.parent else None,
        },
    )[0]


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


def _merged(tree: Tree, plan: Plan) -> Merged[ParagraphPair, Section]:
    if other_language.is_other_language(tree, plan.root):
        return other_language.join(tree, plan.root)
    there = [leaf.zh for leaf, _branch in tree.leaves()]
    pairs = plan.root.pairs()
    cuts = Cuts(there)
    recut = cuts.recut(pairs) if any(there) else pairs
    merged = merge(tree, plan.root if recut == pairs else outline(recut), plan.part)
    if cuts.left_out:
        warning = _(
            "{count} pieces of paragraphs that the report has otherwise were left out, the first of line {line}."
        )
        merged.warnings.append(warning.format(count=len(cuts.left_out), line=cuts.left_out[0]))
    return merged


def _tree(report: Report) -> Tree:
    """Return the rows of a report as a tree."""
    root: Tree = Branch(0)
    branches: dict[int | None, Tree] = {None: root}
    parts = dict(report.sources.values_list("pk", "part"))
    versions: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for pk, zh, en in PairVariant.objects.filter(pair__report=report).values_list("pair", "zh", "en"):
        version: Leaf[ParagraphPair] = Leaf(zh, en)
        versions[pk].add((version.zh_key, version.en_key))
    for section in report.sections.order_by("position"):
        heading = chinese_heading(section.heading_zh) or english_heading(section.heading_en)
        form = heading.form if heading else ""
        branches[section.pk] = Branch(section.level, ordinal=section.ordinal, form=form, row=section)
    for pair in report.pairs.order_by("position"):
        part = parts.get(pair.source_id) if pair.source_id else None
        origin = (pair.source_id, pair.source_line) if pair.source_id and pair.source_line else None
        leaf = Leaf(pair.zh, pair.en, row=pair, part=part, origin=origin, versions=versions[pair.pk])
        branch = branches[pair.section_id]
        if pair.kind == ParagraphPair.Kind.HEADING and branch.heading is None and branch.row:
            branch.heading = leaf
            branches[branch.row.parent_id].entries.append(branch)
        else:
            branch.entries.append(leaf)
    return root


def _write(report: Report, merged: Merged[ParagraphPair, Section], plan: Plan, source: SourceFile) -> None:
    """Create the pairs that are new, update those whose texts changed, and number all of them in reading order."""
    _write_sections(report, merged.root)
    changed = {id(leaf) for leaf in merged.filled} | {id(shown) for shown, _kept in merged.variants}
    traditional = is_traditional("".join(pair.zh for pair in plan.root.pairs()))
    script = ParagraphPair.Script.TRADITIONAL if traditional else ParagraphPair.Script.SIMPLIFIED
    new: list[ParagraphPair] = []
    kept: list[ParagraphPair] = []
    moves = bool(changed)
    for position, (leaf, branch) in enumerate(merged.root.leaves(), start=1):
        pair = leaf.row
        if pair is None:
            kind = ParagraphPair.Kind.HEADING if leaf is branch.heading else ParagraphPair.Kind.BODY
            pair = ParagraphPair(report=report, section=branch.row, kind=kind, source=source, script=script)
            pair.source_line = leaf.planned.line if leaf.planned else None
            new.append(pair)
        else:
            moves = moves or pair.position != position
            kept.append(pair)
        if leaf.row is None or id(leaf) in changed:
            if leaf.zh != pair.zh:
                pair.script = script
            _set_texts(pair, leaf)
        pair.position = position
    if moves and kept:
        report.pairs.update(position=F("position") + ASIDE)
        ParagraphPair.objects.bulk_update(kept, UPDATED, batch_size=50)
    ParagraphPair.objects.bulk_create(new, batch_size=100)


UPDATED = ["position", "zh", "en", "zh_folded", "script", "confidence", "evidence", "needs_review", "beads"]


def _set_texts(pair: ParagraphPair, leaf: Leaf[ParagraphPair]) -> None:
    """Give a pair its leaf's texts, with all that follows from them."""
    pair.zh, pair.en, pair.zh_folded = leaf.zh, leaf.en, fold(leaf.zh)
    planned = leaf.planned
    pair.confidence = planned.confidence if planned and leaf.zh and leaf.en else None
    pair.evidence = {name: round(value, 2) for name, value in planned.evidence.items()} if planned else {}
    pair.needs_review = pair.confidence is not None and pair.confidence < SURE
    pair.beads = (
        [[*bead.zh, *bead.en, round(bead.confidence, 3)] for bead in beads(leaf.zh, leaf.en)]
        if leaf.zh and leaf.en
        else []
    )


def _doubt_slips(report: Report) -> None:
    """Mark the pairs where the figures of neighbours disagree so often that one language has slipped."""
    pairs = list(report.pairs.exclude(Q(zh="") | Q(en="")).order_by("position").only("zh", "en", "needs_review"))
    places = slipped([any(not alarm.mild for alarm in match(pair.zh, pair.en).alarms) for pair in pairs])
    report.pairs.filter(pk__in=[pairs[place].pk for place in places]).update(needs_review=True)


def _write_variants(merged: Merged[ParagraphPair, Section], source: SourceFile) -> None:
    """Keep the version of each differing pair that isn't shown, with the file that it came from."""
    for shown, kept in merged.variants:
        pair = shown.row
        if pair is None:
            continue
        is_new = kept.planned is not None
        came_from = source if is_new else pair.source
        line = kept.planned.line if kept.planned else pair.source_line
        PairVariant.objects.get_or_create(
            pair=pair, zh=kept.zh, en=kept.en, defaults={"source": came_from, "source_line": line}
        )
        if not is_new:
            pair.source, pair.source_line = source, shown.planned.line if shown.planned else None
            pair.save(update_fields=["source", "source_line"])


def _new_notes(report: Report, plan: Plan) -> list[Note]:
    """Return the plan's notes that the report lacks."""
    there = {fold(text) for text in report.notes.values_list("text", flat=True)}
    return [note for note in plan.notes if fold(note.text) not in there]


def _write_notes(report: Report, notes: list[Note], source: SourceFile) -> None:
    first = report.notes.count() + 1
    ReportNote.objects.bulk_create(
        ReportNote(
            report=report, position=position, label=note.label, text=note.text, source=source, source_line=note.line
        )
        for position, note in enumerate(notes, start=first)
    )


def _write_sections(report: Report, root: Tree) -> None:
    """Create the sections that are new, each after its parent, and number all of them in reading order."""
    branches = list(root.branches())
    renumbered = [branch.row for branch, _parent in branches if branch.row]
    if renumbered:
        report.sections.update(position=F("position") + ASIDE)
    for position, (branch, parent) in enumerate(branches, start=1):
        heading = branch.heading
        if branch.row:
            branch.row.position = position
            if heading:
                branch.row.heading_zh, branch.row.heading_en = heading.zh, heading.en
            continue
        branch.row = Section.objects.create(
            report=report,
            parent=parent.row,
            level=branch.level,
            ordinal=branch.ordinal,
            position=position,
            heading_zh=heading.zh if heading else "",
            heading_en=heading.en if heading else "",
        )
    Section.objects.bulk_update(renumbered, ["position", "heading_zh", "heading_en"], batch_size=100)
