"""What an act on a report answers: what it did, why it can't be done, or what others did meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.revisions import Kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db import IntegrityError

    from reports.models import Revision
    from reports.revisions import Line


class Impossible(Exception):  # noqa: N818 - an answer to a person
    """An act that can't be done; its text is a sentence for the person who asked."""


def said_of(error: IntegrityError) -> str:
    """Return for a person why the database's rules forbid what a report was to become."""
    if isinstance(error, Kept):
        said = _(
            "The public could read another report at the address “%(slug)s”: %(report)s (%(now)s). "
            "What is cited leads there, so the address stays that report's. Choose another one."
        )
        return said % {"slug": error.slug, "report": error.report, "now": error.report.slug}
    return _("The report can't be brought to that form.")


@dataclass(frozen=True, slots=True)
class Difference:
    """One pair that others changed: as it is now, as the person saw it, as the person's act would have left it.

    None where the pair isn't there. `key` is None for a pair that the act would have made.
    """

    key: int | None
    now: Line | None
    seen: Line | None
    wanted: Line | None


class Conflict(Exception):  # noqa: N818 - an answer to a person
    """Others changed what an act reads or writes since the person saw it: nothing was done.

    `revisions` are theirs, newest first, and may be empty where a pair is gone with its report's history;
    `differences` has each pair that differs in reading order; `latest` is the report's newest revision.
    """

    def __init__(self, revisions: list[Revision], differences: list[Difference], latest: int) -> None:
        super().__init__("changed since")
        self.revisions = revisions
        self.differences = differences
        self.latest = latest


class Unsure(Exception):  # noqa: N818 - a question to a person
    """An act that takes much back, which nobody has said yes to: nothing was done.

    `revision` would be taken back; the act is done once its `sure` is that one's number. `goes` are sentences on what
    that does to the report.
    """

    def __init__(self, revision: Revision, goes: tuple[str, ...]) -> None:
        super().__init__("not sure")
        self.revision = revision
        self.goes = goes


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did.

    `revision` tells it, None where nothing changed. `latest` is the report's newest revision, 0 for none: the `seen`
    of the next act. `touched` are the pairs that came or changed, in reading order; `gone` tells of pairs that are
    gone what each became a part of, None for nothing. `elsewhere` are the pairs that others changed between `seen` and
    this act: show them anew before `latest` is taken for seen. `said` are sentences for the person, if there is more
    to know than that it is done.
    """

    revision: Revision | None
    latest: int
    touched: tuple[int, ...] = ()
    gone: dict[int, int | None] = field(default_factory=dict)
    elsewhere: tuple[int, ...] = ()
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that looks wrong: its pair, what kinds of thing are wrong, a sentence for each, how bad from 0 to 1.

    `mend` is an act for `perform` that would mend it, None where none is known; `mend_said` tells it in a sentence.
    """

    key: int
    kinds: tuple[str, ...]
    said: tuple[str, ...]
    strength: float
    mend: Mapping[str, Any] | None = None
    mend_said: str = ""
