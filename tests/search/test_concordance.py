"""The concordance against a scan of the rows."""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from reports import search
from reports.models import ParagraphPair, Report
from reports.search import contexts, in_context, upkeep
from reports.search.contexts import around, counterpart, place_of, sorted_by
from reports.text.fold import fold
from reports.text.simplified import simplify
from tests.search.conftest import MakeReport, add_pairs, sample_pairs
from tests.search.oracle import Maker, matches, rows, written

Where = tuple[int, str, int, int]

CONTEXT_ORDERS: list[search.Order] = ["left", "right", "keyword"]


def where(line: search.Line) -> Where:
    return line.pair.pk, line.side, line.start, line.end


def turned(q: str, order: search.Order = "", size: int = 3, sort: str = "newest") -> list[search.Line]:
    """Return the lines of all pages, one after the other."""
    request = search.Request(q, sort=sort)  # type: ignore[arg-type]
    first = search.concordance(request, order, 1, size)
    pages = [first, *(search.concordance(request, order, page, size) for page in range(2, first.pages + 1))]
    return [line for page in pages for line in page.lines]


def scanned(q: str, found: list[ParagraphPair]) -> list[Where]:
    every = []
    for pair in found:
        zh_marks, en_marks = search.marks(q, pair.zh, pair.en)
        every += [(pair.pk, "zh", *mark) for mark in zh_marks] + [(pair.pk, "en", *mark) for mark in en_marks]
    return every


@pytest.mark.parametrize("order", ["", *CONTEXT_ORDERS])
@pytest.mark.parametrize("seed", range(6))
def test_every_occurrence_is_one_line(order: search.Order, seed: int, archive: list[Report]) -> None:
    texts = rows()
    tree = Maker(seed, texts).tree()
    q = written(tree)
    lines = turned(q, order, size=20)
    assert sorted(map(where, lines)) == sorted(scanned(q, [row.pair for row in texts if matches(tree, row)]))
    page = search.concordance(search.Request(q), order)
    assert (page.occurrences, page.counted) == (len(lines), True)
    assert page.pairs == search.find(search.Request(q)).total


def test_occurrences_are_those_of_a_plain_scan(make_report: MakeReport) -> None:
    chance = random.Random(5)
    texts = ["".join(chance.choice("改革开放，") for _ in range(60)) + "。" for _ in range(30)]
    report = make_report("r-2020", [(text, "") for text in texts])
    pks = list(report.pairs.order_by("position").values_list("pk", flat=True))
    expected = [
        (pk, "zh", match.start(), match.end())
        for pk, text in zip(pks, texts, strict=True)
        for match in re.finditer("改革", text)
    ]
    assert list(map(where, turned("改革"))) == expected
    assert len(expected) > 50


def test_fast_marks_are_the_marks(archive: list[Report]) -> None:
    from reports.search.query import read

    terms = [
        "国",
        "发展",
        "AI",
        "系統",
        "㎡",
        "m2",
        "é",
        "，",
        "人人",
        "the OR 国",
        '"新质生产力" OR 2024',
        "zh:国 OR en:AI",
        "12*",
    ]
    for pair in ParagraphPair.objects.all():
        for q in terms:
            wanted = read(q).wanted()
            assert in_context.occurrences(wanted, pair.zh, pair.zh_folded, pair.en) == search.marks(q, pair.zh, pair.en)


def test_traditional_texts_are_found_in_place(make_report: MakeReport) -> None:
    make_report("r-2020", [("實施後發展計劃①，発e\u0301發展", "")])
    lines = turned("发展")
    assert [line.keyword for line in lines] == ["發展", "發展"]
    assert [line.left for line in lines] == ["實施後", "實施後發展計劃①，発e\u0301"]


def test_drafts_have_no_lines(archive: list[Report]) -> None:
    draft = archive[-1].pk
    assert {line.pair.report_id for line in turned("国 OR the", size=50)}.isdisjoint({draft})
    assert {hit.pair.report_id for hit in search.all_hits(search.Request(""))}.isdisjoint({draft})


