"""Clocks: how long something took, what processor time and memory it used."""

from __future__ import annotations

import os
import re
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else float("nan")


def percentile(values: Sequence[float], share: int) -> float:
    """Return the smallest value that `share` percent of all don't exceed."""
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * share // 100) - 1, 0)] if ordered else float("nan")


def cpu_seconds() -> float:
    """Return the processor time of this process, all its threads, and the children that it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@dataclass
class Spent:
    """What a piece of work cost."""

    wall: float = 0.0
    cpu: float = 0.0

    def __enter__(self) -> Self:
        self._wall, self._cpu = time.perf_counter(), cpu_seconds()
        return self

    def __exit__(self, *_raised: object) -> None:
        self.wall += time.perf_counter() - self._wall
        self.cpu += cpu_seconds() - self._cpu


def peak_mib() -> float:
    """Return the most memory that this process, or a child that it has waited for, has held."""
    kilobytes = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(kilobytes) / 1024


def memory_mib(process: int | str = "self") -> dict[str, float]:
    """Return the memory of a process: its proportional share, what is its own alone, and what no file stands behind."""
    said = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    sizes = {name: int(size) / 1024 for name, size in re.findall(r"^(\w+): +(\d+) kB", said, re.M)}
    own = sizes["Private_Clean"] + sizes["Private_Dirty"]
    return {"PSS": sizes["Pss"], "USS": own, "anonymous": sizes["Anonymous"]}


def bytes_in(folder: Path) -> int:
    """Return how many bytes the files of a folder have."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
