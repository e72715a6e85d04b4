"""A progress bar on standard error, for a person at a terminal who waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

Tell = Callable[[int, int, str], None]


@contextmanager
def bar(stream: Any) -> Iterator[Tell]:
    """Yield what is told how much of how much is done, and what is being done; silent where no terminal is."""
    console = Console(stderr=True)
    shown = console.is_terminal and bool(getattr(stream, "isatty", bool)())
    columns = TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not shown) as progress:
        task = progress.add_task("", total=None)

        def tell(done: int, total: int, what: str) -> None:
            progress.update(task, completed=done, total=total, description=what)

        yield tell
