"""How files that wait stand: the report as it is now, and the others of their upload."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reports import intake
from reports.models import IngestJob, Report
from tests.intake.conftest import HandIn, RunQueue, job
from tests.intake.material import CHINESE, ENGLISH, part, parts


def standing(name: str) -> intake.Standing:
    found = job(name)
    return intake.standings([found])[found.pk]


def is_certain(name: str) -> bool:
    return intake.is_certain(job(name), standing(name))


def test_parts_know_how_many_of_their_upload_wait_for_the_same_report(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({**parts(3), "other.txt": CHINESE})
    hand_in({"part-4.txt": part(4)})
    run_queue()
    assert standing("part-2.txt") == intake.Standing(others=2)
    assert standing("other.txt").others == 0
    assert standing("part-4.txt").others == 0


def test_the_english_of_a_report_is_no_other(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"2015.zh.txt": CHINESE, "2015.en.txt": ENGLISH})
    run_queue()
    assert (standing("2015.zh.txt").others, standing("2015.en.txt").others) == (0, 0)


def test_a_report_that_came_to_be_there_is_known(hand_in: HandIn, run_queue: RunQueue, editor: User) -> None:
    hand_in({"a.txt": part(1), "b.txt": part(1, "又一段新的文字。\n")})
    run_queue()
    assert is_certain("b.txt")
    intake.settle([job("a.txt")], editor, "publish")
    run_queue()
    report = Report.objects.get()
    assert standing("b.txt") == intake.Standing(report, has_changed=True)
    assert not is_certain("b.txt")


def test_parts_that_wait_are_no_doubt_for_the_parts_that_came_first(
    hand_in: HandIn, run_queue: RunQueue, editor: User
) -> None:
    hand_in(parts(3))
    run_queue()
    intake.settle([job("part-1.txt")], editor, "publish")
    run_queue()
    assert standing("part-2.txt") == intake.Standing(Report.objects.get(), has_changed=True, others=1)
    assert is_certain("part-2.txt")


def test_what_was_compared_with_the_report_as_it_is_has_not_changed(
    hand_in: HandIn, run_queue: RunQueue, editor: User
) -> None:
    hand_in({"a.txt": part(1)})
    run_queue()
    intake.settle([job("a.txt")], editor, "publish")
    run_queue()
    hand_in({"b.txt": part(2)})
    run_queue()
    assert standing("b.txt") == intake.Standing(Report.objects.get())
    assert is_certain("b.txt")
    Report.objects.update(changed_at=timezone.now())
    assert standing("b.txt").has_changed


@pytest.mark.parametrize("name", ["part-1.txt", "part-2.txt"])
def test_lists_look_again_once_an_upload_is_read_and_once_a_part_is_taken_in(
    hand_in: HandIn, run_queue: RunQueue, editor: User, name: str
) -> None:
    hand_in({**parts(2), "part-3.txt": part(3)})
    run_queue()
    last_read = IngestJob.objects.order_by("-pk")[0].changed_at
    assert all(one.changed_at >= last_read for one in IngestJob.objects.all())
    intake.settle([job("part-3.txt")], editor, "draft")
    settled = timezone.now()
    run_queue()
    assert job(name).changed_at > settled


def test_queries_do_not_grow_with_the_files(
    hand_in: HandIn, run_queue: RunQueue, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hand_in({**parts(12), "other.txt": CHINESE})
    run_queue()
    jobs = list(IngestJob.objects.select_related("report"))
    for several in (jobs[:1], jobs):
        with django_assert_num_queries(2):
            assert len(intake.standings(several)) == len(several)


@pytest.mark.django_db
def test_nothing_is_asked_where_nothing_waits(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert intake.standings([IngestJob(state="queued")]) == {}
