from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports import search
from reports.models import ParagraphPair, Term
from reports.reading.study.terms_asked import TERM_MOST
from tests.addresses import TERMS, report_page
from tests.factories import report_of
from tests.reading.study.conftest import Learned, rendering

pytestmark = pytest.mark.django_db

LINES = [
    (1, ("一、民生", "I. Wellbeing")),
    (0, ("保障和改善民生。", "We will improve people's wellbeing.")),
    (0, ("民生得到改善。", "Living standards have improved.")),
]


def html(client: Client, q: str, status: int = 200) -> str:
    response = client.get(reverse("terms"), {"q": q}, follow=True)
    assert response.status_code == status
    return response.content.decode()


def text(shown: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", shown)))


def keys_of(slug: str, year: int) -> list[int]:
    report = report_of(LINES, slug=slug, year=year)
    return list(report.pairs.order_by("position").values_list("pk", flat=True))


@pytest.fixture
def changed(learned: Learned) -> None:
    """An archive in which the rendering of 民生 changed."""
    old, new = keys_of("beijing-2010", 2010), keys_of("beijing-2020", 2020)
    search.catch_up()
    learned(
        "民生",
        rendering("people's wellbeing", (2010, 1), (2020, 8), first=old[1], pair=new[1]),
        rendering("living standard", (2010, 6), (2020, 1), first=old[2], pair=old[2]),
    )


def test_page_tells_how_the_english_changed(client: Client, changed: None) -> None:
    shown = text(html(client, "民生"))
    assert "2010 living standard 6 of 7 pairs 2020 people's wellbeing 8 of 9 pairs" in shown


def test_first_and_last_use_stand_side_by_side_with_both_terms_marked(client: Client, changed: None) -> None:
    uses = html(client, "民生").partition('id="uses"')[2]
    first, last = uses.split('class="use"')[1:3]
    for part, year in ((first, 2010), (last, 2020)):
        page = report_page(f"beijing-{year}")
        assert f"Beijing {year}" in part
        assert "<mark>民生</mark>" in part
        assert "<mark>people&#x27;s wellbeing</mark>" in part
        assert f'href="{page}?q=%E6%B0%91%E7%94%9F#p2"' in part


def test_other_form_of_a_rendering_is_marked(client: Client, changed: None) -> None:
    # The archive counts forms of words as one: standards for standard.
    uses = html(client, "民生").partition('id="uses"')[2]
    assert "<mark>Living standards</mark>" in uses
    assert "The one use" in uses


def test_counts_of_each_year_are_a_table(client: Client, changed: None) -> None:
    counts = html(client, "民生").partition('class="counts"')[2].partition("</table>")[0]
    assert text(counts).split()[1:] == "Rendering 2020 2010 people's wellbeing 8 1 living standard 1 6".split()


def test_page_leads_to_search_and_concordance(client: Client, changed: None) -> None:
    shown = html(client, "民生")
    assert f'href="{reverse("search")}?q=%E6%B0%91%E7%94%9F">6 paragraphs<' in shown
    assert f'href="{reverse("concordance")}?q=%E6%B0%91%E7%94%9F"' in shown


def test_each_rendering_leads_to_its_own_page(client: Client, changed: None) -> None:
    assert f'href="{reverse("terms")}?q=people%27s+wellbeing"' in html(client, "民生")


def test_english_is_looked_up_too(client: Client, learned: Learned) -> None:
    keys = keys_of("beijing-2020", 2020)
    search.catch_up()
    learned('"people\'s wellbeing"', rendering("民生", (2020, 8), language="zh", pair=keys[1], first=keys[1]))
    shown = html(client, "people's wellbeing")
    assert f'lang="zh-Hans" href="{TERMS}?q=%E6%B0%91%E7%94%9F">民生</a>' in shown
    assert "too few pairs to tell" in text(shown)


def test_rendering_that_stayed_is_said_to_have_stayed(client: Client, learned: Learned) -> None:
    learned("民生", rendering("wellbeing", (2010, 5), (2020, 5)), rendering("lives", (2020, 1)))
    report_of(LINES)
    search.catch_up()
    assert "From 2010 to 2020 the commonest rendering stayed the same: “wellbeing”." in text(html(client, "民生"))


def test_term_that_is_nowhere_says_so(client: Client) -> None:
    report_of()
    search.catch_up()
    assert "No paragraph has this term." in text(html(client, "葫芦"))


def test_term_without_known_renderings_shows_its_pairs(client: Client) -> None:
    report_of()
    search.catch_up()
    shown = html(client, "养老金")
    assert "Too few paragraphs with this term are in both languages" in shown
    assert "<mark>养老金</mark>" in shown


def test_term_in_chinese_alone_says_so(client: Client) -> None:
    report_of()
    search.catch_up()
    assert "are in Chinese only" in html(client, "只有中文")


def test_sentence_is_told_from_a_term(client: Client) -> None:
    search.catch_up()
    assert "the rest was left out" in html(client, "长" * (TERM_MOST + 1))


def test_page_waits_for_the_index(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "total", unavailable)
    assert html(client, "民生", 503)


def unavailable(request: search.Request) -> int:
    raise search.Unavailable("The index is being built.")


def test_table_of_terms_answers_where_nothing_was_learned(client: Client) -> None:
    report_of()
    search.catch_up()
    Term.objects.create(zh="民生", en="living standards", count=7, first_year=2008, last_year=2020, strength=0.6)
    shown = text(html(client, "民生"))
    assert "living standards 7 2008 2020 60%" in shown
    assert "From the table of terms" in shown
    assert "民生" in text(html(client, "Living standards"))


def test_longer_terms_are_offered(client: Client) -> None:
    report_of()
    search.catch_up()
    Term.objects.create(zh="保障民生", en="ensure wellbeing", count=7, first_year=2008, last_year=2020, strength=0.6)
    assert "保障民生 ensure wellbeing" in text(html(client, "民生"))


def test_drafts_lend_no_example(client: Client, learned: Learned) -> None:
    report = report_of(LINES, status="draft")
    key = ParagraphPair.objects.get(report=report, position=2).pk
    search.catch_up()
    learned("民生", rendering("wellbeing", (2010, 5), (2020, 5), pair=key, first=key))
    assert "保障和改善" not in html(client, "民生")


def test_markup_in_a_term_stays_text(client: Client) -> None:
    search.catch_up()
    assert "<script>alert" not in html(client, "<script>alert(1)</script>")


def test_page_asks_for_all_examples_at_once(
    client: Client, changed: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    html(client, "民生")
    with django_assert_max_num_queries(6):
        html(client, "民生")


# Lookup


def looked_up(client: Client, q: str, status: int = 200) -> dict[str, Any]:
    response = client.get(reverse("term-lookup"), {"q": q})
    assert response.status_code == status
    found: dict[str, Any] = response.json()
    return found


def test_lookup_answers_in_json(client: Client, changed: None) -> None:
    assert looked_up(client, "民生") == {
        "q": "民生",
        "language": "zh",
        "renderings": [
            {"text": "people's wellbeing", "count": 9, "confidence": 0.75},
            {"text": "living standard", "count": 7, "confidence": 0.75},
        ],
        "total": 6,
        "search": reverse("search") + "?q=%E6%B0%91%E7%94%9F",
        "page": reverse("terms") + "?q=%E6%B0%91%E7%94%9F",
    }


def test_lookup_of_an_unknown_term_is_an_answer(client: Client) -> None:
    search.catch_up()
    assert looked_up(client, "xyzzy")["renderings"] == []


@pytest.mark.parametrize("q", ["", "，", "长" * (TERM_MOST + 1)])
def test_lookup_refuses_what_is_no_term(client: Client, q: str) -> None:
    assert "80 characters" in looked_up(client, q, 400)["error"]


def test_lookup_answers_without_an_index(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "total", unavailable)
    assert looked_up(client, "民生")["total"] is None


def test_lookup_of_what_was_just_asked_asks_nothing_again(
    client: Client,
    changed: None,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = looked_up(client, "民生")
    monkeypatch.setattr(search, "renderings", unavailable)
    monkeypatch.setattr(search, "total", unavailable)
    with django_assert_max_num_queries(1):
        assert looked_up(client, "民生") == first


def test_lookup_is_made_anew_when_a_report_changes(client: Client, changed: None) -> None:
    before = looked_up(client, "民生")
    report_of(LINES, slug="hebei-2021", place="hebei", year=2021)
    search.catch_up()
    assert looked_up(client, "民生")["total"] == before["total"] + 3
