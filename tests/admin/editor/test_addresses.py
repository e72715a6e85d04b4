"""Whoever gives a report an address that is another's is told whose, in the form and in the history."""

from __future__ import annotations

from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from reports import editing
from reports.models import Report
from tests.admin.editor.conftest import at
from tests.factories import report_of

SAID = "The public could read another report at the address “beijing-2025”: Beijing 2025 (beijing-2026)."


@pytest.fixture
def other(report: Report, editor: User) -> Report:
    """Return a report that was called so as a draft, as one that was public is since."""
    draft = report_of(slug="old-2025", place="tianjin", status="draft")
    Report.objects.filter(pk=report.pk).update(slug="somewhere-2025")
    editing.edit_header(draft, {"slug": "beijing-2025"}, editor, 0)
    editing.edit_header(draft, {"slug": "tianjin-2025"}, editor, editing.latest_revision(draft))
    Report.objects.filter(pk=report.pk).update(slug="beijing-2025")
    editing.edit_header(report, {"slug": "beijing-2026"}, editor, editing.latest_revision(report))
    return draft


def test_restoring_to_it_is_refused(seat: Client, other: Report) -> None:
    first = other.revisions.order_by("pk").values_list("pk", flat=True)[0]
    answer = seat.post(at("restore", other), {"revision": first, "seen": 10**9}, follow=True)
    assert SAID in unescape(answer.content.decode())
    other.refresh_from_db()
    assert other.slug == "tianjin-2025"


def test_entering_it_is_refused(seat: Client, other: Report) -> None:
    address = reverse("admin:reports_report_change", args=[other.pk])
    form = seat.get(address).context["adminform"].form
    fields = {name: value for name, value in form.initial.items() if value is not None}
    sections = {f"sections-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    answer = seat.post(address, {**fields, **sections, "slug": "beijing-2025"}, follow=True)
    assert SAID in unescape(answer.content.decode())
    other.refresh_from_db()
    assert other.slug == "tianjin-2025"
