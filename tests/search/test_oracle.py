"""The search against a scan of the rows."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from reports import search
from reports.models import ParagraphPair, Report, Section
from reports.search.query import read
from reports.text.fold import fold
from tests.search import oracle
from tests.search.conftest import ODD_PAIRS, MakeReport, add_pairs
from tests.search.traditional import to_traditional

QUERIES = 150


def all_pages(q: str, page_size: int = 20, **options: object) -> tuple[list[int], search.Page]:
    first = search.find(search.Request(q, page_size=page_size, **options))  # type: ignore[arg-type]
    ids = [hit.pair.pk for hit in first.results]
    for number in range(2, first.pages + 1):
        page = search.find(search.Request(q, page_size=page_size, page=number, **options))  # type: ignore[arg-type]
        assert (page.total, page.pages, page.facets) == (first.total, first.pages, first.facets)
        ids += [hit.pair.pk for hit in page.results]
    return ids, first


def check(tree: oracle.Tree, rows: list[oracle.Row], q: str | None = None) -> None:
    q = oracle.written(tree) if q is None else q
    found = [row for row in rows if oracle.matches(tree, row)]
    ids, page = all_pages(q, page_size=7 if len(q) % 4 == 0 else 100)
    assert sorted(ids) == sorted(row.pair.pk for row in found), q
    assert page.total == len(found), q
    expected = ("looks in the English only", "The archive has no report of")
    assert [note for note in page.notes if not any(words in note for words in expected)] == [], q
    assert read(page.understood).root == read(q).root, q
    years, places = oracle.facets(found)
    assert {count.value: count.count for count in page.facets.year} == years, q
    assert {count.value: count.count for count in page.facets.place if count.count} == places, q


NAMES = {
    "beijing-2025": ("殷勇", "Yin Yong"),
    "odd-2024": ("龔 正", ""),
    "odd-2022": ("李克强", "Li Keqiang"),
}
FILTERS: list[oracle.Tree] = [
    ("place", "上海", "上海市"), ("place", "JILIN", "吉林省"), ("place", "national", "全国"),
    ("place", "河北省", "河北省"),
    *(("year", first, last) for first, last in [(2024, 2024), (2022, 2024), (2024, None), (None, 2023), (1, 9999)]),
    *(("speaker", name) for name in ["殷", "殷 勇", "龚正", "yin", "Li Keqiang", "Keqiang", "Keqian", "勇 殷", "Zheng Li",
      "Zheng Gong", "gong zheng", "Gong"]),
]  # fmt: skip


def outline(report: Report, rng: random.Random) -> None:
    """Make some pairs of a report its headings, in a tree."""
    report.pairs.update(section=None, kind=ParagraphPair.Kind.BODY)
    report.sections.all().delete()
    open_ones: list[Section] = []
    for pair in report.pairs.order_by("position"):
        if rng.random() < 0.3:
            level = rng.randint(1, 4)
            open_ones = [section for section in open_ones if section.level < level]
            parent = open_ones[-1] if open_ones else None
            section = Section.objects.create(
                report=report, parent=parent, level=level, position=pair.position,
                heading_zh=pair.zh, heading_en=pair.en,
            )  # fmt: skip
            open_ones.append(section)
            pair.kind = ParagraphPair.Kind.HEADING
        pair.section = open_ones[-1] if open_ones else None
        pair.save()
    report.speaker_zh, report.speaker_en = NAMES.get(report.slug, ("", ""))
    report.save()
    report.touch()


@pytest.fixture
def outlined(archive: list[Report]) -> list[Report]:
    """Return the reports with headings and speakers."""
    for seed, report in enumerate(archive):
        outline(report, random.Random(seed))
    return archive


@pytest.mark.parametrize("seed", range(6))
def test_generated_queries_of_all_operators(seed: int, outlined: list[Report]) -> None:
    rows = oracle.rows()
    maker = oracle.Maker(100 + seed, rows)
    for _ in range(QUERIES):
        check(maker.anything(FILTERS), rows)


@pytest.mark.parametrize("seed", range(4))
def test_generated_queries(seed: int, archive: list[Report]) -> None:
    rows = oracle.rows()
    maker = oracle.Maker(seed, rows)
    for _ in range(QUERIES):
        check(maker.tree(), rows)


def test_generated_queries_in_the_other_script(archive: list[Report]) -> None:
    rows = oracle.rows()
    maker = oracle.Maker(11, rows)
    for _ in range(QUERIES):
        tree = maker.tree(1)
        check(tree, rows, oracle.written(tree))
        check(folded(tree), rows)


def folded(tree: oracle.Tree) -> oracle.Tree:
    kind, *rest = tree
    if kind in {"term", "phrase"}:
        text = fold(rest[0])
        return (kind, text) if (oracle.is_term if kind == "term" else oracle.is_phrase)(text) else tree
    return (kind, *(folded(part) for part in rest))


def test_every_substring_of_two_texts(archive: list[Report]) -> None:
    rows = oracle.rows()
    for text in (rows[0].pair.zh[:24], ODD_PAIRS[0][0]):
        for start in range(len(text)):
            for end in range(start + 1, min(start + 6, len(text)) + 1):
                piece = text[start:end].strip()
                if oracle.is_phrase(piece):
                    check(("phrase", piece), rows)
                if oracle.is_term(piece):
                    check(("term", piece), rows)


@pytest.mark.parametrize("character", "国人。，、；①m9-“ａGｶ𠮷")
def test_one_character(character: str, archive: list[Report]) -> None:
    rows = oracle.rows()
    if oracle.is_term(character):
        check(("term", character), rows)


def test_filters_leave_their_own_facet_alone(archive: list[Report]) -> None:
    rows = oracle.rows()
    rng = random.Random(5)
    maker = oracle.Maker(5, rows)
    names = {"上海市": "shanghai", "吉林省": "吉林", "全国": "China", "北京市": "Beijing"}
    for _ in range(60):
        tree = maker.tree(1)
        chosen = rng.sample(sorted(names), rng.randint(0, 2))
        first, last = sorted(rng.choices([2021, 2022, 2023, 2024, 2025], k=2))
        found = [row for row in rows if oracle.matches(tree, row)]
        in_years = [row for row in found if first <= row.year <= last]
        in_places = [row for row in found if not chosen or row.place in chosen]
        ids, page = all_pages(
            oracle.written(tree), year_from=first, year_to=last, places=tuple(names[name] for name in chosen)
        )
        assert sorted(ids) == sorted(row.pair.pk for row in in_years if row in in_places)
        assert {count.value: count.count for count in page.facets.year} == Counter(row.year for row in in_places)
        counted = {count.value: count.count for count in page.facets.place if count.count}
        assert counted == Counter(row.place for row in in_years)


def test_after_edits_deletions_merging_and_a_rebuild(outlined: list[Report], make_report: MakeReport) -> None:
    maker = oracle.Maker(23, oracle.rows())
    rng = random.Random(23)
    for step in range(12):
        kind = rng.choice(["add", "edit", "delete", "unpublish"])
        report = rng.choice(list(Report.objects.published()))
        if kind == "add":
            more = make_report(
                f"more-{step}", rng.sample(ODD_PAIRS, rng.randint(1, 9)), place="anhui", year=2000 + step
            )
            outline(more, rng)
        elif kind == "edit":
            ParagraphPair.objects.filter(report=report, position__gt=3).delete()
            add_pairs(report, rng.sample(ODD_PAIRS, 3), first=500 + step)
            outline(report, rng)
        elif kind == "unpublish":
            report.status = Report.Status.DRAFT
            report.save()
            report.touch()
        elif Report.objects.published().count() > 2:
            report.delete()
        rows = oracle.rows()
        for _ in range(12):
            check(maker.tree(1), rows)
            check(maker.anything(FILTERS), rows)
    search.rebuild()
    for _ in range(60):
        check(maker.anything(FILTERS), rows)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_sorted_by_date(sort: str, archive: list[Report]) -> None:
    rows = oracle.rows()

    def day(row: oracle.Row) -> tuple[int, int, int]:
        date = row.pair.report.delivered_on
        return (date.year, date.month, date.day) if date else (row.year, 0, 0)

    sign = -1 if sort == "newest" else 1
    expected = sorted(
        rows, key=lambda row: (*(sign * part for part in day(row)), row.pair.report_id, row.pair.position)
    )
    ids, _page = all_pages("", sort=sort)
    assert ids == [row.pair.pk for row in expected]
    ids, _page = all_pages("发展", sort=sort)
    assert ids == [row.pair.pk for row in expected if "发展" in row.zh]


def test_traditional_queries(archive: list[Report]) -> None:
    rows = oracle.rows()
    for text in ("科技创新", "计划", "发展", "实施后", "着力"):
        check(("term", text), rows, to_traditional(text))
