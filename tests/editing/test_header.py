from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from reports import revisions
from reports.editing import Conflict, Impossible, edit_header, latest_revision, perform
from reports.models import Jurisdiction, Report
from tests.factories import report_of


def test_fields_are_corrected_and_known_as_given(report: Report, ann: User) -> None:
    revision = edit_header(report, {"speaker_zh": " 王安顺 ", "delivered_on": "2025-01-14"}, ann, 0, "as printed")
    assert revision is not None
    assert (revision.kind, revision.note) == ("header", "as printed")
    assert (report.speaker_zh, report.delivered_on) == ("王安顺", date(2025, 1, 14))
    given = {"how": "given", "line": None, "source": None}
    assert report.header_evidence == {"speaker_zh": given, "delivered_on": given}


def test_what_is_the_same_changes_nothing(report: Report, ann: User) -> None:
    assert edit_header(report, {"speaker_zh": report.speaker_zh, "year": "2025"}, ann, 0) is None


def test_it_is_undone(report: Report, ann: User) -> None:
    edit_header(report, {"jurisdiction": Jurisdiction.objects.get(code="tianjin")}, ann, 0)
    assert Report.objects.get().jurisdiction.code == "tianjin"
    revisions.undo(report, ann)
    report.refresh_from_db()
    assert report.jurisdiction.code == "beijing"
    assert report.header_evidence == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "published"},
        {"published_at": "2020-01-01"},
        {"year": "soon"},
        {"year": 1800},
        {"delivered_on": "2023-01-01"},
        {"slug": "beijing 2025"},
        {"slug": ""},
        {"title_zh": "长" * 500},
        {"jurisdiction": 10**9},
        {"jurisdiction": "beijing"},
        {"jurisdiction": "²"},
        {"jurisdiction": "1" * 30},
    ],
)
def test_impossible(report: Report, ann: User, fields: dict[str, Any]) -> None:
    with pytest.raises(Impossible):
        edit_header(report, fields, ann, 0)
    assert not report.revisions.exists()


def test_an_address_is_given_once(report: Report, ann: User) -> None:
    report_of(slug="tianjin-2025", place="tianjin")
    with pytest.raises(Impossible):
        edit_header(report, {"slug": "tianjin-2025"}, ann, 0)


def test_the_second_of_two_is_told(report: Report, ann: User, ben: User) -> None:
    edit_header(report, {"speaker_zh": "王安顺"}, ann, 0)
    with pytest.raises(Conflict) as caught:
        edit_header(report, {"speaker_zh": "陈吉宁"}, ben, 0)
    assert [one.by for one in caught.value.revisions] == [ann]
    assert edit_header(report, {"office_zh": "市长"}, ben, 0)
    assert edit_header(report, {"speaker_zh": "陈吉宁"}, ben, latest_revision(report))


def test_it_is_undone_although_another_corrected_another_field(report: Report, ann: User, ben: User) -> None:
    edit_header(report, {"speaker_zh": "王安顺"}, ann, 0)
    edit_header(report, {"office_zh": "代市长"}, ben, latest_revision(report))
    perform(report, ann, {"do": "undo"}, latest_revision(report))
    report.refresh_from_db()
    assert (report.speaker_zh, report.office_zh) == ("殷勇", "代市长")
    assert set(report.header_evidence) == {"office_zh"}
    perform(report, ann, {"do": "redo"}, latest_revision(report))
    perform(report, ben, {"do": "undo"}, latest_revision(report))
    report.refresh_from_db()
    assert (report.speaker_zh, report.office_zh) == ("王安顺", "")
    assert set(report.header_evidence) == {"speaker_zh"}


def test_undoing_what_another_corrected_since_tells_of_that_alone(report: Report, ann: User, ben: User) -> None:
    edit_header(report, {"speaker_zh": "王安顺"}, ann, 0)
    edit_header(report, {"office_zh": "代市长"}, ben, latest_revision(report))
    theirs = edit_header(report, {"speaker_zh": "陈吉宁"}, ben, latest_revision(report))
    with pytest.raises(Conflict) as caught:
        perform(report, ann, {"do": "undo"}, latest_revision(report))
    assert caught.value.revisions == [theirs]


def test_a_pair_with_the_number_of_the_report_is_not_taken_for_it(report: Report, ann: User, ben: User) -> None:
    if not report.pairs.filter(pk=report.pk).exists():
        report.pairs.filter(position=1).update(id=report.pk)
    edit_header(report, {"speaker_zh": "王安顺"}, ann, 0)
    perform(report, ben, {"do": "note", "pair": report.pk, "text": "Look."}, latest_revision(report))
    theirs = edit_header(report, {"speaker_zh": "陈吉宁"}, ben, latest_revision(report))
    with pytest.raises(Conflict) as caught:
        perform(report, ann, {"do": "undo"}, latest_revision(report))
    assert caught.value.revisions == [theirs]


def test_a_field_that_one_left_alone_keeps_what_another_gave_it(report: Report, ann: User, ben: User) -> None:
    # A form sends all its fields, those too that its person only looked at.
    edit_header(report, {"speaker_zh": "王安顺"}, ann, 0)
    edit_header(report, {"speaker_zh": "殷勇", "office_zh": "代市长"}, ben, 0)
    assert (report.speaker_zh, report.office_zh) == ("王安顺", "代市长")


def test_a_body_that_is_gone_does_not_come_back(report: Report, ann: User) -> None:
    edit_header(report, {"jurisdiction": Jurisdiction.objects.get(code="tianjin")}, ann, 0)
    Jurisdiction.objects.filter(code="beijing").delete()
    with pytest.raises(Impossible):
        perform(report, ann, {"do": "undo"}, latest_revision(report))


def test_what_no_export_can_hold_is_left_out(report: Report, ann: User) -> None:
    edit_header(report, {"title_en": "Report\x0bon \x1fWork\ufffe"}, ann, 0)
    assert report.title_en == "Reporton Work"
