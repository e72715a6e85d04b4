from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from reports import ingest, intake, people
from reports.intake import storing
from reports.models import IngestJob, ParagraphPair, Report
from reports.text import beads
from tests.intake.conftest import HandIn, RunQueue, job, states
from tests.intake.material import part


@pytest.fixture
def confirmed(hand_in: HandIn, run_queue: RunQueue, editor: User) -> int:
    """Return the key of a job that somebody has confirmed."""
    hand_in({"a.txt": part(1)})
    run_queue()
    intake.settle([job("a.txt")], editor, "draft")
    return job("a.txt").pk


def test_it_is_taken_in_once_however_many_tasks_there_are(confirmed: int, run_queue: RunQueue) -> None:
    storing.store(confirmed)
    before = Report.objects.values().get()
    storing.store(confirmed)
    run_queue()
    assert Report.objects.values().get() == before
    assert states() == {"a.txt": "done"}


def test_rows_and_the_end_of_the_job_are_one(
    confirmed: int, run_queue: RunQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ingest.store

    def store(*given: Any, **named: Any) -> ingest.Outcome:
        whole(*given, **named)
        raise ZeroDivisionError

    monkeypatch.setattr(ingest, "store", store)
    run_queue()
    assert not Report.objects.exists()
    assert states() == {"a.txt": "refused"}
    assert "The fault is its own" in intake.Refused.of(job("a.txt")).reason


def test_one_that_is_understood_no_longer_is_refused_and_keeps_its_bytes(
    confirmed: int, run_queue: RunQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def understand(name: str, content: bytes, **how: Any) -> ingest.Plan:
        raise ingest.Refusal(name, "Not any more.", "Mend it.", 3)

    monkeypatch.setattr(ingest, "understand", understand)
    run_queue()
    found = job("a.txt")
    assert (found.state, intake.Refused.of(found).line) == ("refused", 3)
    assert found.source is not None


def test_what_is_there_already_changes_nothing(
    confirmed: int, hand_in: HandIn, run_queue: RunQueue, editor: User
) -> None:
    run_queue()
    before = Report.objects.values().get()
    hand_in({"b.txt": part(1)})
    run_queue()
    intake.settle([job("b.txt")], editor, "draft")
    run_queue()
    assert states() == {"a.txt": "done", "b.txt": "unchanged"}
    assert Report.objects.values().get() == before


def test_what_turns_out_to_be_another_s_once_it_is_locked_is_passed_on_and_stays_as_it_was(
    hand_in: HandIn, run_queue: RunQueue, editor: User, contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = ingest.preview
    hand_in({"b.txt": part(2)}, by=contributor)
    run_queue()
    intake.settle([job("b.txt")], contributor, "draft")

    def stale(plan: ingest.Plan, choices: ingest.Choices | None = None) -> ingest.Preview:
        """Look, and have another make the report behind the looker's back."""
        found = preview(plan, choices)
        other = ingest.understand("a.txt", part(1))
        ingest.prepare(other)
        ingest.store(other, publish=False, user=editor)
        return found

    monkeypatch.setattr(ingest, "preview", stale)
    storing.store(job("b.txt").pk)
    assert (job("b.txt").state, job("b.txt").for_editor) == ("review", True)
    report = Report.objects.get()
    assert [revision.by for revision in report.revisions.all()] == [editor]
    assert report.pairs.count() == 2
    assert not people.may_change(contributor, report)


def test_choices_between_versions_hold(confirmed: int, hand_in: HandIn, run_queue: RunQueue, editor: User) -> None:
    run_queue()
    pair = Report.objects.get().pairs.get(kind="body")
    hand_in({"b.txt": part(1).decode().replace("持续推进", "继续推进").encode()})
    run_queue()
    assert intake.Understood.of(job("b.txt")).differing == 1
    intake.choose(job("b.txt"), {"versions": {str(pair.pk): "new"}}, editor)
    intake.settle([job("b.txt")], editor, "draft")
    run_queue()
    pair.refresh_from_db()
    assert "继续推进" in pair.zh


def test_parts_without_headings_stand_in_the_order_of_their_numbers(
    hand_in: HandIn, run_queue: RunQueue, editor: User
) -> None:
    header = "\n".join(part(1).decode().splitlines()[:3])
    texts = {
        12: "第12部分感谢全市人民，感谢各位代表、各位委员长期以来对政府工作的关心和支持。",
        2: "第2部分说粮食生产，新建高标准农田三十万亩，蔬菜和生猪供应充足，价格平稳。",
        1: "第1部分说过去一年，地区生产总值增长百分之五，财政收入和居民收入同步提高。",
        3: "第3部分说轨道交通，两条新线开通运营，通勤时间缩短，换乘站全部完成改造。",
    }
    texts[1] = f"一、去年的工作\n{texts[1]}"
    hand_in({f"x_part{n:02}.txt": f"{header}\n{text}\n".encode() for n, text in texts.items()})
    run_queue()
    intake.settle(IngestJob.objects.all(), editor, "draft")
    run_queue()
    shown = [pair.zh[:4] for pair in ParagraphPair.objects.order_by("position")]
    assert shown == ["一、去年", "第1部分", "第2部分", "第3部分", "第12部"]
    # They go on under the heading that the part before them left open, so the report as a whole adds nothing.
    assert set(ParagraphPair.objects.values_list("section__heading_zh", flat=True)) == {"一、去年的工作"}
    hand_in({"whole.txt": "\n".join([header, *(texts[n] for n in sorted(texts))]).encode()})
    run_queue()
    intake.settle([job("whole.txt")], editor, "draft")
    run_queue()
    assert (job("whole.txt").state, ParagraphPair.objects.count()) == ("unchanged", len(shown))


def test_sentences_are_aligned_before_others_have_to_wait(
    hand_in: HandIn, run_queue: RunQueue, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in({"a.txt": part(1, "Investment of 1.3 billion yuan was completed, an increase of 1.5 percent.\n")})
    run_queue()
    intake.settle([job("a.txt")], editor, "draft")
    beads._aligned.cache_clear()
    misses: list[int] = []
    whole = ingest.store

    def store(*given: Any, **named: Any) -> ingest.Outcome:
        misses.append(beads._aligned.cache_info().misses)
        outcome = whole(*given, **named)
        misses.append(beads._aligned.cache_info().misses)
        return outcome

    monkeypatch.setattr(ingest, "store", store)
    run_queue()
    before, after = misses
    assert 0 < before == after
    assert states() == {"a.txt": "done"}
