"""`manage.py backup`: the whole archive in one file."""

from __future__ import annotations

import errno
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import keeping
from reports.management.progress import bar

MEGABYTE = 2**20


class Command(BaseCommand):
    """Write a backup, or read one to see whether it is whole."""

    help = "Write all rows, originals and settings to one file; what is served goes on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to, and how many to keep."""
        parser.add_argument(
            "target", nargs="?", type=Path, metavar="PATH", help="A file, or a folder (default: backups/ in the data)."
        )
        parser.add_argument("--keep", type=int, metavar="N", help="Remove all but the newest N of the folder.")
        parser.add_argument("--check", type=Path, metavar="FILE", help="Only read a backup, and say if it is whole.")
        parser.add_argument(
            "--with-secret-key", action="store_true", help="Also keep the key that signs sessions and forms."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one or the other."""
        if options["check"]:
            self._check(options["check"])
            return
        keep: int | None = options["keep"]
        if keep is not None and keep < 1:
            raise CommandError(_("--keep needs a number from 1."))
        target: Path = options["target"] or keeping.folder()
        try:
            if options["target"] is None:
                target.mkdir(mode=0o700, parents=True, exist_ok=True)
            elif keep is not None and not target.is_dir():
                raise CommandError(_("--keep needs a folder: %(path)s is none.") % {"path": target})
            elif not target.is_dir() and target.suffix.lower() != ".zip":
                # Else a folder that is not mounted just now would become a file of that name.
                problem = _("There is no folder %(path)s; the name of a file ends in .zip.")
                raise CommandError(problem % {"path": target})
            with bar(self.stderr) as tell:
                written = keeping.backup(target, with_secret_key=options["with_secret_key"], tell=tell)
        except OSError as error:
            raise CommandError(_why(error, target)) from error
        except DatabaseError as error:
            problem = _("No backup was written to %(path)s: the database can't be read (%(reason)s).")
            raise CommandError(problem % {"path": target, "reason": error}) from error
        self._say(written, options["verbosity"])
        if keep is not None:
            for path in keeping.prune(target, keep, written.path):
                self.stdout.write(_("Removed %(path)s.") % {"path": path})

    def _say(self, written: keeping.Written, verbosity: int) -> None:
        for digest in written.damaged:
            problem = _("The original %(digest)s is damaged, and was kept as it is: see manage.py check_archive.")
            self.stderr.write(self.style.WARNING(problem % {"digest": digest}))
        if verbosity:
            told = {
                "path": written.path,
                "size": written.size / MEGABYTE,
                "seconds": written.seconds,
                "reports": written.counts["reports"],
                "originals": written.counts["originals"],
            }
            line = _("%(path)s: %(reports)d reports, %(originals)d originals, %(size).1f MB in %(seconds).0f s.")
            self.stdout.write(line % told)
            names = ", ".join(keeping.manifest(written.path)["left_out"]["settings"])
            if names:
                self.stdout.write(_("Left out, as secret: %(names)s.") % {"names": names})

    def _check(self, path: Path) -> None:
        with bar(self.stderr) as tell:
            wrong = keeping.faults(path, lambda done, total: tell(done, total, path.name))
        if wrong:
            raise CommandError("\n".join(wrong))
        told = keeping.manifest(path)
        self.stdout.write(
            ngettext(
                "%(path)s is whole: %(count)d report, made %(made)s.",
                "%(path)s is whole: %(count)d reports, made %(made)s.",
                told["counts"]["reports"],
            )
            % {"path": path, "count": told["counts"]["reports"], "made": told["made"][:19]}
        )


def _why(error: OSError, target: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("The disk is full: no backup was written to %(path)s.") % {"path": target}
    return _("No backup was written to %(path)s: %(reason)s.") % {"path": target, "reason": error.strerror or error}
