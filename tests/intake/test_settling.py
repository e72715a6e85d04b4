from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from reports import editing, intake, people
from reports.intake import storing
from reports.models import AuditEntry, IngestJob, ParagraphPair, Report, Revision, SourceFile
from tests.intake.conftest import HandIn, RunQueue, job, states
from tests.intake.material import CHINESE, ENGLISH, part, parts, zipped


@pytest.fixture
def read(hand_in: HandIn, run_queue: RunQueue) -> HandIn:
    """Return a function that hands files in and has them read."""

    def give(files: dict[str, bytes], **how: User) -> str:
        batch = hand_in(files, **how)
        run_queue()
        return batch

    return give


def taken_in(read: HandIn, run_queue: RunQueue, by: User) -> Report:
    """Return the draft of somebody's own that is made of one part."""
    read({"a.txt": part(1)}, by=by)
    intake.settle([job("a.txt")], by, "draft")
    run_queue()
    return Report.objects.get()


def rows_of(report: Report) -> list[object]:
    return [
        Report.objects.values().get(pk=report.pk),
        list(report.pairs.order_by("pk").values()),
        list(SourceFile.objects.filter(report=report).values("pk", "replaced_by")),
        list(report.revisions.values_list("pk")),
    ]


class TestWishes:
    @pytest.mark.parametrize(
        ("wish", "status"), [("draft", "draft"), ("reviewed", "reviewed"), ("publish", "published")]
    )
    def test_a_new_report_gets_the_status(
        self, read: HandIn, run_queue: RunQueue, editor: User, wish: str, status: str
    ) -> None:
        read({"a.txt": part(1)})
        intake.settle([job("a.txt")], editor, wish)
        assert states() == {"a.txt": "storing"}
        assert not Report.objects.exists()
        run_queue()
        assert states() == {"a.txt": "done"}
        assert Report.objects.get().status == status
        assert (job("a.txt").report, job("a.txt").pairs_added) == (Report.objects.get(), 2)

    def test_later_is_reviewed_with_its_moment(self, read: HandIn, run_queue: RunQueue, editor: User) -> None:
        read({"a.txt": part(1)})
        moment = timezone.now() + timedelta(days=2)
        intake.settle([job("a.txt")], editor, "later", publish_at=moment)
        run_queue()
        report = Report.objects.get()
        assert (report.status, report.publish_at) == ("reviewed", moment)
        assert Revision.objects.get(report=report, kind="status").facts == {"from": "draft", "to": "reviewed"}

    def test_what_was_chosen_before_holds(self, read: HandIn, run_queue: RunQueue, editor: User) -> None:
        read({"a.txt": part(1)})
        intake.choose(job("a.txt"), {"wish": "reviewed"}, editor)
        intake.settle([job("a.txt")], editor)
        run_queue()
        assert Report.objects.get().status == "reviewed"

    def test_a_published_report_stays_so(self, read: HandIn, run_queue: RunQueue, editor: User) -> None:
        read({"a.txt": part(1), "b.txt": part(2)})
        intake.settle([job("a.txt")], editor, "publish")
        intake.settle([job("b.txt")], editor, "reviewed")
        run_queue()
        assert (Report.objects.get().status, Report.objects.get().pairs.count()) == ("published", 4)

    @pytest.mark.parametrize("wish", ["burn", "later"])
    def test_what_cannot_be_wished_changes_nothing(self, read: HandIn, editor: User, wish: str) -> None:
        read({"a.txt": part(1)})
        with pytest.raises(ValueError, match=r"burn|moment"):
            intake.settle([job("a.txt")], editor, wish)
        assert states() == {"a.txt": "review"}


