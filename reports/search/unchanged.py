"""What was read from the rows, kept while no row of the database has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

from reports.search.background import is_private

Answer = TypeVar("Answer")


class Reading(Generic[Answer]):
    """An answer of the database, asked anew as soon as anything in it was written.

    SQLite tells a connection for almost nothing whether others have written since (`data_version`), and what it
    has written itself (`total_changes`). Where that can't be known, as inside a transaction or on another database,
    each time the question is asked. What was read belongs to its thread, as the connection does.
    """

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self.ask = ask
        self.kept = threading.local()

    def __call__(self) -> Answer:
        """Return what `ask()` returns now."""
        state = _state()
        if state is None:
            return self.ask()
        kept: tuple[tuple[Any, ...], Answer] | None = getattr(self.kept, "answer", None)
        if kept is not None and kept[0][0] is state[0] and kept[0][1:] == state[1:]:
            return kept[1]
        answer = self.ask()
        # The state from before the question: what is written meanwhile is seen the next time.
        self.kept.answer = state, answer
        return answer


def _state() -> tuple[Any, ...] | None:
    """Return what stays the same only while nothing is written, None where that can't be told."""
    here = connections[DEFAULT_DB_ALIAS]
    if here.vendor != "sqlite" or here.in_atomic_block or not here.get_autocommit() or is_private(here):
        return None
    here.ensure_connection()
    raw = here.connection
    with here.wrap_database_errors:
        version = raw.execute("PRAGMA data_version").fetchone()[0]
    return raw, here.settings_dict["NAME"], version, raw.total_changes
