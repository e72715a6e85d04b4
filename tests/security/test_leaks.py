"""What is not published shows nowhere: the public is answered as if it were not there at all."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from reports import search
from reports.models import ParagraphPair, Report, Term
from tests.factories import TWO_SECTIONS, report_of
from tests.pages import BEADS, SENTENCES
from tests.security import hidden
from tests.security.hidden import STATUSES, hide, marked, patterns, public_addresses, said, slug, staff_words

pytestmark = pytest.mark.django_db

Answers = dict[str, tuple[int, str, bytes]]


def learned() -> None:
    """Bring everything that is made of the rows up to them."""
    search.catch_up()
    call_command("learn", verbosity=0)
    call_command("bundle", site="http://testserver/", verbosity=0)


def answers() -> Answers:
    client = Client()
    return {address: said(client, address) for address in public_addresses()}


def differing(before: Answers, after: Answers) -> list[str]:
    """Return the addresses whose answers differ; the page of the download says when its file was made, the file doesn't."""
    return [
        address
        for address, answer in before.items()
        if after[address] != answer and not address.startswith("/en/download/")
    ]


@pytest.fixture
def published() -> Report:
    """Return one of two published reports: few are enough, as every address is asked several times."""
    report_of([*TWO_SECTIONS, *[(0, SENTENCES)] * 5], slug="shanghai-2024", place="shanghai", year=2024)
    report = report_of([*TWO_SECTIONS, *[(0, SENTENCES)] * 5])
    report.pairs.filter(zh=SENTENCES[0]).update(beads=BEADS)
    return report


def test_every_public_address_answers_as_if_hidden_reports_were_not_there(published: Report) -> None:
    learned()
    before = answers()
    hide()
    learned()
    after = answers()
    assert len(before) > 150
    assert differing(before, after) == []
    assert [address for address, (_status, _headers, content) in after.items() if marked(content)] == []
    assert not Term.objects.filter(zh__contains=hidden.HAN).exists()


def test_a_report_that_is_no_longer_published_is_gone_from_everywhere(published: Report) -> None:
    learned()
    before = answers()
    report = hide()[0]
    _set_status(report, "published")
    learned()
    meanwhile = answers()
    # What finds nothing here would find nothing above either: the marks do show, where they may.
    assert sum(bool(marked(content)) for _status, _headers, content in meanwhile.values()) > 40
    assert len(differing(before, meanwhile)) > 60
    _set_status(report, "draft")
    # Before anything is made anew, but for what the next search finds changed.
    # Suggestions and the glossary are learned in the background; they follow the next time.
    now = {address: answer for address, answer in answers().items() if not _is_learned(address)}
    assert [address for address, answer in now.items() if marked(answer[2])] == []
    learned()
    after = answers()
    # What is learned depends a little on the order in which the index has its documents, which is another now.
    assert [address for address in differing(before, after) if not _is_learned(address)] == []
    assert [address for address, answer in after.items() if marked(answer[2])] == []


def _is_learned(address: str) -> bool:
    return "suggestions" in address or "/terms/" in address


def _set_status(report: Report, status: str) -> None:
    Report.objects.filter(pk=report.pk).update(status=status, publish_at=None)
    report.refresh_from_db()
    report.touch()


# One missing report and paragraph, named as long as those that are hidden.
MISSING = "hidden-nowhere"
METHODS = ("get", "head", "options", "post")


def of_one(route: str) -> list[str]:
    """Return the addresses of one report or pair that a route has: SLUG and KEY stand for which."""
    filled = route.replace("<slug:slug>", "SLUG").replace("<slug>", "SLUG").replace("<int:pk>", "KEY")
    if filled == route:
        return []
    many = [filled.replace("<slug:form>", form).replace("<slug:name>", form) for form in hidden.FORMS]
    return many if "<" in filled else [filled]


ROUTES = sorted({address for route, _name in patterns() for address in of_one(route)})


def test_routes_of_one_report_are_found() -> None:
    assert {"/en/reports/SLUG/", "/api/v1/reports/SLUG", "/reports/SLUG/export/csv/", "/en/pairs/KEY/"} <= set(ROUTES)


def same_for(client: Client, route: str, name: str, key: int, method: str) -> tuple[int, str, bytes]:
    """Return the answer of a route for one report, with what was asked for taken out of it."""
    status, headers, content = said(client, route.replace("SLUG", name).replace("KEY", str(key)), method)
    # The page of an address that leads nowhere offers a search for its words.
    for asked in (
        name,
        *(name.replace("-", blank) for blank in (" ", "+", "%20")),
        *([str(key)] if "KEY" in route else []),
    ):
        headers, content = headers.replace(asked, "…"), content.replace(asked.encode(), "…".encode())
    return status, headers, content


@pytest.mark.parametrize("status", STATUSES)
def test_a_hidden_report_is_answered_as_one_that_is_not_there(published: Report, status: str) -> None:
    hide()
    search.catch_up()
    client = Client()
    key = ParagraphPair.objects.filter(report__slug=slug(status)).values_list("pk", flat=True)[1]
    telling = []
    for route in ROUTES:
        for method in METHODS:
            there = same_for(client, route, slug(status), key, method)
            missing = same_for(client, route, MISSING, key + 10**6, method)
            if there != missing or (there[0] < 300 and method != "options") or marked(there[2]):
                telling.append(f"{method} {route}: {there[0]}, {missing[0]}")
    assert telling == []


def test_a_hidden_report_is_harvested_as_one_that_is_not_there(published: Report) -> None:
    for report in hide():
        for name in (report.slug, MISSING):
            address = f"/oai/?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:{name}"
            _status, _headers, content = said(Client(), address)
            assert b'code="idDoesNotExist"' in content


def test_what_is_for_the_staff_alone_is_in_no_public_answer(published: Report) -> None:
    staff_words(published)
    learned()
    client = Client()
    key = published.pairs.order_by("position")[1].pk
    own = [route.replace("SLUG", published.slug).replace("KEY", str(key)) for route in ROUTES]
    given = {address: said(client, address) for address in [*own, *public_addresses()]}
    assert sum(status == 200 for status, _headers, _content in given.values()) > 100
    assert [address for address, answer in given.items() if marked(answer[2]) or marked(answer[1].encode())] == []


def test_a_key_of_a_hidden_pair_is_not_told_by_the_validators_of_an_answer(published: Report) -> None:
    """A report that changes unseen changes neither ETag nor Last-Modified of what the public reads."""
    client = Client()
    addresses = (
        "/sitemap.xml",
        "/sitemaps/reports.xml",
        "/feed/",
        "/api/v1/places",
        "/api/v1/reports",
        "/en/",
        "/search/feed/?q=改革",
    )
    learned()
    before = {address: _validators(client, address) for address in addresses}
    hide()
    learned()
    assert {address: _validators(client, address) for address in addresses} == before


def _validators(client: Client, address: str) -> tuple[str, str]:
    response = client.get(address)
    return response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
