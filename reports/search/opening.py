"""The index on disk, opened: one snapshot a process, replaced when a writer has committed."""

from __future__ import annotations

import threading
from pathlib import Path

from django.utils.translation import gettext as _

from reports.search import analysis, folder
from reports.search.arrays import Broken
from reports.search.snapshot import Snapshot


class NotReady(Exception):  # noqa: N818
    """The index can't answer: there is none, it is broken, or it was cut in another way."""

    def __init__(self, state: str, detail: str) -> None:
        super().__init__(detail)
        self.state = state


# The opened index with what its folder looked like: files that somebody has cut or altered must not be read on.
_opened: dict[Path, tuple[folder.Seen, Snapshot]] = {}
_opening = threading.Lock()


def opened() -> Snapshot:
    """Return the index as it stands on disk. Raises `NotReady`."""
    root = folder.root()
    for _attempt in range(5):
        current = folder.current()
        try:
            if current is None:
                raise NotReady("missing", _("There is no search index yet."))
            seen = folder.seen(current)
            with _opening:
                was, before = _opened.get(root, (None, None))
                if before is not None and was == seen:
                    return before
                snapshot = _read(current, before if was is not None and was.is_part_of(seen) else None)
                _opened[root] = seen, snapshot
                return snapshot
        except (OSError, Broken) as error:
            reason = error  # Perhaps a writer has just removed what it replaced: look again.
    raise NotReady("broken", _("The search index is damaged: %(reason)s") % {"reason": reason}) from reason


def _read(current: Path, before: Snapshot | None) -> Snapshot:
    snapshot = None
    try:
        stamp, built_at = folder.stamp(current)
        if stamp == analysis.stamp():
            snapshot = Snapshot(current, folder.contents(current), built_at, before)
            snapshot.prepare()
    except (OSError, Broken):
        raise
    except Exception as error:
        # Unpickling a damaged table of contents may raise anything.
        raise Broken(f"{type(error).__name__}: {error}") from error
    if snapshot is None:
        raise NotReady("missing", _("The search index was made by another version."))
    return snapshot


def forget() -> None:
    """Drop the opened index, so that the next search reads it from disk."""
    with _opening:
        _opened.pop(folder.root(), None)
