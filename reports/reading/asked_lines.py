"""What the address of a concordance asks for besides what that of a search does."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from reports import search
from reports.reading.asked import Asked, Fields


@dataclass(frozen=True, slots=True)
class AskedLines(Asked):
    """One search as asked of the concordance: in the order of a context or of the keywords, or of the search."""

    order: search.Order = ""

    @classmethod
    def read(cls, parameters: QueryDict) -> AskedLines:
        """Return what the parameters of an address ask for; what makes no sense is left out and noted."""
        asked = Asked.read(parameters)
        order = parameters.get("order", "")
        said = {name: getattr(asked, name) for name in _names()}
        if order not in search.ORDERS:
            note = _("There is no order “%(text)s” of lines, so it was left out.") % {"text": order}
            said["notes"] = (*asked.notes, note)
        return cls(**said, order=search.ORDERS.get(order, ""))

    def passages(self) -> Asked:
        """Return the same search as the page of passages is asked for it."""
        return Asked(**{name: getattr(self, name) for name in _names()})

    @property
    def fields(self) -> Fields:
        """Return the names and values of an address that say this, but for the query and the page."""
        fields = self.passages().fields
        return [*fields, ("order", self.order)] if self.order else fields

    def address(self, **changes: Any) -> str:
        """Return the address of this concordance with some of its fields changed; its first page by default."""
        return self.at("concordance", **changes)

    def unfiltered(self) -> Asked:
        """Return this search in all places and years, by all speakers."""
        return AskedLines(q=self.q, sort=self.sort, order=self.order)


def _names() -> list[str]:
    return [field.name for field in dataclasses.fields(Asked)]
