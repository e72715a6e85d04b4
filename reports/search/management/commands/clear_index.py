"""`manage.py clear_index`: the search index thrown away."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from reports import search


class Command(BaseCommand):
    help = "Throw the search index away. Nothing is lost: the next search, or rebuild_index, builds it from the rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--noinput", action="store_true", help="Accepted for Haystack's sake; nothing is asked.")

    def handle(self, **options: Any) -> None:
        try:
            search.clear()
        except OSError as error:
            raise CommandError(_("The index could not be removed: %(error)s") % {"error": error}) from error
        if options["verbosity"] > 0:
            self.stdout.write(_("The search index was thrown away; the next search builds it anew."))
