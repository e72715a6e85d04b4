"""Places and years that a query names and of which the archive has no report: the person is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from reports.models import Report
from reports.search import places
from reports.search.tree import Filter, Leaf, Place, Years


def absent(named: Iterable[Leaf | Filter]) -> Iterator[str]:
    """Yield a sentence for each place and each span of years without a published report."""
    for leaf in named:
        if isinstance(leaf, Years):
            yield from _of_years(leaf)
        elif isinstance(leaf, Place):
            ids, _unknown = places.places_named([leaf.name])
            if ids and not Report.objects.published().filter(jurisdiction__in=ids).exists():
                yield no_report_of(leaf.name)


def _of_years(asked: Years) -> Iterator[str]:
    reports = Report.objects.published()
    if asked.first is not None:
        reports = reports.filter(year__gte=asked.first)
    if asked.last is not None:
        reports = reports.filter(year__lte=asked.last)
    if not reports.exists():
        yield no_report_of_years(asked.first, asked.last)


def no_report_of(name: str) -> str:
    """Return that there is no report of a place."""
    return _("The archive has no report of “%(name)s”.") % {"name": name}


def no_report_of_years(first: int | None, last: int | None) -> str:
    """Return that there is no report of some years, both included; None for no bound."""
    if first == last:
        return _("The archive has no report of %(year)s.") % {"year": first}
    if last is None:
        return _("The archive has no report of %(year)s or later.") % {"year": first}
    if first is None:
        return _("The archive has no report of %(year)s or earlier.") % {"year": last}
    return _("The archive has no report of %(first)s to %(last)s.") % {"first": first, "last": last}
