"""One run of `manage.py ingest`: files and archives taken in one after the other, and what came of each."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from reports import ingest
from reports.management.replacing import Replacing, is_in_its_place
from reports.models import SourceFile

log = logging.getLogger(__name__)

# How many of a file's folders may tell the jurisdiction.
FOLDERS = 4


@dataclass(slots=True)
class FileResult:
    """What came of one file, as `--json` prints it."""

    path: str
    status: str
    report: str | None = None
    year: int | None = None
    place: str | None = None
    pairs_added: int = 0
    replaced: str | None = None
    warnings: list[str] = field(default_factory=list)
    error: str | None = None


class Intake:
    """The files of one run: archives opened, and the two languages of a report taken in one after the other."""

    def __init__(self, files: list[Path], *, publish: bool, encoding: str | None, keep: bool) -> None:
        self.publish = publish
        self.encoding = encoding
        # Tells a real run, in which a job records each file, from a dry one.
        self.keep = keep
        pairs = ingest.companions([str(path) for path in files])
        self.chinese_of = {Path(english): Path(chinese) for chinese, english in pairs}
        self.files = sorted(files, key=lambda path: path in self.chinese_of)
        self.plans: dict[Path, ingest.Plan] = {}
        self.replacing: Replacing | None = None
        self.by: User | None = None

    def take_in(self, path: Path) -> Iterator[FileResult]:
        """Yield what came of a file, or of each file in an archive."""
        try:
            content = _content(path)
            members = self._members(path, content)
        except ingest.Refusal as refusal:
            if refusal.file != str(path):
                refusal.file = f"{path}{refusal.file.removeprefix(name_of(path))}"
            yield FileResult(str(path), "refused", error=str(refusal))
            return
        alone = len(members) == 1 and members[0][1] == content
        for name, inner in members:
            shown = str(path) if alone else f"{path}{name.removeprefix(name_of(path))}"
            try:
                yield self._store(path, shown, name_of(path) if alone else name, inner)
            except ingest.Refusal as refusal:
                refusal.file = shown
                yield FileResult(shown, "refused", error=str(refusal))
            except Exception:
                # A fault of ours with one file must not cost the others of a long run.
                log.exception("Taking in %s failed", shown)
                fault = _("The archive failed on this file; nothing of it was kept. Please report it with the file.")
                yield FileResult(shown, "refused", error=f"{shown}: {fault}")

    def _members(self, path: Path, content: bytes) -> list[tuple[str, bytes | ingest.Refusal]]:
        members = ingest.members(name_of(path), content)
        if self.replacing and self.replacing.old and len(members) > 1:
            reason = _("The archive holds several files, and one alone can take the place of another.")
            raise ingest.Refusal(str(path), reason, _("Take the files out of it, or use --replaces-same-name."))
        return members

    def _store(self, path: Path, shown: str, name: str, content: bytes | ingest.Refusal) -> FileResult:
        if isinstance(content, ingest.Refusal):
            raise content
        if self.replacing:
            return self._replace(self.replacing, shown, name, content)
        chinese = self.chinese_of.get(path)
        beside = self.plans.get(chinese) if chinese else None
        plan = ingest.understand(name, content, encoding=self.encoding, beside=beside)
        if path in self.chinese_of.values():
            self.plans[path] = plan
        return self._written(shown, plan, None)

    def _replace(self, replacing: Replacing, shown: str, name: str, content: bytes) -> FileResult:
        plan, old = replacing.understood(name, content, self.encoding)
        if is_in_its_place(old, content) and old.report:
            return _result(shown, ingest.Outcome("unchanged", old.report, 0, plan.warnings))
        return self._written(shown, plan, old)

    def _written(self, shown: str, plan: ingest.Plan, old: SourceFile | None) -> FileResult:
        ingest.prepare(plan)
        choices = ingest.Choices(replaces=old.pk) if old else None
        with transaction.atomic():
            outcome = ingest.store(plan, publish=self.publish, user=self.by, choices=choices)
            if self.keep and outcome.status != "unchanged":
                ingest.record(plan, outcome, self.by)
        return _result(shown, outcome, old)


def _result(shown: str, outcome: ingest.Outcome, old: SourceFile | None = None) -> FileResult:
    report = outcome.report
    return FileResult(
        path=shown,
        status=outcome.status,
        report=report.slug,
        year=report.year,
        place=report.jurisdiction.name_zh,
        pairs_added=outcome.pairs_added,
        replaced=old.name if old else None,
        warnings=outcome.warnings,
    )


def name_of(path: Path) -> str:
    """Return the file's name with the folders that may tell whose report it is."""
    return str(Path(*path.resolve().parts[-FOLDERS:]))


def _content(path: Path) -> bytes:
    limit = settings.MAX_SOURCE_BYTES
    try:
        if path.stat().st_size > limit:
            reason = _("The file has more than {limit} megabytes.").format(limit=limit // 2**20)
            raise ingest.Refusal(str(path), reason, _("Hand in its parts as files of their own."))
        return path.read_bytes()
    except OSError as error:
        reason = _("The file can't be read: {error}.").format(error=error.strerror or error)
        raise ingest.Refusal(str(path), reason, _("Check its permissions.")) from error
