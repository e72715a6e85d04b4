"""Requests that pretend to be others': from another site, for another host, two in one, with cookies made up."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, get_resolver

from reports.models import Report
from tests.factories import report_of
from tests.security.material import MARKUP, UNSEEN

ROOT = Path(__file__).parents[2]
# This only reads, whatever the method: the protocol of harvesters knows POST.
ONLY_READ = {"oai"}
# An upload has its token checked once it is known how much of it is read; the test below finds that it is.
CHECKED_INSIDE = {"reports_upload"}
FILLED = {
    "slug": "beijing-2025", "form": "csv", "name": "apa", "code": "beijing", "year": "2025", "pk": "1", "key": "1", "rest": "x",
    "object_id": "1", "content_type_id": "1", "uidb64": "MQ", "token": "x-y", "app_label": "reports", "url": "x",
}  # fmt: skip


def routes(entries: list[Any] | None = None, before: str = "/") -> Iterator[tuple[str, Any, str]]:
    """Yield every address of the site, filled in, with its view and its name."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            whole = re.sub(r"\^?\(\?P<(\w+)>[^)]*\)/?\$?", lambda match: FILLED[match[1]], route)
            yield re.sub(r"<(?:\w+:)?(\w+)>", lambda match: FILLED[match[1]], whole), entry.callback, entry.name or ""
        else:
            yield from routes(entry.url_patterns, route)


ROUTES = list(routes())


def test_routes_are_found() -> None:
    assert len(ROUTES) > 100
    assert {"/admin/", "/en/search/", "/oai/", "/api/v1/search"} <= {route for route, _view, _name in ROUTES}


def test_no_view_but_those_that_only_read_does_without_the_token() -> None:
    exempt = {name for route, view, name in ROUTES if getattr(view, "csrf_exempt", False) and "/api/" not in route}
    assert exempt <= ONLY_READ | CHECKED_INSIDE


@pytest.mark.django_db
def test_a_form_of_another_site_is_refused_by_every_view() -> None:
    """Signed in as somebody who may do everything, and without the token that only our own pages have."""
    report_of()
    client = Client(enforce_csrf_checks=True, raise_request_exception=True)
    client.force_login(User.objects.create_superuser("root", password="x"))
    before = list(Report.objects.values())
    taken = []
    for route, _view, name in ROUTES:
        answer = client.post(route, {"verb": "publish", "job": "1", "do": "edit"}, HTTP_ORIGIN="https://evil.example")
        if answer.status_code not in {403, 404, 405} and name not in ONLY_READ:
            taken.append(f"{route} {answer.status_code}")
    assert taken == []
    assert list(Report.objects.values()) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host", ["evil.example", "testserver@evil.example", "evil.example:80", "testserver.evil.example", "a b", ""]
)
def test_another_host_is_no_host_of_ours(host: str) -> None:
    assert Client().get("/en/about/", HTTP_HOST=host).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_HOST", "HTTP_X_ORIGINAL_URL", "HTTP_FORWARDED", "HTTP_X_REWRITE_URL"]
)
def test_no_other_header_names_the_host_or_the_address(header: str) -> None:
    report_of()
    extra: Any = {header: "host=evil.example"}
    for address in ("/en/reports/beijing-2025/", "/feed/", "/sitemap.xml", "/oai/?verb=Identify", "/opensearch.xml"):
        answer: Any = Client().generic("GET", address, **extra)
        assert b"evil.example" not in b"".join(answer)


GARBAGE = (
    "",
    "x" * 4000,
    "%00%ff",
    "../../etc",
    "{}",
    "-" * 300,
    "a.b-c.d-e",
    "\\073",
    *MARKUP[:4],
    UNSEEN[:3].encode("unicode_escape").decode(),
)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["view", "language", "sessionid", "csrftoken", "messages"])
def test_cookies_that_were_made_up_do_nothing(name: str) -> None:
    report_of()
    pages = ("/", "/en/", "/en/reports/beijing-2025/", "/en/search/?q=改革", "/admin/login/")
    for garbage in GARBAGE:
        client = Client()
        client.cookies[name] = garbage
        for page in pages:
            answer = client.get(page)
            assert answer.status_code in {200, 302}, (page, garbage)
            assert answer.headers.get("Location", "/").startswith("/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        *("/static/../archive_site/settings.py", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fmanage.py"),
        *("/download/../archive.sqlite3", "/download/%2e%2e/archive.sqlite3", "/static//etc/passwd", "/static/\\..\\x"),
        *("/reports/..%2f/export/csv/", "/sitemaps/..%2f..%2fx.xml", "/var/secret_key", "/.git/config", "/media/x"),
    ],
)
def test_no_address_leads_out_of_the_folders(path: str) -> None:
    answer: Any = Client().get(path)
    assert answer.status_code in {400, 404}
    assert django_settings.SECRET_KEY.encode() not in b"".join(answer)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Yield the port of a server with the archive's own settings of gunicorn, and an application that answers at once."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "echo.py").write_text(
        "def app(environ, start):\n    start('200 OK', [('Content-Length', '2')])\n    return [b'ok']\n"
    )
    limits = [line for line in (ROOT / "gunicorn.conf.py").read_text().splitlines() if line.startswith("limit_")]
    (folder / "conf.py").write_text("\n".join(limits))
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "echo:app", "-c", "conf.py", "-b", f"127.0.0.1:{number}", "--threads", "2"],
        cwd=folder, env={"PATH": os.environ["PATH"]}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", number), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield number
    process.terminate()
    process.wait(30)


START = b"GET /en/ HTTP/1.1\r\nHost: localhost\r\n"
INNER = b"GET /admin/ HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    "request_bytes",
    [
        START + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + INNER,
        START + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\nabcde" + INNER,
        START + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + INNER,
        START + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + INNER,
        START + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + INNER,
        START + b"Content-Length: +5\r\n\r\nabcde" + INNER,
        START + b"Content-Length: -1\r\n\r\n" + INNER,
        START + b"A\0B: c\r\n\r\n",
        START + b"X: a\r\n b\r\n\r\n",
        b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX: y\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        START + b"X: " + b"a" * 9000 + b"\r\n\r\n",
        START + b"".join(b"X-%d: a\r\n" % number for number in range(70)) + b"\r\n",
        b"GET http://[::1 HTTP/1.1\r\nHost: localhost\r\n\r\n"[:-2],
    ],
)  # fmt: skip
def test_two_requests_in_one_are_none(port: int, request_bytes: bytes) -> None:
    """Whatever two servers in a row could understand differently is refused, and the connection closed."""
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(request_bytes)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    assert answer.count(b"HTTP/1.1 200") == 0
    assert len(re.findall(rb"HTTP/1\.\d [0-9]{3} ", answer)) <= 1


def test_a_plain_request_is_answered(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(START + b"Connection: close\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
