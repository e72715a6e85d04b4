"""The audit log: who did what, from where."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from archive_site.logs import printable
from reports.models import AuditEntry

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

# What the log says of a report that was deleted with its history, on purpose.
ERASED = "report erased"
# What is never trimmed: nothing else would tell that a report is gone for good, if the table of addresses were lost.
KEPT = (ERASED,)
# So many entries are deleted in one transaction, so that others who write don't wait long.
AT_ONCE = 10_000
# No entry is older, and no calendar reaches back as far as somebody may type.
A_CENTURY = 36_500
# The address of the request that is being answered, None for work that nobody waits for.
ADDRESS: ContextVar[str | None] = ContextVar("address", default=None)


def note(
    action: str, *, by: AbstractBaseUser | AnonymousUser | None = None, target: str = "", **facts: Any
) -> AuditEntry:
    """Keep in the log that somebody did something; `action` is a word or two in English, as in `sign-in`.

    Whatever it says is kept on one line, so that a name with a line break or a terminal's commands in it does nothing.
    """
    known = by is not None and by.pk is not None
    return AuditEntry.objects.create(
        action=printable(action)[:40],
        by_id=by.pk if by is not None and known else None,
        by_name=printable(by.get_username())[:150] if by is not None and known else "",
        target=printable(target)[:200],
        address=ADDRESS.get(),
        facts={name: _plain(value) for name, value in facts.items()},
    )


def trim_log(days: int, most: int | None = None) -> int:
    """Delete what the log has from before so many days, and return how many entries; that it was trimmed is an entry.

    `most` ends it after so many, for whoever waits. Each step is whole by itself.
    """
    before = timezone.now() - timedelta(days=min(days, A_CENTURY))
    trimmed = 0
    while most is None or trimmed < most:
        step = min(AT_ONCE, most - trimmed if most is not None else AT_ONCE)
        with transaction.atomic():
            old = AuditEntry.objects.filter(at__lt=before).exclude(action__in=KEPT).order_by("at", "pk")
            gone, _rows = AuditEntry.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:step])).delete()
            if gone:
                note("log trimmed", entries=gone, before=before.isoformat(timespec="seconds"))
        trimmed += gone
        if gone < step:
            break
    return trimmed


def meant_by(name: str | None) -> str:
    """Return whom a name that was typed means; one of nobody is not kept, as it is a password more often than not."""
    there = get_user_model().objects.filter(username=name or "").exists()
    return f"person {name}" if there else "nobody here"


def _plain(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
        case dict():
            return {printable(str(key)): _plain(inside) for key, inside in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(inside) for inside in value]
    return value
