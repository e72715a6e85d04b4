from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import editing, revisions
from reports.editing import perform, suspicious
from reports.editing.doubts import doubts_of
from reports.revisions import Line
from tests.factories import report_of
from tests.text.test_slips import EN, ROWS, ZH


def lines(rows: Sequence[tuple[str, str]] = ROWS, **changed: object) -> list[Line]:
    levels = {"一": 1, "二": 1, "三": 1}
    return [
        Line(zh=zh, en=en, key=key, level=levels.get(zh[:1], 0) if zh[1:2] == "、" else 0)
        for key, (zh, en) in enumerate(rows, start=1)
    ]


def found(rows: Sequence[tuple[str, str]]) -> dict[int, tuple[str, ...]]:
    return {doubt.key: doubt.kinds for doubt in doubts_of(lines(rows))}


def with_row(at: int, zh: str | None = None, en: str | None = None) -> list[tuple[str, str]]:
    rows = list(ROWS)
    rows[at] = (rows[at][0] if zh is None else zh, rows[at][1] if en is None else en)
    return rows


def test_a_sound_report_raises_none() -> None:
    assert found(ROWS) == {}


@pytest.mark.parametrize(
    ("en", "said"),
    [
        ("Grain output reached 454,000 metric tons; 12,000 mu of high-standard cropland was built.", "power of ten"),
        ("Grain output reached 454,000 metric tons; high-standard cropland was built.", "not in the English"),
        ("Grain output reached 454,000 metric tons, with 77 million yuan; 120,000 mu of cropland was built.", "not in the Chinese"),
    ],
)  # fmt: skip
def test_figures_that_disagree(en: str, said: str) -> None:
    (doubt,) = doubts_of(lines(with_row(2, en=en)))
    assert (doubt.key, doubt.kinds) == (3, ("figures",))
    assert said in " ".join(doubt.said)


def test_an_exact_figure_for_a_vague_one_is_a_smaller_doubt() -> None:
    zh, en = ROWS[2]
    (vague,) = doubts_of(lines(with_row(2, f"{zh}惠及几亿人。", f"{en} It benefited 300 million people.")))
    (missing,) = doubts_of(lines(with_row(2, zh, f"{en} It benefited 300 million people.")))
    assert (vague.kinds, "one is exact" in vague.said[0]) == (("figures",), True)
    assert vague.strength < missing.strength


def test_a_length_that_is_out_of_proportion() -> None:
    short = with_row(
        7, zh="支持企业开展科技创新，深化体制机制改革，推动产业转型升级。" * 4, en="We will support innovation."
    )
    assert found(short) == {8: ("length",)}


def test_headings_whose_numbers_disagree() -> None:
    assert found(with_row(6, en="III. Major Tasks for 2025")) == {7: ("headings",)}


def test_a_heading_that_is_missing() -> None:
    assert found(with_row(6, zh="三、2025年主要任务", en="III. Major Tasks for 2025")) == {7: ("headings",)}


def test_a_text_alone_between_pairs() -> None:
    assert found(with_row(4, en="")) == {5: ("alone",)}


def test_what_a_person_checked_is_not_doubted() -> None:
    from dataclasses import replace

    checked = [replace(line, checked=True) for line in lines(with_row(4, en=""))]
    assert doubts_of(checked) == []


def test_a_slip_is_told_once_with_its_mend() -> None:
    rows = list(zip(ZH, [*EN[:2], *EN[3:], ""], strict=True))
    (doubt,) = doubts_of(lines(rows))
    assert (doubt.key, doubt.kinds) == (3, ("shift",))
    assert doubt.mend == {"do": "shift", "pair": 3, "side": "en", "by": 1}
    assert doubt.mend_said


def test_the_mend_mends(ann: User) -> None:
    rows = [(0, row) for row in zip([*ZH, ""], [*EN[:2], "", *EN[2:]], strict=True)]
    report = report_of(rows)
    (doubt,) = suspicious(report)
    assert doubt.mend
    perform(report, ann, doubt.mend, 0)
    assert [(line.zh, line.en) for line in revisions.read(report).lines] == ROWS
    assert suspicious(report) == []


def test_what_was_found_is_remembered_until_the_report_changes(ann: User) -> None:
    report = report_of([(0, row) for row in with_row(4, en="")])
    first = suspicious(report)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert suspicious(report) == first
    assert len(queries) == 2
    perform(report, ann, {"do": "edit", "pair": first[0].key, "en": ROWS[4][1]}, 0)
    assert suspicious(report) == []


def test_the_next_one_goes_round() -> None:
    rows = with_row(4, en="")
    rows[1] = (rows[1][0], rows[1][1].replace("200,000", "20,000"))
    doubts, order = doubts_of(lines(rows)), list(range(1, len(rows) + 1))
    assert [doubt.key for doubt in doubts] == [2, 5]
    for here, there in ((None, 2), (1, 2), (2, 5), (4, 5), (5, 2), (8, 2)):
        following = editing.next_after(doubts, here, order)
        assert following
        assert following.key == there
    assert editing.next_after([], None, order) is None


def test_a_walk_begins_with_the_slip_that_can_be_mended() -> None:
    rows = list(zip(ZH, [*EN[:4], *EN[5:], ""], strict=True))
    rows[1] = (rows[1][0], rows[1][1].replace("200,000", "20,000"))
    doubts, order = doubts_of(lines(rows)), list(range(1, len(rows) + 1))
    assert [doubt.key for doubt in doubts] == [2, 5]
    first = editing.next_after(doubts, None, order)
    assert first
    assert first.key == 5
    assert editing.next_after(doubts, 5, order) == doubts[0]
