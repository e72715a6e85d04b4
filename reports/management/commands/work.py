"""`manage.py work`: read files that were handed in, and take in what was confirmed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reports import intake


class Command(BaseCommand):
    """Work on what is handed in until the process is ended."""

    help = "Read the files that are handed in, in the background. `make run` starts this by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the switches."""
        parser.add_argument("--until-empty", action="store_true", help="End when nothing is left to do.")
        parser.add_argument(
            "--parent",
            type=int,
            metavar="PID",
            help="Who started it: wait for the worker of another one, end with it.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work, with what else is due from time to time."""
        intake.work(parent=options["parent"], until_empty=options["until_empty"], chores=_chores())


def _chores() -> list[Any]:
    from reports import editing

    return [editing.publish_due]
