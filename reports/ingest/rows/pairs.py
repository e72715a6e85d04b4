"""The pairs and sections of one report: as a tree that a plan is put into, and written back from it."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import F, Q

from reports.ingest import other_language
from reports.ingest.later_parts import LaterParts
from reports.ingest.merging import Branch, Leaf, Merged, PairRow, SectionRow, merge
from reports.ingest.outline import outline
from reports.ingest.parts import headings_before, tells_its_place
from reports.ingest.plan import Note, Plan
from reports.ingest.recutting import Cuts
from reports.ingest.rows.text_facts import text_facts
from reports.ingest.saying import say as _
from reports.models import PairVariant, ParagraphPair, Report, ReportNote, Section, SourceFile
from reports.text.figures import match
from reports.text.fold import fold
from reports.text.headings import chinese_heading, english_heading
from reports.text.shifts import slipped
from reports.text.simplified import is_traditional

Tree = Branch[ParagraphPair, Section]
# Added to positions while they are being renumbered, so that no two rows of a report ever share one.
ASIDE = 1_000_000


def merged_with(tree: Branch[PairRow, SectionRow], plan: Plan) -> Merged[PairRow, SectionRow]:
    """Return the tree with the plan put into it: as the other language of what is there, or as a part of it."""
    if other_language.is_other_language(tree, plan.root):
        return other_language.join(tree, plan.root)
    later = LaterParts(tree, plan)
    there = [leaf for leaf, _branch in tree.leaves() if leaf.zh]
    pairs = plan.root.pairs()
    cuts = Cuts([leaf.zh for leaf in there], [leaf.zh_key for leaf in there])
    recut = cuts.recut(pairs) if there else pairs
    before = headings_before(tree, plan)
    is_told = tells_its_place(plan) or not tree.entries
    merged = merge(tree, outline([*before, *recut]) if before or recut != pairs else plan.root, plan.part)
    later.put_back()
    merged.known = [pair for pair in merged.known if pair not in before]
    merged.met = [(leaf, pair) for leaf, pair in merged.met if pair not in before]
    if cuts.left_out:
        warning = _(
            "{count} pieces of paragraphs that the report has otherwise were left out, the first of line {line}."
        )
        merged.warnings.append(warning.format(count=len(cuts.left_out), line=cuts.left_out[0]))
    if not is_told and any(leaf.planned is recut[0] for leaf in merged.added):
        merged.warnings.append(
            _(
                "Nothing tells where in the report this file belongs: no number in its name, no numbered heading where "
                "it begins. Enter its number among the parts, or look at the order of the pairs afterwards."
            )
        )
    return merged


def tree_of(report: Report) -> Tree:
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


def write_pairs(report: Report, merged: Merged[ParagraphPair, Section], plan: Plan, source: SourceFile) -> None:
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
            if branch.row is not None and pair.section_id != branch.row.pk:
                # The heading above it was lost in the copy that was there.
                pair.section, moves = branch.row, True
                pair.kind = ParagraphPair.Kind.HEADING if leaf is branch.heading else ParagraphPair.Kind.BODY
        if leaf.row is None or (id(leaf) in changed and (leaf.zh, leaf.en) != (pair.zh, pair.en)):
            if leaf.zh != pair.zh:
                pair.script = script
            _set_texts(pair, leaf)
        pair.position = position
    if moves and kept:
        report.pairs.update(position=F("position") + ASIDE)
        ParagraphPair.objects.bulk_update(kept, UPDATED, batch_size=50)
    ParagraphPair.objects.bulk_create(new, batch_size=100)


UPDATED = [
    *("position", "section", "kind", "zh", "en", "zh_folded", "script"),
    *("confidence", "evidence", "needs_review", "beads"),
]


def _set_texts(pair: ParagraphPair, leaf: Leaf[ParagraphPair]) -> None:
    """Give a pair its leaf's texts, with all that follows from them."""
    pair.zh, pair.en, pair.zh_folded = leaf.zh, leaf.en, fold(leaf.zh)
    for name, value in text_facts(leaf.zh, leaf.en, leaf.planned).items():
        setattr(pair, name, value)


def doubt_slips(report: Report) -> None:
    """Mark the pairs where the figures of neighbours disagree so often that one language has slipped."""
    pairs = list(report.pairs.exclude(Q(zh="") | Q(en="")).order_by("position").only("zh", "en", "needs_review"))
    places = slipped([any(not alarm.mild for alarm in match(pair.zh, pair.en).alarms) for pair in pairs])
    report.pairs.filter(pk__in=[pairs[place].pk for place in places]).update(needs_review=True)


def write_variants(merged: Merged[ParagraphPair, Section], source: SourceFile) -> None:
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


def new_notes(report: Report, plan: Plan) -> list[Note]:
    """Return the plan's notes that the report lacks."""
    there = {fold(text) for text in report.notes.values_list("text", flat=True)}
    return [note for note in plan.notes if fold(note.text) not in there]


def write_notes(report: Report, notes: list[Note], source: SourceFile) -> None:
    """Append notes behind those that are there."""
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
            branch.row.position, branch.row.parent, branch.row.level = position, parent.row, branch.level
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
    Section.objects.bulk_update(renumbered, ["position", "parent", "level", "heading_zh", "heading_en"], batch_size=100)
