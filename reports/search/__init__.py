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
    from reports.search.finding import find, hits, marks, ranked, total
    from reports.search.places import places_named
    from reports.search.ranking import Ranked
    from reports.search.upkeep import catch_up, catch_up_soon, clear, rebuild, status

__all__ = [
    "Count",
    "Counterpart",
    "Facets",
    "Hit",
    "Offer",
    "Page",
    "Ranked",
    "Request",
    "Status",
    "Suggestion",
    "Unavailable",
    "catch_up",
    "catch_up_soon",
    "clear",
    "find",
    "hits",
    "marks",
    "places_named",
    "ranked",
    "rebuild",
    "status",
    "total",
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
FINDING = ("find", "hits", "marks", "ranked", "total")
MODULES = (
    dict.fromkeys(ANSWERS, "answers")
    | dict.fromkeys(FINDING, "finding")
    | {"Ranked": "ranking", "places_named": "places"}
)


def __getattr__(name: str) -> object:
    # This package is an application: Django imports it before there are any models to search.
    if name not in __all__:
        raise AttributeError(name)
    module = MODULES.get(name, "upkeep")
    return getattr(import_module(f"{__name__}.{module}"), name)
