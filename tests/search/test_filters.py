"""Headings, places, years and speakers in a query, beside what the comparison with a scan of the rows holds."""

from __future__ import annotations

import pytest

from reports import search
from reports.models import Jurisdiction, ParagraphPair, Report
from tests.search.conftest import MakeReport

PAIRS = [("改革", "Reform"), ("正文", "Body")]


def slugs(q: str) -> set[str]:
    return {hit.pair.report.slug for hit in search.find(search.Request(q)).results}


def named(report: Report, zh: str, en: str = "") -> None:
    report.speaker_zh, report.speaker_en = zh, en
    report.save()
    report.touch()


def test_one_name_in_two_scripts_and_with_a_space(make_report: MakeReport) -> None:
    for slug, name in [("one", "龔正"), ("two", "龚正"), ("three", "龚　正"), ("four", "龚正清")]:
        named(make_report(slug, PAIRS), name)
    assert slugs("speaker:龚正") == slugs('speaker:"龔 正"') == {"one", "two", "three", "four"}
    assert slugs("speaker:正清") == {"four"}


def test_an_english_name_is_found_by_whole_words(make_report: MakeReport) -> None:
    named(make_report("one", PAIRS), "", "Li Keqiang")
    assert slugs("speaker:li") == slugs('speaker:"LI KEQIANG"') == {"one"}
    assert slugs("speaker:Keq") == slugs('speaker:"Keqiang Lee"') == set()


def test_a_speaker_who_was_corrected(make_report: MakeReport) -> None:
    report = make_report("one", PAIRS)
    named(report, "李强")
    assert slugs("speaker:李强") == {"one"}
    named(report, "李克强")
    assert slugs("speaker:李强") == set()
    assert slugs("speaker:克强") == {"one"}


def test_a_speaker_of_a_draft_is_not_found(make_report: MakeReport) -> None:
    named(make_report("one", PAIRS, status="draft"), "李强")
    make_report("two", PAIRS)
    assert slugs("speaker:李强") == set()


def test_a_place_that_got_another_name(make_report: MakeReport) -> None:
    make_report("one", PAIRS, place="jilin")
    assert slugs("place:长春") == set()
    Jurisdiction.objects.filter(code="jilin").update(name_en="Northland")
    assert slugs("place:northland") == {"one"}


def test_an_unknown_place_finds_nothing_and_is_said(make_report: MakeReport) -> None:
    make_report("one", PAIRS)
    page = search.find(search.Request("改革 place:Atlantis"))
    assert (page.total, page.notes) == (0, ["There is no jurisdiction “Atlantis”."])


def test_a_heading_ends_with_its_report(make_report: MakeReport) -> None:
    report = make_report("one", PAIRS)
    report.pairs.filter(position=1).update(kind=ParagraphPair.Kind.HEADING)
    make_report("two", [PAIRS[1]])
    assert slugs("heading:改革") == {"one"}
    assert search.find(search.Request("heading:改革")).total == 2


@pytest.mark.parametrize(("q", "total"), [("year:2025", 2), ("year:..2024", 0), ("year:2025..", 2), ("-year:2025", 0)])
def test_years(q: str, total: int, make_report: MakeReport) -> None:
    make_report("one", PAIRS)
    assert search.find(search.Request(q)).total == total


def test_a_person_is_one_under_either_name(make_report: MakeReport) -> None:
    named(make_report("one", PAIRS, year=2014), "李克强", "Li Keqiang")
    named(make_report("two", PAIRS, year=2015), "李克強")
    named(make_report("three", PAIRS, year=2016), "", "Li Keqiang")
    for q in ('speaker:"Li Keqiang"', 'speaker:"Keqiang Li"', "speaker:keqiang", "speaker:李克强", "speaker:李克強"):
        assert slugs(q) == {"one", "two", "three"}, q


def test_the_speaker_filter_and_its_counts_know_a_person_by_either_name(make_report: MakeReport) -> None:
    named(make_report("one", PAIRS, year=2014), "李克强", "Li Keqiang")
    named(make_report("two", PAIRS, year=2015), "李克強")
    named(make_report("three", PAIRS, year=2003), "朱镕基")
    for name in ("李克强", "Li Keqiang", "Keqiang Li", "LI  KEQIANG"):
        assert search.total(search.Request(speakers=(name,))) == 4, name
    assert search.total(search.Request(speakers=("Zhu Rongji",))) == 2
    counts = {str(count.value): (count.label, count.count) for count in search.find(search.Request()).facets.speaker}
    assert counts == {"李克强": ("Li Keqiang", 4), "朱镕基": ("Zhu Rongji", 2)}
