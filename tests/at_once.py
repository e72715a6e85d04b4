"""Several who do something at the same moment, each on a connection of their own, as processes of a server would."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection, connections

# So often something is tried that chance has a part in.
ROUNDS = 5
# So long may somebody need to get ready.
PATIENCE = 60


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Return what each of the works returned, or the exception that it raised; the test needs real transactions."""
    ready = Barrier(len(works))

    def done(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            ready.wait(PATIENCE)
            return work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(done, works))
