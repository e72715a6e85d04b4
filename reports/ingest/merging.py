"""Where the pairs of a part go in what is there of its report already, and which of them are there.

Works on a tree of leaves (pairs) and branches (sections) and knows no rows: `reports.ingest.rows` hangs its rows on
the leaves and writes what came of it. What is there keeps its order; a new section goes where its number says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic

from reports.ingest.elsewhere import Elsewhere, taken_over
from reports.ingest.leaves import Branch, Findable, Leaf, PairRow, SectionRow
from reports.ingest.plan import PlannedPair, PlannedSection

__all__ = ["Branch", "Leaf", "Merged", "PairRow", "SectionRow", "fill", "merge", "show_other"]

# Lists of these forms may begin again in one section: between parts, their numbers tell nothing.
BEGIN_AGAIN = {"一是", "第一，", "一要", "1.", "（1）", "①"}


@dataclass(slots=True)
class Merged(Generic[PairRow, SectionRow]):
    """What a file adds to a tree: new pairs, pairs whose empty side it fills, pairs that were there, other versions.

    Of each two `variants` the first is the one that is shown, the second the one that is kept beside it.
    """

    root: Branch[PairRow, SectionRow]
    added: list[Leaf[PairRow]] = field(default_factory=list)
    filled: list[Leaf[PairRow]] = field(default_factory=list)
    known: list[PlannedPair] = field(default_factory=list)
    # The pairs that were there and that the file has too, each as the file has it.
    met: list[tuple[Leaf[PairRow], PlannedPair]] = field(default_factory=list)
    variants: list[tuple[Leaf[PairRow], Leaf[PairRow]]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _new: set[int] = field(default_factory=set)

    def is_new(self, leaf: Leaf[PairRow]) -> bool:
        """Say whether it is this file that brings the pair."""
        # Asked for each two pairs of a file, so those that came since the last time are noted once.
        self._new.update(map(id, self.added[len(self._new) :]))
        return id(leaf) in self._new

    @property
    def changes_anything(self) -> bool:
        """Say whether rows have to be written."""
        return bool(self.added or self.filled or self.variants)


def merge(
    root: Branch[PairRow, SectionRow], planned: PlannedSection, part: int | None = None
) -> Merged[PairRow, SectionRow]:
    """Put a plan into the tree of what is there (an empty root for a new report) and return what that changed."""
    merged = Merged(root)
    _merge_entries(root, planned, merged, Elsewhere(root, planned), part)
    return merged


def _merge_entries(
    branch: Branch[PairRow, SectionRow],
    planned: PlannedSection,
    merged: Merged[PairRow, SectionRow],
    elsewhere: Elsewhere[PairRow, SectionRow],
    part: int | None,
) -> None:
    there = Findable(branch)
    cursor: int | None = 0 if branch.heading and merged.is_new(branch.heading) else None
    for entry in planned.entries:
        heading = entry.heading if isinstance(entry, PlannedSection) else entry
        if heading is None:
            continue
        leaf: Leaf[PairRow] = Leaf(heading.zh, heading.en, planned=heading, part=part)
        placed = there.same_as(leaf, cursor or 0, sections=isinstance(entry, PlannedSection))
        if placed is None:
            if isinstance(entry, PlannedPair) and (standing := elsewhere.find(leaf)):
                # Where it stands may be where a person put it.
                elsewhere.take(standing)
                _meet(standing, leaf, merged)
                continue
            placed = _new(entry, leaf, merged)
            index = _place(branch, placed, leaf, cursor)
            branch.entries.insert(index, placed)
            if isinstance(placed, Branch) and isinstance(entry, PlannedSection):
                _open_where_it_was_lost(branch, index, placed, entry, merged, elsewhere)
        else:
            index = branch.entries.index(placed)
            there.take(placed)
            if isinstance(placed, Leaf):
                elsewhere.take(placed)
            _meet(placed.heading if isinstance(placed, Branch) else placed, leaf, merged)
        if isinstance(placed, Branch) and isinstance(entry, PlannedSection):
            _merge_entries(placed, entry, merged, elsewhere, part)
        cursor = index + 1


def _open_where_it_was_lost(
    branch: Branch[PairRow, SectionRow],
    index: int,
    new: Branch[PairRow, SectionRow],
    planned: PlannedSection,
    merged: Merged[PairRow, SectionRow],
    elsewhere: Elsewhere[PairRow, SectionRow],
) -> None:
    """Give a new section what stands at the end of the one before it only because a copy had lost the heading.

    If the heading stands there too, as a paragraph, that paragraph becomes the heading.
    """
    before = branch.entries[index - 1] if index else None
    if not isinstance(before, Branch) or before.level != new.level:
        return
    damaged, new.entries = taken_over(before, new, planned, elsewhere)
    if damaged is not None and new.heading is not None:
        merged.added.remove(new.heading)
        leaf, new.heading = new.heading, damaged
        _meet(damaged, leaf, merged)


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
    there = entry.heading.part if entry.heading else None
    if new.form in BEGIN_AGAIN and part and there and there != part:
        return there > part
    return entry.ordinal > new.ordinal


def _part(entry: Leaf[PairRow] | Branch[PairRow, SectionRow]) -> int | None:
    return entry.first_part() if isinstance(entry, Branch) else entry.part


def _meet(there: Leaf[PairRow] | None, leaf: Leaf[PairRow], merged: Merged[PairRow, SectionRow]) -> None:
    """Fill the empty side of a pair that is there; where the two differ, show the better and keep the other."""
    if there is None or leaf.planned is None:
        return
    merged.met.append((there, leaf.planned))
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


def show_other(merged: Merged[PairRow, SectionRow], index: int) -> None:
    """Show the other version of a pair that differs, and keep the one that was to be shown."""
    shown, kept = merged.variants[index]
    texts, planned = (shown.zh, shown.en), shown.planned
    is_new = kept.planned is not None
    shown.zh, shown.en = (kept.zh or shown.zh, kept.en or shown.en) if is_new else (kept.zh, kept.en)
    shown.planned = kept.planned
    shown.__post_init__()
    other = Leaf(*texts, row=None if planned else shown.row, planned=planned, part=shown.part)
    merged.variants[index] = (shown, other)
