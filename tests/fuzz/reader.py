"""One reader in a process of its own, which is watched: one that dies or stops is started again for what is left.

What it died of is kept, and is a fault unless the archive itself keeps that reader in a process of its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

from tests.fuzz.one import MOST_SECONDS, PROGRESS
from tests.fuzz.rows import Row
from tests.fuzz.target import Target

ROOT = Path(__file__).parents[2]
# So much of the processor's time may one input take before its process is ended; other work on the machine is not its
# fault. What only waits is ended by the clock.
PATIENCE, LONGEST_WAIT = 3 * MOST_SECONDS, 900.0
MOST_STARTS = 40
LOOK = 0.2


def fuzz(row: Row, target: Target, inputs: int, engine: str, folder: Path, stopped: Event) -> None:
    """Fill in how a reader does with so many inputs; what it fails at is left in the folder.

    With inputs that are counted there already it goes on from them.
    """
    own = folder / target.name
    own.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    for _start in range(MOST_STARTS):
        _once(row, target, inputs, engine, folder, stopped)
        row.seconds = time.monotonic() - began
        if row.inputs >= inputs or stopped.is_set():
            break
    row.faults = tuple(path.read_text(encoding="utf-8").splitlines()[0] for path in sorted(own.glob("*.txt")))
    if row.inputs < inputs and not stopped.is_set():
        row.faults += (f"stopped after {row.inputs} inputs",)


def begin_anew(own: Path) -> None:
    """Forget how far a reader was, and have it try first what it failed at before."""
    again = own / "again"
    again.mkdir(parents=True, exist_ok=True)
    # What led to new lines once leads there by itself; kept for ever, it would be all that is tried.
    shutil.rmtree(own / "corpus", ignore_errors=True)
    (own / "progress").unlink(missing_ok=True)
    for path in own.glob("*.txt"):
        path.unlink()
    for path in own.glob("*.input"):
        path.rename(again / path.name)


def _once(row: Row, target: Target, inputs: int, engine: str, folder: Path, stopped: Event) -> None:
    own = folder / target.name
    _read(own, row)
    options = ["--inputs", str(inputs), "--engine", engine, "--folder", str(folder), "--seed", str(6 + row.inputs)]
    with (own / "log").open("ab") as log:
        # A session of its own: an interrupt at the terminal is told by the parent.
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.one", target.name, *options],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            _wait(child, own, row, stopped)
        finally:
            child.kill()
            child.wait()
    if child.returncode and row.inputs < inputs and not stopped.is_set():
        row.died += 1
        _keep(target, own, child.returncode)


def _keep(target: Target, own: Path, code: int) -> None:
    """Keep the input that a process ended with."""
    data = (own / "current").read_bytes() if (own / "current").exists() else b""
    name = hashlib.sha256(data).hexdigest()[:12]
    (own / f"died-{name}.input").write_bytes(data)
    if not target.native or code == 1:
        (own / f"died-{name}.txt").write_text(f"the process ended with {code}; see log", encoding="utf-8")


def _wait(child: subprocess.Popen[bytes], own: Path, row: Row, stopped: Event) -> None:
    """Wait until a process ends; end it where it gets no further, or where all is to stop."""
    moved, used = time.monotonic(), _seconds_of(child.pid)
    while child.poll() is None:
        stopped.wait(LOOK)
        if stopped.is_set():
            child.kill()
        elif _read(own, row):
            moved, used = time.monotonic(), _seconds_of(child.pid)
        elif _seconds_of(child.pid) - used > PATIENCE or time.monotonic() - moved > LONGEST_WAIT:
            child.kill()
            child.wait()
    _read(own, row)


def _seconds_of(pid: int) -> float:
    """Return how long a process has had the processor; where nothing tells, how long there is a clock."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _read(own: Path, row: Row) -> bool:
    """Take over how far a process is, and say whether that is further than before."""
    try:
        seen = PROGRESS.unpack((own / "progress").read_bytes())
    except (OSError, ValueError, struct.error):
        return False
    before, (row.inputs, row.worst, row.megabytes, row.refused) = row.inputs, seen
    return row.inputs > before
