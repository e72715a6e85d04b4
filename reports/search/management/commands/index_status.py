"""`manage.py index_status`: how the search index stands."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from reports import search


class Command(BaseCommand):
    help = "Say how the search index stands: ready, stale, building, missing or broken, and what it holds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, **options: Any) -> None:
        status = search.status()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(status), cls=DjangoJSONEncoder))
            return
        for name, value in asdict(status).items():
            self.stdout.write(f"{name}: {value if value is not None else ''}")
