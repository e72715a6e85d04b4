"""What is shown beside what was found, from what was learned: terms in the other language, and other searches.

A page stands without these: where one of them fails, that is logged, and the page comes without it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from reports.search.answers import Hit, Offer, Suggestion
from reports.search.query import Query

log = logging.getLogger(__name__)

Count = Callable[[str], int]


def with_counterparts(
    query: Query, found: list[Hit], count: Count, hidden: frozenset[int]
) -> tuple[list[Hit], list[Offer]]:
    """Return the hits with what renders their terms on the other side, and the renderings as searches."""
    try:
        from reports.search.counterparts.page import of_page

        return of_page(query, found, count, hidden)
    except Exception:
        log.exception("A page of results goes without counterparts")
        return found, []


def other_queries(query: Query, total: int, count: Count) -> list[Offer]:
    """Return what may have been meant."""
    try:
        from reports.search import vocabulary

        return vocabulary.offers(query, total, count)
    except Exception:
        log.exception("A page of results goes without other queries")
        return []


def suggest(typed: str, limit: int) -> list[Suggestion]:
    """Return what may be meant by what was typed so far, the likeliest first; nothing where nothing is known."""
    try:
        from reports.search import vocabulary

        return vocabulary.suggest(typed, limit)
    except Exception:
        log.exception("Nothing can be suggested")
        return []
