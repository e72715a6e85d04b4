from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from pytest_django.fixtures import Settings

from reports import ingest, intake
from reports.intake import reading
from reports.models import IngestJob, Report, SourceFile
from tests.intake.conftest import HandIn, RunQueue, job, states
from tests.intake.material import damaged, part, parts, zipped

Meddle = Callable[..., None]


@pytest.fixture
def meddle(monkeypatch: pytest.MonkeyPatch) -> Meddle:
    """Return a function that lets something happen when a file is understood."""
    whole = ingest.understand

    def put(happens: Callable[[], object]) -> None:
        def understand(name: str, content: bytes, **how: Any) -> ingest.Plan:
            happens()
            return whole(name, content, **how)

        monkeypatch.setattr(ingest, "understand", understand)

    return put


def test_a_file_waits_for_review_with_what_was_found(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"part-3.txt": part(3)})
    run_queue()
    found = job("part-3.txt")
    assert (found.state, found.progress, found.worker, found.attempts) == ("review", 100, "", 0)
    said = intake.Understood.of(found)
    assert (said.place, said.year, said.slug, said.part, said.pairs, said.is_new) == (
        "北京市", "2019", "beijing-2019", 3, 2, True,
    )  # fmt: skip
    assert not Report.objects.exists()


def test_each_stage_is_written_to_the_job(
    hand_in: HandIn, run_queue: RunQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str, bool]] = []
    monkeypatch.setattr(reading, "PAUSE", 0)
    whole = reading.teller

    def teller(job: IngestJob) -> Callable[[str, int], None]:
        tell = whole(job)

        def told(stage: str, percent: int) -> None:
            tell(stage, percent)
            row = IngestJob.objects.get()
            seen.append((row.state, row.stage, row.progress == percent))

        return told

    monkeypatch.setattr(reading, "teller", teller)
    hand_in({"a.txt": part(1)})
    run_queue()
    assert all(state == "running" and right for state, _stage, right in seen)
    stages = list(dict.fromkeys(stage for _state, stage, _right in seen))
    assert stages == ["reading", "cleaning", "header", "aligning", "comparing"]


def test_a_refusal_says_line_reason_and_remedy_and_keeps_the_bytes(hand_in: HandIn, run_queue: RunQueue) -> None:
    content = "第一行\n政府工作报告\n全文\n".encode()
    with pytest.raises(ingest.Refusal) as refusal:
        ingest.understand("x.txt", content)
    hand_in({"x.txt": content})
    run_queue()
    found = intake.Refused.of(job("x.txt"))
    assert (found.line, found.reason, found.remedy) == (
        refusal.value.line,
        refusal.value.reason,
        refusal.value.remedy,
    )
    assert bytes(SourceFile.objects.get().content) == content


@pytest.mark.parametrize("name", damaged())
def test_a_damaged_copy_ends_in_review_or_with_a_reason(name: str, hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({name: damaged()[name]})
    run_queue()
    (found,) = IngestJob.objects.all()
    assert found.state == "review" or (intake.Refused.of(found).reason and intake.Refused.of(found).remedy)


def test_a_fault_of_ours_is_a_refusal_and_spares_the_others(
    hand_in: HandIn, run_queue: RunQueue, meddle: Meddle, caplog: pytest.LogCaptureFixture
) -> None:
    faults = iter([ZeroDivisionError])

    def fails_once() -> None:
        for fault in faults:
            raise fault

    meddle(fails_once)
    hand_in({"bad.txt": part(1), "good.txt": part(2)})
    run_queue()
    assert states() == {"bad.txt": "refused", "good.txt": "review"}
    assert "The fault is its own" in intake.Refused.of(job("bad.txt")).reason
    assert "bad.txt" in caplog.text


def test_too_much_memory_is_a_refusal(hand_in: HandIn, run_queue: RunQueue, meddle: Meddle) -> None:
    def hungry() -> None:
        raise MemoryError

    meddle(hungry)
    hand_in({"a.txt": part(1)})
    run_queue()
    assert "more memory" in intake.Refused.of(job("a.txt")).reason


def test_a_busy_database_refuses_no_file(hand_in: HandIn, run_queue: RunQueue, meddle: Meddle) -> None:
    def locked() -> None:
        raise OperationalError("database is locked")

    meddle(locked)
    hand_in({"a.txt": part(1)})
    run_queue()
    assert states() == {"a.txt": "running"}, "the sweep takes it up again"


def test_what_is_thrown_away_meanwhile_stays_so(
    hand_in: HandIn, run_queue: RunQueue, meddle: Meddle, editor: User
) -> None:
    meddle(lambda: intake.discard(IngestJob.objects.all(), editor))
    hand_in({"a.txt": part(1)})
    run_queue()
    assert states() == {"a.txt": "discarded"}


def test_a_second_task_for_a_job_does_nothing(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"a.txt": part(1)})
    run_queue()
    before = IngestJob.objects.values().get()
    reading.read(job("a.txt").pk)
    assert IngestJob.objects.values().get() == before


