"""Files are made whole before they are sent, and gone once they are."""

from __future__ import annotations

import gc
import gzip
import io
import os
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from reports import exports, search
from reports.reading import made
from tests.factories import report_of

pytestmark = pytest.mark.django_db

LARGE = b"A line of a file.\n" * 100_000


def ask(method: str = "GET", **headers: str) -> WSGIRequest:
    return RequestFactory().generic(method, "/file", headers=headers)


def line(file: IO[bytes]) -> None:
    file.write(LARGE)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_file_has_a_length() -> None:
    answer: Any = made.sent(ask(), line, {"Content-Type": "text/plain"})
    assert int(answer["Content-Length"]) == len(LARGE)
    assert (body(answer), answer["Content-Type"], answer["Vary"]) == (LARGE, "text/plain", "Accept-Encoding")
    answer.close()


def test_compressed_file_has_a_length_too() -> None:
    answer: Any = made.sent(ask(**{"Accept-Encoding": "br, gzip"}), line, {"ETag": '"a"'})
    content = body(answer)
    assert (answer["Content-Encoding"], answer["ETag"]) == ("gzip", 'W/"a"')
    assert (int(answer["Content-Length"]), gzip.decompress(content)) == (len(content), LARGE)
    answer.close()


def test_what_is_packed_is_not_compressed_again() -> None:
    request = ask(**{"Accept-Encoding": "gzip"})
    answer: Any = made.sent(request, line, {"ETag": '"a"'}, is_packed=True)
    assert not answer.has_header("Content-Encoding")
    assert answer["ETag"] == '"a"'
    assert "HTTP_ACCEPT_ENCODING" not in request.META, "nor later"
    answer.close()


def test_head_has_the_headers_and_nothing_is_made() -> None:
    answer: Any = made.sent(
        ask("HEAD", **{"Accept-Encoding": "gzip"}), lambda _file: pytest.fail("made"), {"ETag": '"a"'}
    )
    assert (answer["ETag"], answer["Content-Encoding"], body(answer)) == ('W/"a"', "gzip", b"")
    assert not answer.has_header("Content-Length")


def is_open(inode: int) -> bool:
    """Say whether this process has a file open."""
    gc.collect()
    for number in [int(path.name) for path in Path("/proc/self/fd").iterdir()]:
        with suppress(OSError):
            if os.fstat(number).st_ino == inode:
                return True
    return False


@pytest.mark.parametrize("is_closed", [True, False])
def test_file_is_gone_with_the_answer(*, is_closed: bool) -> None:
    answer: Any = made.sent(ask(), line, {})
    file = os.fstat(answer.file_to_stream.fileno())
    assert file.st_nlink == 0, "nobody else finds it"
    assert is_open(file.st_ino)
    if is_closed:
        answer.close()
        answer.close()
    else:
        del answer
    assert not is_open(file.st_ino)


def test_file_that_cannot_be_made_is_gone() -> None:
    inodes = []

    def fail(file: IO[bytes]) -> None:
        inodes.append(os.fstat(file.fileno()).st_ino)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        made.sent(ask(), fail, {})
    assert not is_open(inodes[0])


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the file on a disk without room."""

    def full() -> IO[bytes]:
        return Path("/dev/full").open("w+b")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)


# Of a ZIP file that can't be written, Python tells once more when it throws it away.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("form", exports.FORMATS)
def test_full_disk_is_told_of_and_no_half_file_is_sent(
    client: Client, form: str, caplog: pytest.LogCaptureFixture
) -> None:
    report_of()
    answer: Any = client.get(reverse("report-export", args=["beijing-2025", form]))
    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    assert "disk is full" in answer.content.decode()
    assert not answer.has_header("Content-Disposition")
    assert [record.name for record in caplog.records] == ["reports.reading.made"], "for whoever can make room"
    caplog.clear()
    gc.collect()


# Of a ZIP file that can't be written, Python tells once more when it throws it away.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("name", ["search-csv", "search-xlsx", "terms-csv", "terms-tbx"])
def test_full_disk_is_told_of_where_tables_are_made(client: Client, name: str) -> None:
    report_of()
    search.catch_up()
    answer = client.get(reverse(name), {"q": "科技"}, headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert "disk is full" in answer.content.decode()
    gc.collect()


@pytest.mark.parametrize("name", ["search-csv", "search-xlsx", "terms-csv", "terms-tbx"])
def test_tables_have_a_length(client: Client, name: str) -> None:
    report_of()
    search.catch_up()
    answer: Any = client.get(reverse(name), {"q": "科技"}, headers={"Accept-Encoding": "gzip"})
    content = body(answer)
    assert int(answer["Content-Length"]) == len(content)
    if name == "search-xlsx":
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    else:
        assert gzip.decompress(content)


def test_nothing_is_asked_of_the_database_while_a_file_is_sent(client: Client) -> None:
    report_of()
    answer: Any = client.get(reverse("report-export", args=["beijing-2025", "csv"]))
    with connection.execute_wrapper(lambda *_given: pytest.fail("The rows are read already")):
        assert b"English alone" in body(answer)
