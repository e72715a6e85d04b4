"""The beads that are learned from."""

from __future__ import annotations

import pytest

from reports.models import ParagraphPair
from reports.search.counterparts.taught import Taught, beads, chosen_pairs, spread
from tests.search.conftest import MakeReport

pytestmark = pytest.mark.django_db


def texts(many: int) -> list[tuple[str, str]]:
    return [(f"改革{number}", f"reform {number}") for number in range(many)]


def test_all_published_two_sided_pairs_are_chosen(make_report: MakeReport) -> None:
    make_report("beijing-2020", [*texts(2), ("改革", ""), ("", "reform")], year=2020)
    make_report("draft-2021", texts(2), place="hunan", year=2021, status="draft")
    assert len(chosen_pairs()) == 2


def test_large_archive_lends_as_many_of_each_year(make_report: MakeReport) -> None:
    for year, many in ((2019, 2), (2020, 30), (2021, 50)):
        make_report(f"beijing-{year}", texts(many), year=year)
    chosen = ParagraphPair.objects.in_bulk(chosen_pairs(22))
    years = [pair.report.year for pair in chosen.values()]
    assert {year: years.count(year) for year in years} == {2019: 2, 2020: 10, 2021: 10}


def test_what_is_chosen_is_spread_over_a_year() -> None:
    assert spread(range(10), 5) == [0, 2, 4, 6, 8]
    assert spread([1, 2], 5) == [1, 2]
    assert spread([1, 2], 0) == []


def test_beads_are_those_of_the_pair_with_two_sides(make_report: MakeReport) -> None:
    report = make_report("beijing-2020", [("改革。开放。嘿", "Reform. Opening.")], year=2020)
    report.pairs.update(beads=[[0, 3, 0, 8, 0.9], [3, 6, 8, 16, 0.9], [6, 7, 16, 16, 0.2]])
    pair = report.pairs.get().pk
    assert list(beads([pair])) == [
        Taught(pair, report.pk, 2020, 0, 0, "改革。", "Reform. "),
        Taught(pair, report.pk, 2020, 3, 8, "开放。", "Opening."),
    ]


def test_pair_without_beads_is_one_unless_it_is_long(make_report: MakeReport) -> None:
    report = make_report("beijing-2020", [("改革", "Reform"), ("改革" * 300, "Reform " * 300)], year=2020)
    found = list(beads(list(report.pairs.values_list("pk", flat=True))))
    assert [(bead.zh, bead.en) for bead in found] == [("改革", "Reform")]


def test_pair_that_is_gone_teaches_nothing(make_report: MakeReport) -> None:
    make_report("beijing-2020", texts(1), year=2020)
    assert list(beads([0])) == []
