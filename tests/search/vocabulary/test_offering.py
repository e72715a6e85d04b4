from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.models import Report
from reports.search.answers import Offer
from reports.search.evaluate import evaluate
from reports.search.opening import opened
from reports.search.query import read
from reports.search.vocabulary import offers
from reports.search.vocabulary.artefact import Vocabulary
from tests.search.vocabulary.conftest import learn_again


def count(q: str) -> int:
    return len(evaluate(opened(), read(q).root).documents)


def offered(q: str) -> list[Offer]:
    return offers(read(q), count(q), count)


@pytest.mark.parametrize(
    ("q", "wanted", "kind"),
    [
        ("xinzhi shengchanli", "新质生产力", "pinyin"),
        ("xinzhishengchanli", "新质生产力", "pinyin"),
        ("XINZHI", "新质生产力", ""),
        ("gaige kaifang", "改革开放", "pinyin"),
        ("lüse", "绿色", "pinyin"),
        ("lvse", "绿色", "pinyin"),
        ("luse", "绿色", "pinyin"),
        ("xi'an", "西安", "pinyin"),
        ("xian", "西安", "pinyin"),
        ("xinzhishengchanli gaigekaifang", "新质生产力 改革开放", ""),
        ("lvse fazhan", "绿色发展", "pinyin"),
        ("Xīnzhì shēngchǎnlì", "新质生产力", "pinyin"),
        ("lǜsè", "绿色", "pinyin"),
        ("xzscl", "新质生产力", "pinyin"),
        ("xz", "新质", ""),
        ("xinzhishengchanli 4.5%", "新质生产力 4.5%", ""),
        ("gdp gaozhiliangfazhan", "高质量发展", ""),
        ("dengjishiyelv 4.5%", "登记失业率 4 5", "pinyin"),
        ("“改革开放”", "改革开放", "spelling"),
        ("「改革開放」", "改革开放", "spelling"),
        ("‘改革’", "改革", "spelling"),
        ("“高质量发展” “改革”", "高质量发展 改革", "spelling"),
        ("教育、文化", "教育 文化", "spelling"),
        ("改革开放、绿色", "改革开放 绿色", "spelling"),
        ("新质生产力、失业率", "新质生产力 OR 失业率", "spelling"),
        ("教育、卫生", None, ""),
        ("inovation", "innovation", "spelling"),
        ("goverment", "government", "spelling"),
        ("goverment work", "government work", "spelling"),
        ('"goverment work"', '"government work"', "spelling"),
        ("改革 OR goverment", "改革 OR government", "spelling"),
        ("新质生产里", "新质生产力", "spelling"),
        ("高质量发站", "高质量发展", "spelling"),
        ("城镇登计失业率", "城镇登记失业率", "spelling"),
        ("城镇登某失业率", "城镇登记失业率", "spelling"),
        ("城镇登失业率", "城镇登记失业率", "spelling"),
        ("城镇登登记失业率", "城镇登记失业率", "spelling"),
        ("城镇记登失业率", "城镇登记失业率", "spelling"),
        ("我们发展新质生产里", "我们发展新质生产力", "spelling"),
        ("改革 OR 新质生产里", None, ""),
        ("改革 新质生产里", None, ""),
    ],
)
def test_what_was_meant_is_offered(vocabulary: Vocabulary, q: str, wanted: str | None, kind: str) -> None:
    found = {offer.q: offer.kind for offer in offered(q)}
    if kind:
        assert found.get(str(wanted)) == kind
    else:
        assert wanted not in found


def test_english_that_is_found_often_is_not_taken_for_pinyin(vocabulary: Vocabulary) -> None:
    assert count("women") == 1
    assert [offer.kind for offer in offered("women")] == []


@pytest.mark.parametrize(
    "q", ["", "新质生产力", "government", "zzzz", "秘密计化", "clandestin", "place:beijin", "-goverment 改革"]
)
def test_nothing_is_offered(vocabulary: Vocabulary, q: str) -> None:
    assert offered(q) == []


def test_nothing_is_offered_where_nothing_was_learned(db: None) -> None:
    assert offers(read("goverment"), 0, lambda _q: 1) == []


def test_offer_that_finds_nothing_is_none(vocabulary: Vocabulary) -> None:
    assert offers(read("goverment"), 0, lambda _q: 0) == []


def test_few_queries_are_counted(vocabulary: Vocabulary) -> None:
    asked: list[str] = []

    def counted(q: str) -> int:
        asked.append(q)
        return 0

    offers(read("推动新质生产里发展和高质量发站"), 0, counted)
    assert len(asked) == len(set(asked)) <= 20


@pytest.mark.parametrize("q", ["zhiliang", "shengcanli fazhan", "developmnt", "高质亮发展", "科技创薪"])
def test_samples_offer_what_they_hold(archive: list[Report], q: str) -> None:
    learn_again()
    for offer in offered(q):
        assert offer.count == count(offer.q) > 0


PIECES = st.sampled_from(
    [
        "新质",
        "生产里",
        "改革",
        "goverment",
        "xinzhi",
        "lüse",
        " OR ",
        "-",
        '"',
        "(",
        ")",
        " ",
        "zh:",
        "*",
        "'",
        "İ",
        "\ud800",
        "place:",
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(q=st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=8).map("".join)))
def test_whatever_is_searched_is_answered(vocabulary: Vocabulary, q: str) -> None:
    for offer in offered(q):
        assert offer.count == count(offer.q) > 0
