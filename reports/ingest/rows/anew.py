"""A report put together anew from its files, in any order and with any numbers: where each pair would stand.

No row is read or written. What comes of it is compared with the rows, to tell what a file's number does to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace

from reports.ingest.leaves import Branch, Leaf
from reports.ingest.merging import Merged
from reports.ingest.plan import Evidence, Fact, Plan, PlannedPair
from reports.ingest.rows.pairs import merged_with
from reports.text.headings import chinese_heading, english_heading


@dataclass(frozen=True, slots=True)
class File:
    """A source file that takes part: its key, what it holds, its number among the parts."""

    key: int
    plan: Plan
    number: int | None


@dataclass(slots=True, eq=False)
class Origin:
    """A pair as one file has it."""

    file: File
    planned: PlannedPair

    @property
    def place(self) -> tuple[int, int]:
        """Return the file's key and the line in it."""
        return self.file.key, self.planned.line

    @property
    def told(self) -> tuple[int, int, str, str]:
        """Return what tells it from all other pairs of the files."""
        return *self.place, self.planned.zh, self.planned.en


@dataclass(slots=True, eq=False)
class Stood:
    """A pair of the report as it would be: its level as in revisions.Line, its number, the files that have it.

    The first of the `origins` is the file that brought it. `keys` are its texts, ready to be compared.
    """

    origins: list[Origin] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    level: int = 0
    ordinal: int | None = None


Tree = Branch[Stood, Stood]


def anew(files: Iterable[File]) -> list[Stood]:
    """Return the pairs of the report that comes of the files, taken in one after the other, in reading order."""
    root: Tree = Branch(0)
    for file in files:
        part = Fact(str(file.number), Evidence.GIVEN) if file.number else Fact()
        # Reading headings in their surroundings marks the pairs: each time begins with those of the file.
        plan = replace(file.plan, header=replace(file.plan.header, part=part), root=deepcopy(file.plan.root))
        merged = merged_with(root, plan)
        root = merged.root
        _keep(merged, file)
    found = []
    for leaf, branch in root.leaves():
        if leaf.row:
            is_heading = leaf is branch.heading
            leaf.row.level, leaf.row.ordinal = (branch.level, branch.ordinal) if is_heading else (0, None)
            found.append(leaf.row)
    return found


def _keep(merged: Merged[Stood, Stood], file: File) -> None:
    """Have the tree as it would be read from the rows, had the file been taken in."""
    for leaf in merged.added:
        leaf.row, leaf.part = Stood(), file.number
        _came(leaf, file, leaf.planned)
    for leaf, planned in merged.met:
        _came(leaf, file, planned, is_its_own=False)
    for leaf in merged.filled:
        _came(leaf, file, leaf.planned, is_its_own=False)
    for shown, other in merged.variants:
        shown.versions.add((other.zh_key, other.en_key))
        if other.planned is None and shown.planned:
            # The file's own text is shown, and the pair is the file's from now on.
            shown.part, shown.origin = file.number, (file.key, shown.planned.line)
    for leaf, _branch in merged.root.leaves():
        leaf.planned = None
        if leaf.row:
            leaf.row.keys.add(leaf.zh_key or leaf.en_key)
    for branch, _parent in merged.root.branches():
        if branch.heading:
            heading = chinese_heading(branch.heading.zh) or english_heading(branch.heading.en)
            branch.form = heading.form if heading else ""


def _came(leaf: Leaf[Stood], file: File, planned: PlannedPair | None, *, is_its_own: bool = True) -> None:
    if leaf.row is None or planned is None:
        return
    leaf.row.origins.append(Origin(file, planned))
    text: Leaf[Stood] = Leaf(planned.zh, planned.en)
    leaf.row.keys.add(text.zh_key or text.en_key)
    if is_its_own:
        leaf.origin = (file.key, planned.line)
