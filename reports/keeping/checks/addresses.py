"""Whether every address that the public knows is kept, for the one report that it is of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import revisions
from reports.keeping.checks.finding import Finding, listed
from reports.models import KeptAddress, Report


def addresses() -> Iterator[Finding]:
    """Yield the kept addresses that lead nowhere or to another report, and those that are not kept and should be."""
    rows = KeptAddress.objects.order_by("pk")
    if taken := list(rows.exclude(slug=F("report__slug")).filter(_is_in_use(), report__isnull=False)):
        problem = ngettext(
            "%(count)d address is kept for one report, and another one has it: %(names)s.",
            "%(count)d addresses are kept for one report each, and others have them: %(names)s.",
            len(taken),
        )
        remedy = _("Who has an address now goes first: it is no longer kept for the other one.")
        yield _finding("taken", problem, remedy, taken)
    # The one of a report that was deleted tells where it was from.
    if lost := list(rows.filter(report=None, place="")):
        problem = ngettext(
            "%(count)d address is kept for a report that is not there, though nobody deleted it: %(names)s.",
            "%(count)d addresses are kept for reports that are not there, though nobody deleted them: %(names)s.",
            len(lost),
        )
        remedy = _("They are let go; a backup may have the reports.")
        yield _finding("lost address", problem, remedy, lost)
    if lacking := revisions.lacking():
        problem = ngettext(
            "%(count)d address is not kept at which a report could be read once: %(names)s.",
            "%(count)d addresses are not kept at which reports could be read once: %(names)s.",
            len(lacking),
        )
        told = {"count": len(lacking), "names": listed([known.slug for known in lacking])}
        remedy = _("It is kept from now on, as the history tells.")
        yield Finding("address", "addresses", problem % told, remedy, partial(revisions.keep, lacking))


def _is_in_use() -> Exists:
    return Exists(Report.objects.filter(slug=OuterRef("slug")))


def _finding(kind: str, problem: str, remedy: str, rows: list[KeptAddress]) -> Finding:
    told = {"count": len(rows), "names": listed([row.slug for row in rows])}
    return Finding(kind, "addresses", problem % told, remedy, partial(_let_go, [row.pk for row in rows]))


def _let_go(keys: list[int]) -> None:
    KeptAddress.objects.filter(pk__in=keys).delete()
