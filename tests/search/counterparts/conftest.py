"""A small archive in two languages, whose renderings are known, learned from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from reports import search
from reports.models import Report
from reports.search import learned
from reports.search.counterparts.page import LEARNED
from tests.text.test_terms import BEADS

MakeReport = Callable[..., Report]
Pairs = list[tuple[str, str]]


def pairs_until(year: int, after: int = 0) -> Pairs:
    return [(zh, en) for zh, en, of in BEADS if after < of <= year]


@pytest.fixture
def learn(db: None) -> Callable[[], None]:
    """Return a function that brings the index up to the rows and learns the counterparts anew."""

    def now() -> None:
        search.catch_up()
        learned.learn(chosen=[LEARNED])

    return now


@pytest.fixture
def bilingual(make_report: MakeReport, learn: Callable[[], None]) -> list[Report]:
    """Return the reports of the archive, learned from; the last is a draft with a rendering of its own."""
    reports = [
        make_report("beijing-2016", pairs_until(2017), day=dt.date(2016, 1, 14)),
        make_report("beijing-2020", pairs_until(2022, 2017), day=dt.date(2020, 1, 14)),
        make_report("hebei-2020", [("教育是根本。", ""), ("", "Education matters.")], place="hebei", year=2020),
        make_report(
            "draft-2021",
            [("义务教育优先。", "Schooling for all comes first."), ("抓好义务教育。", "We focus on schooling for all.")]
            * 4,
            place="hunan",
            year=2021,
            status="draft",
        ),
    ]
    learn()
    return reports
