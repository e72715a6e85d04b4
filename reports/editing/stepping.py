"""Undo and redo in the editor; what takes a whole file back is said before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import revisions
from reports.editing.answers import Impossible, Unsure
from reports.editing.given import Given
from reports.models import Revision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from django.contrib.auth.models import User

    from reports.models import Report
    from reports.revisions import RowChange

Kind = Revision.Kind
Facts = dict[str, Any]
STEPS: Final[dict[str, Callable[[Report, User], Revision | None]]] = {"undo": revisions.undo, "redo": revisions.redo}
SIDES = ("zh", "en")


def step(report: Report, by: User, act: Mapping[str, Any]) -> Revision:
    """Undo or redo a person's last act and return the revision that does; call it with the report held.

    Raises Impossible where there is none, Unsure where it brought in a file, put one in another's place, gave the
    files other numbers or restored the whole report, and the act's `sure` isn't its number; Clash, IntegrityError.
    """
    name = str(act["do"])
    found = revisions.stack(report, by)
    target = found.undo if name == "undo" else found.redo
    if target is not None and is_large(target) and Given(act).whole_or_none("sure") != target.pk:
        raise Unsure(target, tuple(what_goes(revisions.changes_of(target))))
    revision = STEPS[name](report, by)
    if revision is None:
        raise Impossible(_("There is nothing to undo.") if name == "undo" else _("There is nothing to redo."))
    return revision


def is_large(revision: Revision) -> bool:
    """Say whether an act, or the undo of one, is about a whole file or a whole report."""
    facts = revision.facts or {}
    kind = facts.get("kind", revision.kind)
    return kind in {Kind.MERGED, Kind.REPLACED} or "as_of" in facts or revisions.PARTS in facts


def what_goes(changes: list[RowChange]) -> Iterator[str]:
    """Yield a sentence for each kind of thing that taking changes back does to a report, none of them for nothing."""
    # Taken back, what each row is now comes first.
    rows = [(change.after, change.before) for change in changes if change.key is not None]
    both = [(now, then) for now, then in rows if now is not None and then is not None]
    counts = {
        "goes": sum(then is None for _now, then in rows),
        "zh": sum(_loses(now, then, "zh") for now, then in both),
        "en": sum(_loses(now, then, "en") for now, then in both),
        "text": sum(_is_retexted(now, then) for now, then in both),
        "moves": sum("behind" in then for _now, then in both),
        "comes": sum(now is None for now, _then in rows),
    }
    for kind, count in counts.items():
        if count:
            yield _counted(kind, count) % {"count": count}
    if any(change.key is None for change in changes):
        yield _("The header becomes as it was.")


def _loses(now: Facts, then: Facts, side: str) -> bool:
    return bool(now.get(side)) and then.get(side) == ""


def _is_retexted(now: Facts, then: Facts) -> bool:
    return any(side in then and not _loses(now, then, side) for side in SIDES)


def _counted(kind: str, count: int) -> str:
    if kind == "goes":
        return ngettext("%(count)d pair goes.", "%(count)d pairs go.", count)
    if kind == "zh":
        return ngettext("%(count)d pair loses its Chinese.", "%(count)d pairs lose their Chinese.", count)
    if kind == "en":
        return ngettext("%(count)d pair loses its English.", "%(count)d pairs lose their English.", count)
    if kind == "text":
        return ngettext("%(count)d pair gets another text.", "%(count)d pairs get other texts.", count)
    if kind == "moves":
        return ngettext("%(count)d pair goes elsewhere.", "%(count)d pairs go elsewhere.", count)
    return ngettext("%(count)d pair comes back.", "%(count)d pairs come back.", count)
