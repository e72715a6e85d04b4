"""`manage.py ingest PATH...`: take in report files, archives and folders of them, or hand them in for review."""

from __future__ import annotations

import codecs
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from reports import ingest, intake, search
from reports.management.replacing import Replacing
from reports.management.taking_in import FileResult, Intake, name_of

# Files that public collections put beside the reports.
NOT_REPORTS = {"readme", "license", "licence", "changelog", "contributing", "authors", "notice"}
# Kinds that reports come in and that aren't read are refused with advice, and not passed over.
LOOKED_AT = ingest.SUFFIXES | {".doc", ".wps", ".rtf", ".odt", ".xls", ".ppt", ".pptx", ".rar", ".7z"}


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
        parser.add_argument("--review", action="store_true", help="Let somebody look at the files before they go in.")
        parser.add_argument("--json", action="store_true", help="Print a list with an object for each file, alone.")
        parser.add_argument(
            "--replaces", metavar="OLD", help="Put the file in the place of this one: name, path or start of SHA-256."
        )
        parser.add_argument(
            "--replaces-same-name", action="store_true", help="Put each file in the place of the one with its name."
        )
        parser.add_argument("--by", metavar="NAME", help="The account of whoever does this: the history names it.")
        parser.add_argument("--encoding", help="Read every file in this encoding, without guessing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take in every file, say a line about each, and end with an error if one was refused."""
        languages, files = _asked(options)
        replacing, by = _replacing(options), _somebody(options["by"])
        if options["review"]:
            self._hand_in(languages, files, options["encoding"], by)
            return
        dry_run: bool = options["dry_run"]
        results: list[FileResult] = []
        with transaction.atomic() if dry_run else nullcontext(), _progress(len(files)) as progress:
            task = progress.add_task("", total=len(files))
            intake = Intake(files, publish=not options["draft"], encoding=options["encoding"], keep=not dry_run)
            intake.replacing, intake.by = replacing, by
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

    def _hand_in(self, languages: list[Path], files: list[Path], encoding: str | None, by: User | None) -> None:
        """Have the files read in the background for somebody to review, and say where."""
        for path in files:
            try:
                path.open("rb").close()
            except OSError as error:
                message = _("{path} can't be read: {error}.").format(path=path, error=error.strerror or error)
                raise CommandError(message) from error
        waiting = {path: intake.OnDisk(path, name_of(path)) for path in files}
        batches = []
        if languages:
            chinese, english = (waiting.pop(path) for path in languages)
            batches.append(intake.hand_in_pair(chinese, english, by, encoding or ""))
        if waiting:
            batches.append(intake.hand_in(waiting.values(), by, encoding or ""))
        line = ngettext("{count} file was handed in.", "{count} files were handed in.", len(files))
        self.stdout.write(line.format(count=len(files)))
        for batch in batches:
            self.stdout.write(
                _("Look at them at {address}").format(address=f"{reverse('admin:reports_upload')}?batch={batch}")
            )

    def _say(self, result: FileResult) -> None:
        if result.status == "refused":
            self.stdout.write(self.style.ERROR(_("refused   {error}").format(error=result.error)))
            return
        if result.replaced:
            line = ngettext(
                "{status:<9} {path}: {report}, in the place of {old}, {count} new pair",
                "{status:<9} {path}: {report}, in the place of {old}, {count} new pairs",
                result.pairs_added,
            )
        else:
            line = ngettext(
                "{status:<9} {path}: {report}, {count} pair",
                "{status:<9} {path}: {report}, {count} pairs",
                result.pairs_added,
            )
        told = {"status": result.status, "path": result.path, "report": result.report, "old": result.replaced}
        text = line.format(**told, count=result.pairs_added)
        self.stdout.write(text if result.status == "unchanged" else self.style.SUCCESS(text))
        for warning in result.warnings:
            self.stdout.write(self.style.WARNING(f"          {warning}"))

    def _sum_up(self, results: list[FileResult], *, dry_run: bool) -> None:
        counts = {
            status: sum(result.status == status for result in results)
            for status in ("added", "merged", "replaced", "unchanged", "refused")
        }
        line = _(
            "{added} added, {merged} merged, {replaced} replaced, {unchanged} unchanged, {refused} refused."
        ).format(**counts)
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


def _somebody(name: str | None) -> User | None:
    """Return the account of a name, None where none is given; CommandError for a name that nobody has."""
    somebody = User.objects.filter(username=name).first() if name else None
    if name and somebody is None:
        raise CommandError(_("There is no account called {name}.").format(name=name))
    return somebody


def _replacing(options: dict[str, Any]) -> Replacing | None:
    """Return which files give way, None where none do; CommandError where the words are off."""
    old, by_name = options["replaces"], options["replaces_same_name"]
    if not (old or by_name):
        return None
    if options["review"]:
        raise CommandError(_("On the page of the review you choose which file it replaces: leave that out here."))
    if old and by_name:
        raise CommandError(_("Either --replaces or --replaces-same-name."))
    if options["zh"] or options["en"]:
        raise CommandError(_("One file takes the place of one: name it without --zh and --en."))
    if old and (len(options["paths"]) > 1 or Path(options["paths"][0]).is_dir()):
        raise CommandError(_("--replaces needs one file; --replaces-same-name takes folders."))
    return Replacing(old or "")


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
