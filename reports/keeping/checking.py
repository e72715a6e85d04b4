"""Looking for what doesn't agree, part by part, and mending it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from reports import people, search
from reports.keeping.checks.addresses import addresses
from reports.keeping.checks.database import database
from reports.keeping.checks.finding import Finding
from reports.keeping.checks.histories import histories
from reports.keeping.checks.index import index
from reports.keeping.checks.jobs import jobs
from reports.keeping.checks.lost import lost
from reports.keeping.checks.originals import originals
from reports.keeping.checks.outline import outline
from reports.keeping.checks.rows import numbers, pointers, publications, rules
from reports.keeping.checks.terms import terms
from reports.keeping.checks.texts import texts
from reports.keeping.checks.told import told
from reports.keeping.checks.values import values
from reports.models import Change, Report

log = logging.getLogger(__name__)

Tell = Callable[[int, int, str], None]
Part = Callable[[], Iterator[Finding]]
# What is mended may bring to light what it hid: so often each part is looked at again.
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Looked:
    """A finding and what became of it: mended or not, and why not where mending failed."""

    finding: Finding
    mended: bool = False
    failure: str = ""


def check(
    *, repair: bool = False, everything: bool = False, from_backup: Path | None = None, tell: Tell | None = None
) -> Iterator[Looked]:
    """Yield what doesn't agree in the archive; with `repair`, mended where that can be.

    `everything` asks the index for each pair. What is looked at later relies on what was looked at before: so each
    part is mended before the next is checked.
    """
    mended = 0

    def indexed() -> Iterator[Finding]:
        if mended:
            # What was mended isn't in the index, and that is no finding.
            search.catch_up()
        yield from index(everything=everything, tell=tell)

    parts: dict[str, Part] = {
        "database": database,
        "values": values,
        "lost originals": lambda: lost(from_backup),
        "pointers": lambda: pointers(from_backup),
        "rules": rules,
        "numbers": numbers,
        "publications": publications,
        "originals": lambda: originals(from_backup, tell),
        "reports": lambda: _reports(tell),
        "audit log": told,
        "addresses": addresses,
        "jobs": jobs,
        "terms": terms,
        "index": indexed,
    }
    for name, part in parts.items():
        looks = partial(_looked, name, part)
        for looked in _mended(looks) if repair else map(Looked, looks()):
            mended += looked.mended
            yield looked
    if mended:
        people.note("repair", target="archive", findings=mended)


def _looked(name: str, part: Part) -> Iterator[Finding]:
    """Yield what a part finds; what is so damaged that it can't be looked at is a finding, too."""
    try:
        yield from part()
    except Exception as error:
        log.exception("The check of the %s failed", name)
        problem = _("The check of the %(part)s came upon what it can't read: %(reason)s")
        remedy = _("The log has the details. Where mending what else is found doesn't help, a backup from before does.")
        yield Finding("unread", name, problem % {"part": name, "reason": str(error) or type(error).__name__}, remedy)


def _mended(part: Part) -> Iterator[Looked]:
    """Yield what became of each finding of a part: mended is what isn't found any more afterwards."""
    failures: dict[tuple[str, str], str] = {}
    seen: dict[tuple[str, str], Finding] = {}
    left = list(part())
    for _round in range(ROUNDS):
        mendable = [finding for finding in left if finding.mend is not None]
        seen |= {_key(finding): finding for finding in left}
        if not mendable:
            break
        for finding in mendable:
            try:
                assert finding.mend is not None  # noqa: S101 - chosen by that
                finding.mend()
            except Exception as error:
                log.exception("Mending failed: %s", finding.problem)
                failures[_key(finding)] = _failed(error)
        left = list(part())
    still = {_key(finding) for finding in left}
    for key, finding in seen.items():
        yield Looked(finding, mended=key not in still, failure=failures.get(key, "") if key in still else "")
    for finding in left:
        if _key(finding) not in seen:
            yield Looked(finding)


def _failed(error: Exception) -> str:
    told = {"reason": f"{type(error).__name__} {error}".strip()}
    return _("%(reason)s. The log has the details; trying again won't help: a backup from before has it whole.") % told


def _key(finding: Finding) -> tuple[str, str]:
    return finding.kind, f"{finding.about} {finding.problem}" if finding.kind in {"rule", "pointer"} else finding.about


def _reports(tell: Tell | None) -> Iterator[Finding]:
    """Yield what doesn't agree within each report, one in memory at a time."""
    changed = set(Change.objects.order_by().values_list("revision__report", flat=True).distinct())
    reports = list(Report.objects.order_by("pk").only("pk", "slug"))
    for done, report in enumerate(reports, start=1):
        look = partial(_report, report, with_history=report.pk in changed)
        if any(True for _finding in look()):
            # Somebody may be working on it: what counts is what is found while nobody can.
            with transaction.atomic():
                is_there = Report.objects.select_for_update().filter(pk=report.pk).first()
                found = list(look()) if is_there else []
            yield from found
        if tell:
            tell(done, len(reports), _("reports"))


def _report(report: Report, *, with_history: bool) -> Iterator[Finding]:
    pairs = list(
        report.pairs.order_by("position", "pk").only(
            "report", "section", "position", "kind", "zh", "en", "zh_folded", "beads"
        )
    )
    yield from outline(report, pairs, list(report.sections.order_by("position", "pk")))
    yield from texts(report, pairs)
    if with_history:
        yield from histories(report)
