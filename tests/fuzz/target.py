"""What fuzzing a reader needs: a function of bytes, and what it may say no with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.ingest.plan import Line

Run = Callable[[bytes], object]


class Answered(Exception):  # noqa: N818 - it is no error
    """What a reader is documented to raise for an input that it can't read."""


@dataclass(frozen=True, slots=True)
class Target:
    """A reader: `make` gives it once its modules are imported; `native` ones may die, as they are kept in a process.

    Inputs are made of `words` too, or as trees of `tags` between the two halves of `root`.
    """

    name: str
    make: Callable[[], Run]
    about: str = "text"
    native: bool = False
    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    root: tuple[str, str] = ("", "")


def any_text(data: bytes) -> str:
    """Return any text at all; a byte that is none is half a pair one time in four."""
    return data.decode("utf-8", "surrogateescape" if len(data) % 4 == 3 else "replace")


def lines(data: bytes) -> list[Line]:
    from reports.ingest.plan import Line

    return [Line(number, text) for number, text in enumerate(legal(data).splitlines(), start=1)]


def legal(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def refusing(read: Run) -> Run:
    from reports.ingest.plan import Refusal

    def run(data: bytes) -> object:
        try:
            return read(data)
        except Refusal as refusal:
            if not (refusal.reason and refusal.remedy):
                raise AssertionError("a refusal without a reason or a remedy") from refusal
            raise Answered(str(refusal)) from refusal

    return run
