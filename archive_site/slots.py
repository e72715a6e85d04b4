"""So much at once and no more, of all workers together.

A slot is a lock on a small file in the data folder. The kernel takes it back from whoever dies, so there is nothing to
clear away and nothing to trust: no count that a killed worker leaves too high.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self
from zlib import crc32

from django.conf import settings

if TYPE_CHECKING:
    from types import TracebackType

logger = logging.getLogger(__name__)

# Visitors are told apart by so many files; two of one number have to share, which is seldom and does little harm.
VISITORS = 256
# Who has to wait is looked after so often.
STEP = 0.05


class Slot:
    """What is held while something is done: the numbers of open files, with their locks.

    It is released at the latest when nobody knows it any more: an answer may never be sent.
    """

    def __init__(self, *held: int) -> None:
        self.held = held

    def release(self) -> None:
        """Let somebody else have it."""
        held, self.held = self.held, ()
        for file in held:
            os.close(file)

    __del__ = release

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def take(name: str, who: str, most: int, of_one: int, patience: float = 0.0) -> Slot | None:
    """Return one of `most` slots, of which a visitor has `of_one` at most; None where none is free in so many seconds.

    Only so many may wait as one visitor may have slots: all others are told at once. Where the folder can't be used,
    nobody is held up.
    """
    if most <= 0:
        return Slot()
    mine = f"{name}-of-{crc32(who.encode()) % VISITORS}"
    try:
        folder().mkdir(exist_ok=True)
        if held := _both(name, mine, most, of_one):
            return held
        waiting = _lock(f"{name}-waiting", of_one) if patience else None
        if waiting is None:
            return None
        with waiting:
            until = time.monotonic() + patience
            while time.monotonic() < until:
                time.sleep(STEP)
                if held := _both(name, mine, most, of_one):
                    return held
    except OSError as error:
        logger.warning("What is done at once can't be counted, and is let through: %s", error)
        return Slot()
    return None


def folder() -> Path:
    """Return where the locks are."""
    return Path(settings.DATA_DIR) / "slots"


def _both(name: str, mine: str, most: int, of_one: int) -> Slot | None:
    """Return a slot of the visitor's and one of all, or neither."""
    own = _lock(mine, of_one)
    if own is None:
        return None
    shared = _lock(name, most)
    if shared is None:
        own.release()
        return None
    both = Slot(*own.held, *shared.held)
    own.held = shared.held = ()
    return both


def _lock(name: str, most: int) -> Slot | None:
    for number in range(most):
        # Python keeps it from processes that are started meanwhile.
        slot = Slot(os.open(folder() / f"{name}-{number}", os.O_RDWR | os.O_CREAT, 0o600))
        with suppress(BlockingIOError):
            fcntl.flock(slot.held[0], fcntl.LOCK_EX | fcntl.LOCK_NB)
            return slot
        slot.release()
    return None
