from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from reports import intake
from reports.intake import queue
from reports.models import AuditEntry, IngestJob, Report, SourceFile
from tests.intake.conftest import HandIn, RunQueue, job, states
from tests.intake.material import CHINESE, ENGLISH, part


def test_a_file_waits_with_its_bytes_and_a_task(hand_in: HandIn, queued: None) -> None:
    batch = hand_in({"a.txt": part(1)})
    found = job("a.txt")
    assert (found.state, found.batch, found.messages) == ("queued", batch, [])
    assert found.source is not None
    assert bytes(found.source.content) == part(1)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [found.pk]


def test_without_its_task_nothing_is_stored(
    hand_in: HandIn, queued: None, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    def fails(jobs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(queue, "enqueue", fails)
    with pytest.raises(RuntimeError):
        hand_in({"a.txt": part(1)})
    assert not IngestJob.objects.exists()
    assert not SourceFile.objects.exists()


def test_the_same_bytes_wait_once(hand_in: HandIn, queued: None) -> None:
    hand_in({"a.txt": part(1)})
    hand_in({"b.txt": part(1)})
    assert states() == {"a.txt": "queued", "b.txt": "unchanged"}
    assert intake.Same.of(job("b.txt")).same_as == "a.txt"
    assert SourceFile.objects.count() == 1


def test_what_somebody_else_handed_in_is_no_reason_not_to(hand_in: HandIn, contributor: User, queued: None) -> None:
    hand_in({"a.txt": part(1)})
    hand_in({"b.txt": part(1)}, by=contributor)
    assert states() == {"a.txt": "queued", "b.txt": "queued"}


def test_what_was_thrown_away_can_be_handed_in_again(hand_in: HandIn, editor: User, run_queue: RunQueue) -> None:
    hand_in({"a.txt": part(1)})
    intake.discard([job("a.txt")], editor)
    hand_in({"b.txt": part(1)})
    run_queue()
    assert states() == {"a.txt": "discarded", "b.txt": "review"}


def test_an_upload_can_come_in_portions(hand_in: HandIn, queued: None) -> None:
    batch = hand_in({"a.txt": part(1)})
    assert hand_in({"b.txt": part(2)}, batch=batch) == batch
    assert IngestJob.objects.filter(batch=batch).count() == 2


def test_nobody_joins_the_upload_of_another(hand_in: HandIn, contributor: User) -> None:
    batch = hand_in({"a.txt": part(1)})
    with pytest.raises(PermissionDenied):
        hand_in({"b.txt": part(2)}, by=contributor, batch=batch)
    assert set(states()) == {"a.txt"}


def test_a_file_that_is_far_too_large_is_not_kept(hand_in: HandIn, settings: Settings) -> None:
    settings.MAX_SOURCE_BYTES = 100
    hand_in({"a.txt": b"x" * 101, "b.txt": b"x"})
    assert states() == {"a.txt": "refused", "b.txt": "refused"}
    assert "the limit is" in intake.Refused.of(job("a.txt")).reason
    assert list(SourceFile.objects.values_list("name", flat=True)) == ["b.txt"]


def test_what_is_found_is_told_in_the_language_of_who_reads_it(hand_in: HandIn, run_queue: RunQueue) -> None:
    with translation.override("zh-hans"):
        hand_in({"a.txt": b""})
    run_queue()
    assert intake.Refused.of(job("a.txt")).reason == "The file is empty."
    with translation.override("zh-hant"):
        assert not intake.Refused.of(job("a.txt")).reason.isascii()


def test_so_are_warnings(hand_in: HandIn, run_queue: RunQueue) -> None:
    with translation.override("zh-hans"):
        hand_in({"上海市.txt": part(1)})
        run_queue()
    (english,) = intake.warnings_of(job("上海市.txt"))
    with translation.override("zh-hans"):
        (chinese,) = intake.warnings_of(job("上海市.txt"))
    assert english.startswith("Line 2 ")
    assert "上海市" in english
    assert "上海市" in chinese
    assert "Line" not in chinese


def test_what_earlier_versions_wrote_is_read_as_it_is(db: None) -> None:
    found = IngestJob(found={"reason": "Leer.", "remedy": "Neu.", "line": 3}, messages=["Achtung."])
    assert intake.Refused.of(found) == intake.Refused("Leer.", "Neu.", 3)
    assert intake.warnings_of(found) == ["Achtung."]
    assert intake.Understood.of(IngestJob(found={"pairs": 3})).is_placed


def test_of_a_long_path_the_end_is_kept(hand_in: HandIn) -> None:
    hand_in({"/".join(["长" * 100] * 3) + "/2024.txt": part(1)})
    name = IngestJob.objects.get().file_name
    assert len(name) == 255
    assert name.startswith("…")
    assert name.endswith("长/2024.txt")
    assert SourceFile.objects.get().name == "2024.txt"


def test_handing_in_is_noted(hand_in: HandIn, editor: User) -> None:
    batch = hand_in({"a.txt": part(1), "b.txt": part(2)})
    entry = AuditEntry.objects.get(action="hand in")
    assert (entry.by, entry.target, entry.facts) == (editor, f"upload {batch}", {"files": 2})


class TestPair:
    def test_two_files_are_one_report_whatever_their_names(self, editor: User, run_queue: RunQueue) -> None:
        intake.hand_in_pair(ContentFile(CHINESE, name="one.txt"), ContentFile(ENGLISH, name="two.txt"), editor)
        run_queue()
        assert states() == {"one.txt": "review", "two.txt": "review"}
        assert job("two.txt").chinese == job("one.txt")
        assert intake.Understood.of(job("two.txt")).place == "杭州市"

    def test_a_chinese_that_waits_already_serves(self, hand_in: HandIn, editor: User, run_queue: RunQueue) -> None:
        hand_in({"old.txt": CHINESE})
        intake.hand_in_pair(ContentFile(CHINESE, name="one.txt"), ContentFile(ENGLISH, name="two.txt"), editor)
        run_queue()
        assert states() == {"old.txt": "review", "one.txt": "unchanged", "two.txt": "review"}
        assert job("two.txt").chinese == job("old.txt")


class TestText:
    def test_both_boxes_are_one_report(self, editor: User, run_queue: RunQueue) -> None:
        intake.hand_in_text(CHINESE.decode(), ENGLISH.decode(), "杭州", editor)
        run_queue()
        assert states() == {"杭州.zh.txt": "review", "杭州.en.txt": "review"}
        intake.settle(list(IngestJob.objects.all()), editor, "draft")
        run_queue()
        assert [bool(pair.zh and pair.en) for pair in Report.objects.get().pairs.all()] == [True, True]

    def test_one_box_is_a_file(self, editor: User, run_queue: RunQueue) -> None:
        intake.hand_in_text("", part(1).decode().replace("\n", "\r\n"), "", editor)
        run_queue()
        assert states() == {"Pasted text.txt": "review"}
        assert bytes(SourceFile.objects.get().content) == part(1)

    def test_a_name_has_no_folders(self, editor: User) -> None:
        intake.hand_in_text(part(1).decode(), "", "../../etc/a\\b", editor)
        assert set(states()) == {".. .. etc a b.txt"}
