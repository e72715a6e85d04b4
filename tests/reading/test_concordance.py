from __future__ import annotations

import csv
import datetime as dt
import io
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from defusedxml.ElementTree import fromstring
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from reports import search
from reports.models import Report
from reports.reading import downloads
from reports.reading.asked_lines import AskedLines
from reports.reading.downloads import LINE_COLUMNS, PAIR_COLUMNS, defused
from tests.addresses import BEIJING, CONCORDANCE, SEARCH, pair_page
from tests.databases import NUL
from tests.factories import report_of

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
LINES = [
    (0, ("推进改革。扩大开放。", "We will advance reform. We will open up.")),
    (0, ("=1+1 改革", "")),
    (0, ("改革改革，深化改革。", f"Reform & {SCRIPT}")),
]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def archive() -> list[Report]:
    first = report_of(LINES, slug="beijing-2025")
    first.pairs.filter(position=1).update(beads=[[0, 5, 0, 24, 0.9], [5, 10, 24, 40, 0.8]])
    first.delivered_on = dt.date(2025, 1, 14)
    first.save()
    second = report_of(LINES[:1], slug="shanghai-2020", place="shanghai", year=2020)
    report_of(LINES, slug="hunan-2026", place="hunan", year=2026, status="draft")
    search.catch_up()
    return [first, second]


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def text(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def shown(html: str) -> list[tuple[str, ...]]:
    """Return the lines of a page: before, keyword, after."""
    found = re.findall(r'<span class="before">(.*?)</span><mark>(.*?)</mark><span class="after">(.*?)</span>', html)
    return [tuple(map(unescape, line)) for line in found]


# The page


def test_each_occurrence_is_a_line_between_its_contexts(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=改革&place=beijing&sort=newest")
    assert shown(html) == [
        ("推进", "改革", "。扩大开放。"),
        ("=1+1 ", "改革", ""),
        ("", "改革", "改革，深化改革。"),
        ("改革", "改革", "，深化改革。"),
        ("改革改革，深化", "改革", "。"),
    ]
    assert "5 occurrences in 3 paragraphs" in text(html)


def test_counterpart_is_the_sentence_of_the_bead(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=开放&place=beijing")
    assert '<p class="counterpart en" lang="en">We will open up.</p>' in html


def test_empty_side_is_said(client: Client, archive: list[Report]) -> None:
    assert "No English here" in page(client, f"{CONCORDANCE}?q=1&place=beijing")


def test_sentence_that_nothing_renders_is_said(client: Client, archive: list[Report]) -> None:
    archive[0].pairs.filter(position=1).update(beads=[[0, 5, 0, 40, 0.9], [5, 10, 40, 40, 0.2]])
    assert "Nothing in the English renders this sentence" in page(client, f"{CONCORDANCE}?q=开放&place=beijing")


def test_english_keyword_has_its_chinese_below(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=advance&place=shanghai")
    assert shown(html) == [("We will ", "advance", " reform. We will open up.")]
    assert '<p class="line en" lang="en">' in html
    assert '<p class="counterpart zh" lang="zh-Hans">推进改革。扩大开放。</p>' in html


def test_texts_are_escaped(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=改革+OR+{quote(SCRIPT)}")
    assert SCRIPT not in html
    assert "&lt;<mark>script</mark>&gt;" in html


def test_line_leads_to_its_place_and_to_its_permanent_address(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=深化")
    assert f'href="{BEIJING}?q={quote("深化")}#p3"' in html
    assert f'href="{pair_page(archive[0].pairs.get(position=3).pk)}"' in html
    assert "北京市 Beijing 2025" in text(html)


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ("left", ["", "=1+1 ", "改革", "改革改革，深化", "推进", "推进"]),
        ("right", ["", "。", "。扩大开放。", "。扩大开放。", "，深化改革。", "改革，深化改革。"]),
    ],
)
def test_orders(order: str, keys: list[str], client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=改革&order={order}")
    column = 0 if order == "left" else 2
    assert sorted(line[column] for line in shown(html)) == sorted(keys)
    assert re.search(rf'id="order-{order}"[^>]*aria-current="true"', html)
    if order == "left":
        assert shown(html)[0][0] == ""


def test_orders_by_date(client: Client, archive: list[Report]) -> None:
    years = r"(?:Beijing|Shanghai) (\d{4})</a>"
    newest = re.findall(years, page(client, f"{CONCORDANCE}?q=开放&sort=newest"))
    oldest = re.findall(years, page(client, f"{CONCORDANCE}?q=开放&sort=oldest"))
    assert (newest, oldest) == (["2025", "2020"], ["2020", "2025"])


def test_links_keep_the_search(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=改革&place=beijing&from=2020&order=left&sort=oldest")
    # Without the examples of the help.
    html = html.partition('class="summary"')[2]
    addresses = {urlsplit(unescape(address)) for address in re.findall(r'href="([^"#]+q=[^"#]+)"', html)}
    ours = {
        address.path: parse_qs(address.query) for address in addresses if address.path.startswith(("/search/", SEARCH))
    }
    assert set(ours) == {
        *(SEARCH, CONCORDANCE, "/search/export.csv", "/search/export.xlsx", "/search/feed/"),
    }
    for path in set(ours) - {CONCORDANCE}:
        assert ours[path]["q"] == ["改革"]
        assert ours[path]["place"] == ["beijing"]
        assert ours[path]["from"] == ["2020"]
    assert "order" not in ours[SEARCH]
    assert ours["/search/export.csv"]["order"] == ["left"]


def test_filters_are_shown_and_can_be_taken_away(client: Client, archive: list[Report]) -> None:
    chips = page(client, f"{CONCORDANCE}?q=改革&place=beijing&order=left").partition('class="chips"')[2]
    assert f'href="{CONCORDANCE}?q=%E6%94%B9%E9%9D%A9&amp;order=left"' in chips.partition("</ul>")[0]


def test_unknown_order_is_said(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=改革&order=sideways")
    assert "There is no order “sideways” of lines" in text(html)
    assert shown(html)


def test_without_a_query_the_page_says_what_it_is_for(client: Client) -> None:
    html = page(client, CONCORDANCE)
    assert "each place where it occurs comes on a line of its own" in html
    assert 'type="search"' in html


def test_nothing_found_is_said(client: Client, archive: list[Report]) -> None:
    assert "Nothing found" in page(client, f"{CONCORDANCE}?q=qwertyxyz")


def test_search_without_a_term_is_explained(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=-开放")
    assert "no term is there to be set in the middle of a line" in html
    assert f'href="{SEARCH}?q=-' in html


def test_filters_without_a_query_find_paragraphs_and_no_lines(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?place=beijing")
    assert "0 occurrences in 3 paragraphs" in text(html)
    assert 'class="chips"' in html


def test_page_past_the_last_leads_to_the_last(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=改革&page=9", 404)
    assert "There is no page 9" in text(html)
    assert f'href="{CONCORDANCE}?q={quote("改革")}">To the last page' in html


def test_filters_help_and_offers_are_those_of_the_passages(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=改革&order=left")
    assert f'href="{CONCORDANCE}?q={quote("改革")}&amp;order=left&amp;place=beijing"' in html
    assert f'<form class="span" id="years" action="{CONCORDANCE}">' in html
    assert "How to search" in text(html)
    assert "Did you mean: 改革" in text(page(client, f"{CONCORDANCE}?q=“改革”"))


def test_pages_are_turned(client: Client) -> None:
    report_of([(0, (f"第{n}段，深化改革。", "")) for n in range(45)])
    search.catch_up()
    first, last = (page(client, f"{CONCORDANCE}?q=改革&page={number}") for number in (1, 3))
    assert (len(shown(first)), len(shown(last))) == (20, 5)
    assert 'rel="next"' in first
    assert 'rel="prev"' in last
    assert len(shown(page(client, f"{CONCORDANCE}?q=改革&order=right"))) == 45


def test_limit_of_sorting_and_of_files_is_said(
    client: Client, archive: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reports.search import in_context

    monkeypatch.setattr(in_context, "OCCURRENCES_MOST", 2)
    said = text(page(client, f"{CONCORDANCE}?q=改革&order=left"))
    assert "More than 2 occurrences in 4 paragraphs" in said
    assert "The first 2 occurrences are sorted, here and in the files" in said
    assert "A file holds at most 100,000 lines as CSV, 30,000 as XLSX" in said


def test_no_index_yet(client: Client, archive: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(*_anything: object) -> None:
        raise search.Unavailable("The index is being built.")

    for name in ("find", "hits", "concordance", "all_lines", "all_hits"):
        monkeypatch.setattr(search, name, unavailable)
    for address in (CONCORDANCE, "/search/export.csv", "/search/export.xlsx", "/search/feed/"):
        response = client.get(f"{address}?q=改革")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "15")


def test_page_takes_few_queries(
    client: Client, archive: list[Report], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page(client, f"{CONCORDANCE}?q=改革&order=left")
    with django_assert_max_num_queries(14):
        page(client, f"{CONCORDANCE}?q=改革&order=left")


def test_nothing_is_inline(client: Client, archive: list[Report]) -> None:
    html = page(client, f"{CONCORDANCE}?q=改革")
    assert re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", html) == []


# Downloads


def get(client: Client, address: str) -> tuple[bytes, dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return content, dict(response.headers)


def as_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def asked(address: str) -> AskedLines:
    return AskedLines.read(QueryDict(urlsplit(address).query))


def expected(address: str) -> list[list[Any]]:
    """Return the rows that a download must have, made from the lines themselves."""
    lines = list(search.all_lines(asked(address).request(), asked(address).order))
    return [
        [
            number,
            line.pair.report.jurisdiction.name_zh,
            line.pair.report.jurisdiction.name_en,
            line.pair.report.year,
            line.pair.report.delivered_on,
            "殷勇",
            "Yin Yong",
            line.pair.position,
            "body",
            "",
            "",
            "en" if line.side == "en" else "zh-Hans",
            line.left,
            line.keyword,
            line.right,
            line.counterpart_text,
            line.counterpart.extent,
            f"http://testserver/pairs/{line.pair.pk}/",
        ]
        for number, line in enumerate(lines, start=1)
    ]


ADDRESSES = [f"?q=改革&sort={sort}&order={order}" for sort, order in (("oldest", ""), ("newest", "left"))]


@pytest.mark.parametrize("query", [*ADDRESSES, "?q=reform+OR+改革&order=right"])
def test_csv_holds_the_lines(query: str, client: Client, archive: list[Report]) -> None:
    content, headers = get(client, f"/search/export.csv{query}")
    assert content.startswith(b"\xef\xbb\xbfnumber,place_zh,")
    assert content.count(b"\r\n") == len(as_rows(content))
    assert as_rows(content) == [list(LINE_COLUMNS), *([defused(cell) for cell in row] for row in expected(query))]
    assert headers["Content-Type"] == "text/csv; charset=utf-8; header=present"


@pytest.mark.parametrize("query", [*ADDRESSES, "?q=reform+OR+改革&order=right"])
def test_xlsx_holds_the_lines(query: str, client: Client, archive: list[Report]) -> None:
    content, _headers = get(client, f"/search/export.xlsx{query}")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("concordance").to_python()
    assert rows == [list(LINE_COLUMNS), *([("" if cell is None else cell) for cell in row] for row in expected(query))]
    dates = {type(row[4]) for row in rows[1:] if row[4]}
    assert dates == {dt.date}


@pytest.mark.parametrize("view", ["csv", "xlsx"])
def test_whole_pairs(view: str, client: Client, archive: list[Report]) -> None:
    content, headers = get(client, f"/search/export.{view}?q=改革+OR+reform&sort=newest&view=pairs")
    rows: list[list[Any]]
    year = 2025 if view == "xlsx" else "2025"
    if view == "csv":
        rows = [*as_rows(content)]
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("passages").to_python()
    head, first, *others = rows
    assert head == list(PAIR_COLUMNS)
    assert len(others) == 3
    assert [first[3], *first[11:]] == [
        *(year, *LINES[0][1], "改革; reform", f"http://testserver/pairs/{archive[0].pairs.get(position=1).pk}/"),
    ]
    assert "passages" in headers["Content-Disposition"]


def test_drafts_are_in_no_file(client: Client, archive: list[Report]) -> None:
    for address in ("/search/export.csv?q=改革", "/search/export.csv?q=改革&view=pairs"):
        assert "湖南" not in get(client, address)[0].decode()
    assert "湖南" not in page(client, "/search/feed/?q=改革")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\n=x", "＝1"])
def test_what_could_be_a_formula_is_defused(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "written"), [("1-1", "1-1"), (5, "5"), (None, ""), (dt.date(2025, 1, 2), "2025-01-02")]
)
def test_other_cells_stay(cell: Any, written: str) -> None:
    assert defused(cell) == written


def test_formula_in_a_text_is_text_in_a_workbook(client: Client, archive: list[Report]) -> None:
    content, _headers = get(client, "/search/export.xlsx?q=1&view=pairs")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("passages").to_python()
    assert sheet[1][11] == "=1+1 改革"


@pytest.mark.parametrize(("ending", "sheet"), [("csv", ""), ("xlsx", "concordance")])
def test_cut_file_says_so(
    ending: str, sheet: str, client: Client, archive: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(downloads.LINES_MOST, ending, 2)
    content, _headers = get(client, f"/search/export.{ending}?q=改革")
    rows: list[Any] = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()
        if sheet
        else as_rows(content)
    )
    assert len(rows) == 4
    assert rows[-1][0] == "Cut here: this file holds the first 2 rows, and there are more."
    assert {len(row) for row in rows} == {len(LINE_COLUMNS)}


def test_file_sorted_by_context_says_that_only_the_first_are(
    client: Client, archive: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reports.search import in_context

    monkeypatch.setattr(in_context, "OCCURRENCES_MOST", 3)
    rows = as_rows(get(client, "/search/export.csv?q=改革&order=left")[0])
    assert [row[0] for row in rows] == [
        *("number", "1", "2", "3", "Cut here: this file holds the first 3 rows, and there are more."),
    ]


def test_whole_file_says_nothing_of_a_cut(
    client: Client, archive: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(downloads.LINES_MOST, "csv", 6)
    assert len(as_rows(get(client, "/search/export.csv?q=改革")[0])) == 7


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("改革", "concordance 改革 {}.csv"),
        ('a/b\\c:"d"\r\n..%', "concordance a-b-c-d {}.csv"),
        ("改革 year:2010..", "concordance 改革-year-2010-on {}.csv"),
        ("改革 year:2010..2015", "concordance 改革-year-2010-2015 {}.csv"),
        ("改革 year:..2015", "concordance 改革-year-to-2015 {}.csv"),
        ("\u202egnp.exe", "concordance gnp-exe {}.csv"),
        ("-国" + "长" * 100, "concordance 国" + "长" * 59 + " {}.csv"),
    ],
)
def test_file_name_says_what_and_when(q: str, expected: str, client: Client, archive: list[Report]) -> None:
    _content, headers = get(client, f"/search/export.csv?q={quote(q)}")
    name = quote(expected.format(timezone.localdate().isoformat()))
    shown = headers["Content-Disposition"]
    assert shown.startswith("attachment; ")
    assert name in shown or expected.format(timezone.localdate().isoformat()) in shown


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_head_writes_no_file(ending: str, client: Client, archive: list[Report]) -> None:
    response = client.head(f"/search/export.{ending}?q=改革")
    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    assert b"".join(response.streaming_content if response.streaming else [response.content]) == b""  # type: ignore[attr-defined]


def test_columns_are_documented() -> None:
    from tests.test_docs import PAGES

    documented = PAGES["docs/concordance.md"]
    assert {name for name in {**LINE_COLUMNS, **PAIR_COLUMNS} if f"| `{name}` |" not in documented} == set()
    for most in downloads.LINES_MOST.values():
        assert f"{most:,}" in documented
    assert f"{search.OCCURRENCES_MOST:,}" in documented


# The feed


def test_feed_keeps_what_atom_demands(client: Client, archive: list[Report]) -> None:
    response = client.get("/search/feed/?q=改革")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": f"http://testserver/search/feed/?q={quote('改革')}&sort=newest",
        "alternate": f"http://testserver/search/?q={quote('改革')}&sort=newest",
    }
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 4
    stamps = [dt.datetime.fromisoformat(str(one.text)) for one in feed.iter(f"{ATOM}updated")]
    assert all(stamp.tzinfo for stamp in stamps)
    assert max(stamps[1:]) <= stamps[0]
    ids = []
    for entry in entries:
        for name in ("id", "title", "updated"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        ids.append(entry.findtext(f"{ATOM}id"))
    assert len(set(ids)) == 4
    assert all(str(one).startswith("http://testserver/pairs/") for one in ids)


def test_entry_has_both_languages_marked(client: Client, archive: list[Report]) -> None:
    feed = fromstring(client.get("/search/feed/?q=改革+OR+reform").content)
    entries = {entry.findtext(f"{ATOM}title"): entry for entry in feed.findall(f"{ATOM}entry")}
    summary = entries["北京市 Beijing 2025, paragraph 3"].find(f"{ATOM}summary")
    assert summary is not None
    assert summary.get("type") == "html"
    assert summary.text == (
        '<p lang="zh-Hans"><mark>改革</mark><mark>改革</mark>，深化<mark>改革</mark>。</p>'
        '<p lang="en"><mark>Reform</mark> &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>'
    )


def test_feed_holds_the_newest_fifty(client: Client) -> None:
    report_of([(0, (f"改革{n}", "")) for n in range(40)], slug="a-2025", year=2025)
    report_of([(0, (f"改革{n}", "")) for n in range(40)], slug="a-2024", year=2024)
    search.catch_up()
    feed = fromstring(client.get("/search/feed/?q=改革&sort=oldest&page=2").content)
    years = [str(entry.findtext(f"{ATOM}title")) for entry in feed.findall(f"{ATOM}entry")]
    assert (sum("2025" in one for one in years), sum("2024" in one for one in years)) == (40, 10)


def test_feed_of_nothing_is_a_feed(client: Client) -> None:
    feed = fromstring(client.get("/search/feed/?q=改革").content)
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
    assert feed.findall(f"{ATOM}entry") == []


def test_characters_that_xml_has_not_are_left_out(client: Client) -> None:
    report_of([(0, (f"改革{NUL}\x0b\ufffe开放", ""))])
    search.catch_up()
    assert "开放" in str(fromstring(client.get("/search/feed/?q=改革").content).findtext(f"{ATOM}entry/{ATOM}summary"))


def test_reader_who_has_the_feed_gets_304(client: Client, archive: list[Report]) -> None:
    first = client.get("/search/feed/?q=改革")
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        assert client.get("/search/feed/?q=改革", headers=headers).status_code == 304


def test_changed_rows_are_sent_again(client: Client, archive: list[Report]) -> None:
    first = client.get("/search/feed/?q=改革")
    archive[0].pairs.filter(position=1).update(zh="又改革", zh_folded="又改革", beads=[])
    archive[0].touch()
    second = client.get("/search/feed/?q=改革", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert "又" in second.content.decode()
