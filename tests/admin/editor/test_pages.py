from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from reports import editing
from reports.admin.editor.words import KEYS, ON_PAIRS
from reports.models import Report
from tests.admin.editor.conftest import Act, at
from tests.factories import report_of

MANY = [(1, ("一、回顾", "I. Review")), *[(0, (f"第{n}段。", f"Paragraph {n}.")) for n in range(30)]] * 3


def test_page_shows_the_section_that_is_asked_for(seat: Client, db: None) -> None:
    report = report_of(MANY, slug="beijing-2010", year=2010)
    section = report.sections.order_by("position")[1]
    page = seat.get(at("page", report), {"section": section.pk}).content.decode()
    assert "Part 2 of 3: pairs 32 to 62 of 93" in page
    assert page.count('class="pair"') == 31


def test_page_shows_the_pair_that_is_asked_for(seat: Client, db: None) -> None:
    report = report_of(MANY, slug="beijing-2010", year=2010)
    key = report.pairs.get(position=70).pk
    assert f'id="pair-{key}"' in seat.get(at("page", report), {"pair": key}).content.decode()


def test_page_of_a_pair_that_became_another(seat: Client, report: Report, keys: list[int], other: User) -> None:
    editing.perform(report, other, {"do": "merge", "pairs": f"{keys[4]},{keys[5]}"}, 0)
    assert seat.get(at("page", report), {"pair": keys[5]}).status_code == 200


def test_form_of_a_pair_that_became_another_leads_there(
    seat: Client, report: Report, keys: list[int], other: User
) -> None:
    editing.perform(report, other, {"do": "merge", "pairs": f"{keys[4]},{keys[5]}"}, 0)
    answer = seat.get(at("pair", report, keys[5]))
    assert (answer.status_code, answer["Location"]) == (302, at("pair", report, keys[4]))
    assert seat.get(at("pair", report, 10**9)).status_code == 404


def test_page_stands_nonsense_in_its_address(seat: Client, report: Report) -> None:
    for query in ({"pair": "x"}, {"section": "²"}, {"pair": "9" * 40}, {"section": "-1"}):
        assert seat.get(at("page", report), query).status_code == 200


def test_page_of_a_report_without_pairs(seat: Client, db: None) -> None:
    report = report_of([], slug="beijing-2011", year=2011)
    assert "This report has no pairs." in seat.get(at("page", report)).content.decode()


def test_report_that_is_not_there(seat: Client) -> None:
    assert seat.get("/admin/reports/edit/nowhere-1999/").status_code == 404


def test_marks_of_a_pair(seat: Client, act: Act, report: Report, keys: list[int]) -> None:
    act("check", pair=keys[0], checked=True)
    act("note", pair=keys[5], text="Compare with the print.")
    page = seat.get(at("page", report)).content.decode()
    assert "changed since it was published" in page
    assert "Compare with the print." in page
    assert page.count("Chinese alone") == 1
    assert page.count('aria-pressed="true"') == 1


def test_pair_is_changed_since_the_last_publication_only(
    seat: Client, act: Act, report: Report, keys: list[int], editor: User
) -> None:
    act("edit", pair=keys[1], en="Changed.")
    for status in ("draft", "published"):
        editing.set_status(report, status, editor)
    assert "changed since" not in seat.get(at("page", report)).content.decode()


def test_page_has_no_more_queries_for_more_pairs(seat: Client, django_assert_max_num_queries: Any, db: None) -> None:
    long = report_of(MANY, slug="beijing-2010", year=2010)
    with django_assert_max_num_queries(25):
        seat.get(at("page", long))


def test_page_is_kept_by_no_cache(seat: Client, report: Report) -> None:
    assert "no-store" in seat.get(at("page", report)).headers["Cache-Control"]


def test_plain_form_edits_a_pair(seat: Client, report: Report, keys: list[int]) -> None:
    address = at("pair", report, keys[1])
    form = seat.get(address).context["form"]
    fields = {"zh": form.initial["zh"], "en": "By hand.", "why": "As printed", "seen": form.initial["seen"]}
    assert seat.post(address, fields).headers["Location"] == f"{at('page', report)}?pair={keys[1]}"
    assert report.pairs.get(pk=keys[1]).en == "By hand."
    assert report.revisions.first().note == "As printed"  # type: ignore[union-attr]


def test_plain_form_says_what_is_impossible(seat: Client, report: Report, keys: list[int]) -> None:
    answer = seat.post(at("pair", report, keys[1]), {"zh": "", "en": "", "seen": 0})
    assert "A pair has text in one language at least." in answer.content.decode()


def test_plain_form_shows_what_others_did(seat: Client, report: Report, keys: list[int], other: User) -> None:
    editing.perform(report, other, {"do": "edit", "pair": keys[1], "en": "Theirs."}, 0)
    fields = {"zh": "我的。", "en": "Mine.", "seen": 0}
    answer = seat.post(at("pair", report, keys[1]), fields)
    assert answer.status_code == 409
    assert "Theirs." in answer.content.decode()
    seat.post(at("pair", report, keys[1]), {**fields, "seen": answer.context["form"].data["seen"]})
    assert report.pairs.get(pk=keys[1]).en == "Mine."


def test_every_tool_is_in_the_help() -> None:
    told = {key for _title, rows in KEYS for key, _label in rows}
    assert {tool.key for tool in ON_PAIRS} <= told


def test_every_key_is_in_the_documentation() -> None:
    documented = (Path(__file__).parents[3] / "docs" / "editing.md").read_text(encoding="utf-8")
    keys = {key for _title, rows in KEYS for key, _label in rows}
    assert {key for key in keys if f"`{key}`" not in documented} == set()


def test_what_was_done_and_taken_back_is_no_change_since_it_was_published(
    act: Act, seat: Client, report: Report, keys: list[int]
) -> None:
    act("shift", pair=keys[1], side="en", by=1)
    act("undo")
    assert "changed since it was published" not in seat.get(at("page", report)).content.decode()
    act("redo")
    assert "changed since it was published" in seat.get(at("page", report)).content.decode()
