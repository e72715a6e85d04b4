"""Work on the index that nobody waits for, in a thread of this process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import connections

log = logging.getLogger(__name__)
_running: set[str] = set()
_lock = threading.Lock()


def start(name: str, work: Callable[[], None]) -> None:
    """Do `work` in the background unless work of this name is under way; what it raises is logged.

    The thread dies with its process. That is as good as finished: the index is always whole, and the next search
    notices what it lacks.
    """
    with _lock:
        if name in _running:
            return
        _running.add(name)
    threading.Thread(target=_work, args=(name, work), name=f"search: {name}", daemon=True).start()


def _work(name: str, work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        log.exception("Work on the search index failed: %s", name)
    finally:
        with _lock:
            _running.discard(name)
        connections.close_all()
