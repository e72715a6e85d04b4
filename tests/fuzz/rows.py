"""How each reader did, and the table of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.fuzz.one import MOST_MEGABYTES


@dataclass(slots=True)
class Row:
    """How one reader did: how many inputs it had and refused, how long it took for all, at most for one, and so on."""

    name: str
    inputs: int = 0
    refused: int = 0
    seconds: float = 0.0
    worst: float = 0.0
    megabytes: float = 0.0
    died: int = 0
    faults: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        return not self.faults and self.megabytes <= MOST_MEGABYTES

    @property
    def told(self) -> str:
        """One line on it."""
        return f"{self.name}: {self.inputs:,} inputs, {self.seconds:.0f} s, {'; '.join(self.faults) or 'no fault'}"


def table(rows: Sequence[Row]) -> str:
    """Return how all readers did, as a table."""
    head = ("reader", "inputs", "said no", "seconds", "longest", "memory", "ended", "faults")
    lines = [
        (
            row.name, f"{row.inputs:,}", f"{row.refused:,}", f"{row.seconds:.0f}", f"{row.worst * 1000:.0f} ms",
            f"{row.megabytes:.0f} MB", str(row.died or ""), "; ".join(row.faults) or "none",
        )
        for row in rows
    ]  # fmt: skip
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (head, *lines)
    )
