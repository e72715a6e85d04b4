"""`manage.py extract_terms`: make the table of terms and their renderings anew, from all published pairs."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from reports.models import ParagraphPair, Report, Term
from reports.text.terms import train


class Command(BaseCommand):
    """Replace the table of terms by what the archive attests today."""

    help = "Make the table of Chinese terms and their English renderings anew, from all published pairs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how often a term has to stand."""
        parser.add_argument("--min-count", type=int, default=4, help="Leave out what stands less often (default: 4).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Train on the beads of all published reports and write the table in one transaction."""
        model = train(_beads())
        terms = model.table(min_count=options["min_count"])
        with transaction.atomic():
            Term.objects.all().delete()
            Term.objects.bulk_create(
                (
                    Term(
                        zh=term.zh[:40],
                        en=term.en[:200],
                        count=term.count,
                        first_year=term.first_year,
                        last_year=term.last_year,
                        strength=min(max(term.strength, 0.0), 1.0),
                    )
                    for term in terms
                ),
                batch_size=200,
                ignore_conflicts=True,
            )
        if options["verbosity"] > 0:
            self.stdout.write(_("{count} terms with their renderings.").format(count=Term.objects.count()))


def _beads() -> Iterator[tuple[str, str, int]]:
    """Yield both texts of every bead that has two sides, with the year of its report."""
    pairs = ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED).exclude(beads=[])
    for zh, en, beads, year in pairs.values_list("zh", "en", "beads", "report__year").iterator(chunk_size=500):
        for zh_start, zh_end, en_start, en_end, _confidence in beads:
            if zh_end > zh_start and en_end > en_start:
                yield zh[zh_start:zh_end], en[en_start:en_end], year
