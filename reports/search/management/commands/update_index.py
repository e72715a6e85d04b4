"""`manage.py update_index`: the search index brought up to the rows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports import search


class Command(BaseCommand):
    help = "Bring the search index up to the reports as they are now; build it if there is none."

    def handle(self, **options: Any) -> None:
        written = search.catch_up()
        status = search.status()
        # Where reports come in all the time, the index is behind again before this can say that it is not.
        if not written and status.state not in {"ready", "building"}:
            raise CommandError(status.detail)
        if options["verbosity"] > 0:
            self.stdout.write(status.detail)
