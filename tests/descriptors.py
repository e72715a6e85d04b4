"""What a process holds open: a test run that leaks it fails sooner or later in whatever test comes then."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from pathlib import Path

# The most that a whole run needs at its end, with room: libraries, the database, the browser, a few indexes.
MOST = 500
OPEN = Path("/proc/self/fd")


def held() -> Counter[str]:
    """Return what this process holds open, by its name without numbers; nothing where no system tells."""
    found: Counter[str] = Counter()
    with suppress(OSError):
        for name in OPEN.iterdir():
            with suppress(OSError):
                found[re.sub(r"[0-9]+|(?<=/)[a-z0-9_]{8}(?=/)", "…", str(name.readlink()))] += 1
    return found


def fault(found: Counter[str], most: int = MOST) -> str:
    """Return what is wrong with holding so much, "" where nothing is."""
    if found.total() <= most:
        return ""
    kinds = ", ".join(f"{count} of {name}" for name, count in found.most_common(8))
    return f"The tests leave {found.total()} files open, and may {most}; most of all: {kinds}."
