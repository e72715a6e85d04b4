"""`manage.py compile_catalogs`: the translations in the form in which they are read when the archive runs."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandParser

from reports.management import catalogs


class Command(BaseCommand):
    help = "Compile the catalogues of translations that have changed. Needs nothing of GNU gettext."
    # Checks would load the addresses, and with them what the catalogues are for.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Compile those too that have not changed.")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in catalogs.paths():
            if options["all"] or catalogs.is_stale(path):
                count = catalogs.compile_catalog(path)
                if options["verbosity"]:
                    self.stdout.write(f"{catalogs.language(path)}: {count} strings")
