"""Where the pairs of a part go in what is there of its report already, and which of them are there.

Works on a tree of leaves (pairs) and branches (sections) and knows no rows: `reports.ingest.rows` hangs its rows on
the leaves and writes what came of it. Texts are compared folded, so that the same part in the other script adds
nothing. What is there keeps its order; a new section goes where its number says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from reports.ingest.plan import PlannedPair, PlannedSection
from reports.text.fold import fold

PairRow = TypeVar("PairRow")
SectionRow = TypeVar("SectionRow")


@dataclass(slots=True, eq=False)
class Leaf(Generic[PairRow]):
    """A pair: with its row if it is kept already, with its plan if this file brings it or fills its empty side."""

    zh: str
    en: str
    row: PairRow | None = None
    planned: PlannedPair | None = None
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

    def branches(self) -> Iterator[tuple[Branch[PairRow, SectionRow], Branch[PairRow, SectionRow]]]:
        """Yield each section below this one with its parent, in reading order."""
        for entry in self.entries:
            if isinstance(entry, Branch):
                yield entry, self
                yield from entry.branches()


@dataclass(slots=True)
class Merged(Generic[PairRow, SectionRow]):
    """What a file adds to a tree: new pairs, pairs whose empty side it fills, pairs that were there, differences."""

    root: Branch[PairRow, SectionRow]
    added: list[Leaf[PairRow]] = field(default_factory=list)
    filled: list[Leaf[PairRow]] = field(default_factory=list)
    known: list[PlannedPair] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def changes_anything(self) -> bool:
        """Say whether rows have to be written."""
        return bool(self.added or self.filled)


def merge(root: Branch[PairRow, SectionRow], planned: PlannedSection) -> Merged[PairRow, SectionRow]:
    """Put a plan into the tree of what is there (an empty root for a new report) and return what that changed."""
    merged = Merged(root)
    _merge_entries(root, planned, merged)
    return merged


def _merge_entries(
    branch: Branch[PairRow, SectionRow], planned: PlannedSection, merged: Merged[PairRow, SectionRow]
) -> None:
    taken: set[int] = set()
    cursor: int | None = None
    for entry in planned.entries:
        heading = entry.heading if isinstance(entry, PlannedSection) else entry
        if heading is None:
            continue
        leaf: Leaf[PairRow] = Leaf(heading.zh, heading.en, planned=heading)
        index = _find(branch, leaf, cursor or 0, taken, is_section=isinstance(entry, PlannedSection))
        if index is None:
            new = _new(entry, leaf, merged)
            index = _place(branch, new, cursor)
            branch.entries.insert(index, new)
        else:
            there = branch.entries[index]
            _meet(there.heading if isinstance(there, Branch) else there, leaf, merged)
        placed = branch.entries[index]
        taken.add(id(placed))
        if isinstance(placed, Branch) and isinstance(entry, PlannedSection):
            _merge_entries(placed, entry, merged)
        cursor = index + 1


def _find(
    branch: Branch[PairRow, SectionRow], leaf: Leaf[PairRow], start: int, taken: set[int], *, is_section: bool
) -> int | None:
    """Return where the same pair or section stands, looking onward from `start` and then before it."""
    count = len(branch.entries)
    for index in chain(range(start, count), range(start)):
        entry = branch.entries[index]
        if id(entry) in taken or isinstance(entry, Branch) != is_section:
            continue
        there = entry.heading if isinstance(entry, Branch) else entry
        if there and there.is_same(leaf):
            return index
    return None


def _new(
    entry: PlannedPair | PlannedSection, leaf: Leaf[PairRow], merged: Merged[PairRow, SectionRow]
) -> Leaf[PairRow] | Branch[PairRow, SectionRow]:
    merged.added.append(leaf)
    if isinstance(entry, PlannedSection):
        return Branch(entry.level, heading=leaf, ordinal=entry.ordinal, form=entry.form)
    return leaf


def _place(
    branch: Branch[PairRow, SectionRow], new: Leaf[PairRow] | Branch[PairRow, SectionRow], cursor: int | None
) -> int:
    """Return where a new entry goes: a section by its number, a pair after its predecessor in the file."""
    if isinstance(new, Branch):
        for index in range(cursor or 0, len(branch.entries)):
            entry = branch.entries[index]
            if not isinstance(entry, Branch) or entry.form != new.form:
                continue
            if entry.ordinal is not None and new.ordinal is not None and entry.ordinal > new.ordinal:
                return index
        return len(branch.entries)
    if cursor is not None:
        return cursor
    sections = (index for index, entry in enumerate(branch.entries) if isinstance(entry, Branch))
    return next(sections, len(branch.entries))


def _meet(there: Leaf[PairRow] | None, leaf: Leaf[PairRow], merged: Merged[PairRow, SectionRow]) -> None:
    """Fill the empty side of a pair that is there; say where the two differ, and keep what was there."""
    if there is None or leaf.planned is None:
        return
    merged.known.append(leaf.planned)
    if (leaf.zh and not there.zh) or (leaf.en and not there.en):
        there.zh, there.en = there.zh or leaf.zh, there.en or leaf.en
        there.zh_key, there.en_key = there.zh_key or leaf.zh_key, there.en_key or leaf.en_key
        there.planned = leaf.planned
        merged.filled.append(there)
    elif leaf.en and leaf.en_key != there.en_key:
        warning = _("Line {line} has another English for a paragraph that is there already; the earlier one was kept.")
        merged.warnings.append(warning.format(line=leaf.planned.line))
