"""Strings kept in files: one after the other in UTF-8, memory-mapped, in order where they are looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from reports.search.arrays import Ints


def write_array(folder: Path, name: str, values: Ints) -> None:
    """Keep an array under a name. Raises `OSError`."""
    np.save(folder / f"{name}.npy", np.ascontiguousarray(values), allow_pickle=False)


def read_array(folder: Path, name: str) -> Ints:
    """Return an array, not copied. Raises `OSError` or `ValueError`."""
    path = folder / f"{name}.npy"
    try:
        found: Ints = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:
        # A file without content can't be mapped.
        found = np.load(path, allow_pickle=False)
    return found


def write_strings(folder: Path, name: str, strings: Sequence[str]) -> None:
    """Keep strings under a name. Raises `OSError`."""
    encoded = [text.encode() for text in strings]
    write_array(folder, f"{name}-text", np.frombuffer(b"".join(encoded), dtype=np.uint8))
    write_array(folder, f"{name}-ends", np.cumsum([len(text) for text in encoded], dtype=np.uint32))


class Strings:
    """Strings opened for reading, by number."""

    def __init__(self, folder: Path, name: str) -> None:
        self.text = read_array(folder, f"{name}-text")
        self.ends = read_array(folder, f"{name}-ends")
        if (int(self.ends[-1]) if len(self.ends) else 0) != len(self.text):
            raise ValueError(f"{name} has not the length that was written")

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> str:
        start = int(self.ends[number - 1]) if number else 0
        return self.text[start : int(self.ends[number])].tobytes().decode()

    def first_from(self, sought: str, form: Callable[[str], str] = str) -> int:
        """Return the number of the first string whose `form` is not before `sought`."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if form(self[middle]) < sought:
                low = middle + 1
            else:
                high = middle
        return low

    def with_prefix(self, prefix: str, form: Callable[[str], str] = str) -> range:
        """Return the numbers of the strings whose `form` starts with `prefix`; they must be in the order of it."""
        return range(self.first_from(prefix, form), self.first_from(prefix + "\U0010ffff", form))

    def equal_to(self, text: str, form: Callable[[str], str] = str) -> range:
        """Return the numbers of the strings whose `form` is `text`; they must be in the order of it."""
        return range(self.first_from(text, form), self.first_from(text + "\0", form))
