from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import editing, ingest, search
from reports.models import Jurisdiction, Report, Section
from tests.admin.conftest import PARTS, part

LIST = "/admin/reports/report/"


@pytest.fixture
def report(db: None) -> Report:
    for number, name in enumerate(PARTS, start=1):
        ingest.store(ingest.understand(name, part(number)), publish=True)
    return Report.objects.get()


def act(desk: Client, verb: str, *reports: Report) -> str:
    form = {"action": verb, "_selected_action": [report.pk for report in reports]}
    return desk.post(LIST, form, follow=True).content.decode()


def form_of(desk: Client, report: Report) -> dict[str, Any]:
    response = desk.get(reverse("admin:reports_report_change", args=[report.pk]))
    initial = response.context["adminform"].form.initial
    return {name: value for name, value in initial.items() if value is not None} | {
        "sections-TOTAL_FORMS": 0,
        "sections-INITIAL_FORMS": 0,
    }


def test_list_counts_pairs(desk: Client, report: Report) -> None:
    page = desk.get(LIST).content.decode()
    assert f'<a href="/admin/reports/paragraphpair/?report__id__exact={report.pk}">13</a>' in page


def test_list_takes_as_many_queries_for_many(desk: Client, report: Report) -> None:
    with CaptureQueriesContext(connection) as few:
        desk.get(LIST)
    for year in range(1990, 2010):
        Report.objects.create(jurisdiction=report.jurisdiction, slug=f"b-{year}", year=year)
    with CaptureQueriesContext(connection) as many:
        desk.get(LIST)
    assert len(many) <= len(few)


@pytest.mark.parametrize("query", ["q=beijing", "q=殷勇", "status__exact=published", "year=2025"])
def test_list_finds(desk: Client, report: Report, query: str) -> None:
    assert "beijing-2025" in desk.get(f"{LIST}?{query}").content.decode()


def test_reports_come_by_upload_only(desk: Client, report: Report) -> None:
    assert desk.get(LIST + "add/").status_code == 403
    assert reverse("admin:reports_upload") in desk.get(LIST).content.decode()


def test_draft_and_publish_are_noticed_by_the_search(desk: Client, report: Report) -> None:
    assert search.find(search.Request()).total == 13
    assert "1 report is a draft now." in act(desk, "make_draft", report)
    assert search.find(search.Request()).total == 0
    assert "1 report was published." in act(desk, "publish", report)
    assert search.find(search.Request()).total == 13


def test_publishing_what_is_published_touches_nothing(desk: Client, report: Report) -> None:
    assert "0 reports were published." in act(desk, "publish", report)
    assert Report.objects.get().changed_at == report.changed_at


def test_a_looker_has_no_actions(client: Client, report: Report, django_user_model: Any) -> None:
    from django.contrib.auth.models import Permission

    looker = django_user_model.objects.create_user("looker", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_report"))
    client.force_login(looker)
    act(client, "make_draft", report)
    assert Report.objects.get().is_published


def test_a_corrected_header_touches_the_report(desk: Client, report: Report, catches_up: list[str]) -> None:
    address = reverse("admin:reports_report_change", args=[report.pk])
    response = desk.post(address, form_of(desk, report) | {"speaker_en": "Yin Yong, corrected"})
    assert response.status_code == 302, response.context["errors"]
    corrected = Report.objects.get()
    assert corrected.speaker_en == "Yin Yong, corrected"
    assert corrected.changed_at > report.changed_at


def test_a_year_that_is_not_the_dates_is_refused_with_words(desk: Client, report: Report) -> None:
    address = reverse("admin:reports_report_change", args=[report.pk])
    response = desk.post(address, form_of(desk, report) | {"year": 2024})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert Report.objects.get().year == 2025


def test_sections_are_shown_and_stay(desk: Client, report: Report) -> None:
    page = desk.get(reverse("admin:reports_report_change", args=[report.pk])).content.decode()
    assert "一、2024年工作回顧" in page
    assert 'name="sections-0-heading_zh"' not in page


def test_only_what_is_published_links_to_the_site(desk: Client, report: Report) -> None:
    address = reverse("admin:reports_report_change", args=[report.pk])
    assert "View on site" in desk.get(address).content.decode()
    act(desk, "make_draft", report)
    assert "View on site" not in desk.get(address).content.decode()


def test_nothing_is_deleted_here(desk: Client, report: Report) -> None:
    address = reverse("admin:reports_report_delete", args=[report.pk])
    assert desk.post(address, {"post": "yes"}).status_code == 403
    act(desk, "delete_selected", report)
    assert Report.objects.exists()


def test_the_status_is_no_field_of_the_form(desk: Client, report: Report) -> None:
    address = reverse("admin:reports_report_change", args=[report.pk])
    desk.post(address, form_of(desk, report) | {"status": "draft", "published_at": "", "staff_note": "Look again"})
    corrected = Report.objects.get()
    assert (corrected.status, corrected.staff_note) == ("published", "Look again")


def test_a_corrected_header_is_kept_in_the_history(desk: Client, report: Report) -> None:
    address = reverse("admin:reports_report_change", args=[report.pk])
    desk.post(address, form_of(desk, report) | {"speaker_en": "Yin Yong, corrected"})
    revision = report.revisions.get(kind="header")
    assert (revision.by_name, revision.facts["fields"]) == ("archivist", ["speaker_en"])
    assert Report.objects.get().header_evidence["speaker_en"]["how"] == "given"


def test_what_cannot_be_published_at_once_is_said(desk: Client, report: Report) -> None:
    editing.set_status(report, "archived", None)
    page = act(desk, "publish", report)
    assert "0 reports were published." in page
    assert "Beijing-2025: A report that is" in page


def test_a_jurisdiction_with_reports_cannot_be_deleted(desk: Client, report: Report) -> None:
    desk.post(reverse("admin:reports_jurisdiction_delete", args=[report.jurisdiction.pk]), {"post": "yes"})
    assert Jurisdiction.objects.filter(code="beijing").exists()


@pytest.mark.parametrize("model", ["section", "ingestjob", "sourcefile"])
def test_what_is_looked_at_has_no_form(desk: Client, report: Report, model: str) -> None:
    key = {"section": Section.objects.values_list("pk", flat=True)[0]}.get(model)
    assert desk.get(f"/admin/reports/{model}/").status_code == 200
    assert desk.get(f"/admin/reports/{model}/add/").status_code == 403
    if key:
        address = reverse(f"admin:reports_{model}_change", args=[key])
        assert "_save" not in desk.get(address).content.decode()
        assert desk.post(address, {}).status_code == 403


def test_lists_and_forms_are_named_after_what_they_show(desk: Client, report: Report) -> None:
    listed = desk.get("/admin/reports/report/").content.decode()
    assert "<h1>Reports</h1>" in listed
    assert "Government work reports</a>" not in listed.split('class="breadcrumbs"')[1].split("</div>")[0]
    form = desk.get(f"/admin/reports/report/{report.pk}/change/").content.decode()
    assert "<h1>Report</h1>" in form
    assert "historylink" not in form
    assert "related-widget-wrapper-link" not in form
