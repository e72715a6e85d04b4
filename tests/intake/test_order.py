"""In which order files stand, and of which nothing tells it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from reports import intake
from reports.intake.order import natural
from reports.models import IngestJob, ParagraphPair
from tests.intake.conftest import HandIn, RunQueue, job
from tests.intake.material import CHINESE, ENGLISH, part, zipped

HEAD = "\n".join(part(1).decode().splitlines()[:3])
TEXTS = (
    "过去一年，地区生产总值增长百分之五，财政收入和居民收入同步提高，就业稳定。",
    "新建高标准农田三十万亩，蔬菜和生猪供应充足，价格平稳，市场秩序良好。",
    "两条轨道交通新线开通运营，通勤时间缩短，换乘站全部完成改造，群众满意。",
)


def paragraphs(number: int) -> bytes:
    return f"{HEAD}\n{TEXTS[number]}\n".encode()


def listed(user: User) -> list[str]:
    return [each.file_name for batch in intake.uploads(user).batches for each in batch.jobs]


class TestListing:
    def test_files_are_listed_as_they_are_named_and_not_as_they_came(
        self, hand_in: HandIn, run_queue: RunQueue, editor: User
    ) -> None:
        packed = zipped({"part-10.txt": part(10), "Part-2.txt": part(2), "part-1.txt": part(1)})
        hand_in({"z.txt": part(20), "m.zip": packed, "A.txt": part(21)})
        run_queue()
        inside = ["m.zip/part-1.txt", "m.zip/Part-2.txt", "m.zip/part-10.txt"]
        assert listed(editor) == ["A.txt", "m.zip", *inside, "z.txt"]

    @pytest.mark.parametrize(("first", "then"), [("9.txt", "10.txt"), ("B.txt", "c.txt"), ("a2b1", "a2b10"), ("", "a")])
    def test_numbers_in_names_are_numbers(self, first: str, then: str) -> None:
        assert natural(IngestJob(file_name=first)) < natural(IngestJob(file_name=then))


class TestDoubts:
    @pytest.fixture
    def read(self, hand_in: HandIn, run_queue: RunQueue) -> None:
        hand_in({"c.txt": paragraphs(2), "a.txt": paragraphs(0), "b.txt": paragraphs(1), "d.txt": part(9)})
        run_queue()

    def doubted(self) -> set[str]:
        keys = intake.unplaced(IngestJob.objects.all())
        return set(IngestJob.objects.filter(pk__in=keys).values_list("file_name", flat=True))

    def test_files_of_one_report_that_tell_no_order_are_in_doubt(self, read: None) -> None:
        assert self.doubted() == {"a.txt", "b.txt", "c.txt"}

    def test_one_alone_is_not(self, hand_in: HandIn, run_queue: RunQueue) -> None:
        hand_in({"a.txt": paragraphs(0)})
        run_queue()
        assert self.doubted() == set()

    def test_one_that_has_a_number_is_not(self, read: None, run_queue: RunQueue, editor: User) -> None:
        intake.choose(job("b.txt"), {"header": {"part": "2"}}, editor)
        run_queue()
        assert self.doubted() == {"a.txt", "c.txt"}
        assert intake.Understood.of(job("b.txt")).part == 2

    def test_the_english_of_a_file_is_not(self, hand_in: HandIn, run_queue: RunQueue) -> None:
        hand_in({"2015.zh.txt": CHINESE, "2015.en.txt": ENGLISH})
        run_queue()
        assert self.doubted() == set()

    def test_the_numbers_that_a_person_enters_decide(self, read: None, run_queue: RunQueue, editor: User) -> None:
        for name, number in (("c.txt", "1"), ("a.txt", "2"), ("b.txt", "3")):
            intake.choose(job(name), {"header": {"part": number}}, editor)
        run_queue()
        intake.settle([job("b.txt"), job("c.txt"), job("a.txt")], editor, "draft")
        run_queue()
        shown = ParagraphPair.objects.order_by("position").values_list("zh", flat=True)
        assert [text for text in shown if text in TEXTS] == [TEXTS[2], TEXTS[0], TEXTS[1]]

    def test_lists_look_again_at_one_that_came_into_doubt(
        self, hand_in: HandIn, run_queue: RunQueue, editor: User
    ) -> None:
        batch = hand_in({"a.txt": paragraphs(0)})
        run_queue()
        since = timezone.now() + intake.OVERLAP
        IngestJob.objects.update(changed_at=timezone.now() - 9 * intake.OVERLAP)
        hand_in({"b.txt": paragraphs(1)}, batch=batch)
        run_queue()
        assert job("a.txt").changed_at > since - 2 * intake.OVERLAP