class TestOrder:
    def test_sixty_parts_are_taken_in_as_they_are_numbered(
        self, read: HandIn, run_queue: RunQueue, editor: User
    ) -> None:
        read({"r.zip": zipped(parts(60))})
        intake.settle(list(IngestJob.objects.filter(state="review").order_by("?")), editor, "draft")
        run_queue()
        done = AuditEntry.objects.filter(action="take in").order_by("pk").values_list("facts__file", flat=True)
        assert list(done) == [f"r.zip/part-{number}.txt" for number in range(1, 61)]
        report = Report.objects.get()
        assert report.pairs.count() == 120
        numbers = [pair.zh.split("项工作")[0] for pair in report.pairs.filter(kind="body").order_by("position")]
        assert numbers == [f"第{number}" for number in range(1, 61)]

    def test_the_chinese_goes_before_its_english(self, read: HandIn, run_queue: RunQueue, editor: User) -> None:
        read({"2015.en.txt": ENGLISH, "2015.zh.txt": CHINESE})
        intake.settle([job("2015.en.txt"), job("2015.zh.txt")], editor, "draft")
        run_queue()
        assert set(states().values()) == {"done"}
        assert not ParagraphPair.objects.filter(en="").exists()

    def test_the_english_can_be_settled_after_the_chinese(
        self, read: HandIn, run_queue: RunQueue, editor: User
    ) -> None:
        read({"2015.en.txt": ENGLISH, "2015.zh.txt": CHINESE})
        for name in ("2015.zh.txt", "2015.en.txt"):
            intake.settle([job(name)], editor, "draft")
            run_queue()
        assert not ParagraphPair.objects.filter(en="").exists()


