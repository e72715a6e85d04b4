"""`manage.py rebuild_index`: the search index anew, beside the old one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from reports import search


class Command(BaseCommand):
    help = "Build the search index anew. The old one answers until the new one takes its place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--noinput", action="store_true", help="Accepted for Haystack's sake; nothing is asked.")

    def handle(self, **options: Any) -> None:
        shown = options["verbosity"] > 0

        def progress(done: int, reports: int) -> None:
            if shown:
                self.stdout.write(_("%(done)d of %(reports)d reports") % {"done": done, "reports": reports})

        try:
            search.rebuild(progress)
        except OSError as error:
            raise CommandError(_("The index could not be written: %(error)s") % {"error": error}) from error
        if shown:
            self.stdout.write(_("%(pairs)d pairs can be searched.") % {"pairs": search.status().pairs})
