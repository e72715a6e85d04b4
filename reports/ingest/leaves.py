"""The tree of a report while a file is put into it: leaves (pairs), branches (sections), and what is found there.

Texts are compared folded, so that the same part in the other script adds nothing. A file may be made to have thousands
of lines alike: nothing here goes through all pairs for each pair.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from reports.ingest.plan import PlannedPair
from reports.text.fold import fold

PairRow = TypeVar("PairRow")
SectionRow = TypeVar("SectionRow")

# A line this short (各位代表！) stands in many parts; in another part it's another line.
SHORT = 15
# Paragraphs that share so much of their characters are versions of one paragraph.
ALIKE, LONG_ENOUGH = 0.85, 20
# Above this many characters only how many of each they share is compared: their order would take minutes.
LONGEST_IN_ORDER = 3_000
DAMAGE = ("\ufffd", "¡", "â€", "?,", "??", "(ji", "　　")
# A character that an encoding lacked, in the midst of Chinese or before it.
REPLACED = re.compile(r"(?:^|[\u4e00-\u9fff)）])\?(?=[\u4e00-\u9fff])")


@dataclass(slots=True, eq=False)
class Leaf(Generic[PairRow]):
    """A pair: with its row if it is kept already, with its plan if this file brings it or fills its empty side.

    `part` is the number of the part that brought it, where that is known.
    """

    zh: str
    en: str
    row: PairRow | None = None
    planned: PlannedPair | None = None
    part: int | None = None
    # The file and the line of it that it came from: a heading and the paragraph that it ran into have one.
    origin: tuple[int, int] | None = None
    # Keys of the other versions of it that are kept already.
    versions: set[tuple[str, str]] = field(default_factory=set)
    zh_key: str = field(init=False)
    en_key: str = field(init=False)
    _counted: Counter[str] | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        self.zh_key = "".join(fold(self.zh).split())
        self.en_key = " ".join(fold(self.en).split())
        self._counted = None

    def is_same(self, other: Leaf[PairRow]) -> bool:
        """Say whether both are one pair: the Chinese is the same, or where one has none, the English."""
        if self.zh_key and other.zh_key:
            return self.zh_key == other.zh_key
        return bool(self.en_key) and self.en_key == other.en_key

    def is_version_of(self, other: Leaf[PairRow]) -> bool:
        """Say whether both are versions of one pair: nearly the same Chinese, or the same long English."""
        if not self.zh_key or not other.zh_key:
            return False
        if self.en_key == other.en_key and len(self.en_key) > 2 * LONG_ENOUGH:
            return True
        if min(len(self.zh_key), len(other.zh_key)) < LONG_ENOUGH:
            return False
        lengths = len(self.zh_key), len(other.zh_key)
        if 2 * min(lengths) <= ALIKE * sum(lengths):
            return False
        shared = sum((self.counted() & other.counted()).values())
        if 2 * shared <= ALIKE * sum(lengths) or max(lengths) > LONGEST_IN_ORDER:
            return 2 * shared > ALIKE * sum(lengths)
        return SequenceMatcher(None, self.zh_key, other.zh_key, autojunk=False).ratio() > ALIKE

    def counted(self) -> Counter[str]:
        """Return how often each character stands in the Chinese."""
        if self._counted is None:
            self._counted = Counter(self.zh_key)
        return self._counted

    @property
    def is_short(self) -> bool:
        """Say whether it's a line such as 各位代表！ that may stand in every part."""
        return len(self.zh_key or self.en_key) <= SHORT

    def contains(self, other: Leaf[PairRow]) -> bool:
        """Say whether the other is the same with something missing, as where a file lost a character."""
        return self.zh_key != other.zh_key and other.zh_key in self.zh_key and other.en_key in self.en_key

    @property
    def damage(self) -> int:
        """Count the signs of damage in both texts, and a missing side."""
        signs = sum(text.count(sign) for text in (self.zh, self.en) for sign in DAMAGE)
        signs += len(REPLACED.findall(self.zh))
        return signs + 5 * (not self.zh or not self.en)


