from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports.models import ParagraphPair, Report, Term
from reports.reading.study.sections import PAIRS_MOST
from tests.factories import TWO_SECTIONS, report_of

pytestmark = pytest.mark.django_db

TWO = (
    "人工智能核心产业规模突破3000亿元。足额发放养老金。",
    "The core AI industries surpassed 300 billion yuan. Pensions are paid.",
)


def drill(client: Client, report: Report, status: int = 200, **parameters: str | int) -> str:
    response = client.get(reverse("drill", args=[report.slug]), parameters, follow=True)
    assert response.status_code == status
    return response.content.decode()


def covered(html: str) -> list[str]:
    found = re.findall(r'<details class="cover".*?</summary>\s*<p[^>]*>(.*?)</p>', html, re.S)
    return [unescape(text) for text in found]


def text(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def with_beads() -> Report:
    report = report_of([(1, ("一、工作", "I. Work")), (0, TWO)])
    zh, en = TWO
    cut_zh, cut_en = zh.index("足"), en.index("Pensions")
    report.pairs.filter(position=2).update(beads=[[0, cut_zh, 0, cut_en, 0.9], [cut_zh, len(zh), cut_en, len(en), 0.9]])
    return report


def test_first_section_is_drilled_with_its_english_covered(client: Client) -> None:
    html = drill(client, report_of())
    assert covered(html) == [
        "I. A Review of Our Work in 2024",
        "Twenty-nine scientific facilities were activated.",
        "1. Science",
        "The core AI industries surpassed 300 billion yuan.",
    ]
    assert "持续提升创新体系效能" in html
    assert "Pensions" not in html


def test_section_with_all_below_it_is_chosen_by_its_position(client: Client) -> None:
    html = drill(client, report_of(), section=3)
    assert covered(html) == ["1. Science", "The core AI industries surpassed 300 billion yuan."]
    assert re.search(r'<option value="3" selected[^>]*>\u2003（一）科技', html)


@pytest.mark.parametrize("section", ["99", "x", "", "-1"])
def test_section_that_is_not_there_is_the_first(client: Client, section: str) -> None:
    assert "facilities" in drill(client, report_of(), section=section)


def test_chinese_can_be_covered(client: Client) -> None:
    html = drill(client, report_of(), section=3, cover="zh")
    assert covered(html) == ["（一）科技", "人工智能核心产业规模突破3000亿元。"]


def test_sentences_are_covered_one_by_one(client: Client) -> None:
    html = drill(client, with_beads(), unit="sentence")
    assert covered(html)[1:] == ["The core AI industries surpassed 300 billion yuan.", "Pensions are paid."]
    assert "English of 2.1" in html
    assert re.findall(r'data-unit="\d+\.(\d)"', html) == ["1", "2"]


def test_marks_hold_when_the_report_grows(client: Client) -> None:
    report = report_of()
    pair = ParagraphPair.objects.get(report=report, position=2)
    assert f'data-unit="{pair.pk}"' in drill(client, report)


def test_pair_of_one_language_has_nothing_to_uncover(client: Client) -> None:
    html = drill(client, report_of(), section=5)
    assert covered(html) == ["II. Major Tasks for 2025", "Pensions will be paid in full.", "English alone."]
    assert "No English here" in html
    assert "No Chinese here" in html


def test_report_in_one_language_says_that_nothing_can_be_covered(client: Client) -> None:
    html = drill(client, report_of([(1, ("一、工作", "")), (0, ("只有中文。", ""))]))
    assert "There is no English here to cover" in html
    assert "data-do" not in html.partition("<main")[2].partition("</main>")[0]


def test_figures_and_terms_are_there_to_check(client: Client) -> None:
    Term.objects.create(zh="养老金", en="pension", count=9, first_year=2008, last_year=2020, strength=0.6)
    shown = text(drill(client, with_beads()))
    assert "2 figures and terms to check 3000亿元 300 billion yuan 养老金 Pensions" in shown


def test_figures_that_differ_are_told(client: Client) -> None:
    lines = [(1, ("一、工作", "I. Work")), (0, ("投资3000亿元。", "Investment was 30 billion yuan."))]
    assert "3000亿元 30 billion yuan The two sides differ." in text(drill(client, report_of(lines)))


def test_terms_that_the_english_lacks_are_no_check(client: Client) -> None:
    Term.objects.create(zh="养老金", en="old-age benefit", count=9, first_year=2008, last_year=2020, strength=0.6)
    assert "old-age" not in drill(client, with_beads())


def test_what_stands_before_the_first_heading_can_be_drilled(client: Client) -> None:
    report = report_of([(0, ("各位代表：", "Fellow deputies,")), *TWO_SECTIONS])
    assert covered(drill(client, report, section=0)) == ["Fellow deputies,"]
    assert "Fellow deputies," not in covered(drill(client, report))


def test_report_without_headings_is_drilled_whole(client: Client) -> None:
    assert covered(drill(client, report_of([(0, ("各位代表：", "Fellow deputies,"))]))) == ["Fellow deputies,"]


def test_long_section_comes_in_parts(client: Client) -> None:
    lines = [(1, ("一、工作", "I. Work")), *[(0, (f"第{n}段。", f"Paragraph {n}.")) for n in range(PAIRS_MOST + 4)]]
    report = report_of(lines)
    assert len(covered(drill(client, report))) == PAIRS_MOST
    assert len(covered(drill(client, report, part=2))) == 5
    assert len(covered(drill(client, report, part=9))) == 5
    assert "part=2" in drill(client, report)


def test_sections_follow_one_another(client: Client) -> None:
    report = report_of()
    first, last = drill(client, report, section=1), drill(client, report, section=5)
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last


def test_draft_is_not_drilled(client: Client) -> None:
    drill(client, report_of(status="draft"), status=404)


def test_drill_takes_few_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    report = report_of([*TWO_SECTIONS, *[(0, (f"第{n}段。", f"Paragraph {n}.")) for n in range(30)]])
    address = reverse("drill", args=[report.slug])
    client.get(address, follow=True)
    with django_assert_max_num_queries(7):
        client.get(address)


def test_script_of_the_readers_view_holds_here_too(client: Client) -> None:
    html = drill(client, with_beads(), unit="sentence", script="hant", cover="zh")
    assert covered(html)[1:] == ["人工智能核心產業規模突破3000億元。", "足額發放養老金。"]
    assert 'lang="zh-Hant-TW"' in html
    assert "converted by OpenCC" in html


def test_text_as_published_is_not_called_converted(client: Client) -> None:
    assert "converted by OpenCC" not in drill(client, with_beads(), script="hans")
