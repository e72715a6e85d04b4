"""Which file of the archive gives way to one that `ingest` reads, and what that one's header lacks."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from reports import ingest
from reports.models import ParagraphPair, Report, SourceFile

# As much of a SHA-256 as nobody writes by chance.
DIGEST = re.compile(r"[0-9a-f]{8,64}")
SHOWN = 12
LISTED = 5


@dataclass(frozen=True, slots=True)
class Replacing:
    """What was asked for: the file that gives way as a person names it, or the one of the same name where none is."""

    old: str = ""

    def understood(self, name: str, content: bytes, encoding: str | None) -> tuple[ingest.Plan, SourceFile]:
        """Return the plan of a file and the one whose place it takes.

        What the file doesn't say of itself (a part rarely says whose report it is) is that of the report. Raises
        Refusal where it can't be told which file is meant.
        """
        candidates = list(_sources(self.old or name))
        if not candidates:
            reason = _("No report was read from a file called %(name)s.") % {"name": self.old or PurePath(name).name}
            remedy = _("Name it as the list of source files does, or by the beginning of its SHA-256.")
            raise ingest.Refusal(name, reason, remedy)
        report = candidates[0].report if len({source.report_id for source in candidates}) == 1 else None
        plan = _understood(name, content, encoding, report)
        there = ingest.preview(plan).report
        mine = [source for source in candidates if there is not None and source.report_id == there.pk]
        if not mine:
            reason = _("It is a file of %(report)s, and %(name)s is none of its files.")
            told = {"report": there or _("a report that is not here yet"), "name": self.old or PurePath(name).name}
            remedy = _("Take it in as it is, or correct its header if it is the same report.")
            raise ingest.Refusal(name, reason % told, remedy)
        return plan, _the_one(name, mine)


def is_in_its_place(old: SourceFile, content: bytes) -> bool:
    """Say whether these very bytes are there already, or were put there and are there still."""
    digest = hashlib.sha256(content).hexdigest()
    known = digest in {old.sha256, old.replaced_by.sha256 if old.replaced_by else ""}
    # A replacement that was undone can be made again.
    return known and ParagraphPair.objects.filter(report=old.report_id, source__sha256=digest).exists()


def _sources(told: str) -> QuerySet[SourceFile]:
    """Return the files of reports that a person can mean by a path, a name or the beginning of a SHA-256."""
    rows = SourceFile.objects.filter(report__isnull=False).defer("content").select_related("report", "replaced_by")
    rows = rows.order_by("pk")
    path = Path(told)
    if path.is_file() and path.stat().st_size <= settings.MAX_SOURCE_BYTES:
        known = rows.filter(sha256=hashlib.sha256(path.read_bytes()).hexdigest())
        if known.exists():
            return known
    if DIGEST.fullmatch(told) and (known := rows.filter(sha256__startswith=told)).exists():
        return known
    return rows.filter(name=PurePath(told).name)


def _understood(name: str, content: bytes, encoding: str | None, report: Report | None) -> ingest.Plan:
    """Return the plan of a file; fields without which it would be refused are the report's."""
    known = {} if report is None else {"place": report.jurisdiction.name_zh, "year": str(report.year)}
    if report is not None:
        known["title_zh"] = report.title_zh or "政府工作报告"
    given: dict[str, str] = {}
    while True:
        try:
            return ingest.understand(name, content, encoding=encoding, given=given)
        except ingest.Refusal as refusal:
            if refusal.field not in known or refusal.field in given:
                raise
            given[refusal.field] = known[refusal.field]


def _the_one(name: str, sources: list[SourceFile]) -> SourceFile:
    """Return the file of a report that is meant: of several the only one from which the report still has pairs."""
    pairs = ParagraphPair.objects.filter(source=OuterRef("pk"))
    current = SourceFile.objects.filter(Exists(pairs), pk__in=[source.pk for source in sources])
    keys = set(current.values_list("pk", flat=True))
    meant = [source for source in sources if source.pk in keys] or sources[-1:]
    if len(meant) > 1:
        listed = ", ".join(f"{source.sha256[:SHOWN]} ({source.uploaded_at:%Y-%m-%d})" for source in meant[:LISTED])
        reason = _("The report has several files of this name: %(listed)s.") % {"listed": listed}
        raise ingest.Refusal(name, reason, _("Name the one that is meant by the beginning of its SHA-256."))
    return meant[0]
