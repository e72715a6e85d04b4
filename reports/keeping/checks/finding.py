"""What a check finds: what doesn't agree, in a sentence, and what mends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

LISTED = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that doesn't agree: `about` names what, `remedy` says what mending does, or what a person can do.

    Without `mend` it is for a person.
    """

    kind: str
    about: str
    problem: str
    remedy: str
    mend: Callable[[], object] | None = field(default=None, compare=False, repr=False)

    def told(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "kind": self.kind,
            "about": self.about,
            "problem": self.problem,
            "remedy": self.remedy,
            "mendable": self.mend is not None,
        }


def listed(keys: Sequence[Any]) -> str:
    """Return the first of the keys of rows, enough to look at."""
    shown = ", ".join(map(str, keys[:LISTED]))
    return shown if len(keys) <= LISTED else f"{shown}, …"
