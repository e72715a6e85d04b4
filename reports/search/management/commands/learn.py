"""`manage.py learn`: what suggestions, offers and counterparts know of the archive, learned anew."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from reports import search
from reports.search import learned
from reports.search.opening import NotReady


class Command(BaseCommand):
    help = "Learn anew from the published reports what suggestions and offers are made of."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--due", action="store_true", help="Only what is out of date, out of everybody's way; says nothing."
        )
        parser.add_argument(
            "--small", action="store_true", help="Only if the archive is so small that it takes seconds."
        )

    def handle(self, **options: Any) -> None:
        if options["due"]:
            os.nice(19)
            learned.learn_due()
            return
        shown = options["verbosity"] > 0

        def told(name: str, made: learned.Learned) -> None:
            if shown:
                said = {"name": name, "pairs": made.pairs, "seconds": made.seconds}
                self.stdout.write(_("%(name)s: learned from %(pairs)d pairs in %(seconds).1f s.") % said)

        if not options["small"]:
            search.catch_up()
        elif not learned.is_small():
            return
        try:
            learned.learn(told)
        except (OSError, NotReady) as error:
            raise CommandError(_("Nothing could be learned: %(error)s") % {"error": error}) from error
