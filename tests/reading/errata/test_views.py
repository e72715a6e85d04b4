from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive_site import throttles
from reports import revisions
from reports.models import AuditEntry, Erratum, ParagraphPair, Report, Revision
from tests.addresses import BEIJING
from tests.factories import report_of

pytestmark = pytest.mark.django_db
WRONG = {"about": "en", "message": "Twenty-eight, not twenty-nine."}
SCRIPT = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{ 7|add:7 }}'


@pytest.fixture(autouse=True)
def whole_allowances() -> None:
    throttles.forget()


@pytest.fixture
def pair() -> ParagraphPair:
    return report_of().pairs.select_related("report").get(position=2)


def address(pair: ParagraphPair, name: str = "pair-error") -> str:
    return reverse(name, args=[pair.pk])


def send(client: Client, pair: ParagraphPair, **fields: str) -> Any:
    """Fill in the form that the page shows, as a browser does, and send it."""
    html = client.get(address(pair)).content.decode()
    hidden = re.search(r'name="seen" value="(\w+)"', html)
    assert hidden
    return client.post(address(pair), {"seen": hidden[1], "name": "", "website": "", **WRONG, **fields})


def answered(pair: ParagraphPair, **fields: Any) -> Erratum:
    erratum = Erratum(report=pair.report, pair=pair, about="en", state="corrected", answer="Mended.", answered_at=None)
    for name, value in {"message": "Wrong.", "answered_at": pair.report.created_at, **fields}.items():
        setattr(erratum, name, value)
    erratum.save()
    return erratum


def test_page_shows_both_texts_and_asks_what_is_wrong(client: Client, pair: ParagraphPair) -> None:
    html = client.get(address(pair)).content.decode()
    assert pair.zh in html
    assert pair.en in html
    for label in ("The Chinese text", "The English text", "The two sides do not match", "Something else"):
        assert label in html
    assert 'name="robots" content="noindex"' in html


def test_report_is_kept_for_the_editors(client: Client, pair: ParagraphPair) -> None:
    answer = send(client, pair, name="Li Bai")
    assert answer.status_code == 302
    assert answer["Location"] == address(pair, "pair-error-thanks")
    erratum = Erratum.objects.get()
    assert (erratum.pair, erratum.state, erratum.about) == (pair, "open", "en")
    assert (erratum.message, erratum.name) == (WRONG["message"], "Li Bai")
    assert (erratum.zh, erratum.en) == (pair.zh, pair.en)


def test_thanks_say_what_happens_next(client: Client, pair: ParagraphPair) -> None:
    html = client.get(address(pair, "pair-error-thanks")).content.decode()
    assert "waits for an editor" in html
    assert address(pair, "versions") in html


def test_form_needs_its_token(pair: ParagraphPair) -> None:
    assert Client(enforce_csrf_checks=True).post(address(pair), WRONG).status_code == 403


