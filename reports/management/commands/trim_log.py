"""`manage.py trim_log`: the audit log without what is older than it shall be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from reports import people

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Delete the entries of the audit log that are older than so many days; the log says that it was done."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, metavar="N", help="Keep so many days (default: ARCHIVE_LOG_DAYS).")

    def handle(self, *args: Any, **options: Any) -> None:
        days = settings.LOG_DAYS if options["days"] is None else options["days"]
        if days < 1:
            raise CommandError("The log is kept for ever. Say how many days of it to keep: trim_log --days N")
        self.stdout.write(f"Deleted entries: {people.trim_log(days)}")
