"""Answers kept for a while, held to a number of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """The answers asked for last; `size` says how many bytes one takes. Threads may share it."""

    def __init__(self, most: int, size: Callable[[Answer], int]) -> None:
        self.most = most
        self.size = size
        self.bytes = 0
        self.lock = threading.Lock()
        self.entries: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, key: Hashable, answer: Callable[[], Answer]) -> Answer:
        """Return what is kept for `key`, or `answer()`, which is then kept."""
        with self.lock:
            if key in self.entries:
                self.entries.move_to_end(key)
                return self.entries[key]
        found = answer()
        size = self.size(found)
        with self.lock:
            if key not in self.entries and size <= self.most:
                self.entries[key] = found
                self.bytes += size
            while self.bytes > self.most:
                _key, dropped = self.entries.popitem(last=False)
                self.bytes -= self.size(dropped)
        return found

    def clear(self) -> None:
        """Forget all."""
        with self.lock:
            self.entries.clear()
            self.bytes = 0
