from __future__ import annotations

import dataclasses

import pytest

from reports import ingest
from reports.admin.review import STEPS, review
from reports.ingest.cleaning import STEPS as CLEANING
from reports.ingest.plan import Note
from tests.admin.conftest import HandIn, part
from tests.admin.test_pages import report_text, text

pytestmark = pytest.mark.django_db

LONG = "我们坚持以科技创新引领现代化产业体系建设，全年新增高新技术企业一千二百家，总数达到八千家。"


def understood(content: bytes, name: str = "a.txt") -> ingest.Plan:
    return ingest.understand(name, content)


def shown(look_at: HandIn, plan: ingest.Plan, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(ingest, "understand", lambda *_arguments, **_keywords: plan)
    return " ".join(text(look_at({"a.txt": plan.content})).split())


def test_every_cleaning_step_has_a_name_for_people() -> None:
    assert {name for name, _step in CLEANING} <= STEPS.keys()


def test_a_known_pair_is_counted_once() -> None:
    ingest.store(understood(part(1)), publish=True)
    found = review(understood(part(1)))
    assert found.counts == ["6 already there"] or found.preview.is_there
    assert found.adds_nothing
    assert [row.state for row in found.rows] == ["known"] * 6


def test_rows_stand_in_the_order_of_the_file() -> None:
    plan = understood(part(2))
    assert [(row.zh, row.en) for row in review(plan).rows] == [(pair.zh, pair.en) for pair in plan.root.pairs()]


def test_what_differs_is_counted_and_marked(look_at: HandIn) -> None:
    ingest.store(understood(report_text(f"一、回顾\n{LONG}")), publish=True)
    other = LONG.replace("八千家", "九千家")
    page = " ".join(text(look_at({"b.txt": report_text(f"一、回顾\n{other}")})).split())
    assert "1 differs" in page
    assert page.count('data-state="variant"') == 1
    assert "Nothing would be added" not in page


def test_an_unsure_pair_is_marked(look_at: HandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = understood(part(1))
    for pair, confidence in zip(plan.root.pairs(), [0.31, 0.5, None, 0.9, 1.0, 0.49], strict=True):
        pair.confidence = confidence
    page = shown(look_at, plan, monkeypatch)
    assert "Of 2 pairs it is not sure that both sides say the same." in page
    assert page.count('class="archive-unsure"') == 2
    assert "pair unsure, 31 %" in page


def test_notes_are_listed_as_text(look_at: HandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = dataclasses.replace(understood(part(1)), notes=[Note("[1]", "<i>三农</i>：农业、农村、农民。", 40)])
    monkeypatch.setattr(ingest, "understand", lambda *_arguments, **_keywords: plan)
    response = look_at({"a.txt": plan.content})
    assert "1 note" in " ".join(text(response).split())
    assert "&lt;i&gt;三农&lt;/i&gt;" in response.content.decode()


def test_changes_of_the_whole_document_are_shown_by_step(look_at: HandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = understood(part(1))
    plan.changes = [ingest.Change("page-numbers", 12, "— 3 —", None), *plan.changes]
    page = shown(look_at, plan, monkeypatch)
    assert "Page numbers left out: 1 line" in page
    assert "— 3 —" in page


@pytest.mark.parametrize(("encoding", "offered"), [("docx", False), ("pdf", False), ("utf-8", True), ("big5", True)])
def test_only_a_text_can_be_read_in_another_encoding(
    look_at: HandIn, monkeypatch: pytest.MonkeyPatch, encoding: str, offered: bool
) -> None:
    page = shown(look_at, dataclasses.replace(understood(part(1)), encoding=encoding), monkeypatch)
    assert ("Read it as" in page) == offered