class TestContributors:
    def test_a_draft_of_their_own(self, read: HandIn, run_queue: RunQueue, contributor: User) -> None:
        read({"a.txt": part(1)}, by=contributor)
        intake.settle([job("a.txt")], contributor, "draft")
        run_queue()
        assert Report.objects.get().status == "draft"

    @pytest.mark.parametrize("wish", ["reviewed", "publish", "later"])
    def test_no_more_than_drafts(self, read: HandIn, contributor: User, wish: str) -> None:
        read({"a.txt": part(1)}, by=contributor)
        with pytest.raises(PermissionDenied):
            intake.settle([job("a.txt")], contributor, wish, publish_at=timezone.now())
        assert states() == {"a.txt": "review"}

    def test_not_by_a_choice_either(self, read: HandIn, contributor: User) -> None:
        read({"a.txt": part(1)}, by=contributor)
        intake.choose(job("a.txt"), {"wish": "publish"}, contributor)
        with pytest.raises(PermissionDenied):
            intake.settle([job("a.txt")], contributor)

    def test_nobody_elses_files(self, read: HandIn, contributor: User, other: User) -> None:
        read({"a.txt": part(1)}, by=other)
        for act in (
            lambda: intake.settle([job("a.txt")], contributor, "draft"),
            lambda: intake.discard([job("a.txt")], contributor),
            lambda: intake.choose(job("a.txt"), {"note": "x"}, contributor),
            lambda: intake.take_up_again(job("a.txt"), contributor),
        ):
            with pytest.raises(PermissionDenied):
                act()
        assert states() == {"a.txt": "review"}

    @pytest.mark.parametrize("status", ["reviewed", "published"])
    def test_what_changes_more_than_a_draft_is_passed_on(
        self, read: HandIn, run_queue: RunQueue, editor: User, contributor: User, status: str
    ) -> None:
        read({"a.txt": part(1)})
        intake.settle([job("a.txt")], editor, "draft")
        run_queue()
        Report.objects.update(status=status)
        read({"b.txt": part(2)}, by=contributor)
        said = intake.settle([job("b.txt")], contributor, "draft")
        run_queue()
        assert [found.file_name for found in said.passed_on] == ["b.txt"]
        assert (job("b.txt").state, job("b.txt").for_editor) == ("review", True)
        assert Report.objects.get().pairs.count() == 2
        intake.settle([job("b.txt")], editor, "draft")
        run_queue()
        assert (job("b.txt").state, job("b.txt").for_editor) == ("done", False)

    @pytest.mark.parametrize("maker", ["editor", "other"])
    @pytest.mark.parametrize("way", ["added", "replaces", "versions", "header_there"])
    def test_draft_of_another_is_passed_on_whatever_is_chosen(
        self, read: HandIn, run_queue: RunQueue, contributor: User, request: pytest.FixtureRequest, maker: str, way: str
    ) -> None:
        by = request.getfixturevalue(maker)
        report = taken_in(read, run_queue, by)
        before = rows_of(report)
        shown = report.pairs.get(kind="body")
        choices: dict[str, dict[str, Any]] = {
            "added": {},
            "replaces": {"replaces": report.sources.get().pk},
            "versions": {"versions": {str(shown.pk): "new"}},
            "header_there": {"header_there": {"speaker_zh": "new"}},
        }
        content = (
            part(2) if way == "added" else part(1).decode().replace("持续", "继续").replace("陈某", "王某").encode()
        )
        read({"b.txt": content}, by=contributor)
        intake.choose(job("b.txt"), choices[way], contributor)
        said = intake.settle([job("b.txt")], contributor, "draft")
        run_queue()
        assert [found.file_name for found in said.passed_on] == ["b.txt"]
        assert rows_of(report) == before
        assert not people.may_change(contributor, report)

    def test_drafts_of_two_contributors_stay_apart(
        self, read: HandIn, run_queue: RunQueue, editor: User, contributor: User, other: User
    ) -> None:
        report = taken_in(read, run_queue, contributor)
        read({"b.txt": part(2)}, by=contributor)
        read({"c.txt": part(3)}, by=other)
        assert intake.settle([job("b.txt")], contributor, "draft").passed_on == []
        assert intake.settle([job("c.txt")], other, "draft").taken == []
        intake.settle([job("c.txt")], editor, "draft")
        run_queue()
        assert states() == {"a.txt": "done", "b.txt": "done", "c.txt": "done"}
        assert people.may_change(contributor, report)
        assert not people.may_change(other, report)

    def test_bytes_that_are_in_the_report_of_another_stay_there(
        self, read: HandIn, run_queue: RunQueue, editor: User, contributor: User
    ) -> None:
        report = taken_in(read, run_queue, editor)
        read({"b.txt": part(1)}, by=contributor)
        intake.choose(job("b.txt"), {"header": {"place": "上海市"}}, contributor)
        run_queue()
        assert job("b.txt").report is None
        said = intake.settle([job("b.txt")], contributor, "draft")
        run_queue()
        assert [found.file_name for found in said.passed_on] == ["b.txt"]
        assert SourceFile.objects.get().report == report
        assert Report.objects.count() == 1

    def test_draft_again_that_was_public_is_the_editors(
        self, read: HandIn, run_queue: RunQueue, editor: User, contributor: User
    ) -> None:
        report = taken_in(read, run_queue, contributor)
        for status in ("published", "draft"):
            editing.set_status(report, status, editor)
        read({"b.txt": part(2)}, by=contributor)
        assert intake.settle([job("b.txt")], contributor, "draft").taken == []

    def test_also_where_it_was_published_while_the_file_waited_for_its_turn(
        self, read: HandIn, run_queue: RunQueue, contributor: User
    ) -> None:
        report = taken_in(read, run_queue, contributor)
        read({"b.txt": part(2)}, by=contributor)
        assert intake.settle([job("b.txt")], contributor, "draft").passed_on == []
        Report.objects.update(status="published")
        run_queue()
        assert (job("b.txt").state, job("b.txt").for_editor) == ("review", True)
        assert report.pairs.count() == 2

    def test_also_where_another_made_the_report_while_the_file_waited_for_its_turn(
        self, read: HandIn, run_queue: RunQueue, other: User, contributor: User
    ) -> None:
        read({"b.txt": part(2)}, by=contributor)
        assert intake.settle([job("b.txt")], contributor, "draft").passed_on == []
        with transaction.atomic():
            # Before it is the turn of the other's.
            IngestJob.objects.update(state="review")
            report = taken_in(read, run_queue, other)
            IngestJob.objects.filter(file_name="b.txt").update(state="storing")
        storing.store(job("b.txt").pk)
        assert (job("b.txt").state, job("b.txt").for_editor) == ("review", True)
        assert report.pairs.count() == 2


