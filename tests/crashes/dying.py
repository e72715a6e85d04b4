"""Does a piece of work on an archive again and again, is killed at a random moment, and is looked at after a restart.

Run by a test as a process of its own: `python -m tests.crashes.dying WORK SEED TIMES`. What the work was told is done
it writes to a file, flushed to the disk, as somebody would remember it. After each death a fresh process must find all
of that, nothing half there, and an archive in which everything agrees.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

Facts = dict[str, Any]
# A work that was begun is killed so many seconds later at the most: later on a machine that is too busy for it to do
# anything by then, for what never did anything has nothing to lose.
LONGER, TRIES = 1.5, 6
SPANS = {"take_in": 0.8, "publish": 0.5, "edit": 0.5, "index": 0.6, "backup": 0.8, "restore": 1.2, "worker": 2.5}


def main(work: str, seed: int, times: int) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connections

    from tests.crashes import works

    told = Path(settings.DATA_DIR) / f"{work}.told"
    # What takes long to load is loaded here, and not in each child.
    works.load()
    do: Callable[[random.Random, Callable[[Facts], None]], None] = getattr(works, work)
    look: Callable[[list[Facts]], None] = getattr(works, f"look_after_{work}")
    before = getattr(works, f"before_{work}", None)
    if before:
        in_child(before)
    chance = random.Random(seed)
    killed, span = 0, SPANS[work]
    while killed < times or (killed < times + TRIES and not confirmed(told)):
        if killed >= times:
            span *= LONGER
        connections.close_all()
        fate = random.Random(chance.random())
        child = os.fork()
        if child == 0:
            told_file = os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            run(lambda file=told_file, fate=fate: do(fate, lambda facts: confirm(file, facts)))  # type: ignore[misc]
        time.sleep(chance.uniform(0.0, span))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code == -signal.SIGKILL, f"{work} ended by itself with {code}"
        killed += 1
        in_child(lambda: look(confirmed(told)))
    sys.stdout.write(json.dumps({"work": work, "seed": seed, "killed": killed, "confirmed": len(confirmed(told))}))


def confirm(file: int, facts: Facts) -> None:
    """Remember that something was done."""
    os.write(file, f"{json.dumps(facts)}\n".encode())
    os.fsync(file)


def confirmed(path: Path) -> list[Facts]:
    """Return what was done, as far as its doer could say so."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    return [json.loads(line) for line in lines if line.endswith("\n")]


def in_child(look: Callable[[], None]) -> None:
    """Have something done by a fresh process, as after a restart."""
    child = os.fork()
    if child == 0:
        run(look)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, "see above"


def run(work: Callable[[], None]) -> None:
    """Do a child's work, and end it there."""
    try:
        work()
    except BaseException:  # noqa: BLE001 - whatever it is, the child ends here
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