@pytest.mark.parametrize("status", ["draft", "reviewed", "archived"])
@pytest.mark.parametrize("name", ["pair-error", "pair-error-thanks"])
def test_unpublished_pair_has_no_page(client: Client, pair: ParagraphPair, status: str, name: str) -> None:
    Report.objects.update(status=status)
    assert client.get(address(pair, name)).status_code == 404
    assert client.post(address(pair, name), WRONG).status_code in {404, 405}
    assert not Erratum.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"message": ""}, {"message": "x"}, {"message": " \n\u202e "}, {"about": ""}, {"about": "all"}]
)
def test_what_says_nothing_is_asked_for_again(client: Client, pair: ParagraphPair, fields: dict[str, str]) -> None:
    answer = send(client, pair, name="Li Bai", **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert 'value="Li Bai"' in answer.content.decode()
    assert not Erratum.objects.exists()


def test_longest_message_is_measured_as_its_writer_saw_it(client: Client, pair: ParagraphPair) -> None:
    assert send(client, pair, message="改\r\n" * 1000).status_code == 302
    assert send(client, pair, message="改" * 2001).status_code == 422


def test_program_that_fills_in_every_field_is_thanked_and_forgotten(client: Client, pair: ParagraphPair) -> None:
    assert send(client, pair, website="https://spam.example").status_code == 302
    assert not Erratum.objects.exists()


def test_eleventh_report_of_an_hour_waits(client: Client, pair: ParagraphPair) -> None:
    answers = [send(client, pair, message=f"Error {number}.") for number in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "Error 10." in answers[-1].content.decode()
    assert Erratum.objects.count() == 10


def test_same_report_again_is_thanked_and_kept_once(client: Client, pair: ParagraphPair) -> None:
    assert [send(client, pair).status_code for _ in range(2)] == [302, 302]
    assert Erratum.objects.count() == 1


def test_text_that_changed_meanwhile_is_shown_before_the_report_is_kept(client: Client, pair: ParagraphPair) -> None:
    client.get(address(pair))
    answer = client.post(address(pair), {**WRONG, "seen": "of before"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "changed while you wrote" in html
    assert WRONG["message"] in html
    assert re.search(r'value="en"[^>]*checked', html)
    assert not Erratum.objects.exists()
    assert send(client, pair).status_code == 302


def merge(report: Report) -> tuple[ParagraphPair, ParagraphPair]:
    """Merge two pairs of a report, and return the one that is gone and the one that it became."""
    gone, kept = report.pairs.get(position=7), report.pairs.get(position=6)
    with transaction.atomic():
        state = revisions.read(revisions.locked(report.pk))
        lines = tuple(line for line in state.lines if line.key != gone.pk)
        revisions.change(report, replace(state, lines=lines), revisions.Act(Revision.Kind.MERGE), {gone.pk: kept.pk})
    return gone, kept


def test_what_was_written_while_the_pair_was_merged_is_kept(client: Client, pair: ParagraphPair) -> None:
    gone, kept = merge(pair.report)
    answer = client.post(address(gone), {"seen": "as it was", "name": "Mei", "website": "", **WRONG})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert WRONG["message"] in html
    assert 'value="Mei"' in html
    assert f'action="{address(kept)}"' in html
    assert not Erratum.objects.exists()


def test_pair_that_was_merged_leads_to_the_one_it_became(client: Client, pair: ParagraphPair) -> None:
    gone, kept = merge(pair.report)
    assert client.get(address(gone))["Location"] == address(kept)
    assert client.get(address(gone, "versions"))["Location"] == address(kept, "versions")
    assert client.get(address(gone, "pair-error-thanks"))["Location"] == address(kept, "pair-error-thanks")
    Report.objects.update(status="draft")
    assert client.get(address(gone)).status_code == 404


def test_pair_that_never_was_has_no_page(client: Client) -> None:
    assert client.get("/en/pairs/987654/error/").status_code == 404


def test_nothing_of_the_reader_is_kept(client: Client, pair: ParagraphPair) -> None:
    send(client, pair)
    assert not AuditEntry.objects.exists()
    kept = Erratum.objects.values().get()
    assert "127.0.0.1" not in str(kept)
    assert kept["name"] == ""


def test_words_that_wait_are_shown_nowhere(client: Client, pair: ParagraphPair) -> None:
    send(client, pair, message="Unseen words.", name="Nobody")
    pages = [client.get(there).content.decode() for there in (BEIJING, address(pair), address(pair, "versions"))]
    assert [("Unseen words" in html, "Nobody" in html) for html in pages] == [(False, False)] * 3
    assert "1 report about this paragraph waits" in pages[1]
    assert "1 report of an error here waits" in pages[2]


def test_answer_stands_at_the_pair(client: Client, pair: ParagraphPair) -> None:
    answered(pair, name="Li Bai")
    html = client.get(address(pair, "versions")).content.decode()
    assert '<h2 id="errata"' in html
    for words in ("Wrong.", "Mended.", "<bdi>Li Bai</bdi> reported on", "Corrected, answered on"):
        assert words in html


def test_words_that_an_editor_left_out_are_not_shown(client: Client, pair: ParagraphPair) -> None:
    answered(pair, name="Li Bai", message="Rude.", words_hidden=True)
    html = client.get(address(pair, "versions")).content.decode()
    assert "Mended." in html
    assert "Rude." not in html
    assert "Li Bai" not in html


def test_dismissed_one_is_shown_to_nobody(client: Client, pair: ParagraphPair) -> None:
    answered(pair, state="dismissed", message="Buy this.")
    assert "Buy this." not in client.get(address(pair, "versions")).content.decode()


def test_editors_name_is_not_published(client: Client, pair: ParagraphPair, admin_user: Any) -> None:
    answered(pair, answered_by=admin_user)
    assert admin_user.username not in client.get(address(pair, "versions")).content.decode().split("<footer")[0]


@pytest.mark.parametrize("name", ["versions", "pair-error"])
def test_script_in_any_field_is_text(client: Client, pair: ParagraphPair, name: str) -> None:
    answered(pair, message=SCRIPT, name=SCRIPT, answer=SCRIPT)
    html = client.get(address(pair, name)).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "{{ 7|add:7 }}" in html


def test_script_that_is_sent_back_is_text(client: Client, pair: ParagraphPair) -> None:
    html = send(client, pair, about="", message=SCRIPT, name=SCRIPT).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_reader_marks_the_pairs_that_were_answered(client: Client, pair: ParagraphPair) -> None:
    mark = f'<a href="{address(pair, "versions")}#errata">'
    assert mark not in client.get(BEIJING).content.decode()
    answered(pair)
    assert client.get(BEIJING).content.decode().count(mark) == 1


def test_each_paragraph_of_the_reader_leads_to_its_form(client: Client, pair: ParagraphPair) -> None:
    html = client.get(BEIJING).content.decode()
    assert html.count("/error/") == pair.report.pairs.count()
    assert f'href="{address(pair)}"' in html


def test_marks_cost_two_queries(
    client: Client, pair: ParagraphPair, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for other in pair.report.pairs.all():
        answered(other)
    with django_assert_max_num_queries(6):
        client.get(BEIJING)
