"""What the editor says: of acts that were done, of those that can be taken back, of others at work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from reports import ingest, revisions
from reports.models import Revision

DONE = {
    "edit": _lazy("The text was saved."),
    "split": _lazy("The pair was split."),
    "merge": _lazy("The pairs were merged."),
    "swap": _lazy("The sides were swapped."),
    "shift": _lazy("One language was shifted."),
    "move": _lazy("The pair was moved."),
    "level": _lazy("The level was changed."),
    "insert": _lazy("A pair was inserted."),
    "remove": _lazy("The pair was removed. The history keeps it."),
    "check": _lazy("The mark was changed."),
    "note": _lazy("The note was kept."),
    "version": _lazy("The other version is shown now; this one is kept beside it."),
    "beads": _lazy("The sentences were aligned."),
}


def done(act: str, revision: Revision | None, more: Iterable[str]) -> str:
    """Return what to say of an act that was done; `more` are sentences of its own."""
    if revision is None:
        first = NOTHING.get(act, _("Nothing changed."))
    elif act == "undo":
        first = _("Undone: “%(act)s”") % {"act": kind_label(revision)}
    elif act == "redo":
        first = _("Redone: “%(act)s”") % {"act": kind_label(revision)}
    else:
        first = DONE["beads" if act.startswith("bead") else act]
    return " ".join([str(first), *map(str, more)])


NOTHING = {
    "undo": _lazy("There is nothing of yours to undo."),
    "redo": _lazy("There is nothing to redo."),
}


def undo_label(revision: Revision | None) -> str:
    """Return what the button says that takes an act back; "" where there is none."""
    return _("Undo “%(act)s”") % {"act": kind_label(revision)} if revision else ""


def redo_label(revision: Revision | None) -> str:
    """Return what the button says that does an act again; "" where there is none."""
    return _("Redo “%(act)s”") % {"act": kind_label(revision)} if revision else ""


def unchecked_label(count: int) -> str:
    """Return how many pairs nobody has checked."""
    if not count:
        return _("all checked")
    return ngettext("%(count)d unchecked", "%(count)d unchecked", count) % {"count": count}


def suspicious_label(count: int) -> str:
    """Return how many places look wrong."""
    if not count:
        return _("nothing suspicious")
    return ngettext("%(count)d suspicious place", "%(count)d suspicious places", count) % {"count": count}


def kind_label(revision: Revision) -> str:
    """Return what kind of act a revision is, that of the act itself where it takes one back or does it again."""
    facts: dict[str, Any] = revision.facts or {}
    if revisions.PARTS in facts:
        return _("Files got other numbers among the parts")
    kind = facts.get("kind", revision.kind)
    known = dict(Revision.Kind.choices)
    return str(known.get(kind, revision.get_kind_display()))


def who(revision: Revision) -> str:
    """Return the name of who made a revision."""
    if revision.by:
        return revision.by.get_full_name() or revision.by.get_username()
    return revision.by_name or _("the archive itself")


def changed_by_others(names: Iterable[str]) -> str:
    """Return what to say where others changed the report meanwhile; "" for nobody."""
    found = list(dict.fromkeys(names))
    if not found:
        return ""
    if len(found) == 1:
        return _("%(name)s changed this report meanwhile. You see it as it is now.") % {"name": found[0]}
    said = _("Others changed this report meanwhile: %(names)s. You see it as it is now.")
    return said % {"names": ingest.listed(found)}


def at_work(names: Iterable[str], latest: Any) -> str:
    """Return who else works on a report, with the time of their latest change; "" for nobody."""
    found = list(dict.fromkeys(names))
    if not found:
        return ""
    said = _("Also at work here: %(names)s. Their latest change was at %(time)s.")
    return said % {"names": ingest.listed(found), "time": date_format(localtime(latest), "TIME_FORMAT")}
