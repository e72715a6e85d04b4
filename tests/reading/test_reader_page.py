from __future__ import annotations

import datetime as dt
import re

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from reports.models import PairVariant, ReportNote
from tests.addresses import BEIJING, report_page
from tests.factories import TWO_SECTIONS, report_of

pytestmark = pytest.mark.django_db

BEADS = [[0, 4, 0, 10, 0.9], [4, 9, 11, 20, 0.9]]


def page(client: Client, address: str = BEIJING) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def pairs(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<div class="pair[^"]*" id="p(\d+)"', html)]


def test_layout_is_in_the_page_that_the_server_sends(client: Client) -> None:
    report_of()
    assert 'data-layout="side"' in page(client)
    assert 'data-layout="zh"' in page(client, f"{BEIJING}?layout=zh")
    client.cookies["view"] = "layout.stacked-size.5"
    html = page(client)
    assert 'data-layout="stacked"' in html
    assert 'data-size="5"' in html


def test_page_varies_by_what_the_browser_remembers(client: Client) -> None:
    report_of()
    assert "Cookie" in client.get(BEIJING).headers["Vary"]


def test_report_in_one_language_has_its_layout(client: Client) -> None:
    report_of([(0, ("中文。", ""))])
    html = page(client, f"{BEIJING}?layout=en")
    assert 'data-layout="zh"' in html
    assert 'data-set="layout"' not in html


def test_every_layout_has_both_texts_and_the_gaps(client: Client) -> None:
    report_of()
    for layout in ("side", "stacked", "zh", "en"):
        html = page(client, f"{BEIJING}?layout={layout}")
        assert "只有中文。" in html
        assert '<p class="gap no-en">No English here</p>' in html
        assert '<p class="gap no-zh">No Chinese here</p>' in html


def test_sentences_have_the_numbers_of_their_beads_on_both_sides(client: Client) -> None:
    report = report_of([(0, ("深化改革。市场活力。", "Reforming. New life."))])
    report.pairs.update(beads=[[0, 5, 0, 10, 0.9], [5, 10, 11, 20, 0.9]])
    html = page(client)
    assert '<span class="s" data-s="2">市场活力。</span>' in html
    assert '<span class="s" data-s="2">New life.</span>' in html


def test_sentences_keep_their_places_in_every_script(client: Client) -> None:
    report = report_of([(0, ("深化改革。发展为民。", "Reforming. New life."))])
    report.pairs.update(beads=[[0, 5, 0, 10, 0.9], [5, 10, 11, 20, 0.9]])
    html = page(client, f"{BEIJING}?script=cn&q=改革发展")
    assert 'lang="zh-Hant-CN"' in html
    assert '<span class="s" data-s="2">發展爲民。</span>' in html


def test_each_paragraph_leads_to_its_citation(client: Client) -> None:
    report = report_of()
    pk = report.pairs.get(position=4).pk
    assert f'<a class="cite" href="{reverse("pair-cite", args=[pk])}">Cite</a>' in page(client)


def test_numbers_lead_to_paragraphs(client: Client) -> None:
    report_of()
    for asked, reached in (("4", 4), ("0", 1), ("99", 8)):
        response = client.get(BEIJING, {"p": asked, "layout": "zh"})
        assert response.headers["Location"] == f"{BEIJING}?layout=zh#p{reached}"


@pytest.mark.parametrize("asked", ["", "x", "-1", "²", "9" * 30, "1.5"])
def test_what_is_no_number_leads_nowhere(client: Client, asked: str) -> None:
    report_of()
    for name in ("p", "near", "section"):
        assert pairs(page(client, f"{BEIJING}?{name}={asked}")) == list(range(1, 9))


def test_pair_of_another_report_leads_to_the_same_place(client: Client) -> None:
    report_of()
    earlier = report_of(TWO_SECTIONS[2:], slug="beijing-2024", year=2024)
    pk = earlier.pairs.get(position=2).pk
    assert client.get(BEIJING, {"near": pk}).headers["Location"] == f"{BEIJING}#p4"


def test_section_alone_is_shown_with_all_below_it(client: Client) -> None:
    report_of()
    html = page(client, f"{BEIJING}?section=1")
    assert pairs(html) == [1, 2, 3, 4]
    assert "One section of the report is shown" in html
    assert pairs(page(client, f"{BEIJING}?section=3")) == [3, 4]


