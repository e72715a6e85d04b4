from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from reports.models import IngestJob, PairVariant, ParagraphPair, Report, SourceFile
from reports.reading.browsing.facts import pairing
from tests.factories import report_of
from tests.reading.browsing.pages import page, text

pytestmark = pytest.mark.django_db

SHA = "ab" * 32


def source_of(
    report: Report, *, part: int | None = None, name: str = "beijing-part-2.txt", sha: str = SHA
) -> SourceFile:
    return SourceFile.objects.create(
        report=report, name=name, sha256=sha, size=2048, encoding="gb18030", part=part, content=b"the bytes"
    )


def facts(client: Client, slug: str = "beijing-2025", **asked: int) -> str:
    return page(client, "facts", slug, **asked)


def section(html: str, name: str) -> str:
    return text(html.partition(f'id="{name}"')[2].partition("</section>")[0])


def test_session_speaker_and_office_stand_in_both_languages(client: Client) -> None:
    report_of()
    html = facts(client)
    told = section(html, "occasion")
    for part in (
        "北京市第十六届人民代表大会第三次会议",
        "Third Session",
        "殷勇",
        "Yin Yong",
        "8 paragraphs · 3 headings",
    ):
        assert part in told
    assert reverse("speaker", args=["beijing", "殷勇"]) in html
    assert "do not say on which day" in told


def test_draft_has_no_facts(client: Client) -> None:
    report_of(status="draft")
    facts(client, status=404)


def test_source_file_is_told_and_not_handed_out(client: Client) -> None:
    report = report_of()
    source = source_of(report, part=1)
    report.pairs.filter(position__lte=3).update(source=source)
    html = facts(client)
    told = section(html, "sources")
    for part in ("beijing-part-2.txt", "2.0", "gb18030", "part 1", SHA, "3 paragraphs shown come from it"):
        assert part in told.replace("\xa0", " ")
    assert "the bytes" not in html


def test_report_without_kept_files_says_so(client: Client) -> None:
    report_of()
    assert "No file of it is kept" in section(facts(client), "sources")


def test_missing_parts_and_headings_are_named(client: Client) -> None:
    report = report_of([(1, ("一、回顾", "I. Review")), (1, ("三、建设", "III. Building"))])
    report.sections.filter(position=1).update(ordinal=1)
    report.sections.filter(position=2).update(ordinal=3)
    source_of(report, part=1)
    source_of(report, part=4, sha="cd" * 32)
    told = section(facts(client), "missing")
    assert "Parts 2, 3 have not come in yet" in told
    assert "二、 no heading has this number, between 一、回顾 and 三、建设" in told


def test_report_that_is_whole_says_so(client: Client) -> None:
    report_of([(0, ("改革。", "Reform."))])
    assert "No gaps in the numbers" in section(facts(client), "missing")


def test_missing_sides_are_counted(client: Client) -> None:
    report_of()
    told = section(facts(client), "missing")
    assert "1 paragraph has no English" in told
    assert "1 paragraph has no Chinese" in told


def test_missing_language_is_said_once(client: Client) -> None:
    report_of([(0, ("改革。", "")), (0, ("发展。", ""))])
    html = facts(client)
    assert "No English of it has come in yet" in section(html, "missing")
    assert "nothing to pair" in section(html, "pairing")


def test_pairs_are_counted_by_their_confidence() -> None:
    report = report_of([(0, (f"第{n}段。", f"Paragraph {n}.")) for n in range(6)])
    for position, confidence in enumerate((1.0, 0.8, 0.79, 0.5, 0.1), start=1):
        ParagraphPair.objects.filter(report=report, position=position).update(confidence=confidence)
    pair = report.pairs.get(position=5)
    report.pairs.filter(pk=pair.pk).update(needs_review=True)
    PairVariant.objects.create(pair=pair, zh="别的。", en="Other.")
    PairVariant.objects.create(pair=pair, zh="另外的。", en="Other.")
    found = pairing(report)
    assert (found.both, found.sure, found.fair, found.doubtful, found.unjudged) == (6, 2, 2, 1, 1)
    assert (found.review, found.versioned) == (1, 1)
    assert [(count, share) for _label, count, share in found.bands] == [(2, 33), (2, 33), (1, 17), (1, 17)]


def test_history_tells_of_files_and_what_was_said(client: Client) -> None:
    report = report_of()
    source = source_of(report)
    IngestJob.objects.create(
        file_name=source.name,
        source=source,
        report=report,
        state=IngestJob.State.DONE,
        messages=[{"chosen_encoding": "gb18030"}, "The encoding was guessed."],
        pairs_added=8,
    )
    source_of(report, name="older.txt", sha="cd" * 32)
    told = section(facts(client), "history")
    assert "The report was added." in told
    assert "beijing-part-2.txt was taken in and brought 8 paragraphs. The encoding was guessed." in told
    assert told.count("beijing-part-2.txt") == 1
    assert "older.txt was taken in." in told
    assert "chosen_encoding" not in told


def test_refused_and_waiting_files_are_nobodys_business(client: Client) -> None:
    report = report_of()
    for state in (IngestJob.State.REVIEW, IngestJob.State.REFUSED, IngestJob.State.DISCARDED):
        IngestJob.objects.create(file_name="secret.txt", report=report, state=state)
    assert "secret.txt" not in facts(client)


def test_later_change_is_told(client: Client) -> None:
    report = report_of()
    Report.objects.filter(pk=report.pk).update(changed_at=report.created_at + dt.timedelta(days=3))
    assert "The report was changed last." in section(facts(client), "history")


def test_years_beside_are_linked_and_no_drafts(client: Client) -> None:
    report_of()
    report_of(slug="b-2022", year=2022)
    report_of(slug="b-2026", year=2026, status="draft")
    report_of(slug="h-2026", year=2026, place="hunan")
    beside = facts(client).partition('class="beside"')[2]
    assert reverse("facts", args=["b-2022"]) in beside
    assert 'rel="next"' not in beside


def test_report_can_be_taken_away_and_cited_from_here(client: Client) -> None:
    report_of()
    html = facts(client)
    assert reverse("report-export", args=["beijing-2025", "tmx"]) in html
    assert reverse("cite-format", args=["beijing-2025", "bibtex"]) in html


def test_page_takes_few_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    report = report_of([(0, (f"第{n}段。", f"Paragraph {n}.")) for n in range(60)])
    for number in range(12):
        source_of(report, sha=f"{number:064x}", part=number + 1)
    facts(client)
    with django_assert_max_num_queries(11):
        facts(client)
