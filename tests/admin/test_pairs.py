from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from reports import editing, ingest, revisions, search
from reports.models import ParagraphPair, Report, Section
from tests.admin.conftest import PARTS, part

LIST = "/admin/reports/paragraphpair/"


@pytest.fixture
def report(db: None) -> Report:
    ingest.store(ingest.understand(PARTS[0], part(1)), publish=True)
    return Report.objects.get()


@pytest.fixture
def body(report: Report) -> ParagraphPair:
    return report.pairs.get(position=4)


def correct(desk: Client, pair: ParagraphPair, zh: str, en: str) -> str:
    address = reverse("admin:reports_paragraphpair_change", args=[pair.pk])
    seen = editing.latest_revision(pair.report)
    return desk.post(address, {"zh": zh, "en": en, "seen": seen}, follow=True).content.decode()


def test_a_correction_is_found_at_once(desk: Client, body: ParagraphPair) -> None:
    assert search.find(search.Request(q="区块链")).total == 0
    correct(desk, body, "发展區塊鏈", "We developed blockchains.")
    body.refresh_from_db()
    assert (body.zh, body.en, body.zh_folded) == ("发展區塊鏈", "We developed blockchains.", "发展区块链")
    assert [hit.pair.pk for hit in search.find(search.Request(q="区块链")).results] == [body.pk]


def test_a_correction_touches_the_report(desk: Client, report: Report, body: ParagraphPair) -> None:
    correct(desk, body, body.zh, "Another English")
    assert Report.objects.get().changed_at > report.changed_at


def test_script_follows_a_text_that_shows_it(desk: Client, body: ParagraphPair) -> None:
    assert body.script == "hant"
    correct(desk, body, "推动区块链产业发展，完善体制机制，促进中关村示范区与各区协同联动，提高质量", body.en)
    body.refresh_from_db()
    assert body.script == "hans"


def test_a_correction_is_kept_in_the_history(desk: Client, report: Report, body: ParagraphPair) -> None:
    before = body.en
    correct(desk, body, body.zh, "Another English")
    revision = report.revisions.get(kind="text")
    assert (revision.by_name, revision.facts["pairs"]) == ("archivist", [body.pk])
    assert revision.by is not None
    revisions.undo(report, revision.by)
    body.refresh_from_db()
    assert body.en == before


def test_a_headings_section_follows(desk: Client, report: Report) -> None:
    heading = report.pairs.get(position=2)
    correct(desk, heading, "三是改過的標題", "3. Changed")
    section = Section.objects.get(pairs=heading)
    assert (section.heading_zh, section.heading_en) == ("三是改過的標題", "3. Changed")


def test_a_bodys_section_does_not(desk: Client, body: ParagraphPair) -> None:
    before = Section.objects.get(pairs=body).heading_en
    correct(desk, body, body.zh, "Another English")
    assert Section.objects.get(pairs=body).heading_en == before


def test_one_side_may_be_emptied(desk: Client, body: ParagraphPair) -> None:
    correct(desk, body, "", "English alone")
    body.refresh_from_db()
    assert (body.zh, body.zh_folded, body.en) == ("", "", "English alone")


def test_both_may_not(desk: Client, body: ParagraphPair) -> None:
    assert "A pair has text in one language at least." in correct(desk, body, "", " ")
    assert ParagraphPair.objects.get(pk=body.pk).zh == body.zh


def test_line_breaks_stay(desk: Client, body: ParagraphPair) -> None:
    correct(desk, body, "一\r\n二", "One")
    body.refresh_from_db()
    assert body.zh == "一\n二"


def test_only_the_texts_can_be_changed(desk: Client, body: ParagraphPair) -> None:
    address = reverse("admin:reports_paragraphpair_change", args=[body.pk])
    desk.post(address, {"zh": body.zh, "en": body.en, "position": 99, "kind": "heading"})
    body.refresh_from_db()
    assert (body.position, body.kind) == (4, "body")


def test_search_is_in_either_script(desk: Client, body: ParagraphPair) -> None:
    for query in ("金融业高质量发展", "金融業高質量發展", "listed on Beijing Stock Exchange"):
        assert f"/{body.pk}/change/" in desk.get(LIST, {"q": query}).content.decode()


def test_list_of_one_report(desk: Client, report: Report) -> None:
    other = Report.objects.create(jurisdiction=report.jurisdiction, slug="other", year=1990)
    pair = ParagraphPair.objects.create(report=other, position=1, en="Other")
    page = desk.get(LIST, {"report__id__exact": report.pk}).content.decode()
    assert page.count("/change/?") + page.count("/change/") >= 6
    assert f"/{pair.pk}/change/" not in page


def test_pairs_are_neither_added_nor_deleted(desk: Client, body: ParagraphPair) -> None:
    assert desk.get(LIST + "add/").status_code == 403
    assert desk.post(reverse("admin:reports_paragraphpair_delete", args=[body.pk]), {"post": "yes"}).status_code == 403
