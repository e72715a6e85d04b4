from __future__ import annotations

import pytest
from django.test import Client

from reports.api import reads

API = "/api/v1/"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["reports", "search?q=a", "places", "reports/none", "nothing", "openapi.json"])
def test_every_origin_may_read(client: Client, address: str) -> None:
    assert client.get(API + address).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["reports", "search", "reports/none", "nothing/at/all", "search/x"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_no_answer_is_html(client: Client, address: str, method: str) -> None:
    response = getattr(client, method)(API + address)
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.json()


def test_a_post_is_refused_without_a_token() -> None:
    response = Client(enforce_csrf_checks=True).post(API + "reports")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_preflight_allows_conditional_requests(client: Client) -> None:
    response = client.options(API + "reports/beijing-2025")
    assert response.status_code == 204
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.django_db
def test_head_tells_the_length_alone(client: Client) -> None:
    whole = client.get(API + "places")
    head = client.head(API + "places")
    assert head.status_code == 200
    assert head.content == b""
    assert int(head.headers["Content-Length"]) == len(whole.content)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["reports", "places", "search"])
def test_a_last_slash_makes_no_difference(client: Client, address: str) -> None:
    assert client.get(f"{API}{address}/").json() == client.get(f"{API}{address}").json()


@pytest.mark.usefixtures("beijing")
def test_a_last_slash_makes_no_difference_to_a_report(client: Client) -> None:
    assert client.get(f"{API}reports/beijing-2025/").json()["slug"] == "beijing-2025"


def test_a_fault_of_ours_is_json_and_logged(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def places() -> reads.Shape:
        raise RuntimeError("secret")

    monkeypatch.setattr(reads, "places", places)
    response = client.get(API + "places")
    assert response.status_code == 500
    assert "secret" not in response.json()["detail"]
    assert "secret" in caplog.text


def test_root_leads_to_the_description(client: Client) -> None:
    assert client.get(API).headers["Location"] == "/api/v1/docs"