class TestChoosing:
    def test_a_field_of_the_header_has_the_file_read_anew(
        self, read: HandIn, run_queue: RunQueue, editor: User
    ) -> None:
        read({"a.txt": "\n".join(part(1).decode().splitlines()[3:]).encode()})
        assert states() == {"a.txt": "refused"}
        header = {"place": "beijing", "year": "2019", "title_zh": "政府工作报告"}
        assert intake.choose(job("a.txt"), {"header": header}, editor)
        assert states() == {"a.txt": "queued"}
        run_queue()
        assert states() == {"a.txt": "review"}
        assert intake.Understood.of(job("a.txt")).slug == "beijing-2019"

    def test_another_choice_is_kept_and_the_file_is_not_read_again(self, read: HandIn, editor: User) -> None:
        read({"a.txt": part(1)})
        assert not intake.choose(job("a.txt"), {"note": "Look at 3.", "odd": 1, "settled_by": 7}, editor)
        found = job("a.txt")
        assert (found.state, found.choices["note"]) == ("review", "Look at 3.")
        assert not {"odd", "settled_by"} & found.choices.keys()

    def test_a_choice_can_be_taken_back(self, read: HandIn, editor: User) -> None:
        read({"a.txt": part(1)})
        intake.choose(job("a.txt"), {"note": "x"}, editor)
        intake.choose(job("a.txt"), {"note": ""}, editor)
        assert "note" not in job("a.txt").choices

    def test_what_is_settled_is_not_chosen_about(self, read: HandIn, run_queue: RunQueue, editor: User) -> None:
        read({"a.txt": part(1)})
        intake.settle([job("a.txt")], editor, "draft")
        assert not intake.choose(job("a.txt"), {"encoding": "utf-8"}, editor)
        run_queue()
        assert states() == {"a.txt": "done"}


class TestPuttingAside:
    def test_thrown_away_its_bytes_are_kept(self, read: HandIn, editor: User) -> None:
        read({"a.txt": part(1)})
        assert [gone.file_name for gone in intake.discard([job("a.txt")], editor)] == ["a.txt"]
        assert states() == {"a.txt": "discarded"}
        assert bytes(SourceFile.objects.get().content) == part(1)

    def test_it_can_be_taken_up_again_as_it_was(self, read: HandIn, run_queue: RunQueue, editor: User) -> None:
        read({"a.txt": part(1)})
        intake.choose(job("a.txt"), {"header": {"speaker_en": "Chen"}}, editor)
        run_queue()
        intake.discard([job("a.txt")], editor)
        assert intake.take_up_again(job("a.txt"), editor)
        run_queue()
        assert states() == {"a.txt": "review"}
        assert intake.plan_of(job("a.txt")).header.speaker_en.value == "Chen"

    def test_without_bytes_it_cannot(self, read: HandIn, editor: User) -> None:
        read({"a.txt": part(1)})
        intake.discard([job("a.txt")], editor)
        SourceFile.objects.all().delete()
        assert not intake.take_up_again(job("a.txt"), editor)

    def test_what_was_taken_in_stays(self, read: HandIn, run_queue: RunQueue, editor: User) -> None:
        read({"a.txt": part(1)})
        intake.settle([job("a.txt")], editor, "draft")
        run_queue()
        assert intake.discard([job("a.txt")], editor) == []
        said = intake.settle([job("a.txt")], editor, "publish")
        assert [late.file_name for late in said.too_late] == ["a.txt"]
        assert states() == {"a.txt": "done"}

    def test_acts_are_noted(self, read: HandIn, run_queue: RunQueue, editor: User) -> None:
        read({"a.txt": part(1), "b.txt": part(2)})
        intake.discard([job("a.txt")], editor)
        intake.settle([job("b.txt")], editor, "draft")
        run_queue()
        noted = list(AuditEntry.objects.filter(by=editor).order_by("pk").values_list("action", "target"))
        assert noted == [
            ("hand in", f"upload {job('a.txt').batch}"),
            ("discard", "file a.txt"),
            ("settle", "file b.txt"),
            ("report created", "report beijing-2019"),
            ("take in", "report beijing-2019"),
        ]


