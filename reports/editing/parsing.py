"""The acts by their names, and which fields each takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from reports.editing import outline, sentences, shifting, splitting, texts
from reports.editing.answers import Impossible
from reports.editing.given import Given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.editing.act import Act

BY_NAME: Final[dict[str, type[Act]]] = {
    "edit": texts.Edit,
    "split": splitting.Split,
    "merge": splitting.Merge,
    "swap": texts.Swap,
    "shift": shifting.Shift,
    "move": outline.Move,
    "level": outline.Level,
    "insert": outline.Insert,
    "remove": outline.Remove,
    "check": texts.Check,
    "note": texts.Note,
    "beads": sentences.SetBeads,
    "bead_merge": sentences.MergeBeads,
    "bead_split": sentences.SplitBead,
    "bead_edge": sentences.MoveEdge,
    "bead_shift": sentences.ShiftBeads,
    "bead_anew": sentences.AlignAnew,
    "version": texts.Choose,
}
# The fields of each act; those with a question mark may be left out. All take `why` too.
ACTS: Final[dict[str, tuple[str, ...]]] = {
    "edit": ("pair", "zh?", "en?"),
    "split": ("pair", "zh?", "en?"),
    "merge": ("pairs", "with?", "lines?"),
    "swap": ("pairs",),
    "shift": ("pair", "side", "by", "until?", "cut?"),
    "move": ("pairs", "behind", "whole?"),
    "level": ("pair", "level"),
    "insert": ("behind", "zh?", "en?", "level?"),
    "remove": ("pairs",),
    "check": ("pairs", "checked"),
    "note": ("pair", "text"),
    "beads": ("pair", "beads"),
    "bead_merge": ("pair", "bead"),
    "bead_split": ("pair", "bead", "zh", "en"),
    "bead_edge": ("pair", "bead", "side", "by"),
    "bead_shift": ("pair", "bead", "side", "by"),
    "bead_anew": ("pairs",),
    "version": ("pair", "index"),
    "undo": ("sure?",),
    "redo": ("sure?",),
}


def parsed(act: Mapping[str, Any]) -> Act:
    """Return the act that a mapping tells; raises Impossible with a sentence that says what is wrong with it."""
    kind = BY_NAME.get(str(act.get("do", "")))
    if kind is None:
        raise Impossible(_("There is no such action."))
    return kind.of(Given(act))
