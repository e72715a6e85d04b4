"""Work on the index that nobody waits for: in a thread of this process, or in a process of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import connections

log = logging.getLogger(__name__)
# Long work leaves the processor to those who wait for an answer.
NICENESS = 10
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


def is_private(connection: Any) -> bool:
    """Say whether no other process can read the database of a connection."""
    return connection.vendor == "sqlite" and bool(connection.is_in_memory_db())


def run_command(*command: str) -> None:
    """Run a management command in a process of its own to its end; it outlives this one. Raises `OSError`."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, str(settings.ROOT / "manage.py"), *command],
        cwd=settings.ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    code = process.wait()
    if code:
        log.warning("%s in the background ended with %d", command[0], code)