@pytest.mark.parametrize("order", ["", *CONTEXT_ORDERS])
def test_all_lines_are_those_of_the_pages(order: search.Order, archive: list[Report]) -> None:
    request = search.Request("国 OR innovation", sort="oldest")
    every = list(map(where, search.all_lines(request, order)))
    assert every == list(map(where, turned(request.q, order, size=7, sort="oldest")))
    assert every


def test_all_hits_are_those_of_the_pages(archive: list[Report]) -> None:
    request = search.Request("国", sort="oldest", page_size=100)
    page = search.find(request)
    assert [(hit.pair.pk, hit.zh_marks) for hit in search.all_hits(request)] == [
        (hit.pair.pk, hit.zh_marks) for hit in page.results
    ]


def test_search_without_terms_has_pairs_and_no_lines(archive: list[Report]) -> None:
    page = search.concordance(search.Request("-国"))
    assert (page.lines, page.occurrences, page.pages, page.counted) == ([], 0, 0, True)
    assert page.pairs > 0


def test_search_without_terms_reads_no_texts(
    archive: list[Report], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    search.find(search.Request("-国"))
    with django_assert_max_num_queries(6):
        assert list(search.all_lines(search.Request("-国"))) == []


def test_renderings_come_with_the_lines_of_a_page(make_report: MakeReport, monkeypatch: pytest.MonkeyPatch) -> None:
    def learned(
        _query: object, hits: list[search.Hit], *_others: object
    ) -> tuple[list[search.Hit], list[search.Offer]]:
        return [replace(hit, en_counterparts=[search.Counterpart(3, 9, 0.8)]) for hit in hits], []

    monkeypatch.setattr(in_context, "with_counterparts", learned)
    make_report("r-2020", [("改革", "We reform")])
    orders: list[search.Order] = ["", "left"]
    for order in orders:
        (line,) = turned("改革", order)
        assert line.renderings == [search.Counterpart(3, 9, 0.8)]


def test_pages_by_date_hold_whole_pairs(make_report: MakeReport) -> None:
    make_report("r-2020", [("改改改", ""), ("无", ""), ("改", "")], day=dt.date(2020, 1, 1))
    make_report("r-2021", [("改改", "")], day=dt.date(2021, 1, 1))
    pages = [search.concordance(search.Request("改", sort="newest"), page=page, page_size=2) for page in (1, 2)]
    assert [[line.pair.zh for line in page.lines] for page in pages] == [["改改"] * 2 + ["改改改"] * 3, ["改"]]
    assert {(page.pages, page.pairs, page.occurrences) for page in pages} == {(2, 3, 6)}


def test_pages_by_context_hold_lines(make_report: MakeReport) -> None:
    make_report("r-2020", [("改改改", ""), ("改", "")])
    pages = [search.concordance(search.Request("改"), "left", page, 3) for page in (1, 2, 3)]
    assert [len(page.lines) for page in pages] == [3, 1, 0]
    assert {page.pages for page in pages} == {2}


# Limits


def test_beyond_the_limit_the_first_are_sorted(make_report: MakeReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_context, "OCCURRENCES_MOST", 3)
    make_report("r-2020", [("丙改", ""), ("乙改甲改", ""), ("丁改", "")])
    page = search.concordance(search.Request("改", sort="newest"), "left")
    assert (page.occurrences, page.counted, page.pairs) == (3, False, 3)
    assert [line.left for line in page.lines] == ["丙", "乙改甲", "乙"]


def test_beyond_the_limit_every_page_by_date_is_reached(
    make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_context, "OCCURRENCES_MOST", 3)
    make_report("r-2020", [(f"{number}改", "") for number in range(9)])
    assert [line.left for line in turned("改", size=2)] == [str(number) for number in range(9)]
    assert len(list(search.all_lines(search.Request("改")))) == 9


def test_exactly_the_limit_is_all_there_are(make_report: MakeReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_context, "OCCURRENCES_MOST", 3)
    make_report("r-2020", [("改", "")] * 3)
    assert search.concordance(search.Request("改"), "left").counted


# Keeping


def test_turning_pages_reads_only_the_page(
    archive: list[Report], django_assert_max_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = search.concordance(search.Request("国"), "right", 1, 3)
    monkeypatch.setattr(in_context, "_gathered", None)
    with django_assert_max_num_queries(8):
        second = search.concordance(search.Request("国"), "right", 2, 3)
    assert {where(line) for line in first.lines}.isdisjoint({where(line) for line in second.lines})


def test_changed_rows_are_gathered_anew(make_report: MakeReport) -> None:
    report = make_report("r-2020", [("改", "")])
    assert search.concordance(search.Request("改"), "left").occurrences == 1
    add_pairs(report, [("又改", "")], first=2)
    report.touch()
    assert [line.left for line in search.concordance(search.Request("改"), "left").lines] == ["", "又"]


def test_what_is_kept_is_bounded(make_report: MakeReport) -> None:
    make_report("r-2020", [("一二三四五六七八九十" * 3, "")])
    for first in "一二三四五六七八九":
        for order in CONTEXT_ORDERS:
            search.concordance(search.Request(first), order)
    assert len(in_context._kept.entries) == in_context.KEPT_MOST


# Contexts


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("改革", 0, 2, ("", "")),
        ("零" * 25 + "改革" + "一" * 25, 25, 27, ("零" * 20, "一" * 20)),
        ("𠮷" * 21 + "改革", 21, 23, ("𠮷" * 20, "")),
        ("甲改革乙", 1, 3, ("甲", "乙")),
    ],
)
def test_chinese_context_is_twenty_characters(text: str, start: int, end: int, expected: tuple[str, str]) -> None:
    first, last = around(text, "zh", start, end)
    assert (text[first:start], text[end:last]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reform", ("", "")),
        ('"One two reform three."', ('"One two ', ' three."')),
        ("a b c d e f g h reform 1 2 3 4 5 6 7 8.", ("a b c d e f g h ", " 1 2 3 4 5 6 7 8.")),
        ("x a b c d e f g h reform 1 2 3 4 5 6 7 8, 9.", ("a b c d e f g h ", " 1 2 3 4 5 6 7 8")),
        ("z y (high-quality, x's 13.5 b c d e f reform", ("high-quality, x's 13.5 b c d e f ", "")),
        ("w " * 3 + "long" * 60 + " b c d e f g h reform", ("long" * 60 + " b c d e f g h ", "")),
    ],
)
def test_english_context_is_eight_words(text: str, expected: tuple[str, str]) -> None:
    start = text.index("reform")
    first, last = around(text, "en", start, start + 6)
    assert (text[first:start], text[start + 6 : last]) == expected


