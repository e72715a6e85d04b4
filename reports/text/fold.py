"""One form for comparison: NFKC, Simplified, lower case; and the way back to the published text."""

import re
import unicodedata
from dataclasses import dataclass

from reports.text.simplified import simplify

# A character that is whole under NFKC together with the marks that follow it. Hangul jamo compose as well.
CLUSTER = re.compile(r"[\u1100-\u11ff]+|.[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]*", re.S)
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


def fold_with_offsets(text: str) -> Folded:
    """Return `fold(text)` with the offsets of its characters in `text`."""
    folded = fold(text)
    if len(folded) == len(text) and unicodedata.is_normalized("NFKC", text):
        return Folded(folded, None, None)
    starts: list[int] = []
    ends: list[int] = []
    for match in CLUSTER.finditer(text):
        for _ in range(len(unicodedata.normalize("NFKC", match.group()).lower())):
            starts.append(match.start())
            ends.append(match.end())
    if len(starts) != len(folded):
        raise ValueError(f"a text folds to {len(folded)} characters, its parts to {len(starts)}: {text[:60]!r}")
    return Folded(folded, starts, ends)
