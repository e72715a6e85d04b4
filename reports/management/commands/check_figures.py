"""`manage.py check_figures [SLUG...]`: the figures that the two languages of a report tell differently."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from reports.models import Report
from reports.text.figures import Figure, match
from reports.text.shifts import slipped


class Command(BaseCommand):
    """List the figure alarms of some reports, or of all."""

    help = "List figures without a partner in the other language, for the reports named or for all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the reports and the form of the output."""
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="Reports such as beijing-2025; all if none.")
        parser.add_argument("--mild", action="store_true", help="List likely choices of the translator too.")
        parser.add_argument("--json", action="store_true", help="Print a list with an object for each alarm, alone.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every alarm with its pair, and where a run of them suggests a shift."""
        reports = Report.objects.filter(slug__in=options["slugs"]) if options["slugs"] else Report.objects.all()
        unknown = set(options["slugs"]) - set(reports.values_list("slug", flat=True))
        if unknown:
            raise CommandError(_("There is no report called {slugs}.").format(slugs=", ".join(sorted(unknown))))
        found = [alarm for report in reports.order_by("slug") for alarm in _alarms(report, mild=options["mild"])]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for alarm in found:
            figures = " ≠ ".join(figure for figure in (alarm["zh"], alarm["en"]) if figure)
            self.stdout.write(f"{alarm['report']}#p{alarm['position']} {alarm['kind']}: {figures}")
        for slug, positions in _slips(found):
            line = _("{report}: alarms stand close together at {places}. Is a paragraph missing or out of place there?")
            self.stdout.write(self.style.WARNING(line.format(report=slug, places=", ".join(positions))))
        kinds = Counter(alarm["kind"] for alarm in found)
        total = _("{count} alarms").format(count=len(found))
        by_kind = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
        self.stdout.write(f"{total}: {by_kind}" if by_kind else f"{total}.")


def _alarms(report: Report, *, mild: bool) -> Iterator[dict[str, Any]]:
    for pair in report.pairs.exclude(Q(zh="") | Q(en="")).order_by("position"):
        for alarm in match(pair.zh, pair.en).alarms:
            if mild or not alarm.mild:
                yield {
                    "report": report.slug,
                    "position": pair.position,
                    "pair": pair.pk,
                    "kind": str(alarm.kind),
                    "mild": alarm.mild,
                    "zh": _shown(pair.zh, alarm.zh),
                    "en": _shown(pair.en, alarm.en),
                }


def _shown(text: str, figure: Figure | None) -> str | None:
    return text[figure.start : figure.end] if figure else None


def _slips(alarms: list[dict[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """Yield reports with the places at which alarms stand in neighbouring pairs."""
    by_report: dict[str, set[int]] = {}
    for alarm in alarms:
        by_report.setdefault(alarm["report"], set()).add(alarm["position"])
    for slug, positions in by_report.items():
        first = min(positions)
        alarmed = [position in positions for position in range(first, max(positions) + 1)]
        if places := slipped(alarmed):
            yield slug, [f"#p{first + index}" for index in sorted(places)]
