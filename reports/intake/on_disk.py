"""Files of a folder, as something to hand in: each is opened when its turn comes, and no sooner."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A file by its path, under the name that tells whose report it may be."""

    path: Path
    name: str

    @property
    def size(self) -> int:
        """How many bytes it has. Raises OSError."""
        return self.path.stat().st_size

    def seek(self, offset: int) -> None:
        """Do nothing: it is read once, from its beginning."""

    def read(self) -> bytes:
        """Return its bytes. Raises OSError."""
        return self.path.read_bytes()
