"""Where the pairs of a part go in what is there of its report already, and which of them are there.

Works on a tree of leaves (pairs) and branches (sections) and knows no rows: `reports.ingest.rows` hangs its rows on
the leaves and writes what came of it. Texts are compared folded, so that the same part in the other script adds
nothing. What is there keeps its order; a new section goes where its number says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain
from typing import Generic, TypeVar

from reports.ingest.plan import PlannedPair, PlannedSection
from reports.text.fold import fold

PairRow = TypeVar("PairRow")
SectionRow = TypeVar("SectionRow")

# A line this short (各位代表！) stands in many parts; in another part it's another line.
SHORT = 15
# Paragraphs that share so much of their characters are versions of one paragraph.
ALIKE, LONG_ENOUGH = 0.85, 20
DAMAGE = ("\ufffd", "¡", "â€", "?,", "??", "(ji", "　　")


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

    def __post_init__(self) -> None:
        self.zh_key = "".join(fold(self.zh).split())
        self.en_key = " ".join(fold(self.en).split())

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
        matcher = SequenceMatcher(None, self.zh_key, other.zh_key, autojunk=False)
        return matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE

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


@dataclass(slots=True)
class Merged(Generic[PairRow, SectionRow]):
    """What a file adds to a tree: new pairs, pairs whose empty side it fills, pairs that were there, other versions.

    Of each two `variants` the first is the one that is shown, the second the one that is kept beside it.
    """

    root: Branch[PairRow, SectionRow]
    added: list[Leaf[PairRow]] = field(default_factory=list)
    filled: list[Leaf[PairRow]] = field(default_factory=list)
    known: list[PlannedPair] = field(default_factory=list)
    variants: list[tuple[Leaf[PairRow], Leaf[PairRow]]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def is_new(self, leaf: Leaf[PairRow]) -> bool:
        """Say whether it is this file that brings the pair."""
        return any(leaf is added for added in self.added)

    @property
    def changes_anything(self) -> bool:
        """Say whether rows have to be written."""
        return bool(self.added or self.filled or self.variants)


def merge(
    root: Branch[PairRow, SectionRow], planned: PlannedSection, part: int | None = None
) -> Merged[PairRow, SectionRow]:
    """Put a plan into the tree of what is there (an empty root for a new report) and return what that changed."""
    merged = Merged(root)
    _merge_entries(root, planned, merged, part)
    return merged


def _merge_entries(
    branch: Branch[PairRow, SectionRow],
    planned: PlannedSection,
    merged: Merged[PairRow, SectionRow],
    part: int | None,
) -> None:
    taken: set[int] = set()
    cursor: int | None = None
    for entry in planned.entries:
        heading = entry.heading if isinstance(entry, PlannedSection) else entry
        if heading is None:
            continue
        leaf: Leaf[PairRow] = Leaf(heading.zh, heading.en, planned=heading, part=part)
        found = _candidates(branch, cursor or 0, taken, sections=isinstance(entry, PlannedSection))
        index = _choose(found, leaf, merged, sections=isinstance(entry, PlannedSection))
        if index is None:
            new = _new(entry, leaf, merged)
            index = _place(branch, new, leaf, cursor)
            branch.entries.insert(index, new)
        else:
            there = branch.entries[index]
            _meet(there.heading if isinstance(there, Branch) else there, leaf, merged)
        placed = branch.entries[index]
        taken.add(id(placed))
        if isinstance(placed, Branch) and isinstance(entry, PlannedSection):
            _merge_entries(placed, entry, merged, part)
        cursor = index + 1


def _candidates(
    branch: Branch[PairRow, SectionRow], start: int, taken: set[int], *, sections: bool
) -> list[tuple[int, Leaf[PairRow]]]:
    """Return what an entry may be the same as, with where it stands: onward from `start`, then before it."""
    found = []
    for index in chain(range(start, len(branch.entries)), range(start)):
        entry = branch.entries[index]
        there = entry.heading if isinstance(entry, Branch) else entry
        if there and id(entry) not in taken and isinstance(entry, Branch) == sections:
            found.append((index, there))
    return found


def _choose(
    found: list[tuple[int, Leaf[PairRow]]],
    leaf: Leaf[PairRow],
    merged: Merged[PairRow, SectionRow],
    *,
    sections: bool,
) -> int | None:
    """Return where the same pair or section stands, or else a version of it."""
    for index, there in found:
        other_part = leaf.is_short and leaf.part and there.part and leaf.part != there.part
        if there.is_same(leaf) and (sections or not other_part):
            return index
    # Within one file nothing is a version of something else.
    return next((index for index, there in found if not merged.is_new(there) and there.is_version_of(leaf)), None)


def _new(
    entry: PlannedPair | PlannedSection, leaf: Leaf[PairRow], merged: Merged[PairRow, SectionRow]
) -> Leaf[PairRow] | Branch[PairRow, SectionRow]:
    merged.added.append(leaf)
    if isinstance(entry, PlannedSection):
        return Branch(entry.level, heading=leaf, ordinal=entry.ordinal, form=entry.form)
    return leaf


def _place(
    branch: Branch[PairRow, SectionRow],
    new: Leaf[PairRow] | Branch[PairRow, SectionRow],
    leaf: Leaf[PairRow],
    cursor: int | None,
) -> int:
    """Return where a new entry goes: a section by its number, a pair after its predecessor or by its part's number."""
    if isinstance(new, Branch):
        later = (
            index
            for index, entry in enumerate(branch.entries)
            if index >= (cursor or 0) and _stands_behind(entry, new, leaf.part)
        )
        return next(later, len(branch.entries))
    if cursor is not None:
        return cursor
    parts = [_part(entry) for entry in branch.entries]
    if leaf.part and any(parts):
        return next((index for index, part in enumerate(parts) if part and part > leaf.part), len(parts))
    sections = (index for index, entry in enumerate(branch.entries) if isinstance(entry, Branch))
    return next(sections, len(branch.entries))


