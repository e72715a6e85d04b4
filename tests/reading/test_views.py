from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports import editing, search
from reports.models import ParagraphPair, Report
from tests.addresses import ABOUT, BEIJING, HELP, HOME, SEARCH, pair_page, report_page
from tests.factories import report_of

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def text(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def unavailable(request: search.Request) -> search.Page:
    raise search.Unavailable("The index is being built.")


# Report


def test_report_shows_its_header_in_both_languages(client: Client) -> None:
    report_of()
    shown = text(page(client, BEIJING))
    for part in (
        "政府工作报告",
        "Report on the Work of the Government",
        "殷勇",
        "Yin Yong",
        "第三次会议",
        "Third Session",
    ):
        assert part in shown


def test_draft_is_not_found(client: Client) -> None:
    report_of(status="draft")
    page(client, BEIJING, status=404)


def test_headings_are_headings(client: Client) -> None:
    report_of()
    html = page(client, BEIJING)
    assert re.search(r'<h2>\s*<span class="zh" lang="zh-Hans">一、2024年工作回顾</span>', html)
    assert re.search(r'<h3>\s*<span class="zh" lang="zh-Hans">（一）科技</span>', html)


def test_each_pair_has_its_anchor_and_its_permanent_link(client: Client) -> None:
    report_of()
    html = page(client, BEIJING)
    for pk, position in ParagraphPair.objects.values_list("pk", "position"):
        assert re.search(rf'id="p{position}" data-pair="{pk}">\s*<a class="number" href="{pair_page(pk)}"', html)


def test_empty_side_shows_the_gap(client: Client) -> None:
    report_of()
    html = page(client, BEIJING)
    assert html.count("No English here") == 1
    assert html.count("No Chinese here") == 1


def test_report_in_one_language_says_so_once(client: Client) -> None:
    report_of([(0, ("中文。", "")), (0, ("也是中文。", ""))])
    html = page(client, BEIJING)
    assert "This report is in Chinese only" in html
    assert "No English here" not in html


def test_paragraph_with_a_script_tag_is_text(client: Client) -> None:
    report_of([(1, (f"一、{SCRIPT}", f"I. {SCRIPT}")), (0, (f"科技{SCRIPT}", f"Science {SCRIPT}"))])
    for address in (
        BEIJING,
        f"{BEIJING}?q=script",
        f"{SEARCH}?q=script",
        f"{SEARCH}?q=科技",
    ):
        html = page(client, address)
        assert "alert(1)" in text(html)
        assert SCRIPT not in html
        assert "<script>" not in html


def test_query_with_a_script_tag_is_text(client: Client) -> None:
    report_of()
    for address in (BEIJING, SEARCH):
        response = client.get(address, {"q": SCRIPT, "place": SCRIPT, "from": SCRIPT})
        assert SCRIPT not in response.content.decode()


def test_converted_report_is_labelled(client: Client) -> None:
    report_of()
    html = page(client, f"{BEIJING}?script=hant")
    assert "足額發放養老金，更加注重民生。" in html
    assert "converted by OpenCC from the Simplified characters" in html
    assert 'lang="zh-Hans">足' not in html


def test_report_in_both_scripts_labels_what_is_converted(client: Client) -> None:
    report = report_of()
    report.pairs.filter(position=2).update(zh="持續提升", script="hant")
    html = page(client, f"{BEIJING}?script=hant")
    assert "6 of 7 Chinese paragraphs are converted" in html
    assert html.count('<span class="converted">') == 6


def test_unknown_script_is_as_published(client: Client) -> None:
    report_of()
    assert "足额发放" in page(client, f"{BEIJING}?script=klingon")


def test_terms_of_a_search_are_marked(client: Client) -> None:
    report_of()
    html = page(client, f"{BEIJING}?q=科技")
    assert "29个<mark>科技</mark>设施" in html
    assert "2 paragraphs marked" in text(html)


def test_report_of_400_pairs_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    section = [(1, ("一、回顾", "I. Review")), *[(0, ("科技创新。", "Innovation."))] * 39]
    report_of(section * 10)
    with django_assert_max_num_queries(4):
        html = page(client, f"{BEIJING}?q=创新&script=hant")
    assert html.count('class="number"') == 400


# Pair


def test_pair_leads_to_its_place(client: Client) -> None:
    report = report_of()
    pair = report.pairs.get(position=4)
    assert client.get(pair_page(pair.pk)).headers["Location"] == f"{BEIJING}#p4"


def test_pair_keeps_the_view(client: Client) -> None:
    pair = report_of().pairs.get(position=4)
    location = client.get(f"{pair_page(pair.pk)}?script=hant").headers["Location"]
    assert location == f"{BEIJING}?script=hant#p4"


def test_pair_that_is_gone_leads_to_the_one_it_became(client: Client) -> None:
    report = report_of()
    one, other = report.pairs.order_by("position")[1:3]
    editor = User.objects.create_user("editor")
    editing.perform(report, editor, {"do": "merge", "pairs": [one.pk, other.pk]}, 0)
    answer = client.get(f"{pair_page(other.pk)}?script=hant")
    assert (answer.status_code, answer["Location"]) == (302, f"{pair_page(one.pk)}?script=hant")
    editing.set_status(report, "draft", editor)
    assert client.get(pair_page(other.pk)).status_code == 404


def test_pair_that_was_taken_out_is_not_found(client: Client) -> None:
    report = report_of()
    gone = report.pairs.order_by("position")[1]
    editing.perform(report, User.objects.create_user("editor"), {"do": "remove", "pair": gone.pk}, 0)
    assert client.get(pair_page(gone.pk)).status_code == 404


def test_pair_of_a_draft_is_not_found(client: Client) -> None:
    pair = report_of(status="draft").pairs.get(position=4)
    page(client, pair_page(pair.pk), status=404)


# Search


def test_search_without_a_query_explains_itself(client: Client) -> None:
    assert "In quotation marks: exactly these words" in page(client, SEARCH)


def test_search_marks_its_hits_in_both_languages(client: Client) -> None:
    report_of()
    html = page(client, f"{SEARCH}?q=人工智能+industries")
    assert "<mark>人工智能</mark>核心产业" in html
    assert "core AI <mark>industries</mark>" in html


def test_result_leads_to_its_place_with_its_marks(client: Client) -> None:
    report_of()
    html = page(client, f"{SEARCH}?q=养老金")
    assert f'href="{BEIJING}?q=%E5%85%BB%E8%80%81%E9%87%91#p6"' in html


def test_result_names_the_headings_around_it(client: Client) -> None:
    report_of()
    path = page(client, f"{SEARCH}?q=3000").partition('class="path"')[2].partition("</p>")[0]
    assert text(path).index("一、2024年工作回顾") < text(path).index("（一）科技")


def test_heading_found_is_not_in_its_own_path(client: Client) -> None:
    report_of()
    html = page(client, f'{SEARCH}?q="（一）科技"')
    path = html.partition('class="path"')[2].partition("</p>")[0]
    assert "一、2024年工作回顾" in path
    assert "（一）科技" not in path


def test_filters_narrow_and_count(client: Client) -> None:
    report_of()
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    html = page(client, f"{SEARCH}?q=养老金&place=shanghai")
    assert "1 paragraph " in text(html)
    assert report_page("shanghai-2020") in html
    assert BEIJING not in html


def test_span_of_years_narrows(client: Client) -> None:
    report_of()
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    html = page(client, f"{SEARCH}?q=养老金&from=2021&to=2030")
    assert BEIJING in html
    assert report_page("shanghai-2020") not in html


def test_unknown_place_is_noted(client: Client) -> None:
    report_of()
    assert "atlantis" in text(page(client, f"{SEARCH}?q=养老金&place=atlantis").partition('class="notice"')[2])


def test_every_page_of_results_can_be_reached(client: Client) -> None:
    report_of([(0, (f"第{n}段，改革。", "")) for n in range(1, 46)])
    found: set[str] = set()
    address: str | None = f"{SEARCH}?q=改革"
    while address:
        html = page(client, address)
        found |= set(re.findall(r"#p(\d+)", html))
        following = re.search(r'rel="next"\s+href="([^"]+)"', html)
        address = unescape(following.group(1)) if following else None
    assert len(found) == 45


def test_page_past_the_last_says_so_and_where_the_results_end(client: Client) -> None:
    report_of([(0, (f"第{n}段，改革。", "")) for n in range(1, 46)])
    html = page(client, f"{SEARCH}?q=改革&page=9", status=404)
    assert "There is no page 9" in html
    assert "The results end on page 3." in html
    assert f'href="{SEARCH}?q=%E6%94%B9%E9%9D%A9&amp;page=3">To the last page' in html
    assert "45 paragraphs" in text(html)


def test_page_past_the_last_of_nothing_is_nothing_found(client: Client) -> None:
    report_of()
    assert "Nothing found" in page(client, f"{SEARCH}?q=qwertyxyz&page=9")


def test_filters_alone_are_a_search(client: Client) -> None:
    report_of()
    html = page(client, f"{SEARCH}?place=beijing&kind=heading")
    assert "3 paragraphs" in text(html)
    assert html.count('<article class="passage heading">') == 3


def test_what_the_address_got_wrong_is_said_without_a_query_too(client: Client) -> None:
    assert "“random”" in text(page(client, f"{SEARCH}?sort=random"))


def test_every_filter_is_offered_with_its_count(client: Client) -> None:
    report_of()
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    shown = text(page(client, f"{SEARCH}?q=养老金").partition('id="filters"')[2].partition('class="results"')[0])
    for words in ("2025 1", "Province 2", "上海市 Shanghai 1", "殷勇 Yin Yong 2", "Paragraphs 2"):
        assert words in shown


def test_form_of_the_box_keeps_the_filters(client: Client) -> None:
    report_of()
    html = page(client, f"{SEARCH}?q=养老金&within=beijing&level=province&speaker=殷勇&kind=body&from=2020")
    for name, value in (
        ("within", "beijing"),
        ("level", "province"),
        ("speaker", "殷勇"),
        ("kind", "body"),
        ("from", "2020"),
    ):
        assert f'<input type="hidden" form="search-form" name="{name}" value="{value}">' in html


def test_bars_need_no_style_attribute(client: Client) -> None:
    report_of()
    report_of(slug="b-2020", year=2020)
    html = page(client, f"{SEARCH}?q=养老金")
    assert len(re.findall(r'<a [^>]*data-year="', html)) == 2
    assert " style=" not in html


def found_with(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Let the search door find what it finds, with some fields of the page changed."""
    find = search.find
    monkeypatch.setattr(search, "find", lambda request: replace(find(request), **changes))


def test_offers_are_links(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    report_of()
    offers = [
        search.Offer("改革开放", 12, "pinyin"),
        search.Offer("reform", 3, "spelling"),
        search.Offer("large language models", 5, "rendering", 0.8),
    ]
    found_with(monkeypatch, offers=offers)
    html = page(client, f"{SEARCH}?q=养老金")
    shown = text(html)
    assert "can be read as 改革开放 (12)" in shown
    assert "Did you mean: reform (3)" in shown
    assert "Also search for large language models (5)" in shown
    assert f'href="{SEARCH}?q=large+language+models" lang="en"' in html


def test_counterparts_are_shown_apart_from_hits_with_a_legend(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    report_of()
    hits = search.find(search.Request(q="养老金")).results
    start = hits[0].pair.en.index("Pensions")
    likely = search.Counterpart(start, start + 8, 0.6)
    found_with(monkeypatch, results=[replace(hits[0], en_counterparts=[likely])])
    html = page(client, f"{SEARCH}?q=养老金")
    assert '<u class="likely-2" title="probably its counterpart">Pensions</u> will be paid' in html
    assert "no hit, and not counted" in html


def test_without_counterparts_there_is_no_legend(client: Client) -> None:
    report_of()
    assert "no hit, and not counted" not in page(client, f"{SEARCH}?q=qwertyxyz")


def test_other_views_and_downloads_have_the_same_parameters(client: Client) -> None:
    report_of()
    html = unescape(page(client, f"{SEARCH}?q=养老金&place=beijing&sort=newest"))
    query = "?q=%E5%85%BB%E8%80%81%E9%87%91&place=beijing&sort=newest"
    for name in ("concordance", "search-csv", "search-xlsx", "search-feed"):
        assert f'href="{reverse(name)}{query}' in html
    assert '<link rel="alternate" type="application/atom+xml"' in html


def test_suggestions_are_json(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def suggest(q: str, limit: int) -> list[search.Suggestion]:
        asked.append(q)
        return [search.Suggestion("新质生产力", "zh", 12)]

    monkeypatch.setattr(search, "suggest", suggest)
    response = client.get("/search/suggestions/", {"q": " 新质 "})
    assert response.json() == {"q": "新质", "suggestions": [{"q": "新质生产力", "language": "zh", "count": 12}]}
    assert asked == ["新质"]


def test_no_suggestions_for_nothing_or_without_an_index(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def suggest(q: str, limit: int) -> list[search.Suggestion]:
        raise search.Unavailable

    monkeypatch.setattr(search, "suggest", suggest)
    assert client.get("/search/suggestions/").json() == {"q": "", "suggestions": []}
    assert client.get("/search/suggestions/?q=a").json() == {"q": "a", "suggestions": []}


def test_nothing_found_offers_what_is_there(client: Client) -> None:
    report_of()
    html = page(client, f"{SEARCH}?q=qwertyxyz&place=beijing")
    assert "These are in the archive" in html


def test_nothing_found_says_what_fewer_filters_find(client: Client) -> None:
    report_of()
    shown = text(page(client, f"{SEARCH}?q=养老金&place=shanghai").partition('class="nothing"')[2])
    assert "No paragraph was found for 养老金 . The search was narrowed down to: 上海市 Shanghai" in shown
    assert "1 paragraph in all places" in shown


def test_search_without_an_index_is_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "find", unavailable)
    response = client.get(f"{SEARCH}?q=改革&place=beijing")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    html = response.content.decode()
    assert "The index is being built." in html
    assert f'data-retry="{response.headers["Retry-After"]}"' in html
    assert f'href="{SEARCH}?q=%E6%94%B9%E9%9D%A9&amp;place=beijing"' in html


def test_page_of_results_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2001, 2021):
        report_of(slug=f"beijing-{year}", year=year)
    search.catch_up()
    client.get(f"{SEARCH}?q=3000")
    with django_assert_max_num_queries(10):
        assert page(client, f"{SEARCH}?q=3000").count('<article class="passage') == 20


# Others


@pytest.mark.parametrize("address", [ABOUT, HELP, SEARCH, HOME])
def test_page_has_a_title_and_a_description(client: Client, address: str) -> None:
    html = page(client, address)
    assert re.search(r"<title>\s*\S", html)
    assert re.search(r'name="description"\s+content="\S', html)


@pytest.mark.parametrize("name", ["400", "500"])
def test_error_page_needs_no_context(name: str) -> None:
    from django.template.loader import render_to_string

    assert f'<p class="code">{name}</p>' in render_to_string(f"{name}.html")


def test_missing_page_is_designed(client: Client) -> None:
    assert "There is no such page" in page(client, "/nowhere/", status=404)


def test_pages_are_read_only(client: Client) -> None:
    assert client.post(SEARCH, {"q": "a"}).status_code == 405


def test_health_answers(client: Client) -> None:
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_health_without_a_database_is_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def cursor() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", cursor)
    assert client.get("/health/").status_code == 503


def test_favicon_leads_to_the_icon(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/img/favicon.svg"


def test_draft_that_is_published_appears(client: Client) -> None:
    report = report_of(status="draft")
    report.status = Report.Status.PUBLISHED
    report.save()
    page(client, BEIJING)
