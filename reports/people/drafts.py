"""Whose a draft is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.models import Report, Revision
from reports.people.roles import may_curate, may_hand_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def may_change(user: User, report: Report) -> bool:
    """Say whether somebody may change a report: editors any, contributors a draft that they made, if it is that still.

    Who added a file to a draft of somebody else's didn't make it. What was public once is the editors', whoever made
    it and whatever it is now: what the public is shown again is what they had left.
    """
    if may_curate(user):
        return True
    if not may_hand_in(user) or report.status != Report.Status.DRAFT or report.published_at is not None:
        return False
    return Revision.objects.filter(report=report, kind=Revision.Kind.CREATED, by=user).exists()
