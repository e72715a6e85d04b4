from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports import errata, people
from reports.models import Erratum, ParagraphPair, Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db
QUEUE = "/admin/reports/erratum/"
SCRIPT = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def staff(name: str, role: people.Role) -> User:
    user = User.objects.create_user(name, password="x", is_staff=True)
    people.give_role(user, role, by=None)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> User:
    return staff("editor", people.Role.EDITOR)


@pytest.fixture
def queue(editor: User) -> Client:
    return signed_in(editor)


@pytest.fixture
def report() -> Report:
    return report_of()


@pytest.fixture
def erratum(report: Report) -> Erratum:
    return reported(report, 2, "Twenty-eight, not twenty-nine.")


def reported(report: Report, position: int, message: str, name: str = "") -> Erratum:
    pair = report.pairs.get(position=position)
    return errata.report_error(pair, about=Erratum.About.ENGLISH, message=message, name=name).erratum


def address(erratum: Erratum) -> str:
    return f"{QUEUE}{erratum.pk}/change/"


def page(client: Client, where: str = QUEUE) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def answer(client: Client, erratum: Erratum, *, seen: str | None = None, **fields: str) -> Any:
    erratum.refresh_from_db()
    given = {"state": "corrected", "beginning": "", "answer": "Mended.", "back": "?state=open"}
    mark = errata.stamp(erratum) if seen is None else seen
    return client.post(address(erratum), {**given, "seen": mark, **fields})


@pytest.mark.parametrize(("role", "status"), [(people.Role.CONTRIBUTOR, 403), (people.Role.ADMINISTRATOR, 200)])
def test_queue_is_for_editors(erratum: Erratum, role: people.Role, status: int) -> None:
    client = signed_in(staff("other", role))
    assert client.get(QUEUE).status_code == status
    assert client.get(address(erratum)).status_code == status


def test_contributor_answers_nothing(erratum: Erratum) -> None:
    assert answer(signed_in(staff("other", people.Role.CONTRIBUTOR)), erratum).status_code == 403
    erratum.refresh_from_db()
    assert erratum.state == "open"


def test_others_are_led_to_the_sign_in_page(client: Client, erratum: Erratum) -> None:
    assert "/admin/login/" in client.get(QUEUE)["Location"]
    assert "/admin/login/" in client.post(address(erratum), {})["Location"]


def test_what_waits_longest_comes_first(queue: Client, report: Report) -> None:
    for number in (1, 2, 3):
        reported(report, number, f"Error {number}.")
    assert re.findall(r"Error (\d)\.", page(queue)) == ["1", "2", "3"]


def test_states_have_their_counts(queue: Client, report: Report, erratum: Erratum) -> None:
    answer(queue, reported(report, 4, "Another."))
    said = re.sub(r"<[^>]+>|\s+", " ", page(queue).split('class="errata-states"')[1].split("</nav>")[0])
    assert re.findall(r"[A-Z][a-z ]+ \d", re.sub(" +", " ", said)) == [
        "Waiting for an answer 1", "Corrected 1", "Left as it is 0", "Dismissed 0", "All 2",
    ]  # fmt: skip


def test_queue_narrows_by_report(queue: Client, report: Report, erratum: Erratum) -> None:
    other = report_of(slug="shanghai-2020", place="shanghai", year=2020)
    reported(other, 2, "In Shanghai.")
    assert "In Shanghai." in page(queue)
    html = page(queue, f"{QUEUE}?report={report.slug}")
    assert erratum.message in html
    assert "In Shanghai." not in html


def test_unknown_state_is_what_waits(queue: Client, erratum: Erratum) -> None:
    assert erratum.message in page(queue, f"{QUEUE}?state=nonsense&page=x")


def test_empty_queue_says_what_comes_there(queue: Client) -> None:
    assert "Nothing waits for an answer." in page(queue)


def test_entry_has_both_texts_and_what_stands_around(queue: Client, report: Report, erratum: Erratum) -> None:
    html = page(queue)
    for position in (1, 2, 3):
        assert report.pairs.get(position=position).zh in html
    assert "unchanged since" in html


def test_changed_words_are_marked(queue: Client, erratum: Erratum) -> None:
    ParagraphPair.objects.filter(errata=erratum).update(en="Twenty-eight scientific facilities were activated.")
    html = page(queue)
    assert "<del>Twenty-nine</del>" in html
    assert "<ins>Twenty-eight</ins>" in html


def test_pair_that_is_gone_shows_what_the_reader_saw(queue: Client, report: Report, erratum: Erratum) -> None:
    report.pairs.get(errata=erratum).delete()
    html = page(queue)
    assert "was taken out of the report" in html
    assert erratum.zh in html
    assert "<del>" not in html


def test_entry_leads_to_where_the_pair_is_corrected(queue: Client, erratum: Erratum) -> None:
    html = page(queue)
    link = re.search(r'class="errata-edit" href="([^"]+)"', html)
    assert link
    assert str(erratum.pair_id) in link[1]
    assert queue.get(link[1]).status_code == 200


