"""A report's other language that comes later, as a file of its own: aligned with the rows that are there."""

from __future__ import annotations

from dataclasses import asdict

from reports.ingest.merging import Branch, Leaf, Merged, PairRow, SectionRow, fill
from reports.ingest.plan import PlannedPair, PlannedSection
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
    there = [leaf for leaf, _branch in root.leaves()]
    pairs = planned.pairs()
    brings_english = not pairs[0].zh
    texts = [pair.en or pair.zh for pair in pairs]
    kept = [(leaf.zh or leaf.en).replace("\n", " ") for leaf in there]
    groups = align(kept, texts) if brings_english else align(texts, kept)
    before: Leaf[PairRow] | None = None
    for group in groups:
        left, right = (group.zh, group.en) if brings_english else (group.en, group.zh)
        if right:
            brought = _joined([pairs[index] for index in right])
            brought.confidence, brought.evidence = group.confidence, asdict(group.evidence)
            if left:
                fill(there[left[0]], brought, merged)
            else:
                before = _insert(root, brought, before, merged)
        if left:
            before = there[left[-1]]
    return merged


def _joined(pairs: list[PlannedPair]) -> PlannedPair:
    return PlannedPair(
        zh="\n".join(pair.zh for pair in pairs if pair.zh),
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
