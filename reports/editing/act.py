"""What all acts have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from django.utils.translation import gettext as _

from reports.editing.answers import Impossible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.editing.given import Given
    from reports.editing.lines import Outcome
    from reports.revisions import State

TEXTS = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Act(ABC):
    """Something that a person does to a report. Each is pure: of a state it makes another.

    `kind` is its revision's. What others changed clashes with it where it is one of the fields `reads` of the pairs
    that `pairs` returns. `aligns` says that it may align sentences, which takes its time.
    """

    kind: ClassVar[str]
    reads: ClassVar[tuple[str, ...]] = TEXTS
    aligns: ClassVar[bool] = True

    @classmethod
    @abstractmethod
    def of(cls, given: Given) -> Self:
        """Return the act that is given; raises Impossible."""

    @abstractmethod
    def pairs(self, state: State) -> tuple[int, ...]:
        """Return the keys of the pairs whose fields the act reads or writes; raises Impossible."""

    @abstractmethod
    def of_state(self, state: State) -> Outcome:
        """Return what becomes of a state; raises Impossible."""


def place(state: State, key: int) -> int:
    """Return where a pair stands, from 0; raises Impossible where it isn't in the report."""
    return places(state, (key,))[0]


def places(state: State, keys: Iterable[int]) -> list[int]:
    """Return where each of some pairs stands, from 0; raises Impossible where one isn't in the report."""
    known = {line.key: at for at, line in enumerate(state.lines)}
    try:
        return [known[key] for key in keys]
    except KeyError:
        raise Impossible(_("This pair is no longer in the report.")) from None
