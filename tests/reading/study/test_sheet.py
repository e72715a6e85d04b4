from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports.models import Report, Term
from reports.reading.study.sheet import TERMS_MOST
from tests.factories import TWO_SECTIONS, report_of

pytestmark = pytest.mark.django_db


def sheet(client: Client, report: Report, status: int = 200, **parameters: str | int) -> str:
    response = client.get(reverse("sheet", args=[report.slug]), parameters, follow=True)
    assert response.status_code == status
    return response.content.decode()


def lines_of(html: str, group: str) -> list[str]:
    """Return the lines of a group as text, without the paragraph's number."""
    part = html.partition(f'id="group-{group}"')[2].partition("</section>")[0]
    lines = re.findall(r"<li>.*?</a>(.*?)</li>", part, re.S)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split()) for line in lines]


def of(zh: str, en: str) -> Report:
    return report_of([(1, ("一、工作", "I. Work")), (0, (zh, en))])


def term(zh: str, en: str, strength: float = 0.6) -> None:
    Term.objects.create(zh=zh, en=en, count=9, first_year=2008, last_year=2020, strength=strength)


def test_figures_stand_as_published_with_what_they_are_in_english(client: Client) -> None:
    html = sheet(client, of("全市生产总值突破5万亿元，增长5.2%。", "GDP exceeded 5 trillion yuan, up 5.2 percent."))
    assert lines_of(html, "figure") == [
        "全市生产总值突破 5万亿元 5 trillion yuan over 5 trillion yuan = 5,000,000,000,000 yuan",
        "增长 5.2% 5.2 percent",
    ]


def test_inexact_figures_are_said_as_such(client: Client) -> None:
    html = sheet(client, of("惠及几亿农民，新办上千家企业。", "Benefits 300 million farmers and many firms."))
    assert lines_of(html, "figure") == [
        "惠及 几亿 300 million farmers several hundred million",
        "新办上 千家 not in the English here over 1,000",
    ]


def test_figure_of_a_report_in_chinese_alone_is_said(client: Client) -> None:
    (line,) = lines_of(sheet(client, of("投资3000亿元。", "")), "figure")
    assert line.startswith("投资 3000亿元")
    assert line.endswith("300 billion yuan = 300,000,000,000 yuan")


def test_figure_of_english_alone_is_said_in_chinese(client: Client) -> None:
    assert lines_of(sheet(client, of("", "Investment was 300 billion yuan.")), "figure") == ["300 billion yuan 3000亿"]


def test_figure_that_the_english_tells_otherwise_stands_beside_it(client: Client) -> None:
    (line,) = lines_of(sheet(client, of("投资3000亿元。", "Investment was 30 billion yuan.")), "figure")
    assert line.startswith("投资 3000亿元 30 billion yuan 300 billion yuan")


def test_calendar_years_are_no_figures_to_learn(client: Client) -> None:
    assert lines_of(sheet(client, of("2024年投资5亿元。", "In 2024 it was 500 million yuan.")), "figure") == [
        "投资 5亿元 500 million yuan = 500,000,000 yuan"
    ]


def test_people_are_told_by_the_reading_of_their_names(client: Client) -> None:
    html = sheet(
        client, of("以习近平同志为核心的党中央。", "The Central Committee with Comrade Xi Jinping at its core.")
    )
    assert lines_of(html, "person") == ["习近平 Xi Jinping"]


def test_places_come_from_the_gazetteer(client: Client) -> None:
    html = sheet(client, of("武汉和湖北加快恢复，支持雄安、重庆。", "Wuhan and Hubei recovered."))
    assert lines_of(html, "place") == ["武汉 Wuhan", "湖北 Hubei", "重庆 Chongqing by the gazetteer"]


def test_word_that_is_also_a_city_is_no_place_unless_the_english_has_it(client: Client) -> None:
    assert lines_of(sheet(client, of("天下大同，朝阳产业。", "Great harmony, sunrise industries.")), "place") == []


def test_terms_with_capitals_are_names(client: Client) -> None:
    term("国务院", "State Council")
    term("营商环境", "business environment")
    html = sheet(client, of("国务院优化营商环境。", "The State Council improved the business environments."))
    assert lines_of(html, "name") == ["国务院 State Council"]
    assert lines_of(html, "term") == ["营商环境 business environments"]


def test_rendering_of_other_reports_says_where_it_is_from(client: Client) -> None:
    term("营商环境", "business environment")
    assert lines_of(sheet(client, of("优化营商环境。", "")), "term") == [
        "营商环境 business environment as this archive’s reports have it"
    ]


def test_weak_rendering_counts_only_where_the_english_bears_it_out(client: Client) -> None:
    term("营商环境", "climate", strength=0.35)
    assert lines_of(sheet(client, of("优化营商环境。", "")), "term") == []
    other = report_of([(0, ("优化营商环境。", "A better climate."))], slug="hebei-2024", place="hebei", year=2024)
    assert lines_of(sheet(client, other), "term") == ["营商环境 climate ? less sure"]


def test_rendering_that_was_learned_weakly_says_so(client: Client) -> None:
    term("营商环境", "business environment", strength=0.59)
    assert lines_of(sheet(client, of("优化营商环境。", "")), "term") == [
        "营商环境 business environment as this archive’s reports have it ? less sure"
    ]


