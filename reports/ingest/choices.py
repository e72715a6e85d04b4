"""What a person decided about a file before it is taken in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kept = Literal["new", "there"]


@dataclass(frozen=True, slots=True)
class Choices:
    """Decisions where a file and what is there differ; what isn't decided is as without them.

    `versions` tells for the key of a pair that is there whose text is shown; the other is kept beside it. `header`
    tells the same of fields of the header. `replaces` is the key of the source file whose place the file takes.
    """

    versions: Mapping[int, Kept] = field(default_factory=dict)
    header: Mapping[str, Kept] = field(default_factory=dict)
    replaces: int | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Choices:
        """Return the choices that a job keeps as JSON under `versions`, `header_there` and `replaces`."""
        versions: dict[int, Kept] = {}
        for key, which in (kept.get("versions") or {}).items():
            if str(key).isdecimal() and which in {"new", "there"}:
                versions[int(key)] = which
        header = {name: which for name, which in (kept.get("header_there") or {}).items() if which in {"new", "there"}}
        replaces = kept.get("replaces")
        is_key = str(replaces or "").isdecimal()
        return cls(versions=versions, header=header, replaces=int(str(replaces)) if is_key else None)
