"""A report in the hands of whoever is about to change it: nobody else changes it meanwhile, and it is not put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from reports import revisions
from reports.editing.answers import Impossible
from reports.models import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    May = Callable[[Report], bool]


def latest_revision(report: Report) -> int:
    """Return the number of the report's newest revision, 0 for none: what a page that shows it now has seen."""
    return report.revisions.order_by("-id").values_list("pk", flat=True).first() or 0


def is_open(report: Report) -> bool:
    """Say whether a report can be changed at all: one that is archived can't, by nobody."""
    return report.status != Report.Status.ARCHIVED


def hold(report: Report, may: May | None = None) -> Report:
    """Lock a report for the one who is about to change it, and return it as it is; call it in that transaction.

    Raises Impossible where it is archived, and PermissionDenied where `may` says no of the report as it is now.
    """
    fresh = revisions.locked(report.pk)
    if may is not None and not may(fresh):
        raise PermissionDenied
    if not is_open(fresh):
        raise Impossible(_("This report is archived. It can be changed once it is taken out of the archive."))
    return fresh
