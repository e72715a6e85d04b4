"""The database as the migrations left it, to be put back behind a test that had transactions of its own.

Emptying thirty tables and having each application fill its own again takes fifty times as long.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

# So long may somebody else be writing before it is said that they never end.
PATIENCE = 60.0


def copied(source: Path | str, target: Path | str) -> None:
    """Make one SQLite database what another is; raises TimeoutError where somebody never lets go of it."""
    until = time.monotonic() + PATIENCE

    def waiting(_status: int, _left: int, _all: int) -> None:
        if time.monotonic() > until:
            raise TimeoutError(f"Somebody is writing to {target} all the time.")

    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other, progress=waiting)


@contextmanager
def put_back_after_each(kept: Path) -> Iterator[None]:
    """Keep the database as it is now, and have each test that writes to it for good put that back.

    A server's databases are emptied and filled again, as Django does it.
    """
    if connection.vendor != "sqlite":
        yield
        return
    name = str(connection.settings_dict["NAME"])
    connection.close()
    copied(name, kept)
    # The stubs don't know it.
    case: Any = TransactionTestCase
    emptied = case._fixture_teardown

    def put_back(_test: TransactionTestCase) -> None:
        connection.close()
        copied(kept, name)

    case._fixture_teardown = put_back
    try:
        yield
    finally:
        case._fixture_teardown = emptied
