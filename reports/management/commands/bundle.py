"""`manage.py bundle`: the whole archive as one file, built anew."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from reports import bundles


class Command(BaseCommand):
    help = "Build the download of the whole archive anew, beside the old one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", metavar="URL", help="The archive's address, as in https://reports.example.org/.")
        parser.add_argument("--due", action="store_true", help="Only if the archive changed; out of everybody's way.")

    def handle(self, *args: Any, site: str | None, due: bool, **options: Any) -> None:
        if due:
            os.nice(19)
            if not bundles.due():
                return
        try:
            built = bundles.build(site or _site())
        except bundles.Failed:
            if due:
                return
            raise CommandError(_("Another process builds it just now.")) from None
        except OSError as error:
            raise CommandError(_("The bundle could not be written: %(error)s") % {"error": error}) from error
        told = {"path": built.path, "size": built.size / 2**20, "seconds": built.manifest["seconds"]}
        self.stdout.write(_("%(path)s: %(size).1f MB in %(seconds).0f s.") % told)


def _site() -> str:
    """Return the address that the last bundle was built for, else the one that the settings tell."""
    last = bundles.current()
    if last is not None:
        return str(last.manifest["site"])
    if settings.CSRF_TRUSTED_ORIGINS:
        return f"{settings.CSRF_TRUSTED_ORIGINS[0]}/"
    hosts = [host for host in settings.ALLOWED_HOSTS if host.strip("*.")]
    return f"{'https' if settings.HTTPS else 'http'}://{hosts[0].lstrip('.') if hosts else 'localhost'}/"
