from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from reports.editing import Impossible, erase, perform, what_goes
from reports.models import AuditEntry, Change, ParagraphPair, Report, SourceFile
from tests.factories import report_of


@pytest.mark.parametrize("typed", ["", "Beijing-2025", "beijing-2025 ", "yes"])
def test_only_with_its_address_typed(report: Report, ann: User, typed: str) -> None:
    with pytest.raises(Impossible, match="beijing-2025"):
        erase(report, typed, ann)
    assert Report.objects.get() == report


def test_all_of_it_goes_but_the_files(report: Report, ann: User) -> None:
    other = report_of(slug="tianjin-2025", place="tianjin")
    SourceFile.objects.create(report=report, name="a.txt", sha256="0" * 64, size=1, content=b"x")
    pair = report.pairs.order_by("position")[1]
    perform(report, ann, {"do": "edit", "pair": pair.pk, "en": "x"}, 0)
    counts = what_goes(report)
    assert erase(report, "beijing-2025", ann) == counts
    assert (counts["pairs"], counts["revisions"]) == (8, 1)
    assert list(Report.objects.all()) == [other]
    assert ParagraphPair.objects.count() == 8
    assert not Change.objects.exists()
    assert bytes(SourceFile.objects.get().content) == b"x"
    entry = AuditEntry.objects.get(action="report erased")
    assert (entry.target, entry.by, entry.facts["pairs"]) == ("report beijing-2025", ann, 8)
