"""What readers reported, on the rows of the editor."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import editing, errata, people
from reports.models import Erratum, Report, Revision
from tests.admin.editor.conftest import Act, at, member, post, signed_in


def report_error(report: Report, key: int, message: str = "The English is wrong.") -> Erratum:
    pair = report.pairs.get(pk=key)
    return errata.report_error(pair, about=Erratum.About.ENGLISH, message=message, name="Reader").erratum


def row(page: str, key: int) -> str:
    return page.split(f'id="pair-{key}"')[1].split('class="pair"', maxsplit=1)[0]


def page_of(client: Client, report: Report) -> str:
    return client.get(at("page", report)).content.decode()


def test_pair_has_what_readers_reported_with_a_link_to_answer_it(seat: Client, report: Report, keys: list[int]) -> None:
    erratum = report_error(report, keys[2])
    report_error(report, keys[2], "“5.2” is “5.3” <in> the original.")
    page = page_of(seat, report)
    assert "2 errors that readers reported" in row(page, keys[2])
    assert "“5.2” is “5.3” &lt;in&gt; the original." in row(page, keys[2])
    assert f'href="{reverse("admin:reports_erratum_change", args=[erratum.pk])}"' in row(page, keys[2])
    assert "reported" not in row(page, keys[3])


def test_section_list_counts_them(seat: Client, report: Report, keys: list[int]) -> None:
    report_error(report, keys[1])
    report_error(report, keys[1], "Another error.")
    outline = page_of(seat, report).split('class="outline"')[1].split("</ol>")[0]
    assert outline.count('title="2 errors that readers reported"') == 1


def test_what_is_answered_goes(seat: Client, report: Report, keys: list[int], editor: User) -> None:
    erratum = report_error(report, keys[2])
    before = post(seat, at("rows", report), {"stamps": {}, "at": keys[0], "seen": 0}).json()
    stamps = {key: html.split('data-stamp="')[1].split('"')[0] for key, html in before["rows"].items()}
    errata.answer(erratum.pk, Erratum.State.DISMISSED, "", by=editor, seen=errata.stamp(erratum))
    after: dict[str, Any] = post(seat, at("rows", report), {"stamps": stamps, "at": keys[0], "seen": 0}).json()
    assert list(after["rows"]) == [str(keys[2])]
    assert "reported" not in after["rows"][str(keys[2])]


def test_it_goes_with_a_pair_that_is_merged(act: Act, seat: Client, report: Report, keys: list[int]) -> None:
    report_error(report, keys[3])
    told = act("merge", pair=keys[2], **{"with": "next"})
    assert "1 error that a reader reported" in told["rows"][str(keys[2])]


def test_any_number_of_them_costs_a_page_one_query(seat: Client, report: Report, keys: list[int]) -> None:
    page_of(seat, report)
    with CaptureQueriesContext(
        connection,
    ) as none:
        page_of(seat, report)
    for key in keys:
        report_error(report, key)
    with CaptureQueriesContext(connection) as many:
        page = page_of(seat, report)
    assert page.count("1 error that a reader reported</summary>") == len(keys)
    assert len(many) == len(none)
    assert sum(Erratum._meta.db_table in query["sql"] for query in many.captured_queries) == 1


@pytest.mark.usefixtures("seat")
def test_those_who_may_not_answer_are_not_shown_it(report: Report, keys: list[int]) -> None:
    contributor = member("zhao", people.Role.CONTRIBUTOR)
    report_error(report, keys[2])
    Revision.objects.create(report=report, kind=Revision.Kind.CREATED, by=contributor)
    editing.set_status(report, Report.Status.DRAFT, None)
    page = page_of(signed_in(contributor), report)
    assert f'id="pair-{keys[2]}"' in page
    assert "readers reported</summary>" not in page
    assert "The English is wrong." not in page
