"""What the first search of a process would wait for, read before it is asked."""

from __future__ import annotations

import logging

from django.db import connections

from reports.search import finding
from reports.search.counterparts.page import LEARNED
from reports.search.opening import NotReady, opened
from reports.search.places import gazetteer
from reports.search.report_rows import rows_of
from reports.search.upkeep import behind
from reports.search.vocabulary.artefact import VOCABULARY
from reports.text.fold import fold

log = logging.getLogger(__name__)

__all__ = ["preload", "warm_up"]


def preload() -> None:
    """Read code and tables, no rows and no index: what processes that part after this share."""
    # Its modules are read with this one; the tables are read when a text is folded first.
    fold(f"{finding.__name__} 發")


def warm_up() -> None:
    """Open the index, where there is one, and what was learned; what is lacking or damaged is left to searches."""
    try:
        snapshot = opened()
        _of_all_searches = rows_of(snapshot).speakers, gazetteer(), snapshot.everything, behind(snapshot)
        _learned = VOCABULARY.current(), LEARNED.current()
    except NotReady:
        return
    except Exception:
        log.exception("The search could not be warmed up")
    finally:
        connections.close_all()
