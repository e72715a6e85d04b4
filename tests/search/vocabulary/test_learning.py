from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from reports import search
from reports.models import ParagraphPair, Report
from reports.search.opening import opened
from reports.search.vocabulary.artefact import Vocabulary
from reports.search.vocabulary.learning import least_count
from reports.search.vocabulary.rows_of_terms import Edges, terms
from reports.search.vocabulary.rows_of_words import Words, texts_of
from tests.search.vocabulary.conftest import learn_again


def strings(vocabulary: Vocabulary) -> list[str]:
    return [vocabulary.zh[number] for number in range(len(vocabulary.zh))]


@pytest.mark.parametrize("term", ["新质生产力", "高质量发展", "城镇登记失业率", "改革开放", "绿色"])
def test_term_is_learned_with_the_pairs_that_contain_it(vocabulary: Vocabulary, term: str) -> None:
    assert (
        vocabulary.zh_count(term)
        == ParagraphPair.objects.filter(report__status="published", zh_folded__contains=term).count()
    )


def test_every_term_is_counted_as_it_is_searched(archive: list[Report]) -> None:
    vocabulary = learn_again()
    assert len(vocabulary.zh) > 300
    for number, term in list(enumerate(strings(vocabulary)))[::7]:
        assert search.find(search.Request(f'"{term}"', page_size=1)).total == vocabulary.zh_counts[number], term


def test_words_on_either_side_of_a_mark_are_no_term(vocabulary: Vocabulary) -> None:
    assert vocabulary.zh_count("教育") == 2
    assert vocabulary.zh_count("教育卫生") == 0


def test_part_of_one_longer_term_is_left_out(vocabulary: Vocabulary) -> None:
    assert vocabulary.zh_count("城镇登记失业率") == 2
    assert vocabulary.zh_count("城镇登记") == 0


def test_drafts_are_not_learned(vocabulary: Vocabulary) -> None:
    assert not [term for term in strings(vocabulary) if "秘密" in term or "草案" in term]
    assert vocabulary.en_count("clandestine") == 0


def test_withdrawn_report_is_not_learned_from_a_segment_that_still_holds_it(
    vocabulary: Vocabulary, make_report: Callable[..., Report]
) -> None:
    report = make_report("jilin-2025", [("长春汽车产业", "cars")] * 3, place="jilin")
    assert learn_again().zh_count("长春") == 3
    report.status = Report.Status.DRAFT
    report.save()
    assert learn_again().zh_count("长春") == 0


@pytest.mark.parametrize(("text", "count"), [("government", 3), ("high quality development", 2)])
def test_english_is_learned(vocabulary: Vocabulary, text: str, count: int) -> None:
    assert vocabulary.en_count(text) == count


def test_phrase_does_not_begin_or_end_with_a_function_word(vocabulary: Vocabulary) -> None:
    phrases = [text for text in (vocabulary.en[number] for number in range(len(vocabulary.en))) if " " in text]
    assert "registered urban unemployment rate" in phrases
    assert not [text for text in phrases if text.split()[0] == "the" or text.split()[-1] == "and"]


def test_empty_archive_is_learned(db: None) -> None:
    vocabulary = learn_again()
    assert len(vocabulary.zh) == len(vocabulary.en) == 0


def test_characters_are_read_back_from_the_index(archive: list[Report]) -> None:
    search.catch_up()
    found = [
        "".join(map(chr, text.points[text.documents == number].tolist()))
        for part in opened().segments
        for text in texts_of(part).characters()
        for number in sorted(set(text.documents.tolist()))
    ]
    published = ParagraphPair.objects.filter(report__status="published").exclude(zh_folded="")
    assert sorted(found) == sorted(published.values_list("zh_folded", flat=True))


def test_rows_of_words_stop_where_words_do_not_touch() -> None:
    numbers = np.array([0, 1, 2, 0, 1, 0, 1, 3, 4, 5, 6, 7], dtype=np.uint32)
    touches = np.array([1, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0], dtype=bool)
    every = np.ones(8, dtype=bool)
    found = terms([Words(numbers, touches)], list("abcdefgh"), Edges(every, every), 2, 4)
    assert found == {("a", "b"): 3}


def test_large_archives_ask_for_more() -> None:
    assert [least_count(pairs) for pairs in (50, 5_000, 250_000)] == [2, 3, 10]


def test_part_of_a_clause_is_no_term(make_report: Callable[..., Report]) -> None:
    steps = ["新步伐", "大步伐", "坚实步伐", "重要一步"]
    pairs = [(f"改革开放迈出{steps[n % 4]}。改革开放是决定命运的关键。深化改革开放。", "") for n in range(40)]
    make_report("made-up-2025", pairs)
    found = strings(learn_again())
    assert "改革开放" in found
    assert not {"改革开放迈出", "改革开放是决定"} & set(found)
