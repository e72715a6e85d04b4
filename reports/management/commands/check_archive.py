"""`manage.py check_archive`: whether rows, originals and index agree, and mending what doesn't."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import keeping
from reports.management.progress import bar


class Command(BaseCommand):
    """Exit with 0 only if all agrees, or was mended."""

    help = "Look for what doesn't agree in the archive: originals, texts, outlines, histories, jobs, index."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how much is looked at, and what is done about it."""
        parser.add_argument("--repair", action="store_true", help="Mend what can be mended.")
        parser.add_argument("--all", action="store_true", help="Ask the index for every pair, and not for a sample.")
        parser.add_argument("--from-backup", type=Path, metavar="FILE", help="Take damaged originals from a backup.")
        parser.add_argument("--json", action="store_true", help="Print a list with an object for each finding, alone.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say each finding in a sentence."""
        found: list[keeping.Looked] = []
        # What a backup hasn't is let go: it must be one, and whole.
        if options["from_backup"] and (wrong := keeping.faults(options["from_backup"])):
            raise CommandError("\n".join([str(options["from_backup"]), *wrong]))
        with bar(self.stderr) as tell:
            for looked in keeping.check(
                repair=options["repair"], everything=options["all"], from_backup=options["from_backup"], tell=tell
            ):
                found.append(looked)
                if not options["json"]:
                    self._say(looked, repair=options["repair"])
        if options["json"]:
            told = [{**one.finding.told(), "mended": one.mended, "failure": one.failure} for one in found]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self._sum_up(found)
        if any(not one.mended for one in found):
            sys.exit(1)

    def _say(self, looked: keeping.Looked, *, repair: bool) -> None:
        style = self.style.SUCCESS if looked.mended else self.style.ERROR
        self.stdout.write(style(looked.finding.problem))
        if looked.mended:
            self.stdout.write(_("    Mended: %(remedy)s") % {"remedy": looked.finding.remedy})
        elif looked.failure:
            self.stdout.write(_("    Mending failed: %(reason)s") % {"reason": looked.failure})
        elif looked.finding.mend is not None and not repair:
            self.stdout.write(_("    With --repair: %(remedy)s") % {"remedy": looked.finding.remedy})
        else:
            self.stdout.write(_("    Not mended: %(remedy)s") % {"remedy": looked.finding.remedy})

    def _sum_up(self, found: list[keeping.Looked]) -> None:
        if not found:
            self.stdout.write(_("Everything agrees."))
            return
        mended = sum(one.mended for one in found)
        line = ngettext("%(count)d finding, %(mended)d mended.", "%(count)d findings, %(mended)d mended.", len(found))
        self.stdout.write(line % {"count": len(found), "mended": mended})
