"""An address that a hidden report had tells no more than one that never was: nor does the new address of one."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reports import editing, search
from reports.models import ParagraphPair, Report
from tests.factories import report_of
from tests.security.hidden import TEXTS, marked
from tests.security.test_alike import FEW, asked, steps
from tests.security.test_leaks import METHODS, ROUTES, same_for

pytestmark = pytest.mark.django_db

FORMER, UNSEEN, MISSING = "hidden-earlier", "hidden-by-name", "hidden-nowhere"
OF_REPORTS = [route for route in ROUTES if "SLUG" in route]


@pytest.fixture
def hidden(admin_user: User) -> Report:
    """Return a draft that was public at FORMER, and got the address UNSEEN since then."""
    report_of()
    report = report_of(TEXTS, slug=FORMER, place="tianjin", year=2019)
    editing.set_status(report, "draft", admin_user)
    editing.edit_header(report, {"slug": UNSEEN}, admin_user, editing.latest_revision(report))
    search.catch_up()
    return report


def put(report: Report, status: str, by: User) -> None:
    if status != report.status:
        editing.set_status(report, status, by)
    search.catch_up()


@pytest.mark.parametrize("slug", [FORMER, UNSEEN])
@pytest.mark.parametrize("status", ["draft", "reviewed"])
def test_a_hidden_report_is_answered_as_one_that_is_not_there(
    hidden: Report, admin_user: User, status: str, slug: str
) -> None:
    put(hidden, status, admin_user)
    client, key = Client(), ParagraphPair.objects.order_by("-pk").values_list("pk", flat=True)[0]
    telling = []
    for route in OF_REPORTS:
        for method in METHODS:
            there = same_for(client, route, slug, key, method)
            if there != same_for(client, route, MISSING, key, method) or marked(there[2]):
                telling.append(f"{method} {route}: {there[0]}")
    assert telling == []


@pytest.mark.parametrize("slug", [FORMER, UNSEEN])
def test_it_is_looked_for_as_what_is_missing(hidden: Report, slug: str) -> None:
    client = Client()
    telling = {}
    for route in OF_REPORTS:
        there, missing = (route.replace("SLUG", name) for name in (slug, MISSING))
        if asked(client, there) != asked(client, missing) or abs(steps(client, there) - steps(client, missing)) > FEW:
            telling[route] = there
    assert telling == {}


def test_the_address_of_a_draft_is_nowhere_named(hidden: Report, admin_user: User) -> None:
    client = Client()
    for status in ("draft", "reviewed", "draft", "archived"):
        put(hidden, status, admin_user)
        harvested = client.get("/oai/?verb=ListIdentifiers&metadataPrefix=oai_dc").content.decode()
        assert UNSEEN not in harvested
        assert harvested.count(FORMER) == 1
    # It was public, and isn't expected back: there, and nowhere else.
    answers = [client.get(f"/en/reports/{slug}/").status_code for slug in (FORMER, UNSEEN, MISSING)]
    assert answers == [410, 404, 404]


def test_a_deleted_draft_leaves_the_address_alone_that_was_public(hidden: Report, admin_user: User) -> None:
    editing.erase(hidden, UNSEEN, admin_user)
    answers = [Client().get(f"/en/reports/{slug}/").status_code for slug in (FORMER, UNSEEN, MISSING)]
    assert answers == [410, 404, 404]
