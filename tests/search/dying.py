"""Does a piece of work on the index again and again, and is killed each time one step later, until it comes through.

Run by a test as a process of its own: `python -m tests.search.dying WORK`. A step is whatever touches a file of the
index's folder. After each death the index must answer with what it found before or what it finds after the work; it
says how many steps there were.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import django

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.truncate"}
STEPS_MOST = 400


def main(work_name: str) -> None:
    django.setup()
    from reports.search import folder, upkeep

    works: dict[str, Callable[[], object]] = {"rebuild": upkeep.rebuild, "catch up": upkeep.catch_up}
    root = folder.root()
    # What takes long to load is loaded here, and not in each child.
    upkeep.rebuild()
    before = found()
    for step in range(1, STEPS_MOST):
        late()
        after = rows()
        if killed_at(step, works[work_name], root):
            assert answered() in {before, after}, f"killed at step {step} of {work_name}"
            continue
        assert answered() == after, "not killed"
        upkeep.rebuild()
        left = sorted(path.name.split("-")[0] for path in root.iterdir())
        sys.stdout.write(f"{step} {' '.join(left)}\n")
        return
    raise AssertionError("it never came through")


def killed_at(step: int, work: Callable[[], object], root: Path) -> bool:
    """Do the work in a child, which is killed before so many steps; say whether it was."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        sys.addaudithook(Executioner(step, root))
        work()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, -signal.SIGKILL}, f"ended with {code}"
    return code != 0


class Executioner:
    """Kills its process before the n-th step that it takes in a folder."""

    def __init__(self, step: int, root: Path) -> None:
        self.left = step
        self.root = str(root)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in STEPS and any(str(argument).startswith(self.root) for argument in arguments[:2]):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def late() -> None:
    """Let the index be behind its rows by one report."""
    from reports.models import Report

    report = Report.objects.published().order_by("pk").first()
    assert report is not None
    report.touch()


def rows() -> int:
    from reports.models import ParagraphPair

    return ParagraphPair.objects.filter(report__status="published", zh_folded__contains="发展").count()


def found() -> int:
    from reports import search

    return search.find(search.Request("发展")).total


def answered() -> int:
    """Return what a process finds that has the index not yet open, writing nothing."""
    from reports.search import opening
    from reports.search.evaluate import evaluate
    from reports.search.query import read

    opening.forget()
    return len(evaluate(opening.opened(), read("发展").root).documents)


if __name__ == "__main__":
    main(sys.argv[1])
