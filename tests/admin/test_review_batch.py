"""The files of one upload on the review's page: their order, their doubts, and whose they are to decide."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from reports import ingest, intake, people
from reports.admin.review_batch import batch_of
from reports.admin.uploads import row
from reports.models import IngestJob, Report
from tests.admin.conftest import HandIn, Settle, part
from tests.admin.test_pages import text
from tests.intake.conftest import job, person
from tests.intake.material import zipped
from tests.intake.test_order import TEXTS, paragraphs

pytestmark = pytest.mark.django_db

UNPLACED = "nothing in this one tells where among them it belongs"


def address(found: IngestJob) -> str:
    return reverse("admin:reports_review", args=[found.pk])


def page_of(response: Any) -> str:
    return " ".join(text(response).split())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def contributor(db: None) -> User:
    return person("contributor", people.Role.CONTRIBUTOR)


@pytest.fixture
def passed_on(hand_in: HandIn, settle: Settle, contributor: User) -> IngestJob:
    """Return a file that a contributor has passed on to the editors."""
    hand_in({"part-1.txt": part(1)})
    settle("publish")
    from django.core.files.base import ContentFile

    intake.hand_in([ContentFile(part(2), name="part-2.txt")], contributor)
    intake.settle([job("part-2.txt")], contributor, "draft")
    return job("part-2.txt")


class TestOrder:
    def test_previous_and_next_follow_the_list_and_not_the_archive(
        self, hand_in: HandIn, desk: Client, archivist: User
    ) -> None:
        body = part(2).decode()
        packed = {f"{number}.txt": f"{body}\n第{number}段，这一段是后来补上的。\n".encode() for number in (10, 2, 1)}
        hand_in({"r.zip": zipped(packed)})
        names = [found.file_name for group in intake.uploads(archivist).batches for found in group.jobs]
        assert names == ["r.zip", "r.zip/1.txt", "r.zip/2.txt", "r.zip/10.txt"]
        second = desk.get(address(job("r.zip/2.txt"))).context["batch"]
        assert (second.before.file_name, second.after.file_name) == ("r.zip/1.txt", "r.zip/10.txt")
        assert (second.number, second.count) == (2, 3)
        response = desk.post(address(job("r.zip/1.txt")), {"verb": "draft"})
        assert response.headers["Location"] == address(job("r.zip/2.txt"))

    def test_files_that_came_without_an_upload_are_not_mixed_with_all_others(
        self, hand_in: HandIn, archivist: User
    ) -> None:
        hand_in({"part-1.txt": part(1), "part-2.txt": part(2)})
        IngestJob.objects.filter(file_name="part-1.txt").update(batch="")
        assert batch_of(job("part-1.txt"), archivist).count == 1


class TestDoubt:
    def test_files_of_which_nothing_tells_the_order_are_not_settled_unseen(self, hand_in: HandIn, desk: Client) -> None:
        hand_in({"a.txt": paragraphs(0), "b.txt": paragraphs(1)})
        response = desk.get(address(job("a.txt")))
        assert UNPLACED in page_of(response)
        assert response.context["batch"].certain == []
        listed = page_of(desk.get(reverse("admin:reports_upload")))
        assert listed.count(UNPLACED) == 2
        assert "checked" not in listed

    def test_a_number_that_a_person_enters_ends_it_and_decides(
        self, hand_in: HandIn, desk: Client, settle: Settle
    ) -> None:
        hand_in({"a.txt": paragraphs(0), "b.txt": paragraphs(1)})
        for name, number in (("a.txt", "2"), ("b.txt", "1")):
            response = desk.get(address(job(name)))
            assert [field.said for field in response.context["fields"] if field.name == "part"] == [
                "no part, as far as is known"
            ]
            seen = json.dumps({field.name: field.value for field in response.context["fields"]})
            desk.post(address(job(name)), {"verb": "header", "seen": seen, "h-part": number})
        page = page_of(desk.get(address(job("b.txt"))))
        assert UNPLACED not in page
        assert "Part 1 of a new report" in page
        settle("draft")
        shown = Report.objects.get().pairs.order_by("position").values_list("zh", flat=True)
        assert [zh for zh in shown if zh in TEXTS] == [TEXTS[1], TEXTS[0]]

    def test_what_is_no_number_is_said_at_the_field(self, hand_in: HandIn, desk: Client) -> None:
        hand_in({"a.txt": paragraphs(0)})
        seen = json.dumps({field.name: field.value for field in desk.get(address(job("a.txt"))).context["fields"]})
        page = page_of(desk.post(address(job("a.txt")), {"verb": "header", "seen": seen, "h-part": "two"}))
        assert "“two” is no number from 1 to 999." in page
        assert "header" not in job("a.txt").choices

    def test_where_the_report_is_there_it_is_a_warning(self, hand_in: HandIn, desk: Client, settle: Settle) -> None:
        hand_in({"a.txt": paragraphs(0)})
        settle("draft")
        hand_in({"b.txt": paragraphs(1)})
        assert "Nothing tells where in the report this file belongs" in page_of(desk.get(address(job("b.txt"))))
        assert batch_of(job("b.txt"), User.objects.get()).certain == []


class TestPassedOn:
    def test_whoever_passed_it_on_sees_it_and_changes_nothing(self, passed_on: IngestJob, contributor: User) -> None:
        seat = signed_in(contributor)
        page = text(seat.get(address(passed_on)))
        assert page.count('class="review-plain" disabled') >= 1
        assert 'value="discard"' not in page
        before = (passed_on.choices, passed_on.state)
        for sent in (
            {"verb": "header", "seen": "{}", "h-speaker_en": "X"},
            {"verb": "encoding", "encoding": "big5"},
            {"verb": "choices", "seen": "{}", "all": "new"},
            {"verb": "discard"},
            {"verb": "draft"},
        ):
            assert "is with the editors: take it back" in page_of(seat.post(address(passed_on), sent, follow=True))
        assert (job("part-2.txt").choices, job("part-2.txt").state) == before

    def test_nor_from_the_list(self, passed_on: IngestJob, contributor: User) -> None:
        seat = signed_in(contributor)
        assert not row(passed_on, may_curate=False).is_choosable
        assert row(passed_on, may_curate=True).is_choosable
        answer = seat.post(reverse("admin:reports_settle"), {"verb": "discard", "job": [passed_on.pk]}, follow=True)
        assert "is with the editors: take it back" in page_of(answer)
        assert job("part-2.txt").state == "review"

    def test_taken_back_it_is_theirs_again_and_an_editor_at_work_is_told(
        self, passed_on: IngestJob, contributor: User, desk: Client
    ) -> None:
        stamp = desk.get(address(passed_on)).context["stamp"]
        page = page_of(signed_in(contributor).post(address(passed_on), {"verb": "back"}, follow=True))
        assert "waits for you again" in page
        assert "Throw away" in page
        told = page_of(desk.post(address(passed_on), {"verb": "publish", "stamp": stamp}, follow=True))
        assert "has decided something about this file since you opened it" in told
        assert job("part-2.txt").state == "review"

    def test_it_is_not_among_the_files_that_wait_for_them(self, passed_on: IngestJob, contributor: User) -> None:
        assert batch_of(passed_on, contributor).count == 0


class TestAtOneMoment:
    def test_two_who_enter_different_fields_at_one_moment_both_have_them_kept(
        self, hand_in: HandIn, desk: Client, archivist: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hand_in({"part-1.txt": part(1)})
        seen = json.dumps({f.name: f.value for f in desk.get(address(job("part-1.txt"))).context["fields"]})
        check, others = ingest.wrong_in, [{"speaker_en": "Theirs"}]

        def wrong_in(given: dict[str, str]) -> dict[str, str]:
            if others:  # While this one is being looked at, somebody else is done.
                intake.choose(job("part-1.txt"), {"header": others.pop()}, archivist)
            return check(given)

        monkeypatch.setattr(ingest, "wrong_in", wrong_in)
        desk.post(address(job("part-1.txt")), {"verb": "header", "seen": seen, "h-office_en": "Mine"})
        assert job("part-1.txt").choices["header"] == {"speaker_en": "Theirs", "office_en": "Mine"}


class TestHarmful:
    def test_what_ended_three_workers_is_not_read_by_the_page(
        self, hand_in: HandIn, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hand_in({"part-1.txt": part(1)})
        kept = intake.Refused("Reading it ended the worker three times.", "Look at it.", is_harmful=True).kept()
        IngestJob.objects.update(state="refused", found=kept)

        def deadly(*_given: Any, **_named: Any) -> Any:
            raise AssertionError("the server was ended")

        monkeypatch.setattr(ingest, "understand", deadly)
        monkeypatch.setattr(ingest, "compare", deadly)
        page = page_of(desk.get(address(job("part-1.txt"))))
        assert "Reading it ended the worker three times." in page
        seen = json.dumps({"place": ""})
        desk.post(address(job("part-1.txt")), {"verb": "header", "seen": seen, "h-place": "nowhere at all"})
        assert job("part-1.txt").state == "refused"

    def test_a_fault_of_ours_in_reading_its_lines_is_no_end_of_the_page(
        self, hand_in: HandIn, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hand_in({"part-1.txt": part(1)})

        def faulty(*_given: Any, **_named: Any) -> Any:
            raise ZeroDivisionError

        monkeypatch.setattr(ingest, "understand", faulty)
        monkeypatch.setattr(ingest, "compare", faulty)
        response = desk.get(address(job("part-1.txt")))
        assert response.status_code == 200
        assert "The fault is its own" in page_of(response)
