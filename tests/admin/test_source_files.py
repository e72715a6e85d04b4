from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import ingest, revisions
from reports.admin.source_files import safe_name
from reports.models import IngestJob, SourceFile
from tests.admin.conftest import part
from tests.databases import NUL
from tests.factories import report_of

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


def test_a_text_of_endless_lines_has_several_pages(desk: Client) -> None:
    """All 50,000 lines that a file may have, on one page, kept the server busy for half a minute."""
    content = b"".join(b"%d\n" % number for number in range(1, 1002))
    long = SourceFile.objects.create(name="long.txt", sha256="b" * 64, size=len(content), content=content)
    address = reverse("admin:reports_sourcefile_text", args=[long.pk])
    first = desk.get(address)
    assert [line.number for line in first.context["lines"]] == list(range(1, 1001))
    assert "Page 1 of 2" in first.text
    assert 'href="?page=2" rel="next"' in first.text
    last = desk.get(f"{address}?page=2")
    assert [line.number for line in last.context["lines"]] == [1001]
    assert 'href="?page=1" rel="prev"' in last.text
    assert desk.get(f"{address}?page=x").status_code == 200


def test_the_text_is_not_for_everybody(client: Client, source: SourceFile) -> None:
    assert client.get(reverse("admin:reports_sourcefile_text", args=[source.pk])).status_code == 302


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt"),
        ("report\u202etxt.exe", "reporttxt.exe"),
        ("C:\\reports\\2025.docx", "2025.docx"),
        ('say "no"; filename=x.txt', 'say "no"; filename=x.txt'),
        ("..", "file"),
        (NUL, "file"),
        ("", "file"),
    ],
)
def test_any_name_is_safe_in_a_header(desk: Client, source: SourceFile, name: str, saved: str) -> None:
    SourceFile.objects.filter(pk=source.pk).update(name=name)
    response = desk.get(address(source))
    assert response.content == CONTENT
    assert safe_name(name) == saved
    assert "\n" not in response.headers["Content-Disposition"]
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "Set-Cookie" not in response.headers


def test_the_download_tells_its_own_digest(desk: Client, source: SourceFile) -> None:
    told = desk.get(address(source)).headers["Repr-Digest"]
    assert told == f"sha-256=:{b64encode(hashlib.sha256(CONTENT).digest()).decode()}:"


@pytest.mark.parametrize("state", ["refused", "discarded"])
def test_a_file_that_came_to_nothing_can_be_had(desk: Client, source: SourceFile, state: str) -> None:
    IngestJob.objects.create(file_name="a.txt", source=source, state=state)
    assert desk.get(address(source)).content == CONTENT
    page = desk.get(reverse("admin:reports_review", args=[IngestJob.objects.get().pk]))
    assert address(source) in page.content.decode()


def test_a_replacement_that_was_taken_back_is_said_to_be(desk: Client, archivist: User) -> None:
    first = ingest.store(ingest.understand("old.txt", part(1)), publish=True)
    old = SourceFile.objects.get()
    other = part(1).replace(b"29", b"28")
    choices = ingest.Choices(replaces=old.pk)
    ingest.store(ingest.understand("new.txt", other), publish=True, user=archivist, choices=choices)
    place = reverse("admin:reports_sourcefile_change", args=[old.pk])
    assert "which was taken back" not in desk.get(place).content.decode()
    assert "new.txt</a>" in desk.get(place).content.decode()
    revisions.undo(first.report, archivist)
    assert "which was taken back" in desk.get(place).content.decode()
    assert desk.get(address(old)).content == part(1)


def test_list_of_jobs_asks_no_more_for_more_jobs(desk: Client, source: SourceFile, archivist: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert "a.txt" in desk.get(reverse("admin:reports_ingestjob_changelist")).content.decode()
        return len(queries)

    job = {"file_name": "a.txt", "source": source, "created_by": archivist}
    IngestJob.objects.create(**job, report=report_of(slug="beijing-2025"))
    one = asked()
    for year in (2021, 2022, 2023):
        IngestJob.objects.create(**job, report=report_of(slug=f"beijing-{year}", year=year))
    assert asked() == one
