from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reports import people
from reports.models import AuditEntry, Report
from tests.admin.editor.conftest import at, member, signed_in


def give(seat: Client, report: Report, **fields: str) -> Any:
    answer = seat.post(at("status", report), fields)
    report.refresh_from_db()
    return answer


@pytest.mark.parametrize("verb", ["reviewed", "draft", "archived"])
def test_published_report_is_taken_back_once_confirmed(seat: Client, report: Report, verb: str) -> None:
    assert "confirm it" in give(seat, report, verb=verb).content.decode()
    assert report.status == "published"
    assert give(seat, report, verb=verb, sure="on", why="Wrong year").status_code == 302
    assert report.status == verb
    assert report.revisions.first().note == "Wrong year"  # type: ignore[union-attr]


def test_draft_is_reviewed_without_more_and_published_with_a_word(
    seat: Client, report: Report, catches_up: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    Report.objects.update(status="draft")
    give(seat, report, verb="reviewed")
    assert report.status == "reviewed"
    assert give(seat, report, verb="published").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        give(seat, report, verb="published", sure="on")
    assert report.status == "published"
    assert catches_up == ["told"]


def test_page_does_not_call_the_confirmation_needless_where_publishing_asks_for_it(
    seat: Client, report: Report
) -> None:
    Report.objects.update(status="draft")
    page = " ".join(give(seat, report, verb="published").content.decode().split())
    assert "confirm it" in page
    assert "I have read what it means for the public</label>" in page


def test_report_is_published_later(seat: Client, report: Report) -> None:
    Report.objects.update(status="draft")
    assert "Say when" in give(seat, report, verb="later").content.decode()
    assert "still to come" in give(seat, report, verb="later", publish_at="2001-01-01T08:00").content.decode()
    moment = timezone.localtime() + timedelta(days=3)
    give(seat, report, verb="later", publish_at=moment.strftime("%Y-%m-%dT%H:%M"))
    assert report.status == "reviewed"
    assert report.publish_at == moment.replace(second=0, microsecond=0)


def test_verb_that_does_not_exist_does_nothing(seat: Client, report: Report) -> None:
    assert give(seat, report, verb="erased", sure="on").status_code == 200
    assert report.status == "published"


def test_archived_report_comes_back_as_a_draft_only(seat: Client, report: Report) -> None:
    Report.objects.update(status="archived")
    verbs = [verb["name"] for verb in seat.get(at("status", report)).context["verbs"]]
    assert verbs == ["draft"]
    give(seat, report, verb="published", sure="on")
    assert report.status == "archived"


def test_administrator_erases_with_the_name_typed(report: Report) -> None:
    desk = signed_in(member("boss", people.Role.ADMINISTRATOR))
    page = desk.get(at("erase", report)).content.decode()
    assert "8 paragraph pairs" in page
    assert "Type beijing-2025" in page
    assert desk.post(at("erase", report), {"typed": "beijing"}).status_code == 200
    assert Report.objects.filter(pk=report.pk).exists()
    assert desk.post(at("erase", report), {"typed": "beijing-2025"}).status_code == 302
    assert not Report.objects.filter(pk=report.pk).exists()
    assert AuditEntry.objects.filter(action="report erased").exists()


def test_editor_is_not_offered_to_erase(seat: Client, report: Report) -> None:
    assert at("erase", report) not in seat.get(at("status", report)).content.decode()
