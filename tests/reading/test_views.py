from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reports import search
from reports.models import ParagraphPair, Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def text(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


# Home


def test_home_of_an_empty_archive_says_how_to_fill_it(client: Client) -> None:
    assert "python manage.py ingest fixtures/" in page(client, "/")


def test_home_counts_what_is_published(client: Client) -> None:
    report_of()
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    report_of(slug="hunan-2026", place="hunan", year=2026, status="draft")
    shown = text(page(client, "/"))
    for figure in ("reports 2", "jurisdictions 2", "years 2020–2025", "paragraph pairs 16"):
        assert figure in shown


def test_home_links_reports_and_no_drafts(client: Client) -> None:
    report_of()
    report_of(slug="hunan-2026", place="hunan", year=2026, status="draft")
    html = page(client, "/")
    assert 'href="/reports/beijing-2025/"' in html
    assert "hunan" not in html


def test_home_offers_three_things_that_are_there(client: Client) -> None:
    report_of()
    tries = page(client, "/").partition('class="tries"')[2].partition("</section>")[0]
    addresses = [unescape(address) for address in re.findall(r'href="([^"]+)"', tries)]
    assert len(addresses) == 3
    for address in addresses[:2]:
        assert '<p class="zh"' in page(client, address)
    path, _, anchor = addresses[2].partition("#")
    assert f'id="{anchor}"' in page(client, path)


def test_home_does_without_the_index(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    report_of()
    monkeypatch.setattr(search, "find", unavailable)
    assert 'href="/reports/beijing-2025/#p1"' in page(client, "/")


def unavailable(request: search.Request) -> search.Page:
    raise search.Unavailable("The index is being built.")


# Report


def test_report_shows_its_header_in_both_languages(client: Client) -> None:
    report_of()
    shown = text(page(client, "/reports/beijing-2025/"))
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
    page(client, "/reports/beijing-2025/", status=404)


def test_headings_are_headings(client: Client) -> None:
    report_of()
    html = page(client, "/reports/beijing-2025/")
    assert re.search(r'<h2>\s*<span class="zh" lang="zh-Hans">一、2024年工作回顾</span>', html)
    assert re.search(r'<h3>\s*<span class="zh" lang="zh-Hans">（一）科技</span>', html)


def test_each_pair_has_its_anchor_and_its_permanent_link(client: Client) -> None:
    report_of()
    html = page(client, "/reports/beijing-2025/")
    for pk, position in ParagraphPair.objects.values_list("pk", "position"):
        assert re.search(rf'id="p{position}">\s*<a class="number"\s+href="/pairs/{pk}/"', html)


def test_empty_side_shows_the_gap(client: Client) -> None:
    report_of()
    html = page(client, "/reports/beijing-2025/")
    assert html.count("No English here") == 1
    assert html.count("No Chinese here") == 1


def test_report_in_one_language_says_so_once(client: Client) -> None:
    report_of([(0, ("中文。", "")), (0, ("也是中文。", ""))])
    html = page(client, "/reports/beijing-2025/")
    assert "This report is in Chinese only" in html
    assert "No English here" not in html


def test_paragraph_with_a_script_tag_is_text(client: Client) -> None:
    report_of([(1, (f"一、{SCRIPT}", f"I. {SCRIPT}")), (0, (f"科技{SCRIPT}", f"Science {SCRIPT}"))])
    for address in (
        "/reports/beijing-2025/",
        "/reports/beijing-2025/?q=script",
        "/search/?q=script",
        "/search/?q=科技",
    ):
        html = page(client, address)
        assert "alert(1)" in text(html)
        assert SCRIPT not in html
        assert "<script>" not in html


def test_query_with_a_script_tag_is_text(client: Client) -> None:
    report_of()
    for address in ("/reports/beijing-2025/", "/search/"):
        response = client.get(address, {"q": SCRIPT, "place": SCRIPT, "from": SCRIPT})
        assert SCRIPT not in response.content.decode()


def test_converted_report_is_labelled(client: Client) -> None:
    report_of()
    html = page(client, "/reports/beijing-2025/?script=hant")
    assert "足額發放養老金，更加注重民生。" in html
    assert "converted by OpenCC from the Simplified characters" in html
    assert 'lang="zh-Hans">足' not in html


def test_report_in_both_scripts_labels_what_is_converted(client: Client) -> None:
    report = report_of()
    report.pairs.filter(position=2).update(zh="持續提升", script="hant")
    html = page(client, "/reports/beijing-2025/?script=hant")
    assert "6 of 7 Chinese paragraphs are converted" in html
    assert html.count('<span class="converted">') == 6


def test_unknown_script_is_as_published(client: Client) -> None:
    report_of()
    assert "足额发放" in page(client, "/reports/beijing-2025/?script=klingon")


def test_terms_of_a_search_are_marked(client: Client) -> None:
    report_of()
    html = page(client, "/reports/beijing-2025/?q=科技")
    assert "29个<mark>科技</mark>设施" in html
    assert "2 paragraphs marked" in text(html)


def test_report_of_400_pairs_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    section = [(1, ("一、回顾", "I. Review")), *[(0, ("科技创新。", "Innovation."))] * 39]
    report_of(section * 10)
    with django_assert_max_num_queries(4):
        html = page(client, "/reports/beijing-2025/?q=创新&script=hant")
    assert html.count('class="number"') == 400


# Pair


def test_pair_leads_to_its_place(client: Client) -> None:
    report = report_of()
    pair = report.pairs.get(position=4)
    assert client.get(f"/pairs/{pair.pk}/").headers["Location"] == "/reports/beijing-2025/#p4"


def test_pair_keeps_the_view(client: Client) -> None:
    pair = report_of().pairs.get(position=4)
    location = client.get(f"/pairs/{pair.pk}/?script=hant").headers["Location"]
    assert location == "/reports/beijing-2025/?script=hant#p4"


def test_pair_of_a_draft_is_not_found(client: Client) -> None:
    pair = report_of(status="draft").pairs.get(position=4)
    page(client, f"/pairs/{pair.pk}/", status=404)


# Search


def test_search_without_a_query_explains_itself(client: Client) -> None:
    assert "In quotation marks: exactly these words" in page(client, "/search/")


def test_search_marks_its_hits_in_both_languages(client: Client) -> None:
    report_of()
    html = page(client, "/search/?q=人工智能+industries")
    assert "<mark>人工智能</mark>核心产业" in html
    assert "core AI <mark>industries</mark>" in html


def test_result_leads_to_its_place_with_its_marks(client: Client) -> None:
    report_of()
    html = page(client, "/search/?q=养老金")
    assert 'href="/reports/beijing-2025/?q=%E5%85%BB%E8%80%81%E9%87%91#p6"' in html


def test_result_names_the_headings_around_it(client: Client) -> None:
    report_of()
    path = page(client, "/search/?q=3000").partition('class="path"')[2].partition("</p>")[0]
    assert text(path).index("一、2024年工作回顾") < text(path).index("（一）科技")


def test_heading_found_is_not_in_its_own_path(client: Client) -> None:
    report_of()
    html = page(client, '/search/?q="（一）科技"')
    path = html.partition('class="path"')[2].partition("</p>")[0]
    assert "一、2024年工作回顾" in path
    assert "（一）科技" not in path


def test_filters_narrow_and_count(client: Client) -> None:
    report_of()
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    html = page(client, "/search/?q=养老金&place=shanghai")
    assert "1 paragraph " in text(html)
    assert "/reports/shanghai-2020/" in html
    assert "/reports/beijing-2025/" not in html


def test_span_of_years_narrows(client: Client) -> None:
    report_of()
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    html = page(client, "/search/?q=养老金&from=2021&to=2030")
    assert "/reports/beijing-2025/" in html
    assert "/reports/shanghai-2020/" not in html


def test_unknown_place_is_noted(client: Client) -> None:
    report_of()
    assert "atlantis" in text(page(client, "/search/?q=养老金&place=atlantis").partition('class="notice"')[2])


def test_every_page_of_results_can_be_reached(client: Client) -> None:
    report_of([(0, (f"第{n}段，改革。", "")) for n in range(1, 46)])
    found: set[str] = set()
    address: str | None = "/search/?q=改革"
    while address:
        html = page(client, address)
        found |= set(re.findall(r"#p(\d+)", html))
        following = re.search(r'rel="next"\s+href="([^"]+)"', html)
        address = unescape(following.group(1)) if following else None
    assert len(found) == 45


def test_page_past_the_last_leads_to_the_last(client: Client) -> None:
    report_of([(0, (f"第{n}段，改革。", "")) for n in range(1, 46)])
    assert client.get("/search/?q=改革&page=9").headers["Location"].endswith("&page=3")


def test_page_past_the_last_of_nothing_leads_to_the_first(client: Client) -> None:
    report_of()
    assert client.get("/search/?q=qwertyxyz&page=9").headers["Location"] == "/search/?q=qwertyxyz"


def test_nothing_found_offers_what_is_there(client: Client) -> None:
    report_of()
    html = page(client, "/search/?q=qwertyxyz&place=beijing")
    assert "Search all places and years" in html
    assert "These are in the archive" in html


def test_search_without_an_index_is_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "find", unavailable)
    response = client.get("/search/?q=改革&place=beijing")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    html = response.content.decode()
    assert "The index is being built." in html
    assert 'href="/search/?q=%E6%94%B9%E9%9D%A9&amp;place=beijing"' in html


def test_page_of_results_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2001, 2021):
        report_of(slug=f"beijing-{year}", year=year)
    search.catch_up()
    client.get("/search/?q=3000")
    with django_assert_max_num_queries(10):
        assert page(client, "/search/?q=3000").count('<article class="passage') == 20


# Others


@pytest.mark.parametrize("address", ["/about/", "/help/", "/search/", "/"])
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
    assert client.post("/search/", {"q": "a"}).status_code == 405


def test_health_answers(client: Client) -> None:
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_health_without_a_database_is_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def cursor() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", cursor)
    assert client.get("/health/").status_code == 503


def test_draft_that_is_published_appears(client: Client) -> None:
    report = report_of(status="draft")
    report.status = Report.Status.PUBLISHED
    report.save()
    page(client, "/reports/beijing-2025/")
