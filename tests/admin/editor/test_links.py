from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reports import people
from reports.models import IngestJob, Report
from tests.admin.conftest import PARTS, UPLOAD, part
from tests.admin.editor.conftest import at, member, signed_in


def test_reports_form_leads_to_the_editor(seat: Client, report: Report) -> None:
    page = seat.get(reverse("admin:reports_report_change", args=[report.pk])).content.decode()
    for name in ("page", "status", "history"):
        assert f'href="{at(name, report)}"' in page


def test_pairs_form_leads_to_the_pair_in_the_editor(seat: Client, report: Report, keys: list[int]) -> None:
    page = seat.get(reverse("admin:reports_paragraphpair_change", args=[keys[2]])).content.decode()
    assert f'href="{at("page", report)}?pair={keys[2]}"' in page


@pytest.mark.parametrize("name", ["report", "versions"])
def test_readers_pages_lead_editors_to_the_editor(seat: Client, report: Report, keys: list[int], name: str) -> None:
    address = reverse(name, args=[report.slug if name == "report" else keys[2]])
    assert at("page", report) in seat.get(address).content.decode()


@pytest.mark.parametrize("name", ["report", "versions"])
def test_readers_pages_are_for_visitors_and_contributors_as_they_were(
    report: Report, keys: list[int], name: str
) -> None:
    address = reverse(name, args=[report.slug if name == "report" else keys[2]])
    visitor = Client().get(address)
    contributor = signed_in(member("chen", people.Role.CONTRIBUTOR)).get(address)
    assert "/admin/reports/edit/" not in visitor.content.decode()
    assert visitor.content == contributor.content


def test_visitor_costs_no_session(report: Report) -> None:
    answer = Client().get(reverse("report", args=[report.slug]))
    assert "sessionid" not in answer.cookies


def test_review_of_a_further_part_leads_editors_to_the_report(seat: Client, editor: User) -> None:
    seat.post(UPLOAD, {"file": [SimpleUploadedFile(PARTS[0], part(1))], "encoding": ""})
    first = IngestJob.objects.get()
    seat.post(reverse("admin:reports_settle"), {"verb": "publish", "job": [first.pk]})
    seat.post(UPLOAD, {"file": [SimpleUploadedFile(PARTS[1], part(2))], "encoding": ""})
    second = IngestJob.objects.exclude(pk=first.pk).get()
    page = seat.get(reverse("admin:reports_review", args=[second.pk])).content.decode()
    assert f'href="/admin/reports/edit/{Report.objects.get().slug}/"' in page
