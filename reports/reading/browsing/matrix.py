"""Jurisdictions by years as a table: which reports there are, in which languages, and which are missing.

The cells of a row are joined here: a template takes ten times as long for the thousand of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape, format_html
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
    cells, rows = _Cells(catalogue, columns), []
    for place in tops:
        parts = [] if place.level == Jurisdiction.Level.NATION else catalogue.inside(place)
        held = [part for part in parts if part.pk in catalogue.by_place]
        if not held and place.pk not in catalogue.by_place:
            continue
        row = cells.row(place)
        row.parts_count = len(held)
        if place.code == unfolded:
            row.parts = [cells.row(part) for part in held]
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


class _Cells:
    """Writes the cells of rows. What all of them share (words, the form of addresses) is asked for once."""

    def __init__(self, catalogue: Catalogue, columns: list[Column]) -> None:
        self.catalogue = catalogue
        self.columns = [(column, f"<td{column.attribute}>") for column in columns]
        self.nothing = format_html('<i class="unseen">{}</i></td>', _("none"))
        self.labels = {languages: str(label) for languages, label in LABELS.items()}
        self.title = _("%(place)s %(year)d: %(languages)s")
        # A slug has nothing in it that an address would have to escape.
        self.before, self.after = reverse("report", args=["SLUG"]).split("SLUG")

    def row(self, place: Jurisdiction) -> Row:
        by_year: dict[int, list[Held]] = {}
        for report in self.catalogue.by_place.get(place.pk, []):
            by_year.setdefault(report.year, []).append(report)
        name = name_here(place)
        parts: list[str] = []
        for column, opening in self.columns:
            found = [report for year in range(column.last, column.first - 1, -1) for report in by_year.get(year, ())]
            if not found:
                parts += (opening, self.nothing)
            elif len(found) == 1 and not column.is_decade:
                parts += (opening, self.report(name, found[0]))
            else:
                parts += (opening, self.count(place, name, column, len(found)))
        return Row(place, short_zh(place), mark_safe("".join(parts)))  # noqa: S308 - made of escaped parts

    def report(self, name: str, held: Held) -> str:
        languages = self.catalogue.counts[held.pk].languages
        said = escape(self.title % {"place": name, "year": held.year, "languages": self.labels[languages]})
        return f'<a class="{languages}" href="{self.before}{held.slug}{self.after}" title="{said}"></a></td>'

    def count(self, place: Jurisdiction, name: str, column: Column, count: int) -> str:
        named = {"place": name, "first": column.first, "last": column.last, "n": count}
        if column.is_decade:
            said = ngettext(
                "%(place)s, %(first)d to %(last)d: %(n)d report",
                "%(place)s, %(first)d to %(last)d: %(n)d reports",
                count,
            )
        else:
            said = ngettext("%(place)s %(first)d: %(n)d report", "%(place)s %(first)d: %(n)d reports", count)
        address = f"{reverse('place', args=[place.code])}?{urlencode({'from': column.first, 'to': column.last})}"
        said %= named
        return format_html('<a href="{}" title="{}" aria-label="{}">{}</a></td>', address, said, said, count)
