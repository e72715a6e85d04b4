"""What people changed in a report's pairs, as its revisions tell: the texts before, and which pairs they took out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reports import revisions
from reports.models import Change, Report, Revision
from reports.revisions import Line

Kind = Revision.Kind
# What files bring. All else is done by people.
BY_FILES = {Kind.CREATED, Kind.MERGED, Kind.REPLACED}
TAKING_BACK = {Kind.UNDONE, Kind.REDONE}
SIDES = ("zh", "en")
OF_THE_TEXT = (*SIDES, "level", "beads")


@dataclass(slots=True)
class Corrections:
    """What people did to the pairs of a report, by keys.

    `before` has for each pair the fields of its text that people changed, as they were before; `made` are pairs that
    people made, in splitting others or in writing them; `removed` are pairs that people took out, each with the key
    of the pair that it became a part of, None for none; `moved` are those that people put elsewhere.
    """

    before: dict[int, dict[str, Any]] = field(default_factory=dict)
    made: set[int] = field(default_factory=set)
    removed: dict[int, int | None] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)

    def is_corrected(self, line: Line) -> bool:
        """Say whether a person's hand is in a pair that is there: in its texts, its kind, its level, its beads."""
        key = line.key or 0
        if key in self.made or line.checked:
            return True
        now = line.facts()
        return any(now[name] != value for name, value in self.before.get(key, {}).items())

    def corrected_sides(self, line: Line) -> set[str]:
        """Return which texts of a pair that is there are a person's: "zh", "en"; both where one made or checked it."""
        key = line.key or 0
        if key in self.made or line.checked:
            return set(SIDES)
        before = self.before.get(key, {})
        return {side for side in SIDES if side in before and getattr(line, side) != before[side]}


def corrections(report: Report) -> Corrections:
    """Return what people did to a report's pairs and what still stands of it."""
    found = Corrections()
    changes = Change.objects.filter(revision__report=report, row=Change.Row.PAIR).select_related("revision")
    kinds = standing(report)
    for change in changes.order_by("revision_id", "id"):
        kind = kinds.get(change.revision_id)
        if kind in BY_FILES:
            _by_file(found, change)
        elif kind:
            _by_person(found, change)
    return found


def corrected_keys(report: Report) -> set[int]:
    """Return the keys of the pairs in which a person's hand is."""
    found = corrections(report)
    return {line.key for line in revisions.read(report).lines if line.key and found.is_corrected(line)}


def standing(report: Report) -> dict[int, str]:
    """Return the kinds of the revisions by their keys, without those that were taken back and what took them back.

    A file's new number among the parts puts its pairs where the file has them: no person's hand is in that.
    """
    left = report.revisions.exclude(kind__in=TAKING_BACK).exclude(pk__in=revisions.taken_back(report))
    kinds = left.order_by("-id").values_list("pk", "kind", f"facts__{revisions.PARTS}")
    return {pk: Kind.MERGED if parts else kind for pk, kind, parts in kinds}


def corrected_header(report: Report) -> set[str]:
    """Return the fields of the header that are as people have them, and not as files brought them."""
    first: dict[str, Any] = {}
    kinds = standing(report)
    changes = Change.objects.filter(revision__report=report, row=Change.Row.REPORT).order_by("revision_id", "id")
    for revision, before, after in changes.values_list("revision_id", "before", "after"):
        kind = kinds.get(revision)
        if kind in BY_FILES:
            for name in after or {}:
                first.pop(name, None)
        elif kind:
            _keep(first, before or {}, before or {})
    now = revisions.read(report).header
    return {name for name, value in first.items() if now.get(name) != value}


def _by_file(found: Corrections, change: Change) -> None:
    after = change.after
    if after is None:
        # What a person made of it went with it.
        _forget(found, change.key)
        return
    if change.before is None:
        _forget(found, change.key)
        return
    for name in OF_THE_TEXT:
        if name in after:
            found.before.get(change.key, {}).pop(name, None)


def _by_person(found: Corrections, change: Change) -> None:
    before, after = change.before, change.after
    if before is None:
        if change.key in found.removed:
            # It came back, by an undo or from the history.
            del found.removed[change.key]
        else:
            found.made.add(change.key)
        return
    if after is None:
        if change.key in found.made:
            found.made.discard(change.key)
        else:
            found.removed[change.key] = change.became
        return
    _keep(found.before.setdefault(change.key, {}), before, OF_THE_TEXT)
    if "behind" in after:
        found.moved.add(change.key)


def _keep(kept: dict[str, Any], before: Mapping[str, Any], names: Iterable[str]) -> None:
    for name in names:
        if name in before:
            kept.setdefault(name, before[name])


def _forget(found: Corrections, key: int) -> None:
    found.before.pop(key, None)
    found.made.discard(key)
    found.moved.discard(key)
    found.removed.pop(key, None)