def test_lines_of_a_paragraph_paired_with_little_certainty_say_so(client: Client) -> None:
    report = of("武汉投资5亿元。", "Wuhan invested 500 million yuan.")
    report.pairs.update(needs_review=True)
    html = sheet(client, report)
    assert lines_of(html, "place") == ["武汉 Wuhan ? less sure"]
    assert lines_of(html, "figure") == ["武汉投资 5亿元 500 million yuan = 500,000,000 yuan ? less sure"]


def test_what_the_english_lacks_is_no_less_sure_for_its_paragraph(client: Client) -> None:
    report = of("支持重庆投资5亿元。", "We moved early.")
    report.pairs.update(needs_review=True)
    assert "less sure" not in sheet(client, report)


def test_quotes_are_paired_where_both_sides_have_as_many(client: Client) -> None:
    html = sheet(
        client, of("做到“两个维护”，推进“放管服”改革。", "“Two Upholds”; the reform of “government functions.”")
    )
    assert lines_of(html, "quote") == ["两个维护 Two Upholds", "放管服 government functions"]


def test_quote_without_counterpart_is_a_gap(client: Client) -> None:
    html = sheet(client, of("推进“四早”。", "We moved early."))
    assert lines_of(html, "quote") == ["四早 not in the English here"]


def test_dictionary_comes_last_and_is_labelled(client: Client) -> None:
    html = sheet(client, of("坚持实事求是。", ""))
    assert lines_of(html, "dictionary") == [
        "实事求是 lit. to seek truth from facts; fig. to be practical and realistic"
    ]
    assert "not seen in a report" in html


def test_what_is_met_again_stands_once(client: Client) -> None:
    term("营商环境", "business environment")
    report = report_of([(0, ("优化营商环境。", "")), (0, ("营商环境改善。", ""))])
    assert len(lines_of(sheet(client, report), "term")) == 1


def test_more_terms_than_fit_are_counted(client: Client) -> None:
    words = [f"术语{'甲乙丙丁戊己庚辛壬癸'[n // 10]}{'子丑寅卯辰巳午未申酉'[n % 10]}" for n in range(TERMS_MOST + 3)]
    for word in words:
        term(word, "term")
    html = sheet(client, of("，".join(words), ""))
    assert len(lines_of(html, "term")) == TERMS_MOST
    assert "3 more are left out" in html


def test_order_of_the_text_mixes_the_kinds(client: Client) -> None:
    term("营商环境", "business environment")
    html = sheet(client, of("优化营商环境，投资5亿元，支持湖北。", ""), order="text")
    starts = [line.split(" ")[0] for line in lines_of(html, "all")]
    assert starts == ["营商环境", "投资", "湖北"]


def test_each_line_leads_to_its_paragraph(client: Client) -> None:
    report = report_of()
    html = sheet(client, report, section=3)
    assert f'class="number" href="{report.get_absolute_url()}#p4"' in html


def test_section_is_chosen_by_its_position(client: Client) -> None:
    report = report_of()
    assert "3000亿元" in sheet(client, report, section=3)
    assert "3000亿元" not in sheet(client, report, section=5)


def test_section_without_anything_says_so(client: Client) -> None:
    assert "no figures, names or terms" in sheet(client, of("好。", "Good."))


def test_draft_has_no_sheet(client: Client) -> None:
    sheet(client, report_of(status="draft"), status=404)


def test_sheet_takes_few_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    report = report_of([*TWO_SECTIONS, *[(0, (f"第{n}段，投资{n}亿元。", f"Paragraph {n}.")) for n in range(30)]])
    address = reverse("sheet", args=[report.slug])
    client.get(address, follow=True)
    with django_assert_max_num_queries(7):
        client.get(address)


def test_blanks_around_figures_are_part_of_the_clause(client: Client) -> None:
    html = sheet(client, of("1997 年，全省生产总值 411 亿元，增长 6.7% 。", ""))
    assert lines_of(html, "figure") == [
        "全省生产总值 411 亿元 41.1 billion yuan = 41,100,000,000 yuan",
        "增长 6.7% 6.7 percent",
    ]


def test_gap_is_told_only_where_there_is_english(client: Client) -> None:
    assert "not in the English here" not in sheet(client, of("推进“四早”，投资5亿元。", ""))
    other = report_of([(0, ("投资5亿元。", "Investment grew."))], slug="hebei-2024", place="hebei", year=2024)
    assert "not in the English here" in sheet(client, other)


def test_sheet_keeps_the_script_of_the_readers_view(client: Client) -> None:
    html = sheet(client, of("投资3000亿元，坚持实事求是。", "Investment was 300 billion yuan."), script="hant")
    assert lines_of(html, "figure") == ["投資 3000億元 300 billion yuan = 300,000,000,000 yuan"]
    assert "converted by OpenCC" in html


def test_key_to_the_numerals_is_in_the_script_of_the_text(client: Client) -> None:
    report_of([(0, ("地區生產總值增長到5.2萬億元。", ""))], script="hant")
    shown = client.get(reverse("sheet", args=["beijing-2025"])).content.decode()
    assert re.findall(r"<dt lang=.*?</dt>", shown)[:1] == ['<dt lang="zh-Hant-TW">萬</dt>']
