"""The pages and files of citations."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports import citing, editing
from reports.models import ParagraphPair, Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return report_of()


@pytest.fixture
def pair(report: Report) -> ParagraphPair:
    return report.pairs.get(position=2)


@pytest.mark.parametrize("name", sorted(citing.FORMATS))
def test_every_form_of_a_paragraph_is_a_file(client: Client, pair: ParagraphPair, name: str) -> None:
    answer = client.get(reverse("pair-cite-format", args=[pair.pk, name]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == citing.FORMATS[name].media_type
    assert f"http://testserver/pairs/{pair.pk}/" in answer.content.decode()


def test_file_is_in_the_language_asked_for(client: Client, report: Report) -> None:
    address = reverse("cite-format", args=[report.slug, "csl-json"])
    english = json.loads(client.get(address, {"language": "en"}).content)
    assert english[0]["language"] == "en"
    assert json.loads(client.get(address).content)[0]["language"] == "zh-Hans"


def test_file_has_a_name(client: Client, pair: ParagraphPair) -> None:
    answer = client.get(reverse("pair-cite-format", args=[pair.pk, "bibtex"]))
    assert answer["Content-Disposition"] == 'attachment; filename="beijing-2025-p2-zh.bib"'


def test_prose_is_shown(client: Client, pair: ParagraphPair) -> None:
    assert "Content-Disposition" not in client.get(reverse("pair-cite-format", args=[pair.pk, "apa"]))


def test_date_of_access_is_added(client: Client, report: Report) -> None:
    answer = client.get(reverse("cite-format", args=[report.slug, "bibtex"]), {"accessed": "2026-11-22"})
    assert "urldate     = {2026-11-22}" in answer.content.decode()


def test_date_that_is_none_is_refused(client: Client, report: Report) -> None:
    answer = client.get(reverse("cite-format", args=[report.slug, "bibtex"]), {"accessed": "yesterday"})
    assert answer.status_code == 400
    assert "2026-01-31" in answer.content.decode()


def test_file_that_is_had_already_is_not_sent_again(client: Client, report: Report) -> None:
    address = reverse("cite-format", args=[report.slug, "ris"])
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("name", ["mla", "x"])
def test_form_that_is_none_is_not_found(client: Client, report: Report, name: str) -> None:
    assert client.get(reverse("cite-format", args=[report.slug, name])).status_code == 404


def test_drafts_are_not_cited(client: Client) -> None:
    draft = report_of(status="draft")
    pair = draft.pairs.get(position=2)
    for name, argument in (("cite", draft.slug), ("pair-cite", pair.pk)):
        assert client.get(reverse(name, args=[argument])).status_code == 404
        assert client.get(reverse(f"{name}-format", args=[argument, "ris"])).status_code == 404


def test_page_shows_every_form(client: Client, pair: ParagraphPair) -> None:
    page = client.get(reverse("pair-cite", args=[pair.pk])).content.decode()
    assert page.count("<details") == 1 + 2 * 4
    assert f"[R/OL]. 2025：第2段[{timezone.localdate():%Y-%m-%d}]. http://testserver/pairs/" in page
    assert "(Yin, 2025, para. 2)" in page


def test_page_gives_today_as_the_date_of_access(client: Client, report: Report) -> None:
    address = reverse("cite", args=[report.slug])
    page = client.get(address).content.decode()
    assert f"urldate     = {{{timezone.localdate():%Y-%m-%d}}}" in page
    assert "?accessed=none" in page
    dated = client.get(address, {"accessed": "2026-11-22"}).content.decode()
    assert "[2026-11-22]" in dated
    assert "Retrieved November 22, 2026, from" in dated


def test_page_leaves_out_the_date_of_access_where_none_is_wanted(client: Client, report: Report) -> None:
    page = client.get(reverse("cite", args=[report.slug]), {"accessed": "none"}).content.decode()
    assert "urldate" not in page
    assert "Retrieved" not in page


def test_page_escapes_what_files_brought(client: Client) -> None:
    report = report_of()
    Report.objects.update(title_zh="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(reverse("cite", args=[report.slug])).content.decode()


@pytest.mark.parametrize(("name", "more"), [("pair-cite", []), ("pair-cite-format", ["bibtex"]), ("versions", [])])
def test_addresses_of_a_pair_that_was_merged_lead_on(
    client: Client, report: Report, pair: ParagraphPair, name: str, more: list[str]
) -> None:
    gone = report.pairs.get(position=3).pk
    editor = User.objects.create_user("editor")
    editing.perform(report, editor, {"do": "merge", "pairs": [pair.pk, gone]}, 0)
    answer = client.get(reverse(name, args=[gone, *more]), {"accessed": "none"})
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse(name, args=[pair.pk, *more])}?accessed=none")
    editing.perform(report, editor, {"do": "undo"}, editing.latest_revision(report))
    assert client.get(reverse(name, args=[gone, *more])).status_code == 200
    editing.perform(report, editor, {"do": "merge", "pairs": [pair.pk, gone]}, editing.latest_revision(report))
    editing.set_status(report, "draft", editor)
    assert client.get(reverse(name, args=[gone, *more])).status_code == 404
