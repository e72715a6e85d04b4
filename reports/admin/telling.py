"""How lists tell of a job: in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.admin.naming import place_named
from reports.ingest import listed
from reports.intake import Members, Refused, Same, Standing, Understood, closed, warnings_of
from reports.models import IngestJob, Report

State = IngestJob.State


def sentences(job: IngestJob) -> list[str]:
    """Return the warnings and remarks that a job keeps, behind what keeps it from being taken in."""
    return [*([why] if (why := why_closed(job)) else []), *warnings_of(job), *_cut_name(job)]


def _cut_name(job: IngestJob) -> list[str]:
    """Say the whole name of a file where the list has a part of it alone."""
    if not (whole := job.choices.get("whole_name")):
        return []
    return [_("The name of the file is too long and was cut. The whole of it: %(name)s") % {"name": whole}]


def why_closed(job: IngestJob) -> str:
    """Return why a job that waits can't be taken in and what to do about it, "" where it can."""
    refusal = closed(job)
    return f"{refusal.reason} {refusal.remedy}" if refusal else ""


def left_waiting(job: IngestJob) -> str:
    """Return that a job of several was not settled, and why."""
    return _("“%(file)s” goes on waiting. %(why)s") % {"file": job.file_name, "why": why_closed(job)}


def told(job: IngestJob, now: Standing | None = None) -> str:
    """Return what came of a job, or what it waits for; several sentences where there is more to say.

    `now` is how a job that waits stands; without it what is told is of when the file was read.
    """
    same = Same.of(job)
    said = [_of_state(job, same, now)]
    if same.same_in:
        saying = _("It is the same file, byte for byte, as “%(file)s” in %(report)s.")
        said.append(saying % {"file": same.same_as, "report": same.same_in})
    if job.attempts and job.state in {State.QUEUED, State.STORING}:
        tried = ngettext(
            "It was tried %(count)d time without coming to an end.",
            "It was tried %(count)d times without coming to an end.",
            job.attempts,
        )
        said.append(tried % {"count": job.attempts})
    if job.for_editor:
        said.append(_("An editor has to decide about it."))
    return " ".join(said)


def _of_state(job: IngestJob, same: Same, now: Standing | None) -> str:
    told_by = {
        State.QUEUED: lambda: _("Waits to be read."),
        State.RUNNING: lambda: str(job.get_stage_display() or job.get_state_display()),
        State.STORING: lambda: str(job.get_stage_display()) if job.worker else _("Waits to be taken in."),
        State.REFUSED: lambda: _refused(Refused.of(job)),
        State.REVIEW: lambda: _waiting(Understood.of(job), now or Standing(job.report)),
        State.DONE: lambda: _done(job),
        State.UNCHANGED: lambda: _unchanged(same),
        State.DISCARDED: lambda: _("It was discarded. Its bytes are kept, so that it can be taken up again."),
    }
    return told_by[State(job.state)]()


def _unchanged(same: Same) -> str:
    if same.same_job:
        return _("It is the same file, byte for byte, as “%s”, which waits already.") % same.same_as
    return _("All of it was there already.")


def _refused(refused: Refused) -> str:
    where = _("Line %(line)s: ") % {"line": refused.line} if refused.line else ""
    return f"{where}{refused.reason} {refused.remedy}"


def _done(job: IngestJob) -> str:
    if members := Members.of(job).members:
        return ngettext("%(count)d file was in it.", "%(count)d files were in it.", members) % {"count": members}
    said = ngettext("%(count)d paragraph pair added.", "%(count)d paragraph pairs added.", job.pairs_added)
    return said % {"count": job.pairs_added}


def _waiting(found: Understood, now: Standing) -> str:
    """Return what a waiting file would bring, to which report, and with how many others."""
    said = [_belongs(found, now)]
    if now.has_changed and found.is_new:
        said.append(_("The report was made after this file was read; the review says what is new in it now."))
    elif now.has_changed:
        said.append(_("The report has changed since this file was read; the review says what is new in it now."))
    if tally := _tally(found, now):
        said.append(f"{listed(tally)}.")
    if found.guessed:
        said.append(_("Whose report it is, or of which year, was guessed."))
    if now.others:
        others = ngettext("With %(count)d other of this upload.", "With %(count)d others of this upload.", now.others)
        said.append(others % {"count": now.others})
    return " ".join(said)


def _belongs(found: Understood, now: Standing) -> str:
    pairs = ngettext("%(count)d paragraph pair", "%(count)d paragraph pairs", found.pairs) % {"count": found.pairs}
    facts: dict[str, object] = {
        "place": place_named(found.place),
        "year": found.year,
        "pairs": pairs,
        "part": found.part,
    }
    if now.report is None and found.is_new:
        if found.part is None:
            return _("%(place)s %(year)s: a new report with %(pairs)s.") % facts
        return _("Part %(part)d of %(place)s %(year)s, a new report: %(pairs)s.") % facts
    facts["slug"] = now.report.slug if now.report else found.slug
    facts["status"] = Report.Status(now.report.status if now.report else found.status or Report.Status.DRAFT).label
    if found.part is None:
        return _("%(place)s %(year)s: %(pairs)s for %(slug)s (%(status)s).") % facts
    return _("Part %(part)d of %(place)s %(year)s: %(pairs)s for %(slug)s (%(status)s).") % facts


def _tally(found: Understood, now: Standing) -> list[str]:
    """Return how many pairs are new, are known, differ, are unsure; what isn't known any more is left out."""
    same = max(0, found.known - found.differing)
    counts = [
        (ngettext("%(count)d pair new", "%(count)d pairs new", found.added), found.added),
        (ngettext("%(count)d already there", "%(count)d already there", same), same),
        (ngettext("%(count)d differs", "%(count)d differ", found.differing), found.differing),
        (ngettext("%(count)d gets its other side", "%(count)d get their other side", found.filled), found.filled),
    ]
    if now.has_changed or found.is_new:
        counts = []
    counts.append((ngettext("%(count)d unsure", "%(count)d unsure", found.unsure), found.unsure))
    return [said % {"count": count} for said, count in counts if count]
