"""How lists tell of a job: in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.admin.naming import place_named
from reports.intake import Members, Refused, Same, Understood, closed, warnings_of
from reports.models import IngestJob

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


def told(job: IngestJob) -> str:
    """Return what came of a job, or what it waits for; several sentences where there is more to say."""
    same = Same.of(job)
    said = [_of_state(job, same)]
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


def _of_state(job: IngestJob, same: Same) -> str:
    told_by = {
        State.QUEUED: lambda: _("Waits to be read."),
        State.RUNNING: lambda: str(job.get_stage_display() or job.get_state_display()),
        State.STORING: lambda: str(job.get_stage_display()) if job.worker else _("Waits to be taken in."),
        State.REFUSED: lambda: _refused(Refused.of(job)),
        State.REVIEW: lambda: _waiting(Understood.of(job)),
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


def _waiting(found: Understood) -> str:
    pairs = ngettext("%(count)d paragraph pair", "%(count)d paragraph pairs", found.pairs) % {"count": found.pairs}
    if found.is_new:
        return _("%(place)s %(year)s: a new report with %(pairs)s.") % {
            "place": place_named(found.place), "year": found.year, "pairs": pairs,
        }  # fmt: skip
    return _("%(place)s %(year)s: a part with %(pairs)s, of which %(added)d are new, for %(slug)s.") % {
        "place": place_named(found.place), "year": found.year, "pairs": pairs, "added": found.added, "slug": found.slug,
    }  # fmt: skip
