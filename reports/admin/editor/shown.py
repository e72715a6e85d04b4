"""A report as the editor shows it: one page of its pairs, its outline, what can be taken back.

What looks suspicious is looked for apart from it, as that takes longer than anybody waits for an act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.template.loader import get_template
from django.utils.translation import get_language

from reports import editing, errata, people, revisions
from reports.admin.editor.paging import Entry, Page, outline, page_of, pages
from reports.models import Change, Erratum, Report, Revision

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LANGUAGES = {"hans": "zh-Hans", "hant": "zh-Hant"}


@dataclass(frozen=True, slots=True)
class Row:
    """A pair as a page shows it; `stamp` differs whenever anything else of it does."""

    number: int
    line: revisions.Line
    changed: bool
    # What readers reported at it and nobody answered yet.
    reported: Sequence[Erratum] = ()

    @property
    def lang(self) -> str:
        return LANGUAGES.get(self.line.script, "zh")

    @property
    def one_sided(self) -> bool:
        return not (self.line.zh and self.line.en)

    @property
    def stamp(self) -> str:
        """Return a few letters that stand for all that is shown, the number left out: that changes without it."""
        line = self.line
        facts: tuple[Any, ...] = (
            line.zh, line.en, line.level, line.script, line.checked, line.note, len(line.versions), line.needs_review,
            self.changed, [one.pk for one in self.reported], get_language(),
        )  # fmt: skip
        return blake2b(repr(facts).encode(), digest_size=6).hexdigest()

    def html(self, report: Report) -> str:
        """Return the pair as an item of the list."""
        return get_template("admin/reports/editor/_row.html").render({"row": self, "report": report})


@dataclass(frozen=True)
class Shown:
    """A report on the page that somebody looks at."""

    report: Report
    by: User
    state: revisions.State
    changed: frozenset[int]
    latest: int
    stack: revisions.Stack
    number: int
    pages: Sequence[Page]
    reported: Mapping[int, Sequence[Erratum]] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        return self.pages[self.number]

    @cached_property
    def rows(self) -> list[Row]:
        """Return the pairs of the page, in reading order."""
        return [
            Row(index + 1, line, line.key in self.changed, self.reported.get(line.key or 0, ()))
            for index, line in enumerate(self.state.lines)
            if index in self.page
        ]

    @cached_property
    def outline(self) -> list[Entry]:
        return outline(self.state.lines, self.pages, {key: len(found) for key, found in self.reported.items()})

    @property
    def unchecked(self) -> int:
        return sum(not line.checked for line in self.state.lines)

    def key_on(self, number: int) -> int | None:
        """Return the key of the first pair of a page, None where there is no such page."""
        if not 0 <= number < len(self.pages) or not self.state.lines:
            return None
        return self.state.lines[self.pages[number].start].key


def look(report: Report, by: User, at: Sequence[int] = (), section: int = 0) -> Shown:
    """Return the report on the page of the first of the pairs `at` that is there, else of a section, else the first."""
    state = revisions.read(report)
    cut = pages(state.lines)
    places = {line.key: index for index, line in enumerate(state.lines)}
    index = next((places[key] for key in at if key in places), None)
    if index is None and at and (became := revisions.pair_that_became(at[0])) and became[0] == report:
        index = places.get(became[1])
    if index is None and section:
        index = next((i for i, line in enumerate(state.lines) if line.section == section), None)
    return Shown(
        report=report,
        by=by,
        state=state,
        changed=changed_since_published(report),
        latest=editing.latest_revision(report),
        stack=revisions.stack(report, by),
        number=page_of(cut, index or 0),
        pages=cut,
        # Those alone who can answer what readers reported are shown it.
        reported=errata.waiting_in(report, {line.key for line in state.lines if line.key})
        if people.may_curate(by)
        else {},
    )


def changed_since_published(report: Report) -> frozenset[int]:
    """Return the keys of the pairs that were changed since the public could first read the report as it is now.

    What was done and taken back again since is no change.
    """
    if not report.is_published:
        return frozenset()
    status = report.revisions.filter(kind=Revision.Kind.STATUS).order_by("-id").values_list("pk", flat=True).first()
    changes = Change.objects.filter(revision__report=report, revision__gt=status or 0, row=Change.Row.PAIR)
    if status is None:
        taken_in = (Revision.Kind.CREATED, Revision.Kind.MERGED, Revision.Kind.REPLACED)
        changes = changes.exclude(revision__kind__in=taken_in)
    changes = changes.exclude(revision__in=revisions.cancelled_since(report, status or 0))
    return frozenset(changes.values_list("key", flat=True))
