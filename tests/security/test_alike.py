"""What is hidden is looked for as what isn't there: the same questions to the database, so that no clock tells."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports import revisions, search
from reports.models import Change, ParagraphPair, Report, Revision
from tests.factories import report_of
from tests.security.hidden import STATUSES, hide, slug
from tests.security.test_leaks import MISSING, ROUTES

pytestmark = pytest.mark.django_db

VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b")
OF_PAIRS = [route for route in ROUTES if "KEY" in route]


def asked(client: Client, address: str, method: str = "get") -> list[str]:
    """Return the questions that the database is asked for an address, without their values."""
    with CaptureQueriesContext(connection) as captured:
        assert getattr(client, method)(address).status_code in {404, 405}, address
    return [VALUES.sub("?", query["sql"]) for query in captured]


def steps(client: Client, address: str) -> int:
    """Return how many steps the database takes for an address: what it does, and not how long that takes."""
    taken = 0

    def one() -> None:
        nonlocal taken
        taken += 1

    connection.ensure_connection()
    connection.connection.set_progress_handler(one, 1)
    try:
        client.get(address)
    finally:
        connection.connection.set_progress_handler(None, 0)
    return taken


def merged(report: Report) -> int:
    """Return the key of a pair that was merged into another one of the report."""
    now = report.pairs.order_by("position")[1].pk
    gone = now + 10**5
    revision = Revision.objects.create(report=report, kind=Revision.Kind.MERGE)
    Change.objects.create(revision=revision, row=Change.Row.PAIR, key=gone, before={"zh": "x"}, after=None, became=now)
    return gone


@pytest.mark.parametrize("status", STATUSES)
def test_what_is_hidden_is_looked_for_as_what_is_missing(status: str) -> None:
    report_of()
    hide()
    search.catch_up()
    client = Client()
    key = ParagraphPair.objects.filter(report__slug=slug(status)).values_list("pk", flat=True)[1]
    telling = {}
    for route in ROUTES:
        there = asked(client, route.replace("SLUG", slug(status)).replace("KEY", str(key)))
        missing = asked(client, route.replace("SLUG", MISSING).replace("KEY", str(key + 10**6)))
        if there != missing:
            telling[route] = (len(there), len(missing))
    assert telling == {}


# To find a row and see that it is not published: some microseconds, less than any network tells.
FEW = 150


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="a server doesn't count its steps; its questions are told above"
)
@pytest.mark.parametrize("status", STATUSES)
def test_the_database_takes_no_longer_for_what_is_hidden(status: str) -> None:
    for place in ("beijing", "tianjin"):
        for year in range(2001, 2021):
            report_of([(0, ("改革。", "Reform."))], slug=f"{place}-{year}", place=place, year=year)
    hide()
    search.catch_up()
    client = Client()
    key = ParagraphPair.objects.filter(report__slug=slug(status)).values_list("pk", flat=True)[1]
    telling = {}
    for route in ROUTES:
        there = steps(client, route.replace("SLUG", slug(status)).replace("KEY", str(key)))
        missing = steps(client, route.replace("SLUG", MISSING).replace("KEY", str(key + 10**6)))
        if abs(there - missing) > FEW:
            telling[route] = (there, missing)
    assert telling == {}


@pytest.mark.parametrize("status", STATUSES)
def test_a_pair_that_is_gone_from_a_hidden_report_is_looked_for_as_one_that_never_was(status: str) -> None:
    report_of()
    report = next(report for report in hide() if report.slug == slug(status))
    gone, client = merged(report), Client()
    assert revisions.pair_that_became(gone)
    telling = [
        route
        for route in OF_PAIRS
        if asked(client, route.replace("KEY", str(gone))) != asked(client, route.replace("KEY", str(gone + 10**6)))
    ]
    assert telling == []


def test_no_question_about_a_pair_has_another_inside_that_is_asked_for_pairs_that_are_there_alone() -> None:
    """A list of all published reports would take a millisecond, and be made only where the pair's row is found."""
    report_of()
    key = ParagraphPair.objects.filter(report=hide()[0]).values_list("pk", flat=True)[1]
    questions = [question for route in OF_PAIRS for question in asked(Client(), route.replace("KEY", str(key)))]
    assert len(questions) > 5
    assert [question for question in questions if "IN (SELECT" in question] == []


def test_a_pair_that_is_gone_from_a_published_report_leads_to_what_it_became() -> None:
    gone = merged(report_of())
    answers = [Client().get(route.replace("KEY", str(gone))) for route in OF_PAIRS]
    assert sum(answer.status_code == 302 for answer in answers) > 5
