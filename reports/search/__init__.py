"""Searching the archive. Everything outside asks at this door."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.search.answers import (
        Count,
        Counterpart,
        Facets,
        Hit,
        Offer,
        Page,
        Request,
        Status,
        Suggestion,
        Unavailable,
    )
    from reports.search.contexts import ORDERS, Order
    from reports.search.counterparts.years import Rendering, renderings
    from reports.search.extras import suggest
    from reports.search.finding import find, hits, marks, notes, ranked, total
    from reports.search.in_context import OCCURRENCES_MOST, Concordance, Line, all_hits, all_lines, concordance
    from reports.search.places import places_named
    from reports.search.ranking import Ranked
    from reports.search.upkeep import catch_up, catch_up_soon, clear, rebuild, status
    from reports.search.warming import preload, warm_up

__all__ = [
    "OCCURRENCES_MOST",
    "ORDERS",
    "Concordance",
    "Count",
    "Counterpart",
    "Facets",
    "Hit",
    "Line",
    "Offer",
    "Order",
    "Page",
    "Ranked",
    "Rendering",
    "Request",
    "Status",
    "Suggestion",
    "Unavailable",
    "all_hits",
    "all_lines",
    "catch_up",
    "catch_up_soon",
    "clear",
    "concordance",
    "find",
    "hits",
    "marks",
    "notes",
    "places_named",
    "preload",
    "ranked",
    "rebuild",
    "renderings",
    "status",
    "suggest",
    "total",
    "warm_up",
]

ANSWERS = (
    "Count",
    "Counterpart",
    "Facets",
    "Hit",
    "Offer",
    "Page",
    "Request",
    "Status",
    "Suggestion",
    "Unavailable",
)
IN_CONTEXT = ("OCCURRENCES_MOST", "Concordance", "Line", "all_hits", "all_lines", "concordance")
FINDING = ("find", "hits", "marks", "notes", "ranked", "total")
MODULES = (
    dict.fromkeys(ANSWERS, "answers")
    | dict.fromkeys(FINDING, "finding")
    | dict.fromkeys(IN_CONTEXT, "in_context")
    | dict.fromkeys(("preload", "warm_up"), "warming")
    | dict.fromkeys(("ORDERS", "Order"), "contexts")
    | dict.fromkeys(("Rendering", "renderings"), "counterparts.years")
    | {"Ranked": "ranking", "places_named": "places", "suggest": "extras"}
)


def __getattr__(name: str) -> object:
    # This package is an application: Django imports it before there are any models to search.
    if name not in __all__:
        raise AttributeError(name)
    module = MODULES.get(name, "upkeep")
    return getattr(import_module(f"{__name__}.{module}"), name)
