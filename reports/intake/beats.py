"""Which workers are alive: each tells it of itself every few seconds, in a row of its own."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone

from reports.models import WorkerBeat

# Seconds between two beats, and after how many without one a worker is taken for dead.
PACE = 3.0
DEAD_AFTER = 30
# The row of one that ended without a word stays so long, for those who look why.
FORGOTTEN_AFTER = timedelta(days=1)


def own_name() -> str:
    """Return a name for this process that no other has: machine, number, where it is numbered so, and a chance one."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{numbered_in()}-{secrets.token_hex(4)}"


@cache
def numbered_in() -> str:
    """Return what tells apart the places in which processes are numbered, "" where the system doesn't say.

    Containers number theirs each for itself, also where their machines have the same name.
    """
    try:
        kernel, numbers = (
            Path("/proc/sys/kernel/random/boot_id").read_bytes(),
            str(Path("/proc/self/ns/pid").readlink()),
        )
    except OSError:
        return ""
    return hashlib.blake2b(kernel + numbers.encode(), digest_size=4).hexdigest()


def beat(name: str, doing: str = "") -> None:
    """Say that a worker is alive, and what it does."""
    now = timezone.now()
    WorkerBeat.objects.update_or_create(name=name, defaults={"seen_at": now, "doing": doing[:200]})


def end(name: str) -> None:
    """Take a worker off the list that ends in good order."""
    WorkerBeat.objects.filter(name=name).delete()


def alive() -> set[str]:
    """Return the names of the workers that are alive; rows of those long dead go."""
    now = timezone.now()
    WorkerBeat.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
    names = WorkerBeat.objects.filter(seen_at__gte=now - timedelta(seconds=DEAD_AFTER)).values_list("name", flat=True)
    return {name for name in names if not _is_gone(name)}


def is_worked_on() -> bool:
    """Say whether any worker has told of itself lately; nothing is written for it."""
    since = timezone.now() - timedelta(seconds=DEAD_AFTER)
    return WorkerBeat.objects.filter(seen_at__gte=since).exists()


def _is_gone(name: str) -> bool:
    """Say whether a worker that is numbered here is known to have ended, without waiting for its beat to grow old."""
    machine, _separator, last = name.rpartition(":")
    host, _separator, number = machine.rpartition(":")
    where, _separator, _chance = last.rpartition("-")
    if host != socket.gethostname()[:40] or not where or where != numbered_in() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
