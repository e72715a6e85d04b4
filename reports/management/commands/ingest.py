"""`manage.py ingest PATH...`: take in report files, archives and folders of them."""

from __future__ import annotations

import codecs
import json
import logging
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from reports import ingest, search

log = logging.getLogger(__name__)

# Files that public collections put beside the reports.
NOT_REPORTS = {"readme", "license", "licence", "changelog", "contributing", "authors", "notice"}
# Kinds that reports come in and that aren't read are refused with advice, and not passed over.
LOOKED_AT = ingest.SUFFIXES | {".doc", ".wps", ".rtf", ".odt", ".xls", ".ppt", ".pptx", ".rar", ".7z"}
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
    warnings: list[str] = field(default_factory=list)
    error: str | None = None


class Command(BaseCommand):
    """Ingest files; exit with 0 only if all of them went in."""

    help = "Take in government work reports: files, archives of files, folders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the paths and the switches."""
        parser.add_argument("paths", nargs="*", metavar="PATH", help="A file, or a folder that is searched for files.")
        parser.add_argument("--zh", metavar="FILE", help="The Chinese of one report, whose English is --en.")
        parser.add_argument("--en", metavar="FILE", help="The English of the report whose Chinese is --zh.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would come of it and write nothing.")
        parser.add_argument("--draft", action="store_true", help="Keep new reports from the public until published.")
        parser.add_argument("--json", action="store_true", help="Print a list with an object for each file, alone.")
        parser.add_argument("--encoding", help="Read every file in this encoding, without guessing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take in every file, say a line about each, and end with an error if one was refused."""
        languages, files = _asked(options)
        dry_run: bool = options["dry_run"]
        results: list[FileResult] = []
        with transaction.atomic() if dry_run else nullcontext(), _progress(len(files)) as progress:
            task = progress.add_task("", total=len(files))
            intake = Intake(files, publish=not options["draft"], encoding=options["encoding"], keep=not dry_run)
            if languages:
                intake.chinese_of[languages[1]] = languages[0]
            for path in intake.files:
                progress.update(task, description=path.name)
                for result in intake.take_in(path):
                    results.append(result)
                    if not options["json"]:
                        self._say(result)
                progress.advance(task)
            if dry_run:
                transaction.set_rollback(True)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(result) for result in results], ensure_ascii=False, indent=2))
        else:
            self._sum_up(results, dry_run=dry_run)
        if not dry_run:
            self._index()
        if any(result.status == "refused" for result in results):
            sys.exit(1)

    def _say(self, result: FileResult) -> None:
        if result.status == "refused":
            self.stdout.write(self.style.ERROR(_("refused   {error}").format(error=result.error)))
            return
        line = ngettext(
            "{status:<9} {path}: {report}, {count} pair",
            "{status:<9} {path}: {report}, {count} pairs",
            result.pairs_added,
        )
        text = line.format(status=result.status, path=result.path, report=result.report, count=result.pairs_added)
        self.stdout.write(text if result.status == "unchanged" else self.style.SUCCESS(text))
        for warning in result.warnings:
            self.stdout.write(self.style.WARNING(f"          {warning}"))

    def _sum_up(self, results: list[FileResult], *, dry_run: bool) -> None:
        counts = {
            status: sum(result.status == status for result in results)
            for status in ("added", "merged", "unchanged", "refused")
        }
        line = _("{added} added, {merged} merged, {unchanged} unchanged, {refused} refused.").format(**counts)
        nothing = _("Nothing was written: this was a dry run.")
        self.stdout.write(f"{line} {nothing}" if dry_run else line)

    def _index(self) -> None:
        """Bring the index up to the rows; what can't be written now is noticed and mended by the next search."""
        try:
            search.catch_up()
        except Exception as error:  # noqa: BLE001 - the rows are safe, whatever happens to the index
            self.stderr.write(_("The reports are in; the search index will follow: {error}").format(error=error))


def _asked(options: dict[str, Any]) -> tuple[list[Path], list[Path]]:
    """Return the files of --zh and --en, and all files to read; CommandError where the words are off."""
    languages = [Path(options[name]) for name in ("zh", "en") if options[name]]
    if len(languages) == 1 or not (languages or options["paths"]):
        raise CommandError(_("Name files or folders, or both --zh FILE and --en FILE."))
    encoding = options["encoding"]
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError as error:
        raise CommandError(_("There is no encoding called {encoding}.").format(encoding=encoding)) from error
    return languages, _files([*languages, *(Path(path) for path in options["paths"])])


def _files(paths: list[Path]) -> list[Path]:
    """Return the files to read, folders searched for them in the order of their names."""
    files = list(dict.fromkeys(file for path in paths for file in _below(path)))
    if not files:
        suffixes = ", ".join(sorted(ingest.SUFFIXES))
        raise CommandError(_("No files to ingest here: {suffixes} are read.").format(suffixes=suffixes))
    return files


def _below(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path  # one that is not there is refused when it's to be read
        return
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file.suffix.lower() in LOOKED_AT and not hidden and file.stem.lower() not in NOT_REPORTS and file.is_file():
            yield file


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

    def take_in(self, path: Path) -> Iterator[FileResult]:
        """Yield what came of a file, or of each file in an archive."""
        try:
            content = _content(path)
            members = ingest.members(_name(path), content)
        except ingest.Refusal as refusal:
            refusal.file = f"{path}{refusal.file.removeprefix(_name(path))}" if refusal.file != str(path) else str(path)
            yield FileResult(str(path), "refused", error=str(refusal))
            return
        alone = len(members) == 1 and members[0][1] == content
        for name, inner in members:
            shown = str(path) if alone else f"{path}{name.removeprefix(_name(path))}"
            try:
                yield self._store(path, shown, _name(path) if alone else name, inner)
            except ingest.Refusal as refusal:
                refusal.file = shown
                yield FileResult(shown, "refused", error=str(refusal))
            except Exception:
                # A fault of ours with one file must not cost the others of a long run.
                log.exception("Taking in %s failed", shown)
                fault = _("The archive failed on this file; nothing of it was kept. Please report it with the file.")
                yield FileResult(shown, "refused", error=f"{shown}: {fault}")

    def _store(self, path: Path, shown: str, name: str, content: bytes) -> FileResult:
        chinese = self.chinese_of.get(path)
        beside = self.plans.get(chinese) if chinese else None
        plan = ingest.understand(name, content, encoding=self.encoding, beside=beside)
        if path in self.chinese_of.values():
            self.plans[path] = plan
        with transaction.atomic():
            outcome = ingest.store(plan, publish=self.publish)
            if self.keep and outcome.status != "unchanged":
                ingest.record(plan, outcome)
        report = outcome.report
        return FileResult(
            path=shown,
            status=outcome.status,
            report=report.slug,
            year=report.year,
            place=report.jurisdiction.name_zh,
            pairs_added=outcome.pairs_added,
            warnings=outcome.warnings,
        )


def _name(path: Path) -> str:
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


def _progress(count: int) -> Progress:
    """Return a progress bar on standard error, shown only to a person at a terminal who waits for several files."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=count < 2 or not console.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    )