# Orders


def ordered(order: search.Order, texts: list[str], keyword: str = "X", side: contexts.Side = "zh") -> list[str]:
    found = [(side, text, text.index(keyword), text.index(keyword) + len(keyword)) for text in texts]
    return [texts[at] for at in sorted_by(order, found)]


def test_left_context_is_read_from_the_keyword_outward() -> None:
    assert ordered("left", ["安中X", "中安X", "波安X", "X"]) == ["X", "波安X", "中安X", "安中X"]


def test_right_context_is_in_the_order_of_pinyin() -> None:
    assert ordered("right", ["X中", "X波", "X啊", "X重", "X A", "X，", "X5"]) == [
        *("X A", "X，", "X5", "X啊", "X波", "X中", "X重"),
    ]


def test_readings_are_those_of_pypinyin() -> None:
    from pypinyin import Style, pinyin

    characters = [chr(point) for point in range(0x4E00, 0x9FA5) if simplify(chr(point)) == chr(point)]
    other = {
        character: (place_of(character)[1], read)
        for character in characters
        if place_of(character)[1] != (read := pinyin(character, style=Style.TONE3)[0][0]) and read != character
    }
    assert other == {}
    assert len(characters) > 10_000


def test_scripts_sort_alike() -> None:
    assert place_of("發") == place_of("发")
    assert ordered("right", ["X發乙", "X发甲"]) == ["X发甲", "X發乙"]


def test_english_contexts_sort_in_any_case_and_without_marks() -> None:
    texts = ["the Zeal X", "a (zeal) X", "an alarm, X", "no Beam X"]
    assert ordered("left", texts, side="en") == ["an alarm, X", "no Beam X", "a (zeal) X", "the Zeal X"]


