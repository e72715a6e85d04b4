"""The renderings of one term, counted by year."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reports import search
from reports.models import ParagraphPair, Report
from tests.search.conftest import MakeReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def changing(make_report: MakeReport, learn: Callable[[], None]) -> None:
    """Make an archive that renders 科学城 one way until 2020, another from 2020 on."""
    cities = [("怀柔", "Huairou"), ("昌平", "Changping"), ("重庆", "Chongqing"), ("成都", "Chengdu"), ("合肥", "Hefei")]
    parks = [
        ("上海", "Shanghai"),
        ("北京", "Beijing"),
        ("广州", "Guangzhou"),
        ("深圳", "Shenzhen"),
        ("南京", "Nanjing"),
    ]
    early = [(f"建设{zh}科学城。", f"We will build {en} Science City.") for zh, en in cities]
    late = [(f"建设{zh}科学城。", f"We will build {en} Science Park.") for zh, en in parks]
    others = [("农业发展。", "Agriculture developed."), ("重视教育。", "We value education.")]
    make_report("hebei-2018", early[:2] + others, place="hebei", year=2018)
    make_report("hebei-2020", early[2:] + late[:1] + others, place="hebei", year=2020)
    make_report("hebei-2022", late[1:], place="hebei", year=2022)
    learn()


def test_each_rendering_is_counted_by_year(changing: None) -> None:
    found = {one.text: one for one in search.renderings("科学城")}
    assert set(found) == {"Science City", "Science Park"}
    assert found["Science City"].by_year == ((2018, 2), (2020, 3))
    assert found["Science Park"].by_year == ((2020, 1), (2022, 4))
    assert (found["Science Park"].first_year, found["Science Park"].last_year) == (2020, 2022)


def test_rendering_is_a_search_that_finds_its_pairs(changing: None) -> None:
    for one in search.renderings("科学城"):
        assert search.find(search.Request(one.q)).total == one.pairs == 5
        assert one.language == "en"
        assert 0 < one.confidence <= 1


def test_example_is_a_pair_of_the_newest_year(changing: None) -> None:
    for one in search.renderings("科学城"):
        pair = ParagraphPair.objects.get(pk=one.pair)
        assert pair.report.year == one.last_year
        assert one.text in pair.en


def test_english_terms_have_chinese_renderings(changing: None) -> None:
    (one,) = search.renderings('"science park"')
    assert (one.text, one.language, one.pairs) == ("科学城", "zh", 5)


def test_no_more_than_asked_for(changing: None) -> None:
    assert len(search.renderings("科学城", 1)) == 1
    assert search.renderings("科学城", 0) == []


@pytest.mark.parametrize("term", ["", "葫芦", "xyzzy", "-科学城", '"', "year:2020"])
def test_unknown_term_has_none(changing: None, term: str) -> None:
    assert search.renderings(term) == []


def test_withdrawn_report_is_not_counted(changing: None) -> None:
    report = Report.objects.get(slug="hebei-2018")
    report.status = Report.Status.DRAFT
    report.save()
    report.touch()
    search.catch_up()
    assert {one.text: one.pairs for one in search.renderings("科学城")}["Science City"] == 3


def test_nothing_is_known_before_it_is_learned(make_report: MakeReport) -> None:
    make_report("hebei-2018", [("发展教育。", "Develop education.")] * 3, place="hebei", year=2018)
    search.catch_up()
    assert search.renderings("教育") == []


def test_first_example_is_a_pair_of_the_oldest_year(changing: None) -> None:
    for one in search.renderings("科学城"):
        pair = ParagraphPair.objects.get(pk=one.first_pair)
        assert pair.report.year == one.first_year
        assert one.text in pair.en