@dataclass(slots=True, eq=False)
class Branch(Generic[PairRow, SectionRow]):
    """A section, or the root (level 0, no heading), with what stands in it in reading order."""

    level: int
    heading: Leaf[PairRow] | None = None
    ordinal: int | None = None
    form: str = ""
    row: SectionRow | None = None
    entries: list[Leaf[PairRow] | Branch[PairRow, SectionRow]] = field(default_factory=list)

    def leaves(self) -> Iterator[tuple[Leaf[PairRow], Branch[PairRow, SectionRow]]]:
        """Yield each pair with the section that it stands in, in reading order, headings first."""
        if self.heading:
            yield self.heading, self
        for entry in self.entries:
            if isinstance(entry, Branch):
                yield from entry.leaves()
            else:
                yield entry, self

    def first_part(self) -> int | None:
        """Return the lowest number among the parts that brought the section's pairs."""
        return min((leaf.part for leaf, _branch in self.leaves() if leaf.part), default=None)

    def branches(self) -> Iterator[tuple[Branch[PairRow, SectionRow], Branch[PairRow, SectionRow]]]:
        """Yield each section below this one with its parent, in reading order."""
        for entry in self.entries:
            if isinstance(entry, Branch):
                yield entry, self
                yield from entry.branches()


class Findable(Generic[PairRow, SectionRow]):
    """What stood in a section before a file, found by its text; each of it is the same as one entry of the file only.

    What the file brings itself is not among it: within one file nothing is a version of something else.
    """

    def __init__(self, branch: Branch[PairRow, SectionRow]) -> None:
        self._entries = branch.entries
        self._left = {id(entry): entry for entry in branch.entries if _leaf_of(entry)}
        self._by_key: defaultdict[tuple[str, str], list[Leaf[PairRow] | Branch[PairRow, SectionRow]]]
        self._by_key = defaultdict(list)
        for entry in self._left.values():
            leaf = _leaf_of(entry)
            for key in _keys(leaf) if leaf else ():
                self._by_key[key].append(entry)

    def take(self, entry: Leaf[PairRow] | Branch[PairRow, SectionRow]) -> None:
        """Have an entry found no more."""
        del self._left[id(entry)]

    def same_as(
        self, leaf: Leaf[PairRow], start: int, *, sections: bool
    ) -> Leaf[PairRow] | Branch[PairRow, SectionRow] | None:
        """Return the same pair or section, or else a version of it: the next from `start` on, or one before it."""
        if not self._left:
            return None
        alike = [entry for key in _keys(leaf) for entry in self._by_key[key] if self._may_be(entry, sections=sections)]
        for entry in self._in_order(alike, start):
            there = _leaf_of(entry)
            other_part = there and leaf.is_short and leaf.part and there.part and leaf.part != there.part
            if there and there.is_same(leaf) and (sections or not other_part):
                return entry
        versions = []
        for entry in self._left.values():
            there = _leaf_of(entry)
            if there and isinstance(entry, Branch) == sections and there.is_version_of(leaf):
                versions.append(entry)
        return next(iter(self._in_order(versions, start)), None)

    def _may_be(self, entry: Leaf[PairRow] | Branch[PairRow, SectionRow], *, sections: bool) -> bool:
        return id(entry) in self._left and isinstance(entry, Branch) == sections

    def _in_order(
        self, found: list[Leaf[PairRow] | Branch[PairRow, SectionRow]], start: int
    ) -> list[Leaf[PairRow] | Branch[PairRow, SectionRow]]:
        if len(found) < 2:
            return found
        wanted = {id(entry) for entry in found}
        places = {id(entry): place for place, entry in enumerate(self._entries) if id(entry) in wanted}
        return sorted(found, key=lambda entry: (places[id(entry)] < start, places[id(entry)]))


def _leaf_of(entry: Leaf[PairRow] | Branch[PairRow, SectionRow]) -> Leaf[PairRow] | None:
    return entry.heading if isinstance(entry, Branch) else entry


def _keys(leaf: Leaf[PairRow]) -> list[tuple[str, str]]:
    """Return by what the same pair is looked up: its Chinese, and its English where either lacks the Chinese."""
    return [(side, key) for side, key in (("zh", leaf.zh_key), ("en", leaf.en_key)) if key]
