"""Opening what searches need before one is asked."""

from __future__ import annotations

from unittest import mock

import pytest

from reports import search
from reports.models import Report
from reports.search import opening, warming


def test_a_warm_index_is_not_opened_again(archive: list[Report]) -> None:
    search.rebuild()
    opening.forget()
    with mock.patch("reports.search.warming.connections"):
        search.warm_up()
    with mock.patch.object(opening, "_read", side_effect=AssertionError):
        assert search.total(search.Request("发展")) > 0


@pytest.mark.django_db
def test_without_an_index_nothing_is_built() -> None:
    with mock.patch("reports.search.warming.connections"):
        search.warm_up()
    assert search.status().state == "missing"


@pytest.mark.django_db
def test_what_fails_is_left_to_the_searches(caplog: pytest.LogCaptureFixture) -> None:
    with (
        mock.patch("reports.search.warming.connections"),
        mock.patch.object(warming, "opened", side_effect=RuntimeError("damaged")),
    ):
        search.warm_up()
    assert "could not be warmed up" in caplog.text


def test_preloading_asks_no_database() -> None:
    search.preload()