def test_contents_of_a_section_alone_lead_into_the_whole_report(client: Client) -> None:
    report_of()
    html = page(client, f"{BEIJING}?section=1&layout=zh")
    assert '<a href="?layout=zh#p5">' in html


def test_report_links_to_those_of_the_years_around_it(client: Client) -> None:
    report_of()
    report_of(slug="beijing-2023", year=2023)
    report_of(slug="beijing-2022", year=2022)
    report_of(slug="beijing-2027", year=2027, status="draft")
    report_of(slug="shanghai-2024", place="shanghai", year=2024)
    html = page(client)
    assert f'<link rel="prev" href="{report_page("beijing-2023")}">' in html
    assert 'rel="next"' not in html
    assert "shanghai-2024" not in html
    middle = page(client, report_page("beijing-2023"))
    assert f'<link rel="next" href="{BEIJING}">' in middle
    assert f'<link rel="prev" href="{report_page("beijing-2022")}">' in middle


def test_sections_lead_to_their_like_in_other_years(client: Client) -> None:
    report = report_of()
    report_of(slug="beijing-2024", year=2024)
    pk = report.pairs.get(position=5).pk
    assert f'<a href="{report_page("beijing-2024")}?near={pk}">Same place in 2024</a>' in page(client)


def test_citations_wait_for_number_and_address(client: Client) -> None:
    report_of()
    for language in ("zh", "en"):
        found = re.search(rf'data-cite-{language}="([^"]+)"', page(client))
        assert found
        assert found[1].count("{number}") == found[1].count("{address}") == 1
        assert "987" not in found[1]


def test_choices_keep_the_rest_of_the_address(client: Client) -> None:
    report_of()
    found = re.search(
        r'<a href="\?([^"]+)" data-set="layout" data-value="zh"', page(client, f"{BEIJING}?q=科技&size=2")
    )
    assert found
    assert QueryDict(found[1].replace("&amp;", "&")).dict() == {"q": "科技", "size": "2", "layout": "zh"}


def test_day_is_written_as_each_language_writes_it(client: Client) -> None:
    report = report_of()
    report.delivered_on = dt.date(2025, 1, 14)
    report.save()
    for address in (BEIJING, BEIJING.replace("/en/", "/zh-hant/")):
        html = page(client, address)
        assert '<time datetime="2025-01-14">2025年1月14日</time>' in html
        assert '<time datetime="2025-01-14">14 January 2025</time>' in html


def test_doubt_and_versions_are_told(client: Client) -> None:
    report = report_of()
    report.pairs.filter(position=2).update(needs_review=True)
    PairVariant.objects.create(pair=report.pairs.get(position=4), zh="别的")
    html = page(client)
    assert html.count("Paired with little certainty.") == 1
    assert html.count(">Other versions</a>") == 1


def test_report_with_all_there_can_be_takes_four_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    section = [(1, ("一、回顾", "I. Review")), *[(0, ("科技创新。持续发展。", "Innovation. Growth."))] * 39]
    report = report_of(section * 10)
    report.pairs.update(beads=BEADS)
    for year in (2023, 2024, 2026):
        report_of(slug=f"beijing-{year}", year=year)
    ReportNote.objects.create(report=report, position=1, text="Note")
    client.cookies["view"] = "layout.stacked-script.hk-theme.dark"
    with django_assert_max_num_queries(4):
        html = page(client, f"{BEIJING}?q=创新")
    assert len(pairs(html)) == 400


@pytest.mark.parametrize(
    ("interface", "published", "offered"),
    [("zh-hant", "hans", "hant"), ("zh-hans", "hant", "hans"), ("zh-hant", "hant", ""), ("en", "hans", "")],
)
def test_script_of_the_interface_is_offered(client: Client, interface: str, published: str, offered: str) -> None:
    report_of(script=published)
    with override(interface):
        address = reverse("report", args=["beijing-2025"])
    found = re.findall(r'<p class="notice alone">\s*<a href="\?script=(\w+)"', page(client, address))
    assert found == ([offered] if offered else [])
    assert '<p class="notice alone">' not in page(client, f"{address}?script=published")
    client.cookies["view"] = "script.published"
    assert '<p class="notice alone">' not in page(client, address)
