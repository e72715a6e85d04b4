from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import ingest
from reports.models import SourceFile

CONTENT = b"<script>alert(1)</script>\xff\x00"


@pytest.fixture
def source(db: None) -> SourceFile:
    digest = hashlib.sha256(CONTENT).hexdigest()
    return SourceFile.objects.create(name='报告 "1".html', sha256=digest, size=len(CONTENT), content=CONTENT)


def address(source: SourceFile) -> str:
    return reverse("admin:reports_sourcefile_download", args=[source.pk])


def test_download_is_the_file_as_it_came(desk: Client, source: SourceFile) -> None:
    assert desk.get(address(source)).content == CONTENT


def test_download_is_saved_never_shown(desk: Client, source: SourceFile) -> None:
    headers = desk.get(address(source)).headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%8A%A5")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_download_is_not_for_everybody(client: Client, source: SourceFile) -> None:
    assert client.get(address(source)).status_code == 302
    client.force_login(User.objects.create_user("looker", is_staff=True))
    assert client.get(address(source)).status_code == 403


def test_download_of_nothing_is_not_found(desk: Client) -> None:
    assert desk.get("/admin/reports/sourcefile/999/download/").status_code == 404


@pytest.mark.parametrize(
    "name", ["sourcefile_changelist", "ingestjob_changelist", "paragraphpair_changelist", "upload"]
)
def test_lists_leave_the_content_alone(desk: Client, source: SourceFile, name: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        desk.get(reverse(f"admin:reports_{name}"))
    assert not [query for query in queries if '"reports_sourcefile"."content"' in query["sql"]]


def test_page_of_a_file_leaves_the_content_alone(desk: Client, source: SourceFile) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(reverse("admin:reports_sourcefile_change", args=[source.pk])).content.decode()
    assert source.sha256 in page
    assert not [query for query in queries if '"reports_sourcefile"."content"' in query["sql"]]


def test_a_file_is_not_deleted(desk: Client, source: SourceFile) -> None:
    assert desk.post(reverse("admin:reports_sourcefile_delete", args=[source.pk]), {"post": "yes"}).status_code == 403


def test_the_text_stands_beside_what_cleaning_made_of_it(desk: Client) -> None:
    path = Path(__file__).parents[2] / "fixtures" / "beijing-2025-part-2.txt"
    ingest.store(ingest.understand(path.name, path.read_bytes()), publish=True)
    kept = SourceFile.objects.get(name=path.name)
    page = desk.get(reverse("admin:reports_sourcefile_text", args=[kept.pk])).text
    assert "統(tǒng)籌教育科技人才一體發(fā)展" in page
    assert "統籌教育科技人才一體發展" in page
    assert "copy-protection" in page


def test_the_text_is_not_for_everybody(client: Client, source: SourceFile) -> None:
    assert client.get(reverse("admin:reports_sourcefile_text", args=[source.pk])).status_code == 302
