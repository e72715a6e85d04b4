"""`manage.py restore FILE`: a backup becomes the archive."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection
from django.utils.translation import gettext as _

from reports import keeping
from reports.management.progress import bar


class Command(BaseCommand):
    """Restore all or nothing."""

    help = "Put a backup into an empty archive, or in place of the one that is here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what becomes of what is there."""
        parser.add_argument("file", type=Path, metavar="FILE", help="A file that manage.py backup wrote.")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--into-empty", action="store_true", help="Only where there is nothing yet (the default).")
        how.add_argument("--replace", action="store_true", help="In place of the archive that is here.")
        parser.add_argument("--yes", action="store_true", help="Replace it without asking for its name.")
        parser.add_argument("--no-backup", action="store_true", help="Don't back up first what is replaced.")
        parser.add_argument("--with-secret-key", action="store_true", help="Take over the key, too, if it is there.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the backup, ask, keep what is there, and restore."""
        path: Path = options["file"]
        if not connection.introspection.table_names():
            call_command("migrate", verbosity=0, interactive=False)
        try:
            with bar(self.stderr) as tell:
                told = keeping.examine(path, lambda done, total: tell(done, total, path.name))
            if not keeping.is_empty() and options["replace"]:
                self._ask(told, sure=options["yes"])
            with bar(self.stderr) as tell:
                restored = keeping.restore(
                    path,
                    replace=options["replace"],
                    keep_in=None if options["no_backup"] else self._folder(),
                    with_secret_key=options["with_secret_key"],
                    tell=tell,
                )
        except keeping.Refused as refused:
            raise CommandError("\n".join([*refused.reasons, _("Nothing was changed.")])) from refused
        except (OSError, Error) as error:
            reason = _("The backup was not restored, and nothing was changed: %(error)s") % {"error": error}
            raise CommandError(reason) from error
        self._say(path, restored)

    def _ask(self, told: dict[str, Any], *, sure: bool) -> None:
        name = keeping.name_of_archive()
        if sure:
            return
        if not sys.stdin.isatty():
            raise CommandError(_("Nobody can be asked here: --yes replaces the archive without asking."))
        self.stdout.write(
            _("All that is in the archive %(name)s is replaced by the backup of %(other)s of %(made)s.")
            % {"name": name, "other": told["name"], "made": told["made"][:19]}
        )
        if input(_("Type the name of the archive that is replaced: ")).strip() != name:
            raise CommandError(_("That is not its name. Nothing was changed."))

    def _folder(self) -> Path:
        folder = keeping.folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def _say(self, path: Path, restored: keeping.Restored) -> None:
        if restored.before:
            self.stdout.write(_("What was here is kept in %(path)s.") % {"path": restored.before.path})
        counts = _("Restored: %(reports)d reports, %(pairs)d paragraph pairs, %(originals)d originals.")
        self.stdout.write(counts % restored.counts)
        for digest in restored.damaged:
            problem = _("The original %(digest)s was damaged when the backup was made.")
            self.stderr.write(self.style.WARNING(problem % {"digest": digest}))
        if not restored.indexed:
            self.stderr.write(self.style.WARNING(_("The index could not be built; the log says why.")))
        if restored.key:
            self.stdout.write(_("The key is in %(path)s, from the next start.") % {"path": restored.key})
        if restored.key_failure:
            problem = _("The key was not taken over: %(reason)s") % {"reason": restored.key_failure}
            self.stderr.write(self.style.WARNING(problem))
        here, there = keeping.settings_given()["given"], keeping.settings_kept(path)
        for name in sorted(name for name in there if there[name] != here.get(name)):
            line = _("%(name)s was %(there)s there; here it is %(here)s.")
            unset = _("not set")
            self.stdout.write(line % {"name": name, "there": there[name], "here": here.get(name, unset)})
