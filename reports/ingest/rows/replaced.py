"""Writing what comes of a file that takes another's place, as one revision that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports import revisions
from reports.ingest.outline import outline
from reports.ingest.plan import Plan, Refusal
from reports.ingest.recutting import Cuts
from reports.ingest.rows import headers
from reports.ingest.rows.before_people import as_it_came
from reports.ingest.rows.corrections import corrected_header, corrections
from reports.ingest.rows.replacing import replacement
from reports.ingest.rows.sides import Replacement, Sides, news, script_of
from reports.ingest.saying import nsay as ngettext
from reports.ingest.saying import say as _
from reports.models import Report, Revision, SourceFile
from reports.revisions import State
from reports.text.fold import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from reports.ingest.choices import Choices


def replaced_source(plan: Plan, report: Report | None, choices: Choices | None, sha256: str) -> SourceFile | None:
    """Return the file whose place the plan's takes, None for none.

    Raises Refusal where it isn't one of the report's, or where the report has the new one already.
    """
    if choices is None or choices.replaces is None:
        return None
    old = SourceFile.objects.defer("content").filter(pk=choices.replaces).first()
    if old is None or report is None or old.report_id != report.pk:
        reason = _("The file to be replaced is not one of this report's.")
        raise Refusal(plan.name, reason, _("Choose another one, or take the file in as a part."))
    if report.sources.filter(sha256=sha256, pairs__isnull=False).exists():
        reason = _("The report has this very file already.")
        raise Refusal(plan.name, reason, _("Choose the file that it was meant to be, or discard this one."))
    return old


def would_replace(plan: Plan, report: Report, old: SourceFile, choices: Choices | None) -> Replacement:
    """Return what becomes of each pair; nothing is written."""
    return replacement(_sides(plan, report, old, choices, None))


def replace_source(
    plan: Plan,
    report: Report,
    old: SourceFile,
    source: SourceFile,
    choices: Choices | None,
    user: User | None,
) -> tuple[Replacement, list[str]]:
    """Put a file in the place of an old one, and return what became of each pair and what there is to say.

    Call it in a transaction, with the report locked.
    """
    found = replacement(_sides(plan, report, old, choices, source.pk))
    state = revisions.read(report)
    header, warnings = _header(plan, report, old, source, choices, state)
    facts: dict[str, Any] = {"file": source.name, "sha256": source.sha256, "replaced": old.pk, "by": source.pk}
    act = revisions.Act(Revision.Kind.REPLACED, user, facts=facts)
    revisions.change(report, State(header, tuple(found.lines)), act, found.became)
    SourceFile.objects.filter(pk=old.pk).update(replaced_by=source)
    report.refresh_from_db()
    return found, [*warnings, *_sentences(found)]


def _sentences(found: Replacement) -> list[str]:
    """Return what a person should know of a replacement that was made."""
    told: list[str] = []
    if count := len(found.changed):
        said = ngettext(
            "%(count)d pair became as it is in the new file.",
            "%(count)d pairs became as they are in the new file.",
            count,
        )
        told.append(said % {"count": count})
    if count := len(found.kept):
        said = ngettext(
            "%(count)d pair stays as it is, and the new file's text is kept beside it (line %(line)s).",
            "%(count)d pairs stay as they are, and the new file's texts are kept beside them (first line %(line)s).",
            count,
        )
        told.append(said % {"count": count, "line": found.kept[0].source_line})
    if count := len(found.left):
        said = ngettext(
            "%(count)d corrected pair stays although the new file lacks it: “%(text)s”.",
            "%(count)d corrected pairs stay although the new file lacks them, the first: “%(text)s”.",
            count,
        )
        first = found.left[0]
        told.append(said % {"count": count, "text": (first.zh or first.en)[:40]})
    if count := len(found.kept_out):
        said = ngettext(
            "%(count)d pair stays out, as a person took it out (line %(line)s).",
            "%(count)d pairs stay out, as people took them out (first line %(line)s).",
            count,
        )
        told.append(said % {"count": count, "line": found.kept_out[0].source_line})
    if count := len(found.gone):
        said = ngettext(
            "%(count)d pair went that the new file lacks.", "%(count)d pairs went that the new file lacks.", count
        )
        told.append(said % {"count": count})
    return told


def _sides(plan: Plan, report: Report, old: SourceFile, choices: Choices | None, source: int | None) -> Sides:
    state, found = revisions.read(report), corrections(report)
    came = as_it_came(report, state, old, found)
    keys = {line.key for line in came}
    # What other files have brought is cut into pairs as it is there.
    cuts = Cuts([line.zh for line in state.lines if line.key not in keys and line.key not in found.made])
    pairs = plan.root.pairs()
    recut = cuts.recut(pairs) if cuts.texts else pairs
    return Sides(
        state=state,
        old=old.pk,
        came=came,
        corrections=found,
        new=news(plan.root if recut == pairs else outline(recut)),
        script=script_of(plan),
        chosen=dict(choices.versions) if choices else {},
        source=source,
    )


def from_the_old(report: Report, old: SourceFile) -> set[str]:
    """Return the fields of the header that the old file told and nobody corrected: they become the new file's."""
    told = {name for name, known in report.header_evidence.items() if known.get("source") == old.pk}
    return told - corrected_header(report)


def _header(
    plan: Plan, report: Report, old: SourceFile, source: SourceFile, choices: Choices | None, state: State
) -> tuple[dict[str, Any], list[str]]:
    """Return the header's fields as they will be, and a sentence for each difference that nobody decided."""
    changed, warnings = headers.complete(report, plan, choices, from_the_old(report, old))
    header = dict(state.header)
    for name in changed:
        value = getattr(report, name)
        header[name] = value.isoformat() if name == "delivered_on" else value
    header["header_evidence"] = {**report.header_evidence, **headers.evidence(plan, changed, source)}
    header["notes"] = _notes(plan, state, old, source, keeps="notes" in corrected_header(report))
    return header, warnings


def _notes(plan: Plan, state: State, old: SourceFile, source: SourceFile, *, keeps: bool) -> list[list[Any]]:
    """Return the notes: those of the old file go, unless people have worked on the notes, and the new file's come."""
    new = {fold(note.text) for note in plan.notes}
    kept = [note for note in state.header["notes"] if keeps or note[2] != old.pk or fold(note[1]) in new]
    there = {fold(note[1]) for note in kept}
    more = [note for note in plan.notes if fold(note.text) not in there]
    return [*kept, *([note.label, note.text, source.pk, note.line] for note in more)]
