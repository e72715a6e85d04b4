"""The dearest queries that anybody can think of cost no more than a bounded time."""

from __future__ import annotations

from time import process_time
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from reports import search
from tests.factories import report_of

MOST_SECONDS = 5.0
LETTERS = "abcdefghijklmnopqrstuvwxyz"
COMMON = "的改革发展经济人民政府工作建设"
DEAR = {
    "storm of prefixes": " ".join(f"{letter}*" for letter in LETTERS * 2),
    "storm of prefixes in groups": " OR ".join(f"({one}* {other}*)" for one in LETTERS[:8] for other in LETTERS[:8]),
    "chain of NEAR": " NEAR/500 ".join(["的"] * 10),
    "chain of NEAR over the most": " NEAR/999999 ".join(["的"] * 200),
    "NEAR of groups": "(" + " OR ".join(COMMON[:5]) + ") NEAR/500 (" + " OR ".join(COMMON[5:10]) + ")",
    "NEAR of prefixes": "a* NEAR/500 b* NEAR/500 c* NEAR/500 t*",
    "deep parentheses": "(" * 19 + "改革" + ")" * 19,
    "deeper parentheses": "(" * 900 + "改革",
    "parentheses that close nothing": ")" * 1000,
    "exclusions": " ".join(f"-{character}" for character in COMMON * 6),
    "exclusions of exclusions": "NOT " * 200 + "改革",
    "one character a thousand times": "的" * 1000,
    "a thousand characters apart": " ".join("的" * 500),
    "phrase of all": '"' + "the of and in " * 60 + '"',
    "quotation marks": '"' * 1000,
    "fields in fields": "zh:en:heading:" * 60 + "改革",
    "headings of all": "heading:a* heading:的 heading:b*",
    "places": " ".join(f"place:{character}" for character in COMMON * 4),
    "years": " ".join(f"year:{year}" for year in range(1949, 2060)),
    "speakers": " ".join(f"speaker:{letter}" for letter in LETTERS * 2),
    "stars": "* " * 500,
    "ligatures that grow": "\ufdfa" * 1000,
    "combining characters": "a" + "\u0301" * 999,
    "far more than is read": "改革 " * 30_000,
}  # fmt: skip


@pytest.fixture
def large(transactional_db: None) -> None:
    sentence = (
        "的改革发展经济人民政府工作建设，" * 12,
        "The reform and development of the economy and of the government " * 12,
    )
    for year in range(2000, 2012):
        report_of([(0, sentence)] * 150, slug=f"beijing-{year}", year=year)
    search.catch_up()


def seconds(address: str) -> tuple[float, int]:
    began = process_time()
    response: Any = Client().get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return process_time() - began, response.status_code


@pytest.mark.django_db
def test_no_query_takes_long(large: None) -> None:
    took = {}
    for name, query in DEAR.items():
        asked = urlencode({"q": query[:8000]})
        for address in ("/en/search/", "/en/search/concordance/", "/api/v1/search", "/search/suggestions/"):
            took[f"{name} at {address}"] = seconds(f"{address}?{asked}")
    slow = {where: spent for where, (spent, _status) in took.items() if spent > MOST_SECONDS}
    assert slow == {}
    assert {status for _spent, status in took.values()} <= {200, 414, 422}


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["1000000", "999999999", "-1", "1e9", "٣", "9" * 500])
def test_no_page_is_too_far(page: str) -> None:
    report_of()
    search.catch_up()
    for address in (
        f"/en/search/?q=改革&page={page}",
        f"/en/search/concordance/?q=改革&page={page}",
        f"/api/v1/search?q=改革&page={page}",
    ):
        spent, status = seconds(address)
        assert spent < MOST_SECONDS
        assert status in {200, 404, 422}
