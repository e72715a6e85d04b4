"""A report's other language that comes later, as a file of its own: aligned with the rows that are there."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import groupby
from operator import attrgetter

from reports.ingest.merging import Branch, Leaf, Merged, PairRow, SectionRow, fill
from reports.ingest.plan import PlannedPair, PlannedSection
from reports.ingest.recutting import parted
from reports.text.alignment import align

# Of the pairs that are there, so many may have both languages already.
TWO_SIDED = 0.2


def is_other_language(root: Branch[PairRow, SectionRow], planned: PlannedSection) -> bool:
    """Say whether the plan has one language alone, and the report that is there the other."""
    leaves = [leaf for leaf, _branch in root.leaves()]
    pairs = planned.pairs()
    if not leaves or not pairs:
        return False
    english = all(pair.en and not pair.zh for pair in pairs)
    chinese = all(pair.zh and not pair.en for pair in pairs)
    lacking = sum(bool(leaf.zh and not leaf.en) if english else bool(leaf.en and not leaf.zh) for leaf in leaves)
    return (english or chinese) and lacking >= (1 - TWO_SIDED) * len(leaves)


def join(root: Branch[PairRow, SectionRow], planned: PlannedSection) -> Merged[PairRow, SectionRow]:
    """Fill the empty sides of what is there with the plan's texts and return what that changed.

    A paragraph that has no counterpart there becomes a pair of its own behind the one before it.
    """
    merged = Merged(root)
    there = [list(run) for _, run in groupby((leaf for leaf, _branch in root.leaves()), key=_origin)]
    brought = [_joined(list(run)) for _, run in groupby(planned.pairs(), key=attrgetter("line"))]
    kept = ["".join(leaf.zh or leaf.en for leaf in leaves).replace("\n", " ") for leaves in there]
    texts = [pair.en or pair.zh for pair in brought]
    brings_english = not brought[0].zh
    before: Leaf[PairRow] | None = None
    for group in align(kept, texts) if brings_english else align(texts, kept):
        left, right = (group.zh, group.en) if brings_english else (group.en, group.zh)
        leaves = [leaf for index in left for leaf in there[index]]
        if right:
            pair = _joined([brought[index] for index in right])
            pair.confidence, pair.evidence = group.confidence, asdict(group.evidence)
            if leaves:
                _fill(leaves, pair, merged)
            else:
                before = _insert(root, pair, before, merged)
        if leaves:
            before = leaves[-1]
    return merged


def _origin(leaf: Leaf[PairRow]) -> object:
    """Return what the leaves of one paragraph share: their origin, or else the leaf itself."""
    return leaf.origin or id(leaf)


def _fill(leaves: list[Leaf[PairRow]], brought: PlannedPair, merged: Merged[PairRow, SectionRow]) -> None:
    """Give pairs their other side: each of several Chinese ones the English of its own sentences."""
    if len(leaves) == 1 or not brought.en:
        fill(leaves[0], brought, merged)
        return
    texts = [leaf.zh for leaf in leaves]
    for leaf, part in zip(leaves, parted(replace(brought, zh="".join(texts)), texts), strict=True):
        if part.en:
            fill(leaf, replace(part, zh=""), merged)


def _joined(pairs: list[PlannedPair]) -> PlannedPair:
    """Return pairs as one; a heading and the paragraph that it ran into come from one line."""
    between = "" if len({pair.line for pair in pairs}) == 1 else "\n"
    return PlannedPair(
        zh=between.join(pair.zh for pair in pairs if pair.zh),
        en="\n".join(pair.en for pair in pairs if pair.en),
        line=pairs[0].line,
    )


def _insert(
    root: Branch[PairRow, SectionRow],
    brought: PlannedPair,
    before: Leaf[PairRow] | None,
    merged: Merged[PairRow, SectionRow],
) -> Leaf[PairRow]:
    """Put a pair of one side behind another, at the head of the section where that is its heading."""
    leaf: Leaf[PairRow] = Leaf(brought.zh, brought.en, planned=brought)
    merged.added.append(leaf)
    branch = next((branch for there, branch in root.leaves() if there is before), root)
    index = branch.entries.index(before) + 1 if before is not None and before is not branch.heading else 0
    branch.entries.insert(index, leaf)
    return leaf
