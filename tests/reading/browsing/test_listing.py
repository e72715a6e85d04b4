from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from reports.models import Report
from reports.reading.browsing import listing as module
from reports.reading.browsing.listing import Asked, Listing, leaf, listing
from tests.factories import report_of

SORTS = ("newest", "oldest", "place", "size")


def asked(**parameters: str) -> Asked:
    return Asked.read(RequestFactory().get("/list/", parameters), SORTS)


def found(**parameters: str) -> Listing:
    return listing(Report.objects.all(), asked(**parameters))


def slugs(**parameters: str) -> list[str]:
    return [line.report.slug for line in found(**parameters).leaf.lines]


def fill() -> None:
    report_of(slug="b25", year=2025)
    report_of(slug="b24", year=2024)
    report_of([(0, ("只有中文。", ""))], slug="n25", place="national", year=2025)
    report_of(slug="h26", place="hunan", year=2026, status="draft")


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"sort": "price"},
        {"languages": "latin"},
        {"level": "moon"},
        {"from": "x", "to": "99999999999"},
        {"page": "-1"},
        {"page": "²"},
        {"page": "0"},
    ],
)
def test_what_makes_no_sense_is_left_out(parameters: dict[str, str]) -> None:
    assert asked(**parameters) == asked()


def test_years_in_the_wrong_order_change_places() -> None:
    read = asked(**{"from": "2025", "to": "2020"})
    assert (read.year_from, read.year_to) == (2020, 2025)


def test_address_says_only_what_is_not_so_anyway() -> None:
    assert asked(sort="newest", page="1").address() == "/list/"
    assert asked(sort="oldest", languages="zh", page="3").address(level="nation") == (
        "/list/?sort=oldest&languages=zh&level=nation"
    )
    assert asked(page="3").address(page=4) == "/list/?page=4"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ["n25", "b25", "b24"]),
        ({"sort": "oldest"}, ["b24", "n25", "b25"]),
        ({"sort": "place"}, ["n25", "b25", "b24"]),
        ({"sort": "size"}, ["b25", "b24", "n25"]),
        ({"languages": "both"}, ["b25", "b24"]),
        ({"languages": "en"}, []),
        ({"level": "nation"}, ["n25"]),
        ({"level": "province", "languages": "zh"}, []),
        ({"from": "2025"}, ["n25", "b25"]),
        ({"to": "2024"}, ["b24"]),
    ],
)
def test_list_is_ordered_and_narrowed(parameters: dict[str, str], expected: list[str]) -> None:
    fill()
    assert slugs(**parameters) == expected


@pytest.mark.django_db
def test_choices_count_what_they_leave() -> None:
    fill()
    shown = found(level="province")
    # All provinces here have both languages: nothing to choose.
    assert shown.languages == []
    assert [(option.key, option.count, option.is_set) for option in shown.levels] == [
        ("level-", 3, False),
        ("level-nation", 1, False),
        ("level-province", 2, True),
    ]


@pytest.mark.django_db
def test_nothing_to_choose_is_not_offered() -> None:
    report_of()
    shown = found()
    assert not shown.has_choices
    assert not shown.is_narrowed


@pytest.mark.django_db
def test_narrowed_list_leads_to_all_of_it() -> None:
    fill()
    shown = found(languages="zh", sort="oldest")
    assert shown.is_narrowed
    assert shown.everything == "/list/?sort=oldest"


def test_long_list_has_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE_SIZE", 2)
    lines: list[Any] = [1, 2, 3, 4, 5]
    middle = leaf(lines, asked(page="2"))
    assert (middle.lines, middle.total) == ([3, 4], 5)
    assert (middle.previous, middle.following) == ("/list/", "/list/?page=3")
    assert [step.is_here for step in middle.steps] == [False, True, False]
    assert leaf(lines, asked(page="9")).lines == [5]
    assert leaf(lines[:2], asked()).steps == []
