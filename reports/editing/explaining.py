"""Why an act was done, said right after it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import people, revisions
from reports.editing.answers import Impossible
from reports.models import Report, Revision

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Later on, others have read the history as it was.
EXPLAINED_WITHIN = timedelta(minutes=10)
LONGEST = 500


def to_explain(report: Report, by: User) -> Revision:
    """Return the act of which a person may still say why: the report's newest revision, if it is theirs and fresh.

    Raises Impossible.
    """
    latest = report.revisions.order_by("-id").first()
    if latest is None or latest.by_id is None:
        raise Impossible(_("You have done nothing in this report yet."))
    if latest.by_id != by.pk:
        raise Impossible(_("The last act in this report is somebody else's."))
    if latest.at < timezone.now() - EXPLAINED_WITHIN:
        raise Impossible(_("Your last act is more than 10 minutes ago: the history keeps it as it is."))
    return latest


@transaction.atomic
def explain(report: Report, by: User, revision: int, why: str) -> Revision:
    """Keep why a person did their last act, and return its revision, which tells when that was said.

    `revision` is the act that they mean. Raises Impossible where it isn't the newest one of the report any more, or is
    too long ago. The audit log has what was said before.
    """
    revisions.locked(report.pk)
    found = to_explain(report, by)
    if found.pk != revision:
        raise Impossible(_("Something else was done since: say why of that, or leave it."))
    note = " ".join(why.split())[:LONGEST]
    if note == found.note:
        return found
    people.note("explain act", by=by, target=f"report {report.slug}", revision=found.pk, why=note, was=found.note)
    found.note = note
    found.facts = {**(found.facts or {}), "explained_at": timezone.now().isoformat()}
    found.save(update_fields=["note", "facts"])
    return found
