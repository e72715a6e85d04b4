from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports import search
from reports.models import Report
from reports.search.evaluate import evaluate
from reports.search.opening import opened
from reports.search.query import read
from reports.search.vocabulary import suggest
from reports.search.vocabulary.artefact import Vocabulary
from tests.search.vocabulary.conftest import learn_again


def suggested(typed: str, limit: int = 8) -> list[str]:
    return [suggestion.q for suggestion in suggest(typed, limit)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("新质", "新质生产力"),
        ("城镇登", "城镇登记失业率"),
        ("改革 高质", "改革 高质量发展"),
        ("-新质", "-新质生产力"),
        ("改革 OR (新质", "改革 OR (新质生产力"),
        ('"新质', "新质生产力"),
        ("我们发展新质", "我们发展新质生产力"),
        ("新質", "新質生產力"),
        ("xinzhi", "新质生产力"),
        ("xin zhi sheng", "新质生产力"),
        ("xin'zhi", "新质生产力"),
        ("xzscl", "新质生产力"),
        ("lüse", "绿色"),
        ("gov", "government"),
        ("GOV", "government"),
        ("high qual", '"high quality development"'),
        ('"high qual', '"high quality development"'),
        ("gd", "gdp"),
    ],
)
def test_typed_is_completed(vocabulary: Vocabulary, typed: str, wanted: str) -> None:
    assert wanted in suggested(typed)


@pytest.mark.parametrize(
    "typed", ["", "  ", "新质 ", "OR", "改革 AND", "zzzz", "(", "龘龘", "秘密", "mimi", "clandes", "\ud800"]
)
def test_nothing_is_suggested(vocabulary: Vocabulary, typed: str) -> None:
    assert suggested(typed) == []


def test_nothing_is_suggested_where_nothing_was_learned(db: None) -> None:
    assert suggested("新质") == []


def test_syllables_that_are_parted_stay_so(vocabulary: Vocabulary) -> None:
    assert "西安" in suggested("xian")
    assert "西安" in suggested("xi'an")
    assert "西安" not in suggested("x'ian")


def test_last_of_several_english_words_is_no_pinyin(vocabulary: Vocabulary) -> None:
    assert "绿色" in suggested("lv")
    assert not [q for q in suggested("high lv") if "绿色" in q]


def test_limit_is_kept(vocabulary: Vocabulary) -> None:
    assert len(suggested("g", 3)) == 3
    assert suggested("g", 0) == []


def test_counts_are_exact_after_the_archive_changed(vocabulary: Vocabulary, archive: list[Report]) -> None:
    search.catch_up()
    for suggestion in suggest("新质"):
        assert suggestion.count == search.find(search.Request(suggestion.q)).total


@pytest.mark.parametrize("typed", ["新", "改革 OR 新", "-城", "gov", "g", "high q", "我们 -新"])
def test_counts_are_what_the_search_finds(archive: list[Report], typed: str) -> None:
    learn_again()
    for suggestion in suggest(typed):
        assert suggestion.count == search.find(search.Request(suggestion.q)).total, suggestion


def closed(q: str) -> str:
    return q + ")" * (q.count("(") - q.count(")"))


PIECES = st.sampled_from(
    [
        "新质",
        "新質",
        "改革",
        "gov",
        "high ",
        "xin",
        "OR",
        "AND",
        "-",
        '"',
        "(",
        ")",
        " ",
        "zh:",
        "*",
        "'",
        "ü",
        "\u0308",
        "ｶﾞ",
        "İ",
        "\ud800",
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(typed=st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=8).map("".join)))
def test_whatever_is_typed_is_answered(vocabulary: Vocabulary, typed: str) -> None:
    snapshot = opened()
    for suggestion in suggest(typed):
        assert suggestion.count == len(evaluate(snapshot, read(closed(suggestion.q)).root).documents) > 0


@pytest.mark.parametrize("typed", ["改革开放", "新質生產力", "innovation", "high quality development"])
def test_what_was_typed_comes_first_where_it_is_a_term(vocabulary: Vocabulary, typed: str) -> None:
    assert suggested(typed)[0].strip('"') == typed
