"""A report is deleted, for good: for administrators, where archiving isn't enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from reports import people, revisions
from reports.editing import glossary
from reports.editing.answers import Impossible
from reports.editing.withdrawn import target
from reports.models import KeptAddress

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from reports.models import Report


def what_goes(report: Report) -> dict[str, int]:
    """Return how many rows of each kind go with a report; its source files stay."""
    return {
        "pairs": report.pairs.count(),
        "sections": report.sections.count(),
        "notes": report.notes.count(),
        "revisions": report.revisions.count(),
        "errata": report.errata.count(),
    }


@transaction.atomic
def erase(report: Report, typed: str, by: User) -> dict[str, int]:
    """Delete a report with its history, and return how many rows of each kind went.

    Raises Impossible unless `typed` is the report's address, letter for letter. The source files stay, byte for byte,
    and the audit log tells what went. Addresses at which the public could read it are kept: it is gone there.
    """
    # First what lets go of the report: a worker holds its job, too, when it asks for the report that it writes to.
    list(report.jobs.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    fresh = revisions.locked(report.pk)
    if typed != fresh.slug:
        raise Impossible(_("Type the report's address to delete it: %(slug)s") % {"slug": fresh.slug})
    counts = what_goes(fresh)
    sources = list(fresh.sources.values_list("sha256", flat=True))
    place = fresh.jurisdiction.code
    kept = KeptAddress.objects.filter(report=fresh)
    kept.update(place=place)
    known = {*kept.values_list("slug", flat=True), *([fresh.slug] if fresh.is_published else [])}
    # Who has copies, as harvesters do, is told that it is gone; of what never was public nobody is told.
    facts = {"was_public": bool(known), "place": place, "addresses": sorted(known)}
    was_public = fresh.is_published
    if was_public:
        glossary.take_out(fresh)
    fresh.delete()
    entry = people.note(people.ERASED, by=by, target=target(fresh.slug), **counts, sources=sources, **facts)
    if was_public:
        left = {"report": None, "place": place, "left_at": entry.at}
        KeptAddress.objects.update_or_create(slug=fresh.slug, defaults=left)
    return counts