def test_answer_leads_back_to_the_queue_and_can_be_looked_at(queue: Client, editor: User, erratum: Erratum) -> None:
    led = answer(queue, erratum, back="?state=open&report=beijing-2025")
    assert led["Location"] == f"{QUEUE}?state=open&report=beijing-2025"
    erratum.refresh_from_db()
    assert (erratum.state, erratum.answer, erratum.answered_by) == ("corrected", "Mended.", editor)
    assert f'<a href="{address(erratum)}">Look at it or take it back</a>' in page(queue)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "?state=x&next=https://evil.example"])
def test_answer_leads_nowhere_else(queue: Client, erratum: Erratum, back: str) -> None:
    assert answer(queue, erratum, back=back)["Location"] == f"{QUEUE}?state=open"


def test_beginning_says_nothing_else_than_what_became_of_it(queue: Client, erratum: Erratum) -> None:
    refused = answer(queue, erratum, state="declined", beginning="corrected", answer="")
    assert refused.status_code == 422
    assert "This beginning says something else than what became of it" in refused.content.decode()
    erratum.refresh_from_db()
    assert erratum.state == "open"


def test_chosen_beginning_stands_before_the_words(queue: Client, erratum: Erratum) -> None:
    answer(queue, erratum, state="declined", beginning="published", answer="See page 3.")
    erratum.refresh_from_db()
    assert erratum.answer.startswith("Thank you. The published text itself reads so")
    assert erratum.answer.endswith("\nSee page 3.")


@pytest.mark.parametrize("fields", [{"answer": " "}, {"state": ""}, {"state": "open"}, {"answer": "x" * 2001}])
def test_answer_that_says_nothing_is_asked_for_again(queue: Client, erratum: Erratum, fields: dict[str, str]) -> None:
    told = answer(queue, erratum, **fields)
    assert told.status_code == 422
    assert 'role="alert"' in told.content.decode()
    erratum.refresh_from_db()
    assert erratum.state == "open"


def test_dismissing_needs_no_words(queue: Client, erratum: Erratum) -> None:
    assert answer(queue, erratum, state="dismissed", answer="").status_code == 302
    erratum.refresh_from_db()
    assert erratum.state == "dismissed"


def test_readers_words_can_be_left_out(queue: Client, erratum: Erratum) -> None:
    answer(queue, erratum, without_words="on")
    erratum.refresh_from_db()
    assert erratum.words_hidden


def test_answer_is_taken_back_with_its_words_kept(queue: Client, erratum: Erratum) -> None:
    answer(queue, erratum)
    erratum.refresh_from_db()
    queue.post(address(erratum), {"reopen": "1", "seen": errata.stamp(erratum)})
    erratum.refresh_from_db()
    assert erratum.state == "open"
    assert "Mended.</textarea>" in page(queue)


def test_second_editor_is_told_and_keeps_what_was_written(queue: Client, erratum: Erratum) -> None:
    answer(queue, erratum)
    told = answer(signed_in(staff("other", people.Role.EDITOR)), erratum, seen="open", answer="My words.")
    html = told.content.decode()
    assert told.status_code == 409
    assert "While you wrote, editor answered this" in html
    assert "Mended." in html
    assert "My words.</textarea>" in html
    erratum.refresh_from_db()
    assert erratum.answer == "Mended."


def test_second_editor_can_replace_the_answer_after_that(queue: Client, erratum: Erratum) -> None:
    answer(queue, erratum)
    other = signed_in(staff("other", people.Role.EDITOR))
    html = answer(other, erratum, seen="open", answer="My words.").content.decode()
    seen = re.findall(r'name="seen" value="([^"]+)"', html)
    assert len(set(seen)) == 1
    assert answer(other, erratum, seen=seen[0], answer="My words.").status_code == 302
    erratum.refresh_from_db()
    assert erratum.answer == "My words."


def test_stale_reopening_is_told(queue: Client, erratum: Erratum) -> None:
    answer(queue, erratum)
    assert queue.post(address(erratum), {"reopen": "1", "seen": "open"}).status_code == 409


def test_script_in_any_field_is_text(queue: Client, report: Report) -> None:
    ParagraphPair.objects.filter(report=report, position=1).update(zh=SCRIPT, en=SCRIPT)
    erratum = reported(report, 2, SCRIPT, name=SCRIPT)
    Erratum.objects.update(zh=SCRIPT, en=SCRIPT, answer=SCRIPT)
    for html in (page(queue), page(queue, address(erratum))):
        assert "<script>alert" not in html
        assert "<img src=x" not in html


@pytest.mark.parametrize("key", ["0", "999999", "x", "9" * 30])
def test_unknown_report_is_not_found(queue: Client, key: str) -> None:
    assert queue.get(f"{QUEUE}{key}/change/").status_code == 404


def test_nothing_is_added_or_deleted_by_hand(queue: Client, erratum: Erratum) -> None:
    assert queue.get(reverse("admin:reports_erratum_add")).status_code == 403
    assert queue.post(reverse("admin:reports_erratum_delete", args=[erratum.pk]), {"post": "yes"}).status_code == 403
    assert Erratum.objects.exists()


def test_longer_queue_takes_no_more_queries(
    queue: Client, report: Report, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for position in range(1, 9):
        for number in range(4):
            reported(report, position, f"Error {number}.")
    page(queue)
    # Who asks takes five or six; counting, the page, its pairs (2), those around, states, reports.
    with django_assert_max_num_queries(14):
        html = page(queue)
    assert html.count('class="errata-entry"') == 20
    assert "Page 1 of 2" in html
