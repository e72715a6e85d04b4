"""Hostile files through the real door, in a process of their own that is watched: time, memory, what it touches.

The child answers for each file with a line of JSON. One that hangs is killed and the next goes on without it.
"""

from __future__ import annotations

import json
import os
import selectors
import struct
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.security.hostile import Hostile

ROOT = Path(__file__).parents[2]
# Seconds of the processor: other work on the machine is not the file's fault. Whatever waits is caught by the clock.
MOST_SECONDS, LONGEST_WAIT = 10.0, 600.0
MOST_MEGABYTES = 512
# A child makes itself a database before it is ready.
START = 600.0


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a file: `understood`, `refused`, or what should not have been: `crashed`, `hung`."""

    label: str
    outcome: str
    said: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0
    touched: list[str] = field(default_factory=list)

    @property
    def fault(self) -> str:
        """What is wrong with it, "" if nothing is."""
        if self.outcome not in {"understood", "refused"}:
            return f"{self.label} {self.outcome}: {self.said}"
        if self.outcome == "refused" and not self.said:
            return f"{self.label} was refused without a reason or a remedy"
        if self.seconds > MOST_SECONDS or self.megabytes > MOST_MEGABYTES:
            return f"{self.label} took {self.seconds:.1f} s, {self.megabytes:.0f} MB"
        return f"{self.label} touched {self.touched}" if self.touched else ""


def run(files: Iterable[Hostile]) -> Generator[Told, None, None]:
    """Yield what became of each file."""
    with tempfile.TemporaryDirectory(prefix="gauntlet-") as folder:
        child = _start(Path(folder))
        try:
            for file in files:
                told = _ask(child, file)
                if told is None:
                    code = _end(child)
                    yield Told(file.label, "hung" if code == -9 else "crashed", f"exit status {code}")
                    child = _start(Path(folder))
                else:
                    yield told
        finally:
            _end(child)


def _start(folder: Path) -> subprocess.Popen[bytes]:
    (folder / "empty").mkdir(exist_ok=True)
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "ARCHIVE_DATA_DIR": str(folder / "data"),
        "ARCHIVE_HTTPS": "false",
        "SECRET_KEY": "for-tests-only",
        "DJANGO_SETTINGS_MODULE": "archive_site.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        "ARCHIVE_LOG_LEVEL": "CRITICAL",
    }
    child = subprocess.Popen(
        [sys.executable, str(ROOT / "tests/security/gauntlet_child.py")],
        cwd=folder / "empty",
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        answer = _answer(child, START)
    except BaseException:
        _end(child)
        raise
    if answer is None:
        _end(child)
        raise RuntimeError("The child that reads hostile files does not start.")
    return child


def _end(child: subprocess.Popen[bytes]) -> int:
    """End a child and return how it ended."""
    child.kill()
    for pipe in (child.stdin, child.stdout):
        # What was not sent can't be sent any more.
        with suppress(OSError):
            pipe.close()  # type: ignore[union-attr]
    return child.wait()


def _ask(child: subprocess.Popen[bytes], file: Hostile) -> Told | None:
    name = file.name.encode("utf-8", "surrogatepass")
    with suppress(BrokenPipeError):
        child.stdin.write(struct.pack("<II", len(name), len(file.content)) + name + file.content)  # type: ignore[union-attr]
        child.stdin.flush()  # type: ignore[union-attr]
    answer = _answer(child)
    return None if answer is None else Told(file.label, **json.loads(answer))


def _answer(child: subprocess.Popen[bytes], most: float = LONGEST_WAIT) -> bytes | None:
    # select.select() takes no descriptor above 1,023, and a whole test run may hold more.
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)  # type: ignore[arg-type]
        ready = selector.select(most)
    return (child.stdout.readline() or None) if ready else None  # type: ignore[union-attr]
