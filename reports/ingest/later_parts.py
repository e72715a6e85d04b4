"""Parts of a report that came before one that stands in front of them: they go on where that one ends.

Each part goes on under the headings where the text before it ends. A part that comes too early is put where that text
ends so far, and what comes in between may open other headings. So what later parts brought is taken off while such a
part is put in, and goes behind it again as it would stand had it come last.
"""

from __future__ import annotations

from typing import Generic

from reports.ingest.leaves import Branch, Leaf, PairRow, SectionRow
from reports.ingest.outline import level_among
from reports.ingest.parts import is_new
from reports.ingest.plan import Plan
from reports.ingest.recutting import Cuts
from reports.text.headings import Heading, chinese_heading, english_heading

Placed = tuple[Leaf[PairRow], Branch[PairRow, SectionRow]]


class LaterParts(Generic[PairRow, SectionRow]):
    """What later parts than a file brought, taken off a tree until that file is put into it.

    Nothing is taken off where the parts don't stand one behind the other, as those do that repeat their headings, and
    where the file has anything that they have: then each entry finds its place by itself.
    """

    def __init__(self, root: Branch[PairRow, SectionRow], plan: Plan) -> None:
        self._root = root
        self._tail = _later(root, plan)
        gone = {id(leaf) for leaf, _branch in self._tail}
        self._as_read = _levels_as_read(root) if gone else set()
        for branch in _all(root) if gone else ():
            branch.entries = [entry for entry in branch.entries if id(_first(entry)) not in gone]

    def put_back(self) -> None:
        """Put them behind all that stands in the tree now, each heading at the level that it has there."""
        above = _open_at_the_end(self._root)
        for leaf, branch in self._tail:
            if leaf is not branch.heading:
                above[-1].entries.append(leaf)
                continue
            branch.entries = []
            heading = _heading(branch)
            if heading and id(branch) in self._as_read:
                branch.level = level_among(heading, above)
            while above[-1].level >= branch.level:
                above.pop()
            above[-1].entries.append(branch)
            above.append(branch)


def _later(root: Branch[PairRow, SectionRow], plan: Plan) -> list[Placed[PairRow, SectionRow]]:
    """Return what stands behind a file's place in a report, all of it of later parts; nothing where that can't be."""
    number, leaves = plan.part, list(root.leaves())
    first = next((at for at, (leaf, _in) in enumerate(leaves) if number and leaf.part and leaf.part > number), None)
    if not number or first is None:
        return []
    before = [leaf.part for leaf, _branch in leaves[:first] if leaf.part]
    tail = leaves[first:]
    # The file goes on behind the latest part before its own: that has to be where the tail begins.
    if any(leaf.part and leaf.part <= number for leaf, _branch in tail) or (before and before[-1] != max(before)):
        return []
    return [] if _shares(plan, tail) else tail


def _shares(plan: Plan, tail: list[Placed[PairRow, SectionRow]]) -> bool:
    """Say whether a file has a heading or a paragraph that stands in the tail, in this version, another or cut so."""
    there = [leaf for leaf, _branch in tail]
    headings = {leaf.zh_key or leaf.en_key for leaf, branch in tail if leaf is branch.heading}
    pairs = plan.root.pairs()
    own: list[Leaf[PairRow]] = [Leaf(pair.zh, pair.en) for pair in pairs]
    if any((leaf.zh_key or leaf.en_key) in headings for leaf in own):
        return True
    cuts = Cuts([leaf.zh for leaf in there], [leaf.zh_key for leaf in there])
    return not is_new(there, pairs) or cuts.recut(pairs) != pairs


def _all(root: Branch[PairRow, SectionRow]) -> list[Branch[PairRow, SectionRow]]:
    return [root, *(branch for branch, _parent in root.branches())]


def _first(entry: Leaf[PairRow] | Branch[PairRow, SectionRow]) -> Leaf[PairRow] | None:
    return entry.heading if isinstance(entry, Branch) else entry


def _open_at_the_end(root: Branch[PairRow, SectionRow]) -> list[Branch[PairRow, SectionRow]]:
    found = [root]
    while found[-1].entries and isinstance(last := found[-1].entries[-1], Branch):
        found.append(last)
    return found


def _levels_as_read(root: Branch[PairRow, SectionRow]) -> set[int]:
    """Return which sections have the level that their headings have where they stand, and none that a person gave."""
    found: set[int] = set()
    above = [root]
    for branch, _parent in root.branches():
        heading = _heading(branch)
        if heading and level_among(heading, above) == branch.level:
            found.add(id(branch))
        above = [*(one for one in above if one.level < branch.level), branch]
    return found


def _heading(branch: Branch[PairRow, SectionRow]) -> Heading | None:
    there = branch.heading
    return (chinese_heading(there.zh) or english_heading(there.en)) if there else None
