"""`manage.py prepare`: everything that must be so before the archive is served."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from reports import search
from reports.models import ParagraphPair, Report, SourceFile


class Command(BaseCommand):
    help = "Bring the database and the search index up to date; take the samples into an archive that is empty."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--samples", type=Path, metavar="FOLDER", help="Reports for an archive that holds nothing else yet."
        )

    def handle(self, *args: Any, samples: Path | None, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if samples is not None and _wants(samples):
            self.stdout.write(f"Taking in the reports in {samples}, since the archive holds none.")
            with suppress(SystemExit):  # a file was refused, and ingest said so: that is no reason not to serve
                call_command("ingest", str(samples), stdout=self.stdout, stderr=self.stderr)
        search.catch_up()
        with suppress(CommandError):  # what can't be learned now is learned when somebody searches
            call_command("learn", small=True, verbosity=0)
        reports, pairs = Report.objects.count(), ParagraphPair.objects.count()
        self.stdout.write(f"Reports: {reports:,}. Paragraph pairs: {pairs:,}.")


def _wants(samples: Path) -> bool:
    """Say whether samples are missing, in an archive that has no other files: it is new, or its start was cut off."""
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in samples.rglob("*.txt")}
    if not digests:
        raise CommandError(f"{samples} holds no .txt files.")
    return set(SourceFile.objects.values_list("sha256", flat=True)) < digests