def test_the_search_is_told_once_a_file_is_in(
    read: HandIn,
    run_queue: RunQueue,
    editor: User,
    catches_up: list[str],
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    read({"a.txt": part(1)})
    intake.settle([job("a.txt")], editor, "publish")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        run_queue()
    assert catches_up == ["told"]


class TestWithTheEditors:
    """What a contributor passed on is the editors' to decide, until it is taken back."""

    @pytest.fixture
    def passed_on(self, read: HandIn, run_queue: RunQueue, editor: User, contributor: User) -> str:
        read({"a.txt": part(1)})
        intake.settle([job("a.txt")], editor, "publish")
        run_queue()
        read({"b.txt": part(2)}, by=contributor)
        intake.settle([job("b.txt")], contributor, "draft")
        return "b.txt"

    def test_it_is_not_changed_any_more(self, passed_on: str, contributor: User) -> None:
        for choices in (
            {"header": {"speaker_en": "X"}},
            {"note": "x"},
            {"encoding": "big5"},
            {"versions": {"1": "new"}},
        ):
            with pytest.raises(PermissionDenied):
                intake.choose(job(passed_on), choices, contributor)
        before = job(passed_on).choices
        assert intake.discard([job(passed_on)], contributor) == []
        assert intake.read_all_as(job(passed_on).batch, "big5", contributor) == []
        assert [late.file_name for late in intake.settle([job(passed_on)], contributor, "draft").too_late] == [
            passed_on
        ]
        assert (job(passed_on).state, job(passed_on).choices, job(passed_on).for_editor) == ("review", before, True)

    def test_editors_change_and_settle_it(self, passed_on: str, run_queue: RunQueue, editor: User) -> None:
        assert intake.choose(job(passed_on), {"header": {"speaker_en": "X"}}, editor)
        run_queue()
        intake.settle([job(passed_on)], editor, "draft")
        run_queue()
        assert states()[passed_on] == "done"

    def test_taken_back_it_can_be_changed_and_the_log_says_so(self, passed_on: str, contributor: User) -> None:
        stamp = intake.stamp(job(passed_on))
        assert intake.take_back(job(passed_on), contributor)
        assert intake.stamp(job(passed_on)) != stamp, "an editor who looks at it is told"
        assert AuditEntry.objects.filter(action="take back", by=contributor, target="file b.txt").exists()
        intake.choose(job(passed_on), {"note": "x"}, contributor)
        assert not intake.take_back(job(passed_on), contributor)

    def test_nobody_else_takes_it_back(self, passed_on: str, other: User) -> None:
        with pytest.raises(PermissionDenied):
            intake.take_back(job(passed_on), other)


class TestMeanwhile:
    def test_what_another_decided_about_the_same_is_not_undone_unseen(self, read: HandIn, editor: User) -> None:
        read({"a.txt": part(1)})
        mine = job("a.txt")
        intake.choose(job("a.txt"), {"versions": {"1": "new"}}, editor)
        with pytest.raises(intake.Meanwhile):
            intake.choose(mine, {"versions": {"2": "new"}}, editor)
        assert job("a.txt").choices["versions"] == {"1": "new"}

    def test_something_else_can_be_decided(self, read: HandIn, editor: User) -> None:
        read({"a.txt": part(1)})
        mine = job("a.txt")
        intake.choose(job("a.txt"), {"versions": {"1": "new"}}, editor)
        intake.choose(mine, {"note": "x"}, editor)
        assert job("a.txt").choices.items() >= {"versions": {"1": "new"}, "note": "x"}.items()

    def test_what_changed_since_it_was_looked_at_is_not_settled(self, read: HandIn, editor: User) -> None:
        read({"a.txt": part(1), "b.txt": part(2)})
        mine = [job("a.txt"), job("b.txt")]
        intake.choose(job("a.txt"), {"versions": {"1": "new"}}, editor)
        said = intake.settle(mine, editor, "draft")
        assert [found.file_name for found in said.changed] == ["a.txt"]
        assert states() == {"a.txt": "review", "b.txt": "storing"}

    def test_nobody_takes_in_for_one_whose_account_is_gone(
        self, read: HandIn, run_queue: RunQueue, contributor: User
    ) -> None:
        read({"a.txt": part(1)}, by=contributor)
        intake.settle([job("a.txt")], contributor, "draft")
        contributor.delete()
        run_queue()
        assert (job("a.txt").state, job("a.txt").for_editor) == ("review", True)
        assert not Report.objects.exists()


class TestEncodingOfAll:
    def test_all_that_wait_or_were_refused_are_read_in_it(
        self, read: HandIn, run_queue: RunQueue, editor: User
    ) -> None:
        batch = read({"r.zip": zipped({"a.txt": part(1).decode().encode("gb18030"), "b.txt": b""}), "c.txt": part(2)})
        again = intake.read_all_as(batch, "gb18030", editor)
        assert {one.file_name for one in again} == {"r.zip/a.txt", "r.zip/b.txt", "c.txt"}
        run_queue()
        assert job("r.zip/a.txt").choices["encoding"] == "gb18030"
        assert intake.Understood.of(job("r.zip/a.txt")).encoding == "gb18030"
        assert job("c.txt").state == "refused", "it is UTF-8, and a person said otherwise"
        assert job("r.zip").state == "done"

    def test_it_can_be_found_out_again(self, read: HandIn, run_queue: RunQueue, editor: User) -> None:
        batch = read({"a.txt": part(1), "b.txt": part(2)})
        intake.read_all_as(batch, "big5", editor)
        run_queue()
        intake.read_all_as(batch, "", editor)
        run_queue()
        assert states() == {"a.txt": "review", "b.txt": "review"}
        assert "encoding" not in job("a.txt").choices

    def test_what_would_not_be_read_otherwise_is_left(self, read: HandIn, run_queue: RunQueue, editor: User) -> None:
        batch = read({"a.txt": part(1), "b.txt": part(2)})
        intake.settle([job("b.txt")], editor, "draft")
        run_queue()
        assert intake.read_all_as(batch, "", editor) == []
        assert [one.file_name for one in intake.read_all_as(batch, "utf-8", editor)] == ["a.txt"]
        assert states() == {"a.txt": "queued", "b.txt": "done"}

    def test_what_waits_for_its_turn_or_is_being_read_is_begun_anew(
        self, hand_in: HandIn, run_queue: RunQueue, editor: User
    ) -> None:
        batch = hand_in({"r.zip": zipped({"a.txt": part(1)}), "b.txt": part(2)})
        IngestJob.objects.filter(file_name="b.txt").update(state="running", worker="another")
        intake.read_all_as(batch, "utf-8", editor)
        assert (job("b.txt").state, job("b.txt").worker) == ("queued", "")
        run_queue()
        assert job("r.zip/a.txt").choices["encoding"] == "utf-8"

    def test_of_somebody_elses_upload_nothing_is(self, read: HandIn, contributor: User) -> None:
        batch = read({"a.txt": part(1)})
        assert intake.read_all_as(batch, "big5", contributor) == []
        assert intake.read_all_as("", "big5", contributor) == []
        assert states() == {"a.txt": "review"}
