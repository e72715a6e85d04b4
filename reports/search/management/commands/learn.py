"""`manage.py learn`: what suggestions, offers and counterparts know of the archive, learned anew."""

from __future__ import annotations

import os
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from reports import search
from reports.models import ParagraphPair, Report
from reports.search import learned
from reports.search.opening import NotReady

# The glossary is made of all pairs in both languages. Of more than these, whoever keeps the archive has it made.
GLOSSARY_PAIRS = 20_000


class Command(BaseCommand):
    help = "Learn anew from the published reports what suggestions and offers are made of."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--due", action="store_true", help="Only what is out of date, out of everybody's way; says nothing."
        )
        parser.add_argument(
            "--small",
            action="store_true",
            help="Only what is out of date, if the archive is so small that it takes seconds; says nothing.",
        )

    def handle(self, **options: Any) -> None:
        if options["due"] or options["small"]:
            if options["due"]:
                os.nice(19)
            if (options["due"] or learned.is_small()) and learned.learn_due():
                make_glossary()
            return
        shown = options["verbosity"] > 0

        def told(name: str, made: learned.Learned) -> None:
            if shown:
                said = {"name": name, "pairs": made.pairs, "seconds": made.seconds}
                self.stdout.write(_("%(name)s: learned from %(pairs)d pairs in %(seconds).1f s.") % said)

        search.catch_up()
        try:
            learned.learn(told)
        except (OSError, NotReady) as error:
            raise CommandError(_("Nothing could be learned: %(error)s") % {"error": error}) from error
        make_glossary()


def make_glossary() -> None:
    """Make the table of terms anew, unless that would take minutes or there is nothing to make it of."""
    pairs = ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED).exclude(zh="").exclude(en="")
    if 0 < pairs.order_by()[: GLOSSARY_PAIRS + 1].count() <= GLOSSARY_PAIRS:
        call_command("extract_terms", verbosity=0)
