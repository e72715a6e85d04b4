"""One form for comparison: NFKC, Simplified, lower case; and the way back to the published text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reports.text.simplified import simplify

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAS_HAN = re.compile(f"[{HAN}]")


def fold(text: str) -> str:
    """Return `text` as it is compared: NFKC, in Simplified characters, in lower case."""
    return simplify(unicodedata.normalize("NFKC", text)).lower()


def has_han(text: str) -> bool:
    """Say whether a Chinese character stands in `text`."""
    return HAS_HAN.search(text) is not None


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows where each of its characters came from."""

    text: str
    # For each folded character, and one past the last, the offset in the original: None where they are the same.
    starts: list[int] | None
    ends: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original of the folded characters from `start` up to `end`.

        A character that folds to several (㎡ to m2) comes back whole if any of them is asked for.
        """
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=20_000)
def _joins(character: str) -> bool:
    """Say whether NFKC may make one of a character and what stands before it."""
    # Marks do, and the vowels and finals of Hangul.
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first).startswith("M") or "\u1160" <= first <= "\u11ff"


@lru_cache(maxsize=20_000)
def _folded_length(cluster: str) -> int:
    return len(unicodedata.normalize("NFKC", cluster).lower())


@lru_cache(maxsize=20_000)
def _stands_alone(character: str) -> bool:
    """Say whether a character folds to one character whatever stands beside it."""
    return not _joins(character) and _folded_length(character) == 1


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text that NFKC changes each for itself."""
    start = 0
    for at in range(1, len(text)):
        if not _joins(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def fold_with_offsets(text: str) -> Folded:
    """Return `fold(text)` with the offsets of its characters in `text`."""
    folded = fold(text)
    if all(map(_stands_alone, set(text))):
        return Folded(folded, None, None)
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        length = _folded_length(text[start:end])
        starts += [start] * length
        ends += [end] * length
    if len(starts) != len(folded):
        raise ValueError(f"a text folds to {len(folded)} characters, its parts to {len(starts)}: {text[:60]!r}")
    return Folded(folded, starts, ends)
