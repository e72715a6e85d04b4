"""What a search page's address asks for, and the addresses of the searches next to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from reports import search
from reports.models import Jurisdiction, ParagraphPair

Sort = Literal["relevance", "newest", "oldest"]
Fields = list[tuple[str, str]]
SORTS: dict[str, Sort] = {"relevance": "relevance", "newest": "newest", "oldest": "oldest"}
YEARS = range(1949, 2200)
# What filters a search: fields of `Asked`, in the order of an address.
FILTERS = ("places", "within", "levels", "speakers", "kinds", "year_from", "year_to", "two_sided")


@dataclass(frozen=True, slots=True)
class Asked:
    """One search as asked; `notes` say what of the address could not be used.

    Several values of one filter mean any of them. A place means exactly that one, `within` a place all that is part
    of it too.
    """

    q: str = ""
    places: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = "relevance"
    page: int = 1
    within: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    two_sided: bool = False
    notes: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, parameters: QueryDict) -> Asked:
        """Return what the parameters of an address ask for; what makes no sense is left out and noted."""
        notes: list[str] = []
        year_from, year_to = _span(parameters, notes)
        return cls(
            q=parameters.get("q", "").strip(),
            places=_several(parameters.getlist("place")),
            year_from=year_from,
            year_to=year_to,
            sort=_sort(parameters.get("sort", ""), notes),
            page=_page(parameters.get("page", ""), notes),
            within=_several(parameters.getlist("within")),
            levels=_known(_several(parameters.getlist("level")), Jurisdiction.Level.values, notes),
            speakers=_several(parameters.getlist("speaker")),
            kinds=_known(_several(parameters.getlist("kind")), ParagraphPair.Kind.values, notes),
            two_sided=_both(parameters.get("both", ""), notes),
            notes=tuple(notes),
        )

    @property
    def is_filtered(self) -> bool:
        return any(getattr(self, name) for name in FILTERS)

    def request(self, page_size: int = 20) -> search.Request:
        """Return this as the search door takes it."""
        return search.Request(
            q=self.q,
            places=self.places,
            year_from=self.year_from,
            year_to=self.year_to,
            sort=self.sort,
            page=self.page,
            page_size=page_size,
            within=self.within,
            levels=self.levels,
            speakers=self.speakers,
            kinds=self.kinds,
            two_sided=self.two_sided,
        )

    @property
    def fields(self) -> Fields:
        """Return the names and values of an address that say this, but for the query and the page."""
        several = (
            ("place", self.places),
            ("within", self.within),
            ("level", self.levels),
            ("speaker", self.speakers),
            ("kind", self.kinds),
        )
        found = [(name, value) for name, values in several for value in values]
        found += [(name, str(year)) for name, year in (("from", self.year_from), ("to", self.year_to)) if year]
        found += [("both", "1")] if self.two_sided else []
        return [*found, ("sort", self.sort)] if self.sort != "relevance" else found

    @property
    def fields_but_years(self) -> Fields:
        """Return the same without the years: what a form that asks for them passes on."""
        return replace(self, year_from=None, year_to=None).fields

    def address(self, **changes: Any) -> str:
        """Return the address of this search with some of its fields changed; its first page unless `page` is given."""
        return self.at("search", **changes)

    def at(self, name: str, **changes: Any) -> str:
        """Return the address of this search as another view shows it: its concordance, its feed."""
        asked = replace(self, **({"page": 1} | changes))
        fields = [("q", asked.q), *asked.fields, *([("page", str(asked.page))] if asked.page > 1 else [])]
        return f"{reverse(name)}?{urlencode(fields)}"

    @property
    def query(self) -> str:
        """Return the parameters of this search's address, its page left out, for another view of the same search."""
        return urlencode([("q", self.q), *self.fields])

    def again(self) -> str:
        """Return the address of this very page."""
        return self.address(page=self.page)

    def unfiltered(self) -> Asked:
        """Return this search in all places and years, by all speakers."""
        return Asked(q=self.q, sort=self.sort)

    def without_filters(self) -> str:
        """Return the address of this search in all places and years, by all speakers."""
        return self.unfiltered().address()


def without_empty(parameters: QueryDict) -> str | None:
    """Return an address's parameters without those that a form sent empty, None where there are none; `q` may be."""
    kept = [(name, value) for name, values in parameters.lists() for value in values if value.strip() or name == "q"]
    return urlencode(kept) if len(kept) < sum(len(values) for _name, values in parameters.lists()) else None


def _several(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def _known(values: tuple[str, ...], known: Container[str], notes: list[str]) -> tuple[str, ...]:
    unknown = [value for value in values if value not in known]
    notes += [_("There is no filter “%(value)s”, so it was left out.") % {"value": value} for value in unknown]
    return tuple(value for value in values if value in known)


def _sort(text: str, notes: list[str]) -> Sort:
    if text and text not in SORTS:
        notes.append(_("There is no order “%(text)s”: the most relevant come first.") % {"text": text})
    return SORTS.get(text, "relevance")


def _both(text: str, notes: list[str]) -> bool:
    if text.strip() not in {"", "1", "true"}:
        notes.append(_("“both” takes 1 and nothing else, so “%(text)s” was left out.") % {"text": text})
    return text.strip() in {"1", "true"}


def _page(text: str, notes: list[str]) -> int:
    page = _number(text)
    if text.strip() and not page:
        notes.append(_("“%(text)s” is no number of a page: this is the first.") % {"text": text})
    return page or 1


def _span(parameters: QueryDict, notes: list[str]) -> tuple[int | None, int | None]:
    first, last = _year(parameters.get("from", ""), notes), _year(parameters.get("to", ""), notes)
    if first and last and first > last:
        notes.append(_("%(first)s is later than %(last)s, so they changed places.") % {"first": first, "last": last})
        return last, first
    return first, last


def _number(text: str) -> int | None:
    text = unicodedata.normalize("NFKC", text).strip()
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _year(text: str, notes: list[str]) -> int | None:
    if not text.strip():
        return None
    year = _number(text)
    if year in YEARS:
        return year
    notes.append(_("“%(text)s” is not a year, so it was left out.") % {"text": text})
    return None
