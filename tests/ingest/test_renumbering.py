"""Files that get another number among the parts: the report is as if they had been handed in with that one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from reports import editing, ingest, revisions
from reports.models import SourceFile
from tests.ingest.parted import RIGHT, STYLES, WRONG, paragraph, plan_of

pytestmark = pytest.mark.django_db

Numbers = Sequence[int | None]
Shape = list[tuple[str, str, str, tuple[str, ...]]]


class Numbered:
    """A report whose parts were handed in under numbers that may be wrong."""

    def __init__(self, parts: Sequence[str], numbers: Numbers, order: Sequence[int] = (), head: str = WRONG) -> None:
        self.plans: dict[int, ingest.Plan] = {}
        self.files: dict[int, int] = {}
        for at in order or range(len(parts)):
            plan = plan_of(parts[at], at, numbers[at], head)
            self.report = ingest.store(plan, publish=False).report
            source = SourceFile.objects.get(name=plan.name, report=self.report)
            self.plans[source.pk], self.files[at] = plan, source.pk

    def asked(self, numbers: Numbers) -> dict[int, int | None]:
        return {self.files[at]: number for at, number in enumerate(numbers)}

    def seen(self, numbers: Numbers) -> ingest.Renumbered:
        return ingest.would_renumber(self.report, self.plans, self.asked(numbers))

    def becomes(self, numbers: Numbers, by: User | None = None) -> ingest.Renumbered:
        found = self.seen(numbers)
        ingest.renumber(self.report, found, by)
        return found

    def key(self, number: int) -> int:
        return self.report.pairs.get(zh__startswith=f"{number}号任务").pk

    def parts(self) -> list[int | None]:
        numbers = dict(self.report.sources.values_list("pk", "part"))
        return [numbers[self.files[at]] for at in sorted(self.files)]

    def keys(self) -> list[int]:
        return list(self.report.pairs.order_by("position").values_list("pk", flat=True))

    def shape(self) -> Shape:
        """Return each pair in reading order with the headings above it."""
        found = []
        for pair in self.report.pairs.order_by("position").select_related("section__parent__parent"):
            above, section = [], pair.section
            while section:
                above.append(f"{section.level} {section.heading_zh}")
                section = section.parent
            found.append((pair.zh, pair.en, pair.kind, tuple(above)))
        return found


def right(parts: Sequence[str]) -> Shape:
    """Return what comes of parts that are handed in one after the other under their right numbers."""
    return Numbered(parts, range(1, len(parts) + 1), head=RIGHT).shape()


def wrong_numbers(count: int) -> Iterator[tuple[Numbers, Sequence[int]]]:
    """Yield numbers that are wrong, each with the order in which the parts come."""
    numbers = list(range(1, count + 1))
    # The first as the last and back, neighbours the wrong way round, one under the number before its own, none at all.
    yield [*numbers[1:], 1], ()
    yield [count, *numbers[:-1]], range(count - 1, -1, -1)
    for at in range(count - 1):
        swapped = [*numbers[:at], numbers[at + 1], numbers[at], *numbers[at + 2 :]]
        yield swapped, sorted(range(count), key=lambda at: swapped[at])
    yield [max(1, number - 1) if number == 3 else number for number in numbers], ()
    yield [None] * count, ()


@pytest.mark.parametrize("name", STYLES)
def test_report_is_as_if_its_parts_had_come_under_their_right_numbers(name: str) -> None:
    parts = STYLES[name]
    wanted, numbers = right(parts), range(1, len(parts) + 1)
    for wrong, order in wrong_numbers(len(parts)):
        with transaction.atomic():
            here = Numbered(parts, wrong, order)
            keys = here.keys()
            found = here.becomes(numbers)
            assert here.shape() == wanted, f"{wrong} in the order {list(order)}"
            assert (here.parts(), found.left, found.doubled) == (list(numbers), [], [])
            there = set(here.keys())
            assert all(key in there or revisions.pair_that_became(key) for key in keys)
            transaction.set_rollback(True)


PARTS = STYLES["goes on"]
NUMBERS = (1, 2, 3, 4, 5)
FOUR_AS_THREE = (1, 2, 4, 3, 5)


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("li")


def act(here: Numbered, by: User, do: str, **fields: object) -> None:
    if do in {"undo", "redo"}:
        target = getattr(revisions.stack(here.report, by), do)
        fields["sure"] = target.pk if target else None
    editing.perform(here.report, by, {"do": do, **fields}, editing.latest_revision(here.report))


def test_what_people_did_to_pairs_stays_with_them(editor: User) -> None:
    here = Numbered(PARTS, FOUR_AS_THREE)
    corrected, checked, noted, cut = here.key(14), here.key(16), here.key(17), here.key(18)
    act(here, editor, "edit", pair=corrected, zh="改过的一段，与原来的文字完全不同，仍在原来的位置。", en="Corrected.")
    act(here, editor, "check", pairs=[checked], checked=True)
    act(here, editor, "note", pair=noted, text="Look at the print.")
    act(here, editor, "split", pair=cut, zh=9)
    sections = set(here.report.sections.values_list("pk", flat=True))
    found = here.becomes(NUMBERS)
    lines = {line.key: line for line in revisions.read(here.report).lines}
    assert (lines[corrected].en, lines[checked].checked, lines[noted].note) == (
        "Corrected.",
        True,
        "Look at the print.",
    )
    order = here.keys()
    assert order.index(here.key(13)) < order.index(corrected) == order.index(checked) - 3
    # The second half that somebody made stands behind the first one.
    assert lines[order[order.index(cut) + 1]].source is None or lines[order[order.index(cut) + 1]].zh in paragraph(18)
    assert set(here.report.sections.values_list("pk", flat=True)) == sections
    assert found.left == []


def test_a_heading_that_somebody_gave_another_level_keeps_it(editor: User) -> None:
    here = Numbered(PARTS, FOUR_AS_THREE)
    key = here.report.pairs.get(zh="（二）开放").pk
    act(here, editor, "level", pair=key, level=3)
    here.becomes(NUMBERS)
    assert here.report.pairs.get(pk=key).section.level == 3  # type: ignore[union-attr]


def test_pair_that_somebody_moved_stays_behind_the_one_it_follows_and_is_told(editor: User) -> None:
    here = Numbered(PARTS, FOUR_AS_THREE)
    act(here, editor, "move", pairs=[here.key(16)], behind=here.key(2))
    found = here.becomes(NUMBERS)
    assert [line.zh for line in found.left] == [paragraph(16)]
    order = here.keys()
    assert order.index(here.key(16)) == order.index(here.key(2)) + 1
    assert [shape for shape in here.shape() if "16号" not in shape[0]] == [
        (zh, en, kind, above) for zh, en, kind, above in right(PARTS) if "16号" not in zh
    ]


def test_pairs_in_which_somebody_joined_two_files_are_told(editor: User) -> None:
    here = Numbered(PARTS, FOUR_AS_THREE)
    order = here.keys()
    first = here.key(9)
    # The last paragraph of the second part, and what stands behind it under the wrong numbers.
    assert order[order.index(first) + 1] == here.key(14)
    act(here, editor, "merge", pairs=[first, here.key(14)])
    assert [line.key for line in here.seen(NUMBERS).joined] == [first]
    assert here.seen(FOUR_AS_THREE).joined == []


def test_one_revision_tells_it_that_undo_and_redo_know(editor: User) -> None:
    here = Numbered(PARTS, FOUR_AS_THREE)
    before, latest = here.keys(), editing.latest_revision(here.report)
    here.becomes(NUMBERS, editor)
    after = here.keys()
    (revision,) = here.report.revisions.filter(pk__gt=latest)
    assert revision.by == editor
    act(here, editor, "undo")
    assert (here.keys(), here.parts()) == (before, list(FOUR_AS_THREE))
    act(here, editor, "redo")
    assert (here.keys(), here.parts()) == (after, list(NUMBERS))
    assert here.shape() == right(PARTS)


def test_a_report_is_restored_with_the_numbers_that_its_files_had(editor: User) -> None:
    here = Numbered(PARTS, FOUR_AS_THREE)
    before, then = here.keys(), here.report.revisions.latest("pk")
    here.becomes(NUMBERS, editor)
    revisions.restore(here.report, then, editor)
    assert (here.keys(), here.parts()) == (before, list(FOUR_AS_THREE))
    # What was put back stands where the files have it: nobody's hand keeps it there.
    assert here.becomes(NUMBERS).left == []
    assert here.shape() == right(PARTS)


def test_undo_of_a_file_that_came_later_leaves_the_numbers_alone(editor: User) -> None:
    here = Numbered(PARTS[:4], (1, 2, 4, 3))
    plan = plan_of(PARTS[4], 4, 5)
    ingest.store(plan, publish=False, user=editor)
    here.becomes((1, 2, 3, 4))
    act(here, editor, "undo")
    assert here.parts() == [1, 2, 3, 4]
    assert here.shape() == right(PARTS[:4])


def test_numbers_can_be_changed_again_and_back() -> None:
    here = Numbered(PARTS, NUMBERS)
    shape = here.shape()
    for numbers in (FOUR_AS_THREE, (5, 1, 2, 3, 4), NUMBERS):
        here.becomes(numbers)
    assert here.shape() == shape


def test_a_line_that_two_files_of_one_number_shared_comes_in() -> None:
    parts = STYLES["greets in each part"]
    here = Numbered(parts, (1, 2, 2))
    assert [line.zh for line in here.becomes((1, 2, 3)).added] == ["各位代表！"]
    assert here.shape() == right(parts)


def test_a_line_of_two_files_that_get_one_number_stands_once_and_its_address_leads_there(editor: User) -> None:
    parts = STYLES["greets in each part"]
    here = Numbered(parts, (1, 2, 3))
    keys = here.keys()
    found = here.becomes((1, 2, 2), editor)
    assert here.shape() == Numbered(parts, (1, 2, 2), head=RIGHT).shape()
    ((gone, kept),) = found.became.items()
    assert {gone, kept} <= {line.key for line in found.before.lines if line.zh == "各位代表！"}
    assert revisions.pair_that_became(gone) == (here.report, kept)
    act(here, editor, "undo")
    assert here.keys() == keys


def test_a_line_of_two_files_on_which_somebody_worked_stands_twice_and_is_told(editor: User) -> None:
    parts = STYLES["greets in each part"]
    here = Numbered(parts, (1, 2, 3))
    keys = here.keys()
    for pair in here.report.pairs.filter(zh="各位代表！"):
        act(here, editor, "note", pair=pair.pk, text="In the print too?")
    found = here.becomes((1, 2, 2))
    assert ([line.zh for line in found.doubled], found.became) == (["各位代表！"], {})
    assert sorted(here.keys()) == sorted(keys)


def test_the_same_numbers_change_nothing() -> None:
    here = Numbered(PARTS, NUMBERS)
    latest = editing.latest_revision(here.report)
    assert not here.becomes(NUMBERS).changes_anything
    assert editing.latest_revision(here.report) == latest


def test_a_number_alone_changes_where_no_pair_has_to_move() -> None:
    here = Numbered(PARTS[:3], (1, 2, 4))
    found = here.becomes((1, 2, 3))
    assert (found.moved, here.parts()) == ([], [1, 2, 3])


def test_a_part_that_comes_later_goes_on_under_the_headings_of_the_part_before_it() -> None:
    here = Numbered(PARTS[:4], (1, 2, 4, 3))
    here.becomes((1, 2, 3, 4))
    ingest.store(plan_of(PARTS[4], 4, 5), publish=False)
    assert here.shape() == right(PARTS)


def test_what_somebody_has_seen_is_the_same_until_a_pair_has_another_place(editor: User) -> None:
    here = Numbered(PARTS, FOUR_AS_THREE)
    stamp = here.seen(NUMBERS).stamp
    act(here, editor, "edit", pair=here.key(14), en="Corrected.")
    assert here.seen(NUMBERS).stamp == stamp
    act(here, editor, "move", pairs=[here.key(16)], behind=here.key(2))
    assert here.seen(NUMBERS).stamp != stamp


def test_a_file_that_took_anothers_place_goes_where_that_one_belonged() -> None:
    here = Numbered(PARTS, FOUR_AS_THREE)
    better = ingest.understand("better.txt", f"{WRONG}{PARTS[3]}\n\n".encode(), given={"part": "3"})
    ingest.store(better, publish=False, choices=ingest.Choices(replaces=here.files[3]))
    new = SourceFile.objects.get(name="better.txt")
    here.plans[new.pk], here.files[3] = better, new.pk
    assert [file.name for file in ingest.taken_in(here.report)] == ["a.txt", "b.txt", "c.txt", "better.txt", "e.txt"]
    assert here.becomes(NUMBERS).left == []
    assert here.shape() == right(PARTS)


def test_a_file_that_was_taken_back_has_no_part_in_it(editor: User) -> None:
    here = Numbered(PARTS[:4], (1, 2, 4, 3))
    ingest.store(plan_of(PARTS[4], 4, 5), publish=False, user=editor)
    act(here, editor, "undo")
    assert [file.name for file in ingest.taken_in(here.report)] == ["a.txt", "b.txt", "c.txt", "d.txt"]