def test_bytes_that_are_in_a_report_are_said_to_be(hand_in: HandIn, run_queue: RunQueue, editor: User) -> None:
    hand_in({"a.txt": part(1)})
    run_queue()
    intake.settle([job("a.txt")], editor, "draft")
    run_queue()
    hand_in({"b.txt": part(1)})
    run_queue()
    same = intake.Same.of(job("b.txt"))
    assert (same.same_as, same.same_in) == ("a.txt", "beijing-2019")


class TestArchives:
    def test_each_file_in_one_is_a_job_of_its_own(self, hand_in: HandIn, run_queue: RunQueue) -> None:
        batch = hand_in({"r.zip": zipped({**parts(3), "note.txt": b"A note."})})
        run_queue()
        assert states() == {
            "r.zip": "done",
            "r.zip/part-1.txt": "review",
            "r.zip/part-2.txt": "review",
            "r.zip/part-3.txt": "review",
            "r.zip/note.txt": "refused",
        }
        members = IngestJob.objects.filter(archive=job("r.zip"))
        assert members.count() == 4
        assert {member.batch for member in members} == {batch}
        assert intake.Members.of(job("r.zip")).members == 4

    def test_sixty_parts_and_damaged_copies_end_with_a_word_to_each(self, hand_in: HandIn, run_queue: RunQueue) -> None:
        hand_in({"r.zip": zipped({**parts(60), **damaged()})})
        run_queue()
        members = IngestJob.objects.filter(archive=job("r.zip"))
        assert members.count() == 60 + len(damaged())
        assert {member.state for member in members} <= {"review", "refused"}
        assert members.filter(file_name__startswith="r.zip/part-", state="review").count() == 60
        assert all(intake.Refused.of(member).reason for member in members.filter(state="refused"))

    def test_one_with_too_many_files_is_refused_whole(
        self, hand_in: HandIn, run_queue: RunQueue, settings: Settings
    ) -> None:
        settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
        hand_in({"r.zip": zipped(parts(3)), "a.txt": part(9)})
        run_queue()
        assert states() == {"r.zip": "refused", "a.txt": "review"}
        assert "more than 2 files" in intake.Refused.of(job("r.zip")).reason

    def test_what_one_unpacks_to_is_bounded(self, hand_in: HandIn, run_queue: RunQueue, settings: Settings) -> None:
        settings.MAX_SOURCE_BYTES = 5000
        hand_in({"r.zip": zipped({f"{number}.txt": b"x" * 5000 for number in range(11)})})
        run_queue()
        assert states() == {"r.zip": "refused"}

    def test_a_member_that_is_too_large_is_refused_alone(
        self, hand_in: HandIn, run_queue: RunQueue, settings: Settings
    ) -> None:
        settings.MAX_SOURCE_BYTES = 2000
        hand_in({"r.zip": zipped({"large.txt": b"x" * 5000, "small.txt": part(1)})})
        run_queue()
        assert states() == {"r.zip": "done", "r.zip/large.txt": "refused", "r.zip/small.txt": "review"}

    def test_a_member_that_unpacks_to_far_too_much_is_refused_alone(self, hand_in: HandIn, run_queue: RunQueue) -> None:
        hand_in({"r.zip": zipped({"bomb.txt": b"x" * 10_000_000, "small.txt": part(1)})})
        run_queue()
        assert states() == {"r.zip": "done", "r.zip/bomb.txt": "refused", "r.zip/small.txt": "review"}
        assert intake.Members.of(job("r.zip")).members == 2
        refused = job("r.zip/bomb.txt")
        assert refused.archive == job("r.zip")
        assert "10 MB" in intake.Refused.of(refused).reason
        assert "unpacked" in intake.Refused.of(refused).remedy

    def test_half_of_one_is_a_refusal(self, hand_in: HandIn, run_queue: RunQueue) -> None:
        hand_in({"r.zip": zipped(parts(5))[:700]})
        run_queue()
        assert states() == {"r.zip": "refused"}
        assert "broken" in intake.Refused.of(job("r.zip")).reason

    def test_the_folder_tells_the_jurisdiction(self, hand_in: HandIn, run_queue: RunQueue) -> None:
        content = "---\ntitle: 2015年政府工作报告\n---\n各位代表：\n过去一年，成绩显著。\n".encode()
        hand_in({"r.zip": zipped({"浙江省/2015.md": content})})
        run_queue()
        assert intake.Understood.of(job("r.zip/浙江省/2015.md")).place == "浙江省"