def test_keywords_sort_by_their_form_chinese_first(make_report: MakeReport) -> None:
    make_report("r-2020", [("中和安", "innovative Innovation innovations")])
    found = [line.keyword for line in turned("中 OR 安 OR innovation", "keyword")]
    assert found == ["安", "中", "Innovation", "innovations", "innovative"]


def test_ties_stay_in_the_order_of_the_request(make_report: MakeReport) -> None:
    for year in (2019, 2021, 2020):
        make_report(f"r-{year}", [("甲改", "")], day=dt.date(year, 1, 1))
    for sort, years in (("newest", [2021, 2020, 2019]), ("oldest", [2019, 2020, 2021])):
        assert [line.pair.report.year for line in turned("改", "left", sort=sort)] == years


# Counterparts

ZH = "推进改革。扩大开放。"
EN = "We will advance reform. We will open up."
BEADS = [[0, 5, 0, 24, 0.9], [5, 10, 24, 40, 0.8]]


@pytest.mark.parametrize(
    ("beads", "side", "span", "expected", "extent"),
    [
        (BEADS, "zh", (2, 4), EN[:24], "sentence"),
        (BEADS, "zh", (7, 9), EN[24:], "sentence"),
        (BEADS, "zh", (3, 6), EN, "sentence"),
        (BEADS, "en", (16, 22), ZH[:5], "sentence"),
        ([[0, 5, 0, 40, 0.9], [5, 10, 40, 40, 0.2]], "zh", (7, 9), "", "none"),
        ([], "zh", (2, 4), EN, "paragraph"),
        ([], "en", (0, 2), ZH, "paragraph"),
    ],
)
def test_counterpart_is_that_of_the_bead(
    beads: list[list[float]], side: contexts.Side, span: tuple[int, int], expected: str, extent: str
) -> None:
    part = counterpart(ZH, EN, beads, side, span)
    assert ((EN if side == "zh" else ZH)[part.start : part.end], part.extent) == (expected, extent)


def test_empty_side_has_no_counterpart() -> None:
    assert counterpart(ZH, "", [], "zh", (0, 2)).extent == "none"


@pytest.mark.parametrize("sentence", ["One reform of many. ", "word " * 200])
@pytest.mark.parametrize("at", [0, 5, 9])
def test_long_counterpart_without_beads_is_cut_where_it_corresponds(sentence: str, at: int) -> None:
    en = sentence * (1000 // len(sentence))
    part = counterpart("改革开放发展创新协调", en, [], "zh", (at, at + 1))
    assert part.end - part.start <= contexts.ENOUGH["en"]
    assert part.start <= len(en) * at / 10 <= part.end
    assert part.extent == "paragraph"


def test_marks_of_the_other_side_come_along(make_report: MakeReport) -> None:
    make_report("r-2020", [("改革", "Reform, reform")])
    zh, first, second = turned("改革 OR reform")
    assert (zh.side, zh.other_marks, zh.counterpart_text) == ("zh", [(0, 6), (8, 14)], "Reform, reform")
    assert (first.side, first.other_marks, first.left, second.left) == ("en", [(0, 2)], "", "Reform, ")


# Real texts


def test_lines_of_a_real_report_are_those_of_a_scan(make_report: MakeReport) -> None:
    make_report("beijing-2025", sample_pairs(1))
    expected = [fold(zh).count("发展") for zh, _en in sample_pairs(1)]
    lines = turned("发展")
    assert [line.pair.position for line in lines] == [at for at, many in enumerate(expected, 1) for _ in range(many)]
    assert {line.keyword for line in lines} == {"發展"}


def test_counterparts_are_not_read_from_reports_that_are_gone(
    archive: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot, _hidden, _said = upkeep.ready()
    gone = frozenset({archive[0].pk})
    asked: list[frozenset[int]] = []

    def remembered(_query: object, found: list[search.Hit], _count: object, hidden: frozenset[int]) -> object:
        asked.append(hidden)
        return found, []

    monkeypatch.setattr(upkeep, "ready", lambda: (snapshot, gone, []))
    monkeypatch.setattr(in_context, "with_counterparts", remembered)
    search.concordance(search.Request("发展"))
    search.concordance(search.Request("发展"), "left")
    assert asked == [gone, gone]
