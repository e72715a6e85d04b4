"""Paragraphs of a file that stand in another section of what is there: a person moved them, or a heading was lost."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import Generic

from reports.ingest.leaves import Branch, Leaf, PairRow, SectionRow
from reports.ingest.plan import PlannedPair, PlannedSection

# A heading and what damage made of it share so much of their characters.
DAMAGED_ALIKE = 0.6


class Elsewhere(Generic[PairRow, SectionRow]):
    """What stood in a report before a file and stands in the file too, each once in either, headings and short lines
    left out: it is the same wherever it stands.
    """

    def __init__(self, root: Branch[PairRow, SectionRow], planned: PlannedSection) -> None:
        there = [leaf for leaf, branch in root.leaves() if leaf is not branch.heading and not leaf.is_short]
        if not there:
            self._standing: dict[str, Leaf[PairRow]] = {}
            return
        new: list[Leaf[PairRow]] = [Leaf(pair.zh, pair.en) for pair in planned.pairs()]
        once = _once(there) & _once(new)
        self._standing = {key: leaf for leaf in there if (key := _key(leaf)) in once}

    def find(self, leaf: Leaf[PairRow]) -> Leaf[PairRow] | None:
        """Return the one that is the same as a paragraph of the file, wherever it stands."""
        return self._standing.get(_key(leaf))

    def take(self, leaf: Leaf[PairRow]) -> None:
        """Have a leaf found no more."""
        self._standing.pop(_key(leaf), None)


def taken_over(
    before: Branch[PairRow, SectionRow],
    new: Branch[PairRow, SectionRow],
    planned: PlannedSection,
    elsewhere: Elsewhere[PairRow, SectionRow],
) -> tuple[Leaf[PairRow] | None, list[Leaf[PairRow] | Branch[PairRow, SectionRow]]]:
    """Take from the end of a section what a planned one has, and return what its heading was there, and its entries.

    Only where the rest of the section is all of the planned one's, so that nothing comes to stand behind it that
    stood before. Without such a rest nothing is taken.
    """
    pairs: list[Leaf[PairRow]] = [
        Leaf(entry.zh, entry.en) for entry in planned.entries if isinstance(entry, PlannedPair)
    ]
    wanted = {id(standing) for pair in pairs if (standing := elsewhere.find(pair))}
    first = next((at for at, entry in enumerate(before.entries) if id(entry) in wanted), None)
    if first is None or any(id(entry) not in wanted for entry in before.entries[first:]):
        return None, []
    while first and _is_version(before.entries[first - 1], pairs):
        first -= 1
    tail = before.entries[first:]
    above = before.entries[first - 1] if first else None
    damaged = above if isinstance(above, Leaf) and new.heading and _was(above, new.heading) else None
    del before.entries[first - 1 if damaged else first :]
    return damaged, tail


def _is_version(there: Leaf[PairRow] | Branch[PairRow, SectionRow], pairs: list[Leaf[PairRow]]) -> bool:
    return isinstance(there, Leaf) and any(there.is_version_of(pair) for pair in pairs)


def _was(there: Leaf[PairRow], heading: Leaf[PairRow]) -> bool:
    """Say whether a paragraph is what damage made of a heading."""
    if there.damage <= heading.damage or not there.zh_key:
        return False
    return SequenceMatcher(None, there.zh_key, heading.zh_key, autojunk=False).ratio() >= DAMAGED_ALIKE


def _key(leaf: Leaf[PairRow]) -> str:
    return leaf.zh_key or leaf.en_key


def _once(leaves: list[Leaf[PairRow]]) -> set[str]:
    return {key for key, count in Counter(map(_key, leaves)).items() if count == 1 and key}
