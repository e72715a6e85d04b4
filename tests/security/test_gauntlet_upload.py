"""The tool that sends hostile files over HTTP sends each of them, and tells what is wrong with what came of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.http.multipartparser import MultiPartParser
from django.test import RequestFactory

from tests.security.gauntlet_requests import Sent, name_of, requests
from tests.security.gauntlet_server import Answer, Part, multipart
from tests.security.gauntlet_upload import Job, Seen, judge, of_answer
from tests.security.hostile import KINDS, Hostile, files

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'"
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", POLICY)]


def parsed(sent: Sent) -> Any:
    """Return the fields and the files of a request as the server reads them."""
    body = multipart(sent.parts, "mark")
    meta = {"CONTENT_TYPE": "multipart/form-data; boundary=mark", "CONTENT_LENGTH": str(len(body))}
    request = RequestFactory().post("/")
    return MultiPartParser(meta, BytesIO(body), request.upload_handlers).parse()


@pytest.fixture(scope="module")
def sent() -> list[Sent]:
    light = (file for file in files(3 * len(KINDS)) if len(file.content) < 100_000)
    return list(requests(list(light)))


def test_every_file_is_sent_once_and_in_every_way(sent: list[Sent]) -> None:
    wanted = [file.label for file in files(3 * len(KINDS)) if len(file.content) < 100_000]
    assert [file.label for one in sent for file in one.files] == wanted
    assert {one.how for one in sent} >= {"files", "zip", "folder"}


def test_the_server_gets_to_see_each_of_them(sent: list[Sent]) -> None:
    for one in sent:
        fields, files = parsed(one)
        said = [value for name in ("file", "zh_file", "en_file") for value in files.getlist(name)]
        assert len(said) + bool(fields.get("zh")) == one.visible, one.how
        if one.how == "zip":
            with ZipFile(said[0].file) as archive:
                assert len(archive.namelist()) == len(one.files)


@pytest.mark.parametrize("name", ["", ".", "/", "a/..", "\0"])
def test_what_no_browser_can_say_has_another_name(name: str) -> None:
    assert name_of(Hostile("x", name, b""), 7) == "nameless-7"


def test_a_name_ends_no_header() -> None:
    (head, *_rest) = multipart([Part("file", b"x", 'a"\r\nX: y.txt')], "mark").split(b"\r\n\r\n")
    assert b"a%22%0D%0AX: y.txt" in head
    assert head.count(b"\r\n") == 2


REFUSED = {"file": "r.txt", "reason": "It is empty.", "remedy": "Hand in another."}


@pytest.mark.parametrize(
    ("state", "found", "archive"),
    [
        ("review", {}, None),
        ("refused", REFUSED, None),
        ("refused", {**REFUSED, "reason": {"text": "It is empty.", "id": "x"}}, None),
        ("unchanged", {"same_job": 1}, None),
        ("done", {"members": 1}, None),
    ],
)
def test_what_a_file_may_become(state: str, found: dict[str, Any], archive: int | None) -> None:
    inside = Job(2, "a.txt", "review", {}, 2, 1, "b")
    assert judge([Job(1, "r.txt", state, found, 1, archive, "b"), *([inside] if state == "done" else [])]) == []


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("queued", {}),
        ("running", {}),
        ("refused", {**REFUSED, "remedy": ""}),
        ("refused", {**REFUSED, "reason": {"text": ""}}),
        ("refused", {**REFUSED, "reason": "The archive failed to read this file. The fault is its own."}),
        ("refused", {"reason": "It is empty.", "remedy": "Hand in another."}),
        ("unchanged", {"same_job": 9}),
        ("done", {"members": 3}),
    ],
)
def test_what_no_file_may_become(state: str, found: dict[str, Any]) -> None:
    assert len(judge([Job(1, "r.txt", state, found, 1, None, "b")])) == 1


@pytest.mark.parametrize(
    ("headers", "content", "faults"),
    [
        (HEADERS, b"<p>&lt;script&gt;", 0),
        (HEADERS, b"<p><script>alert(1)</script>", 1),
        (HEADERS, b"<p onclick=x>", 1),
        (HEADERS[:1], b"<p>x", 4),
        ([HEADERS[0], ("Content-Security-Policy", POLICY.replace("'self'", "'self' 'unsafe-inline'", 1))], b"<p>x", 1),
        ([HEADERS[1], ("Content-Type", "text/plain")], b"<p>x", 1),
    ],
)
def test_what_is_wrong_with_a_page(headers: list[tuple[str, str]], content: bytes, faults: int) -> None:
    assert len(of_answer(Answer(200, headers, content, 0.1))) == faults


def test_what_is_slow_or_not_expected_is_a_fault() -> None:
    seen = Seen()
    assert seen.note("page", "x", Answer(200, [], b"", 9.0), {200})
    assert not seen.note("page", "x", Answer(500, [], b"", 11.0), {200})
    assert len(seen.faults) == 2
    assert seen.slowest == {"page": 11.0}
