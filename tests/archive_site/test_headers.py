"""The headers of every answer, and where no answer leads."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reports import people
from tests.factories import report_of

pytestmark = pytest.mark.django_db

PAGES = ["/en/", "/zh-hans/places/", "/admin/login/", "/en/no-such-page/", "/api/v1/places", "/robots.txt"]
SECURE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def desk() -> Client:
    user = User.objects.create_user("li")
    people.give_role(user, people.Role.EDITOR, by=None)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("address", PAGES)
def test_headers_are_on_every_answer(address: str, client: Client) -> None:
    headers = client.get(address).headers
    assert {name: headers.get(name) for name in SECURE} == SECURE
    assert "camera=()" in headers["Permissions-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_pages_stay_out_of_those_of_others_and_the_api_does_not(client: Client) -> None:
    policy = "Cross-Origin-Resource-Policy"
    assert client.get("/en/").headers[policy] == "same-origin"
    assert client.get("/api/v1/places").headers[policy] == "cross-origin"


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/account/", "/admin/reports/report/"])
def test_no_cache_keeps_a_page_of_the_staff(address: str, desk: Client, client: Client) -> None:
    for visitor in (desk, client):
        answer = visitor.get(address)
        assert answer["Cache-Control"] == "private, no-store", answer.status_code
        assert "Cookie" in answer["Vary"]


def test_draft_is_no_page_of_the_public_site_even_for_the_staff(desk: Client) -> None:
    report_of(status="draft")
    assert desk.get("/en/reports/beijing-2025/").status_code == 404


def test_pages_for_everybody_set_no_cookie(client: Client) -> None:
    assert not client.get("/en/").cookies


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "//evil.example/search/",
        "/\\evil.example/",
        "///evil.example/en/",
        "/en//evil.example",
        "//evil.example/%2e%2e/search",
        "/search//evil.example/",
        "/%5cevil.example/",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_addresses_without_a_language_lead_to_no_other_site(path: str, language: str, client: Client) -> None:
    client.cookies["language"] = language
    # The test client would take // for a host.
    answer = client.generic("GET", "/", PATH_INFO=path)
    where = answer.headers.get("Location", "/")
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))


@pytest.mark.parametrize("given", ["en\r\nSet-Cookie: x=1", "//evil.example", "../../x", "zh-hans; x=1", "xx"])
def test_language_in_a_cookie_leads_nowhere_else(given: str, client: Client) -> None:
    client.cookies["language"] = given
    where = client.get("/search/?q=x").headers["Location"]
    assert where in {f"/{language}/search/?q=x" for language in ("en", "zh-hans", "zh-hant")}


@pytest.mark.parametrize("query", ["a%0d%0aX-Injected:%201", "a\r\nX-Injected: 1", "%E0%80%8A"])
def test_no_header_comes_out_of_an_address(query: str, client: Client) -> None:
    answer = client.generic("GET", "/search/", QUERY_STRING=f"q={query}")
    assert "X-Injected" not in answer.headers
    assert not any("\n" in value or "\r" in value for value in answer.headers.values())
