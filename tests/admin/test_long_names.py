"""A file whose name is far too long is taken in under a part of it, and the others with it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from reports.admin.long_names import LONG, Shortened
from reports.models import IngestJob, SourceFile
from tests.admin.conftest import UPLOAD, part
from tests.admin.test_pages import text
from tests.intake.material import zipped

LONG_NAMES = [
    "b" * 5000 + ".txt",
    "北京市" * 1700 + ".txt",
    "a" * 190 + "报告" * 40 + ".txt",
    "x" * 30_000,
    "q\"'\\;=" * 90,
]
BOUNDARY = "a-boundary"


def form(files: list[tuple[str, bytes]], **fields: str) -> bytes:
    """Return a form as a browser sends it, names of any length and all."""
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    for name, content in files:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        head = f'name="file"; filename="{escaped}"\r\nContent-Type: text/plain\r\n\r\n'
        parts.append(head.encode() + content)
    joined = b"".join(b"--%s\r\nContent-Disposition: form-data; %s\r\n" % (BOUNDARY.encode(), one) for one in parts)
    return joined + b"--%s--\r\n" % BOUNDARY.encode()


def send(desk: Client, body: bytes, **more: Any) -> Any:
    return desk.post(UPLOAD, body, content_type=f"multipart/form-data; boundary={BOUNDARY}", **more)


@pytest.mark.parametrize("name", LONG_NAMES)
def test_such_a_file_is_taken_in_with_the_others(desk: Client, name: str) -> None:
    answer = send(desk, form([("a.txt", part(1)), (name, part(2)), ("c.txt", b"third")], kind="files"), follow=True)
    assert answer.status_code == 200
    jobs = list(IngestJob.objects.order_by("pk"))
    assert [job.file_name for job in jobs][::2] == ["a.txt", "c.txt"]
    assert len(jobs) == 3
    kept = jobs[1].file_name
    shown = name.replace("\\", "/").rpartition("/")[2]
    assert kept == shown if len(shown) <= 255 else (kept[:100], kept[-20:]) == (shown[:100], shown[-20:])
    assert bytes(SourceFile.objects.get(pk=jobs[1].source_id or 0).content) == part(2)


def test_the_whole_name_is_told(desk: Client) -> None:
    name = LONG_NAMES[0]
    page = text(send(desk, form([(name, part(1))], kind="files"), follow=True))
    assert f"The whole of it: {name}" in page


def test_large_file_with_a_long_name_and_ending(desk: Client, settings: Settings) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    send(desk, form([("a." + "报" * 240, part(1))], kind="files"))
    assert bytes(SourceFile.objects.get().content) == part(1)


def test_pair_with_long_names(desk: Client) -> None:
    names = {"zh_file": "甲" * 900 + ".txt", "en_file": "e" * 900 + ".txt"}
    body = form([(names["zh_file"], part(1))], kind="pair").replace(b'name="file"', b'name="zh_file"')
    body = body.removesuffix(b"--%s--\r\n" % BOUNDARY.encode())
    body += form([(names["en_file"], part(2))]).replace(b'name="file"', b'name="en_file"')
    assert send(desk, body).status_code == 302
    assert {job.choices["whole_name"] for job in IngestJob.objects.all()} == set(names.values())


def test_paths_of_folders_go_before_names(desk: Client) -> None:
    send(desk, form([("n" * 900 + ".txt", part(1))], kind="files", path="folder/short.txt"))
    assert IngestJob.objects.get().file_name == "folder/short.txt"


def test_long_name_in_an_archive(desk: Client) -> None:
    member = "z" * 5000 + ".txt"
    archive = SimpleUploadedFile("r.zip", zipped({member: part(1), "short.txt": part(2)}))
    desk.post(UPLOAD, {"file": archive, "kind": "files"})
    jobs = {job.file_name: job for job in IngestJob.objects.filter(archive__isnull=False)}
    assert [job.state for job in jobs.values()] == ["review", "review"]
    assert jobs[f"{'z' * 127}…{'z' * 123}.txt"].choices["whole_name"] == f"r.zip/{member}"
    assert set(SourceFile.objects.values_list("name", flat=True)) >= {f"{'z' * 127}…{'z' * 123}.txt", "short.txt"}


@pytest.mark.parametrize("size", [1, 7, 1000, 65_536])
def test_what_is_read_in_pieces_is_the_same(size: int) -> None:
    files = [("a.txt", b"\r\n--a-bound" * 50), ("b" * 400 + ".md", b"--a-boundar" + b"\r\n\r\n" * 9), ("c.txt", b"")]
    body = form(files, kind="files", path="p" * 900)
    shortened = Shortened(io.BytesIO(body), BOUNDARY)
    read = b"".join(iter(lambda: shortened.read(size), b""))
    assert shortened.names == ["b" * 400 + ".md"]
    head = b'filename="%s"\r\nContent-Type: text/plain' % (b"b" * 400 + b".md")
    assert read == body.replace(head, b'filename="0.md"\r\nContent-Type: application/octet-stream; long-name="0"')


def test_short_names_stay_as_they_are() -> None:
    body = form([("n" * (LONG // 4), b"content"), ("报告.txt", b"")], kind="files")
    assert Shortened(io.BytesIO(body), BOUNDARY).read() == body


@pytest.mark.parametrize("number", ["5", "x", "99999999999"])
def test_nobody_gets_a_name_by_a_number_of_their_own(desk: Client, number: str) -> None:
    body = form([("a.txt", part(1))], kind="files")
    send(desk, body.replace(b"text/plain", f'text/plain; long-name="{number}"'.encode()))
    assert IngestJob.objects.get().file_name == "a.txt"


def test_what_can_not_be_read_is_told_on_the_page(desk: Client) -> None:
    body = form([("a.txt", part(1))], kind="files").replace(b"text/plain", b"text/plain; x=" + b"y" * 70_000)
    answer = send(desk, body)
    assert answer.status_code == 400
    assert "What was sent is damaged." in text(answer)
    by_script = send(desk, body, headers={"X-Requested-With": "XMLHttpRequest"})
    assert by_script.status_code == 400
    assert "damaged" in by_script.json()["error"]
    assert not IngestJob.objects.exists()
