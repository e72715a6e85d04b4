"""What a search page's address asks for, and the addresses of the searches next to it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from reports import search

Sort = Literal["relevance", "newest", "oldest"]
SORTS: dict[str, Sort] = {"relevance": "relevance", "newest": "newest", "oldest": "oldest"}
YEARS = range(1949, 2200)


@dataclass(frozen=True, slots=True)
class Asked:
    """One search as asked; `notes` say what of the address could not be used."""

    q: str = ""
    places: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = "relevance"
    page: int = 1
    notes: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, parameters: QueryDict) -> Asked:
        """Return what the parameters of an address ask for; what makes no sense is left out and noted."""
        notes: list[str] = []
        page = _number(parameters.get("page", "")) or 1
        return cls(
            q=parameters.get("q", "").strip(),
            places=tuple(dict.fromkeys(place.strip() for place in parameters.getlist("place") if place.strip())),
            year_from=_year(parameters.get("from", ""), notes),
            year_to=_year(parameters.get("to", ""), notes),
            sort=SORTS.get(parameters.get("sort", ""), "relevance"),
            page=max(page, 1),
            notes=tuple(notes),
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.places or self.year_from or self.year_to)

    def request(self) -> search.Request:
        """Return this as the search door takes it."""
        return search.Request(
            q=self.q,
            places=self.places,
            year_from=self.year_from,
            year_to=self.year_to,
            sort=self.sort,
            page=self.page,
        )

    def address(self, **changes: Any) -> str:
        """Return the address of this search with some of its fields changed; its first page unless `page` is given."""
        asked = replace(self, **({"page": 1} | changes))
        fields: list[tuple[str, object]] = [("q", asked.q), *(("place", place) for place in asked.places)]
        fields += [("from", asked.year_from), ("to", asked.year_to)]
        fields += [
            ("sort", asked.sort if asked.sort != "relevance" else ""),
            ("page", asked.page if asked.page > 1 else ""),
        ]
        return f"{reverse('search')}?{urlencode([(name, value) for name, value in fields if value])}"

    def without_filters(self) -> str:
        """Return the address of this search in all places and years."""
        return self.address(places=(), year_from=None, year_to=None)


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
