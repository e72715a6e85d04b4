"""Files of one report that are taken in at the same moment."""

from __future__ import annotations

import pytest

from reports import ingest
from reports.models import Report, SourceFile
from tests.at_once import at_once
from tests.intake.material import parts

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 6


def test_parts_become_one_report_in_their_order() -> None:
    plans = [ingest.understand(name, content) for name, content in parts(COUNT).items()]
    results = at_once(*(lambda plan=plan: ingest.store(plan, publish=True) for plan in reversed(plans)))
    assert sorted(one.status for one in results) == ["added", *["merged"] * (COUNT - 1)]
    report = Report.objects.get()
    texts = report.pairs.order_by("position").values_list("position", "zh")
    assert [position for position, _zh in texts] == list(range(1, 2 * COUNT + 1))
    assert [zh.partition("项")[0] for _at, zh in texts if zh.startswith("第")] == [f"第{n + 1}" for n in range(COUNT)]
    assert report.revisions.count() == SourceFile.objects.count() == COUNT


def test_one_file_is_taken_in_once() -> None:
    plan = ingest.understand("part-1.txt", parts(1)["part-1.txt"])
    results = at_once(*[lambda: ingest.store(plan, publish=True)] * 4)
    assert sorted(one.status for one in results) == ["added", *["unchanged"] * 3]
    assert Report.objects.get().pairs.count() == 2
