"""`manage.py prepare`: everything that must be so before the archive is served."""

from __future__ import annotations

import hashlib
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
        if samples is not None:
            if not samples.is_dir():
                raise CommandError(f"{samples} is no folder.")
            if _wants(samples):
                call_command("ingest", str(samples), stdout=self.stdout, stderr=self.stderr)
        search.catch_up()
        reports, pairs = Report.objects.count(), ParagraphPair.objects.count()
        self.stdout.write(f"The archive holds {reports:,} reports of {pairs:,} paragraph pairs.")


def _wants(samples: Path) -> bool:
    """Say whether one of the samples is missing (an earlier start was cut off) from an archive without other files."""
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(samples.rglob("*")) if path.is_file()}
    kept = set(SourceFile.objects.values_list("sha256", flat=True))
    return not kept >= digests and kept <= digests
