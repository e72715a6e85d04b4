"""Fuzzes every reader and says how it went: `python -m tests.fuzz.run`, or `make fuzz`.

Each reader is tried in a process of its own, as many side by side as there are processors, by coverage where atheris is
installed; and so are hostile files at the real door. Whoever interrupts it sees how far it was, and the same command
goes on from there, as long as no line of the code is another one.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from tests.fuzz import reader
from tests.fuzz.rows import Row, table
from tests.fuzz.targets import TARGETS
from tests.security import gauntlet, hostile

ROOT = Path(__file__).parents[2]
FILES = "hostile-files"
# What the results depend on: with other code they are other ones.
CODE = ("reports", "archive_site", "tests/fuzz", "tests/security", "tests/ingest/formats")
INTERRUPTED = 130
# Seconds between two words on what goes on.
QUIET = 60.0
Work = Callable[[Row, Event], None]


@dataclass(slots=True)
class Kept:
    """What is done of a run, in a file, so that an interrupted one goes on."""

    path: Path
    of: str
    rows: dict[str, Row] = field(default_factory=dict)
    goes_on: bool = False

    @classmethod
    def open(cls, path: Path, of: str) -> Kept:
        """Return what a run before had done of the same, or an empty one."""
        try:
            first, *lines = path.read_text(encoding="utf-8").splitlines()
            if first == of:
                done = (Row(**{**json.loads(line), "faults": tuple(json.loads(line)["faults"])}) for line in lines)
                return cls(path, of, {row.name: row for row in done}, goes_on=True)
        except (OSError, ValueError, TypeError):
            pass
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{of}\n", encoding="utf-8")
        return cls(path, of)

    def add(self, row: Row) -> None:
        self.rows[row.name] = row
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(asdict(row))}\n")


def fingerprint(*chosen: object) -> str:
    """Return a name for what was chosen and for the code as it is."""
    found = hashlib.sha256(repr(chosen).encode())
    for path in sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


def hostile_files(most: int, row: Row, stopped: Event) -> None:
    """Fill in how the door of ingest does with so many hostile files."""
    began = time.monotonic()
    with closing(gauntlet.run(hostile.files(most))) as told:
        for one in told:
            row.inputs += 1
            row.refused += one.outcome == "refused"
            row.worst, row.megabytes = max(row.worst, one.seconds), max(row.megabytes, one.megabytes)
            row.died += one.outcome in {"crashed", "hung"}
            row.faults += (one.fault,) if one.fault else ()
            row.seconds = time.monotonic() - began
            if stopped.is_set():
                return


def side_by_side(work: dict[str, Work], processes: int, kept: Kept, stopped: Event) -> list[Row]:
    """Do all that is not done yet, so many at a time, and return what there is of everything, done or not."""
    rows = {name: kept.rows.get(name) or Row(name) for name in work}
    left = [name for name in work if name not in kept.rows]
    with ThreadPoolExecutor(processes) as threads:
        futures: dict[Future[None], Row] = {
            threads.submit(work[name], rows[name], stopped): rows[name] for name in left
        }
        try:
            _follow(futures, kept, len(work))
        except KeyboardInterrupt:
            stopped.set()
            threads.shutdown(cancel_futures=True)
    return [row for row in rows.values() if row.inputs]


def _follow(futures: dict[Future[None], Row], kept: Kept, of: int) -> None:
    """Tell what is done as it is done, and now and then what goes on."""
    going = set(futures)
    while going:
        done, going = wait(going, timeout=QUIET, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
            kept.add(futures[future])
            _say(f"[{len(kept.rows)}/{of}] {futures[future].told}")
        if not done:
            running = (row for future, row in futures.items() if future in going and future.running())
            _say(f"[{len(kept.rows)}/{of}] … " + ", ".join(f"{row.name}: {row.inputs:,}" for row in running))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _chosen(arguments: Sequence[str] | None) -> Any:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", help=f"which readers, or {FILES}; all where none is named")
    parser.add_argument("--inputs", type=int, default=10_000, help="how many inputs each reader is tried with")
    parser.add_argument("--files", type=int, default=2_000, help="how many hostile files the door is tried with")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)), help="how many side by side")
    parser.add_argument("--folder", type=Path, default=ROOT / "var/fuzz", help="where faults are kept")
    parser.add_argument("--engine", choices=("atheris", "hypothesis"))
    parser.add_argument("--anew", action="store_true", help="don't go on where a run was interrupted")
    chosen: Any = parser.parse_args(arguments)
    chosen.engine = chosen.engine or ("atheris" if importlib.util.find_spec("atheris") else "hypothesis")
    if unknown := set(chosen.targets) - TARGETS.keys() - {FILES}:
        parser.error(f"no reader is called {', '.join(sorted(unknown))}; there are {', '.join([*TARGETS, FILES])}")
    return chosen


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 where nothing was found, 1 where something was, 130 where it was interrupted."""
    chosen, stopped = _chosen(arguments), Event()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    unfinished, of = chosen.folder / "unfinished", (chosen.inputs, chosen.files, chosen.engine, chosen.targets)
    if chosen.anew:
        unfinished.unlink(missing_ok=True)
    kept = Kept.open(unfinished, fingerprint(*of))
    work: dict[str, Work] = {}
    for name in chosen.targets or [FILES, *TARGETS]:
        if name == FILES:
            work[name] = partial(hostile_files, chosen.files)
            continue
        work[name] = partial(_fuzz, name, chosen)
        if not kept.goes_on:
            reader.begin_anew(chosen.folder / name)
    _say(
        f"{'Going on: ' if kept.goes_on else ''}{len(work)} readers, {chosen.processes} side by side, {chosen.engine}."
    )
    rows = side_by_side(work, max(chosen.processes, 1), kept, stopped)
    sys.stdout.write(
        f"{table(rows)}\n\nBy {chosen.engine}. A saved input again: python -m tests.fuzz.one READER INPUT\n"
    )
    if stopped.is_set():
        _say(f"Interrupted: {len(kept.rows)} of {len(work)} are done. The same command goes on from here.")
        return INTERRUPTED
    unfinished.unlink()
    return 0 if all(row.is_good for row in rows) else 1


def _fuzz(name: str, chosen: Any, row: Row, stopped: Event) -> None:
    reader.fuzz(row, TARGETS[name], chosen.inputs, chosen.engine, chosen.folder, stopped)


if __name__ == "__main__":
    sys.exit(main())
