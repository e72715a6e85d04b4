"""Marks in the other language on a page of results, and the renderings offered as searches."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import lists, sampled_from

from reports import search
from reports.models import ParagraphPair, Report
from reports.search.answers import Hit, Offer
from reports.search.counterparts.page import of_page
from reports.search.marking import marked
from reports.search.query import read
from tests.search.conftest import MakeReport, sample_pairs

pytestmark = pytest.mark.django_db
QUERIES = sampled_from(
    ["义务教育", "教育", "改革", "compulsory", "education", "reform", '"compulsory education"', "粮食", "grain", "OR", "AND",
     "-粮食", "(", ")", "供给侧", "科学城", "Science", "en:education", "zh:教育", "NEAR/5", "suppl*", "5G", "of", "的", "xyzzy"]
)  # fmt: skip


def asked(q: str, count: Callable[[str], int] | None = None) -> tuple[list[Hit], list[Offer]]:
    query = read(q)
    hits = [
        Hit(pair, 0.0, *marks)
        for pair in ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED).order_by("pk")
        if any(marks := marked(query.wanted(), pair.zh, pair.en))
    ]
    return of_page(query, hits, count)


def english(q: str) -> set[str]:
    return {hit.pair.en[mark.start : mark.end] for hit in asked(q)[0] for mark in hit.en_counterparts}


def chinese(q: str) -> set[str]:
    return {hit.pair.zh[mark.start : mark.end] for hit in asked(q)[0] for mark in hit.zh_counterparts}


def offered(q: str) -> list[str]:
    return [offer.q for offer in asked(q)[1]]


def test_chinese_term_is_marked_in_english(bilingual: list[Report]) -> None:
    assert english("义务教育") == {"compulsory education"}
    assert english("供給側結構性改革") == {"supply-side structural reform", "Supply-side structural reform"}


@pytest.mark.parametrize("q", ['"compulsory education"', "compulsory education", "en:compulsory en:education"])
def test_english_term_is_marked_in_chinese(bilingual: list[Report], q: str) -> None:
    assert chinese(q) == {"义务教育"}


def test_english_word_is_marked_in_chinese_whatever_its_form(bilingual: list[Report]) -> None:
    assert chinese("grains") == {"粮食"}


def test_rendering_is_offered_with_its_count(bilingual: list[Report]) -> None:
    _hits, offers = asked("义务教育")
    assert [(offer.q, offer.count, offer.kind) for offer in offers] == [('"compulsory education"', 4, "rendering")]
    assert 0.4 < offers[0].confidence <= 1.0
    assert offered('"compulsory education"') == ["义务教育"]
    assert offered("粮食") == ["grain"]


def test_offer_counts_as_it_is_told(bilingual: list[Report]) -> None:
    assert [offer.count for offer in asked("义务教育", lambda q: 7 * (q == '"compulsory education"'))[1]] == [7]


def test_what_finds_nothing_is_not_offered(bilingual: list[Report]) -> None:
    assert asked("义务教育", lambda _q: 0)[1] == []


def test_both_renderings_of_a_term_are_offered(bilingual: list[Report]) -> None:
    assert set(offered("科学城")) == {'"Science City"', '"Science Park"'}


def test_what_the_query_asks_for_itself_is_not_offered(bilingual: list[Report]) -> None:
    assert offered('义务教育 OR "compulsory education"') == []
    assert offered("粮食 grain") == []


@pytest.mark.parametrize(
    "q", ["葫芦", "xyzzy", "的", "of", "国", "2016", "zh:compulsory", "en:义务教育", "-义务教育", ""]
)
def test_nothing_is_marked_for_what_the_archive_does_not_know(bilingual: list[Report], q: str) -> None:
    hits, offers = asked(q)
    assert offers == []
    assert not any(hit.zh_counterparts or hit.en_counterparts for hit in hits)


def test_term_found_once_beside_unknown_words_is_not_marked(make_report: MakeReport, learn: Callable[[], None]) -> None:
    make_report("beijing-2025", [("长安链作用凸显。", "ChainMaker played a greater role in national strategies.")])
    learn()
    assert english("长安链") == set()
    assert offered("长安链") == []


def test_nothing_is_shown_where_nothing_was_learned(make_report: MakeReport) -> None:
    make_report("beijing-2025", [("发展义务教育。", "We will develop compulsory education.")] * 4)
    search.catch_up()
    hits, offers = asked("义务教育")
    assert (len(hits), offers) == (4, [])
    assert not any(hit.en_counterparts for hit in hits)


def test_archive_in_one_language_can_be_learned_from(make_report: MakeReport, learn: Callable[[], None]) -> None:
    make_report("beijing-2025", [("发展义务教育。", ""), ("", "Compulsory education")])
    learn()
    assert asked("义务教育")[1] == []
    assert asked("education")[1] == []


def test_draft_teaches_nothing(bilingual: list[Report]) -> None:
    assert "schooling" not in str(offered("义务教育"))
    assert offered('"schooling for all"') == []


def test_report_withdrawn_since_is_not_looked_at(bilingual: list[Report]) -> None:
    assert offered("粮食") == ["grain"]
    for report in bilingual:
        report.status = Report.Status.DRAFT
        report.save()
        report.touch()
    search.catch_up()
    query = read("粮食")
    pair = ParagraphPair.objects.filter(zh__contains="粮食")[0]
    hits, offers = of_page(query, [Hit(pair, 0.0, *marked(query.wanted(), pair.zh, pair.en))])
    assert (hits[0].en_counterparts, offers) == ([], [])


def test_hidden_report_is_not_looked_at(bilingual: list[Report]) -> None:
    hidden = frozenset(Report.objects.values_list("pk", flat=True))
    query = read("粮食")
    pair = ParagraphPair.objects.filter(zh__contains="粮食")[0]
    assert of_page(query, [Hit(pair, 0.0, [(0, 2)], [])], None, hidden)[1] == []


def test_pair_that_came_later_is_marked_by_what_is_attested(bilingual: list[Report], make_report: MakeReport) -> None:
    make_report("hunan-2023", [("义务教育很好，不是葫芦。", "Compulsory Education is good.")], place="hunan", year=2023)
    assert "Compulsory Education" in english("义务教育")


def test_pair_that_came_later_is_marked_by_its_words(bilingual: list[Report], make_report: MakeReport) -> None:
    texts = (
        "供给侧结构性改革取得进展，粮食稳定。",
        "Grain is stable, structural reforms on the supply-side progressed.",
    )
    make_report("hunan-2023", [texts], place="hunan", year=2023)
    assert "structural reforms on the supply-side" in english("供给侧结构性改革")
    assert "Grain" in english("粮食")


def test_pair_whose_text_changed_is_marked_in_its_new_text(bilingual: list[Report]) -> None:
    pair = ParagraphPair.objects.get(zh="义务教育经费增加。")
    pair.en = "Now funding for compulsory education grew."
    pair.save()
    hits, _offers = asked("义务教育")
    (hit,) = [hit for hit in hits if hit.pair.pk == pair.pk]
    assert [pair.en[mark.start : mark.end] for mark in hit.en_counterparts] == ["compulsory education"]


def test_marks_are_in_the_published_text(make_report: MakeReport, learn: Callable[[], None]) -> None:
    pairs = [
        ("占地５㎡的義務教育學校", "A compulsory education school of 5 ㎡"),
        ("①義務教育", "Compulsory education"),
    ]
    make_report("beijing-2025", pairs * 2)
    learn()
    assert english("义务教育") == {"compulsory education", "Compulsory education"}
    assert chinese('"compulsory education"') == {"義務教育"}


def test_offsets_are_those_of_the_pair_where_it_has_beads(make_report: MakeReport, learn: Callable[[], None]) -> None:
    zh, en = "粮食稳定。发展义务教育。", "Grain is stable. We will develop compulsory education."
    report = make_report("beijing-2025", [(zh, en)] * 3)
    report.pairs.update(beads=[[0, 5, 0, 17, 0.9], [5, 12, 17, len(en), 0.9]])
    learn()
    assert english("义务教育") == {"compulsory education"}
    assert chinese("grain") == {"粮食"}


def test_page_of_terms_seen_asks_the_database_nothing(bilingual: list[Report]) -> None:
    query = read("义务教育")
    pairs = ParagraphPair.objects.filter(zh__contains="义务教育", report__status=Report.Status.PUBLISHED)
    hits = [Hit(pair, 0.0, *marked(query.wanted(), pair.zh, pair.en)) for pair in pairs]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        first, _offers = of_page(query, hits)
        second, _offers = of_page(query, hits)
    assert first == second
    assert any(hit.en_counterparts for hit in first)
    assert len(queries) == 0


def test_samples_alone_teach_new_terms(make_report: MakeReport, learn: Callable[[], None]) -> None:
    make_report("beijing-2025", sample_pairs(1) + sample_pairs(2))
    add_beads()
    learn()
    assert english("大模型") == {"large language models"}
    assert '"large language models"' in offered("大模型")
    assert english("新质生产力") == {"new quality productive forces"}
    assert chinese("large language models") == {"大模型"}
    assert chinese('"new quality productive forces"') == {"新質生產力"}
    assert english("长安链") == set()


def add_beads() -> None:
    from reports.text import beads, pinyin
    from reports.text.fold import fold

    for pair in ParagraphPair.objects.all():
        pair.zh = pinyin.without(pair.zh, pinyin.annotations(pair.zh))
        pair.zh_folded = fold(pair.zh)
        pair.beads = [[*bead.zh, *bead.en, bead.confidence] for bead in beads.beads(pair.zh, pair.en)]
        pair.save()
        pair.report.touch()


@given(lists(QUERIES, max_size=6).map(" ".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_marks_never_overlap_and_stay_in_their_text(bilingual: list[Report], q: str) -> None:
    hits, offers = asked(q)
    assert len(offers) <= 5
    assert all(0 < offer.confidence <= 1 and offer.count > 0 for offer in offers)
    for hit in hits:
        for text, own, marks in (
            (hit.pair.zh, hit.zh_marks, hit.zh_counterparts),
            (hit.pair.en, hit.en_marks, hit.en_counterparts),
        ):
            spans = sorted([*own, *((mark.start, mark.end) for mark in marks)])
            assert all(one[1] <= other[0] for one, other in pairwise(spans))
            assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
            assert all(0 < mark.confidence <= 1 for mark in marks)
            assert marks == sorted(marks, key=lambda mark: mark.start)


def test_a_search_shows_counterparts_and_offers(bilingual: list[Report]) -> None:
    page = search.find(search.Request("义务教育"))
    assert page.total == 4
    assert [len(hit.en_counterparts) for hit in page.results] == [1, 1, 1, 1]
    (offer,) = [offer for offer in page.offers if offer.kind == "rendering"]
    assert (offer.q, offer.count) == ('"compulsory education"', search.find(search.Request(offer.q)).total)