def _stands_behind(
    entry: Leaf[PairRow] | Branch[PairRow, SectionRow], new: Branch[PairRow, SectionRow], part: int | None
) -> bool:
    """Say whether an entry stands behind a new section: a higher number of its form, a pair of a later part."""
    if not isinstance(entry, Branch):
        return bool(part and entry.part and entry.part > part)
    if entry.form != new.form or entry.ordinal is None or new.ordinal is None:
        return False
    return entry.ordinal > new.ordinal


def _part(entry: Leaf[PairRow] | Branch[PairRow, SectionRow]) -> int | None:
    return entry.first_part() if isinstance(entry, Branch) else entry.part


def _meet(there: Leaf[PairRow] | None, leaf: Leaf[PairRow], merged: Merged[PairRow, SectionRow]) -> None:
    """Fill the empty side of a pair that is there; where the two differ, show the better and keep the other."""
    if there is None or leaf.planned is None:
        return
    if merged.is_new(there):
        merged.known.append(leaf.planned)
        return
    if (leaf.zh and not there.zh) or (leaf.en and not there.en):
        fill(there, leaf.planned, merged)
        return
    merged.known.append(leaf.planned)
    differs = (leaf.zh and leaf.zh_key != there.zh_key) or (leaf.en and leaf.en_key != there.en_key)
    if not differs or (leaf.zh_key, leaf.en_key) in there.versions:
        return
    kept = leaf
    if leaf.damage < there.damage or (leaf.damage == there.damage and leaf.contains(there)):
        kept = Leaf(there.zh, there.en, row=there.row, part=there.part)
        there.zh, there.en, there.planned = leaf.zh or there.zh, leaf.en or there.en, leaf.planned
        there.__post_init__()
    merged.variants.append((there, kept))


def fill(there: Leaf[PairRow], planned: PlannedPair, merged: Merged[PairRow, SectionRow]) -> None:
    """Give a pair the side that it lacks."""
    there.zh, there.en = there.zh or planned.zh, there.en or planned.en
    there.__post_init__()
    there.planned = planned
    merged.filled.append(there)
