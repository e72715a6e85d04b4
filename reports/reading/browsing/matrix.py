"""Jurisdictions by years as a table: which reports there are, in which languages, and which are missing.

The cells of a row are joined here: a template takes ten times as long for the thousand of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.models import Jurisdiction
from reports.reading.browsing.catalogue import HIGHEST, Catalogue, Held, name_here, short_zh
from reports.reading.browsing.holdings import LABELS

# So many years at most have a column each where there is room for it, and so many at least where there is little.
WIDE_MOST, NARROW_LEAST = 27, 4


@dataclass(frozen=True, slots=True)
class Column:
    """A year, or a decade whose years are counted in one cell; `shown` is where: always, `wide` or `narrow` only."""

    first: int
    last: int
    shown: str = ""

    @property
    def is_decade(self) -> bool:
        return self.first != self.last

    @property
    def attribute(self) -> SafeString:
        return format_html(' class="{}"', self.shown) if self.shown else SafeString()


@dataclass(slots=True)
class Row:
    """One jurisdiction: its cells, how many parts of it have reports, and their rows if they are unfolded."""

    place: Jurisdiction
    name_zh: str
    cells: SafeString
    parts_count: int = 0
    parts: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table. `absent` are the provinces that nothing has come from, not from their cities either."""

    columns: list[Column]
    rows: list[Row]
    absent: list[Jurisdiction]
    decade: int | None
    unfolded: str


def matrix(catalogue: Catalogue, unfolded: str = "", decade: int | None = None) -> Matrix:
    """Return the table, with the rows of what is part of the place with the code `unfolded`, and a decade's years."""
    columns = columns_of(catalogue.years, decade)
    tops = [place for place in catalogue.places if place.level in HIGHEST or place.parent_id is None]
    rows = []
    for place in tops:
        parts = [] if place.level == Jurisdiction.Level.NATION else catalogue.inside(place)
        held = [part for part in parts if part.pk in catalogue.by_place]
        if not held and place.pk not in catalogue.by_place:
            continue
        row = _row(catalogue, place, columns)
        row.parts_count = len(held)
        if place.code == unfolded:
            row.parts = [_row(catalogue, part, columns) for part in held]
        rows.append(row)
    there = {row.place.pk for row in rows}
    absent = [place for place in tops if place.pk not in there and place.level == Jurisdiction.Level.PROVINCE]
    return Matrix(columns, rows, absent, decade, unfolded)


def columns_of(years: list[int], decade: int | None = None) -> list[Column]:
    """Return the columns for years that are given newest first: recent years have one each, decades long ago one."""
    columns: list[Column] = []
    newest, oldest = years[0], years[-1]
    wide = narrow = 0
    for first in range(newest // 10 * 10, oldest // 10 * 10 - 1, -10):
        each = range(min(first + 9, newest), max(first, oldest) - 1, -1)
        if not any(year in years for year in each):
            continue
        whole = Column(first, first + 9)
        if first == decade or narrow < NARROW_LEAST:
            columns += [Column(year, year) for year in each]
            narrow += len(each)
        elif wide + len(each) <= WIDE_MOST:
            columns += [*(Column(year, year, "wide") for year in each), Column(first, first + 9, "narrow")]
        else:
            columns.append(whole)
            continue
        wide += len(each)
    return columns


def _row(catalogue: Catalogue, place: Jurisdiction, columns: list[Column]) -> Row:
    by_year: dict[int, list[Held]] = {}
    for report in catalogue.by_place.get(place.pk, []):
        by_year.setdefault(report.year, []).append(report)
    cells = []
    for column in columns:
        found = [report for year in range(column.last, column.first - 1, -1) for report in by_year.get(year, ())]
        cells.append(_cell(catalogue, place, column, found))
    return Row(place, short_zh(place), mark_safe("".join(cells)))  # noqa: S308 - made of escaped cells


def _cell(catalogue: Catalogue, place: Jurisdiction, column: Column, found: list[Held]) -> SafeString:
    if not found:
        return format_html('<td{}><i class="unseen">{}</i></td>', column.attribute, _("none"))
    if not column.is_decade and len(found) == 1:
        languages = catalogue.counts[found[0].pk].languages
        title = _("%(place)s %(year)d: %(languages)s") % {
            "place": name_here(place), "year": column.first, "languages": LABELS[languages],
        }  # fmt: skip
        address = reverse("report", args=[found[0].slug])
        return format_html(
            '<td{}><a class="{}" href="{}" title="{}"></a></td>', column.attribute, languages, address, title
        )
    count = len(found)
    named = {"place": name_here(place), "first": column.first, "last": column.last, "n": count}
    if column.is_decade:
        said = ngettext(
            "%(place)s, %(first)d to %(last)d: %(n)d report", "%(place)s, %(first)d to %(last)d: %(n)d reports", count
        )
    else:
        said = ngettext("%(place)s %(first)d: %(n)d report", "%(place)s %(first)d: %(n)d reports", count)
    query = urlencode({"from": column.first, "to": column.last})
    address = f"{reverse('place', args=[place.code])}?{query}"
    return format_html(
        '<td{}><a href="{}" title="{}" aria-label="{}">{}</a></td>',
        column.attribute, address, said % named, said % named, count,
    )  # fmt: skip
