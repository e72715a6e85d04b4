"""`manage.py check_catalogs`: whether everything that the archive says is translated, well-formed and compiled."""

from __future__ import annotations

import shutil
from typing import Any

import polib
from django.core.management import BaseCommand, CommandError, CommandParser

from reports.management import catalogs


class Command(BaseCommand):
    help = "Compare the catalogues of translations with the sources; fail if anything is missing. Needs GNU gettext."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--update",
            action="store_true",
            help="Write the strings that are missing into the catalogues, take out those no longer used.",
        )

    def handle(self, *args: Any, update: bool, **options: Any) -> None:
        if shutil.which("xgettext") is None or shutil.which("msgmerge") is None:
            raise CommandError("GNU gettext is missing. On Debian and Ubuntu: apt-get install gettext")
        wrong = 0
        for path in catalogs.paths():
            if update:
                catalogs.update(path)
            catalog = polib.pofile(str(path))
            said = [*catalogs.faults(catalog), *([] if update else catalogs.missing(catalog, catalogs.extracted(path)))]
            if catalogs.is_stale(path) and not update:
                said.append("The compiled form is older, or missing: manage.py compile_catalogs makes it.")
            wrong += len(said)
            for sentence in said:
                self.stderr.write(f"{path.relative_to(path.parents[3])}: {sentence}")
        if wrong:
            raise CommandError(f"{wrong} faults. manage.py check_catalogs --update adds what is missing.")
