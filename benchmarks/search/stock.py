"""Haystack with its own Whoosh engine, as its documentation sets it up. Runs under stock_settings.

It indexes as many pairs as it can in the time it is given. Its answers can't be compared: its analyzer takes a run of
Chinese between two marks for one word.
"""

from __future__ import annotations

import time
import warnings
from functools import partial
from typing import Any

from benchmarks.search.queries import Asked, queries
from benchmarks.search.timing import Spent, bytes_in, median, milliseconds, peak_mib

BATCH = 500
# A query is asked so often at the most, and no more once it has taken so long.
REPEATS, PATIENCE_MS = 5, 2000
# Kinds that Haystack's own query language has.
ABLE = {
    *("frequent", "middling", "rare", "one character", "cut apart by jieba", "phrase", "AND", "NOT", "empty"),
    *("English word", "English phrase", "figure", "Latin in Chinese"),
}


def indexed(seconds: float) -> dict[str, Any]:
    """Index pairs for so many seconds, then ask; return pairs, bytes, and times in milliseconds by query."""
    from django.conf import settings
    from haystack import connections

    from reports.models import ParagraphPair

    warnings.simplefilter("ignore")
    backend = connections["default"].get_backend()
    index = connections["default"].get_unified_index().get_index(ParagraphPair)
    rows = index.index_queryset().order_by("report__changed_at", "pk")
    done, end = 0, time.monotonic() + seconds
    with Spent() as spent:
        while time.monotonic() < end and (batch := list(rows[done : done + BATCH])):
            backend.update(index, batch)
            done += len(batch)
    asked = [one for one in queries() if one.kind in ABLE]
    return {
        "pairs": done,
        "wall": spent.wall,
        "cpu": spent.cpu,
        "bytes": bytes_in(settings.DATA_DIR / "stock"),
        "again": {one.name: times(one) for one in asked},
        "peak MiB": peak_mib(),
    }


def times(asked: Asked) -> list[float]:
    found: list[float] = []
    while len(found) < REPEATS and (not found or median(found) < PATIENCE_MS):
        found.append(milliseconds(partial(ask, asked)))
    return found


def ask(asked: Asked) -> tuple[int, int]:
    """Return the total and how many rows the first page has."""
    from haystack.query import SearchQuerySet

    found = SearchQuerySet().auto_query(asked.q) if asked.q else SearchQuerySet().all()
    page = found.load_all()[:20]
    return found.count(), sum(result.object is not None for result in page)
