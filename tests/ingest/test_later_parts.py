"""Parts that come before one that stands in front of them: the report is as if they had come in their order."""

from __future__ import annotations

from itertools import permutations

import pytest
from django.contrib.auth.models import User

from reports import editing, ingest, revisions
from reports.ingest.rows.anew import File, anew
from reports.models import Report
from tests.ingest.parted import STYLES, plan_of

Shape = list[tuple[int, str]]


def shape(files: tuple[File, ...]) -> Shape:
    """Return the level (0 for none) and the text of each pair of the report that comes of the files, in order."""
    return [(one.level, one.origins[0].planned.zh) for one in anew(files)]


@pytest.mark.parametrize("name", STYLES)
def test_parts_may_come_in_any_order(name: str) -> None:
    files = tuple(File(at, plan_of(part, at, at + 1), at + 1) for at, part in enumerate(STYLES[name]))
    wanted = shape(files)
    for order in permutations(files):
        assert shape(order) == wanted, [file.number for file in order]


def test_each_part_that_repeats_its_heading_has_its_list_whole() -> None:
    parts = STYLES["repeats its heading and counts anew"]
    files = tuple(File(at, plan_of(part, at, at + 1), at + 1) for at, part in enumerate(parts))
    assert [text[:2] for level, text in shape(files) if level == 2] == ["一是", "二是"] * 3


PARTS = STYLES["counts on below a heading"]


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("li")


def taken_in(*numbers: int) -> Report:
    for number in numbers:
        outcome = ingest.store(plan_of(PARTS[number - 1], number - 1, number), publish=False)
    return outcome.report


def outline_of(report: Report) -> list[tuple[int, str]]:
    """Return each heading with its level, after a look whether sections and pairs agree."""
    levels: dict[int | None, int] = {None: 0}
    for section in report.sections.order_by("position"):
        levels[section.pk] = section.level
        assert levels[section.parent_id] < section.level
    return [(line.level, line.zh[:2]) for line in revisions.read(report).lines if line.level]


WHOLE = [(1, "一、"), (2, "（一"), *((3, f"{n}是") for n in "一二三四"), (2, "（二"), (3, "一是"), (3, "二是")]


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_sections_that_are_there_get_their_level_and_their_place(order: tuple[int, ...]) -> None:
    assert outline_of(taken_in(*order)) == WHOLE


def test_undo_of_the_part_in_between_puts_the_later_one_back(editor: User) -> None:
    report = taken_in(1, 3)
    before = outline_of(report)
    ingest.store(plan_of(PARTS[1], 1, 2), publish=False, user=editor)
    revisions.undo(report, editor)
    assert outline_of(report) == before


def test_a_level_that_a_person_gave_stays(editor: User) -> None:
    report = taken_in(1, 3)
    key = report.pairs.filter(zh="一是发展文化。").get().pk
    act = {"do": "level", "pair": key, "level": 4}
    editing.perform(report, editor, act, editing.latest_revision(report))
    taken_in(2)
    lines = {line.key: line for line in revisions.read(report).lines}
    assert lines[key].level == 4


def test_what_a_person_moved_among_other_parts_stays_there(editor: User) -> None:
    report = taken_in(1, 3)
    pairs = list(report.pairs.order_by("position").values_list("pk", flat=True))
    act = {"do": "move", "pairs": [pairs[-1]], "behind": pairs[1]}
    editing.perform(report, editor, act, editing.latest_revision(report))
    taken_in(2)
    assert list(report.pairs.order_by("position").values_list("pk", flat=True))[1:3] == [pairs[1], pairs[-1]]
