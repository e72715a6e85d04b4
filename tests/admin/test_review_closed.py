"""A file for an archived report: the review and the list say so, with what to do, and never settle it unseen."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from reports.admin.review_batch import batch_of
from reports.admin.uploads import row
from reports.models import Report
from tests.admin.conftest import HandIn, Settle, part
from tests.admin.test_review_batch import address, page_of
from tests.intake.conftest import job

pytestmark = pytest.mark.django_db

SAID = "The report beijing-2025 is archived, and nothing is changed in it. Make a draft of the report first"
TAKING_IN = ('value="publish"', 'value="reviewed"', 'value="draft"', 'value="later"')


@pytest.fixture
def waiting(hand_in: HandIn, settle: Settle) -> Report:
    """Return an archived report for which a file waits that leaves no other doubt."""
    hand_in({"part-1.txt": part(1)})
    settle("publish")
    hand_in({"part-2.txt": part(2)})
    Report.objects.update(status="archived")
    return Report.objects.get()


def test_the_review_says_so_with_the_way_out_and_offers_nothing_else(waiting: Report, desk: Client) -> None:
    answer = desk.get(address(job("part-2.txt")))
    assert SAID in page_of(answer)
    html = answer.content.decode()
    assert f'href="{reverse("editor:status", args=[waiting.slug])}"' in html
    assert [verb for verb in TAKING_IN if verb in html] == []
    assert 'value="discard"' in html


@pytest.mark.parametrize("verb", ["publish", "draft", "reviewed"])
def test_a_form_that_was_opened_before_settles_nothing(waiting: Report, desk: Client, verb: str) -> None:
    answer = desk.post(address(job("part-2.txt")), {"verb": verb}, follow=True)
    assert page_of(answer).count(SAID) == 2
    assert job("part-2.txt").state == "review"


def test_the_list_does_not_tick_it_and_settles_nothing(waiting: Report, desk: Client, settle: Settle) -> None:
    assert SAID in row(job("part-2.txt")).warnings[0]
    listed = desk.get(reverse("admin:reports_upload"))
    assert SAID in page_of(listed)
    assert f'id="choose-{job("part-2.txt").pk}" checked' not in " ".join(listed.content.decode().split())
    form = {"verb": "draft", "job": [job("part-2.txt").pk]}
    answer = desk.post(reverse("admin:reports_settle"), form, follow=True)
    assert f"“part-2.txt” goes on waiting. {SAID}" in page_of(answer)
    assert job("part-2.txt").state == "review"


def test_it_is_not_among_those_without_doubts(waiting: Report, desk: Client, archivist: User) -> None:
    assert batch_of(job("part-2.txt"), archivist).certain == []
    form = {"verb": "certain", "wish": "draft", "job": [job("part-2.txt").pk]}
    desk.post(address(job("part-2.txt")), form)
    assert job("part-2.txt").state == "review"
    Report.objects.update(status="draft")
    assert [one.file_name for one in batch_of(job("part-2.txt"), archivist).certain] == ["part-2.txt"]


def test_one_that_is_archived_at_that_moment_is_told(
    waiting: Report, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.intake.doubts.closed", lambda _job: None)
    form = {"verb": "certain", "wish": "draft", "job": [job("part-2.txt").pk]}
    answer = desk.post(address(job("part-2.txt")), form, follow=True)
    assert f"“part-2.txt” goes on waiting. {SAID}" in page_of(answer)
    assert job("part-2.txt").state == "review"


def test_out_of_the_archive_it_is_settled_as_any_other(waiting: Report, desk: Client) -> None:
    Report.objects.update(status="draft")
    answer = desk.get(address(job("part-2.txt")))
    assert SAID not in page_of(answer)
    desk.post(address(job("part-2.txt")), {"verb": "draft"})
    assert job("part-2.txt").state == "done"
