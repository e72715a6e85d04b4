"""What the editor's scripts say, and the names of the acts with their keys: one list for tools, menu and help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "saved": _("All is saved"),
    "saving": _("Saving"),
    "typing": _("Not saved yet"),
    "wrong": _("Not saved: {reason}"),
    "not_done": _("This was not done: {reason}"),
    "offline": _("The server can’t be reached. What you typed is kept in this browser, and sent once it can."),
    "signed_out": _("You are signed out. Sign in again in another tab; what you typed is kept in this browser."),
    "forbidden": _("You may not change this report any more."),
    "broken": _("The server has a fault. What you typed is kept in this browser."),
    "met": _("somebody else changed the same pair."),
    "contested": _("Somebody else changed pair {number}, which you are editing. You will see both when you save."),
    "archived": _("This report is archived. It can be changed once it is taken out of the archive."),
    "left_one": _("There is a text that was not saved the last time: “{text}”"),
    "left_more": _("There are texts of {count} pairs that were not saved the last time."),
    "no_more_suspicious": _("There is no other suspicious place."),
    "nothing_proposed": _("Nothing is proposed for this pair."),
    "nothing_reported": _("No reader has reported an error at this pair, or all are answered."),
    "last_pair": _("This is the last pair of the report."),
    "first_pair": _("This is the first pair of the report."),
    "copied": _("Your text was copied."),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "number": _("Pair {number}"),
    "cut_after": _("The cut is behind “{text}”"),
    "cut_first": _("The cut is before the whole text"),
}


@dataclass(frozen=True, slots=True)
class Tool:
    """An act that a key or a button does: its name in the scripts, what it is called, its key as it is written."""

    name: str
    label: str | Promise
    key: str
    wide: bool = False


ON_PAIRS: Sequence[Tool] = (
    Tool("edit", _("Edit the texts"), "Enter"),
    Tool("check", _("Mark as checked, and go on"), "c"),
    Tool("split", _("Split"), "s"),
    Tool("merge", _("Merge with the next"), "m"),
    Tool("swap", _("Swap the sides"), "x"),
    Tool("shift_zh_down", _("Chinese down by one from here"), "z"),
    Tool("shift_zh_up", _("Chinese up by one from here"), "Shift+Z"),
    Tool("shift_en_down", _("English down by one from here"), "e"),
    Tool("shift_en_up", _("English up by one from here"), "Shift+E"),
    Tool("accept", _("Mend as proposed"), "y"),
    Tool("up", _("Move up"), "Alt+Shift+↑"),
    Tool("down", _("Move down"), "Alt+Shift+↓"),
    Tool("move", _("Move to another section"), "t"),
    Tool("level", _("Level of the heading"), "0 – 6"),
    Tool("note", _("Note for the staff"), "a"),
    Tool("beads", _("Sentences side by side"), "b"),
    Tool("versions", _("Other versions"), "v"),
    Tool("history", _("History of the pair"), "h"),
    Tool("reported", _("Errors that readers reported"), "r"),
    Tool("insert", _("Insert a pair below"), "i"),
    Tool("remove", _("Remove the pair"), "Delete"),
)
# The tools at the foot of the page; on a phone, the wide ones are in the menu only.
AT_THE_FOOT: Sequence[Tool] = (
    Tool("edit", _("Edit"), "Enter"),
    Tool("check", _("Checked"), "c"),
    Tool("split", _("Split"), "s"),
    Tool("merge", _("Merge"), "m"),
    Tool("swap", _("Swap"), "x", wide=True),
    Tool("shift_zh_up", _("中 ↑"), "⇧Z", wide=True),
    Tool("shift_zh_down", _("中 ↓"), "z", wide=True),
    Tool("shift_en_up", _("EN ↑"), "⇧E", wide=True),
    Tool("shift_en_down", _("EN ↓"), "e", wide=True),
    Tool("note", _("Note"), "a", wide=True),
    Tool("history", _("History"), "h", wide=True),
)
KEYS: Sequence[tuple[str | Promise, Sequence[tuple[str, str | Promise]]]] = (
    (
        _("Moving around"),
        (
            ("j / ↓", _("Next pair")),
            ("k / ↑", _("Previous pair")),
            ("n", _("Next suspicious place, in any section")),
            ("p", _("Previous suspicious place")),
            ("]", _("Next section")),
            ("[", _("Previous section")),
            ("Home / End", _("First or last pair of the page")),
        ),
    ),
    (_("The pair"), (*((tool.key, tool.label) for tool in ON_PAIRS), ("Shift+I", _("Insert a pair above")))),
    (
        _("While typing"),
        (
            ("Enter / Esc", _("Done: the text is saved")),
            ("Tab", _("The other language")),
            ("Ctrl+Enter", _("Split at the cursor")),
            ("Alt+Enter", _("Mark as checked, and edit the next pair")),
            ("Alt+↑ / Alt+↓", _("Edit the pair above or below")),
        ),
    ),
    (
        _("Everywhere"),
        (
            ("u / Ctrl+Z", _("Undo your last act, of whatever kind")),
            ("Shift+U / Ctrl+Shift+Z", _("Redo")),
            ("w", _("Say why you did your last act")),
            (".", _("Everything that can be done with the pair")),
            ("?", _("These keys")),
        ),
    ),
)
