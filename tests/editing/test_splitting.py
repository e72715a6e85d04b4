from __future__ import annotations

from dataclasses import replace

import pytest

from reports.editing import Impossible, propose_cut
from reports.editing.parsing import parsed
from reports.revisions import Line
from reports.text.beads import aligned
from tests.editing.states import after, state_of, texts

ZH = "全年地区生产总值增长5.2%。新增就业20万人。粮食总产量达到45.4万吨。"
EN = "GDP grew by 5.2 percent. We created 200,000 new jobs. Grain output reached 454,000 metric tons."
FIRST_ZH, FIRST_EN = 15, 24


def test_both_parts() -> None:
    state = after(state_of([(ZH, EN)]), {"do": "split", "pair": 1, "zh": FIRST_ZH, "en": FIRST_EN})
    assert texts(state) == [(ZH[:FIRST_ZH], EN[:FIRST_EN]), (ZH[FIRST_ZH:], EN[FIRST_EN + 1 :])]
    assert state.lines[0].key == 1


def test_the_english_cut_is_proposed_by_the_sentences() -> None:
    assert propose_cut(Line(zh=ZH, en=EN), zh=FIRST_ZH) == FIRST_EN + 1
    assert propose_cut(Line(zh=ZH, en=EN), en=FIRST_EN) == FIRST_ZH
    state = after(state_of([(ZH, EN)]), {"do": "split", "pair": 1, "zh": str(FIRST_ZH)})
    assert texts(state)[1] == (ZH[FIRST_ZH:], EN[FIRST_EN + 1 :])


@pytest.mark.parametrize(("zh", "en", "other"), [(0, None, 0), (len(ZH), None, len(EN)), (None, 0, 0)])
def test_at_the_ends_so_is_the_other(zh: int | None, en: int | None, other: int) -> None:
    assert propose_cut(Line(zh=ZH, en=EN), zh=zh, en=en) == other


def test_an_empty_side() -> None:
    state = after(state_of([("甲。", "One.")]), {"do": "split", "pair": 1, "zh": 2, "en": 0})
    assert texts(state) == [("甲。", ""), ("", "One.")]


@pytest.mark.parametrize("cut", [{}, {"zh": 99, "en": 0}, {"zh": 0, "en": 0}, {"zh": -1, "en": 2}])
def test_impossible_cuts(cut: dict[str, int]) -> None:
    with pytest.raises(Impossible):
        parsed({"do": "split", "pair": 1, **cut}).of_state(state_of([("甲。", "One.")]))


def test_a_split_between_beads_keeps_them() -> None:
    own = [[0, FIRST_ZH, 0, FIRST_EN + 1, 1.0], [FIRST_ZH, len(ZH), FIRST_EN + 1, len(EN), 1.0]]
    state = state_of([(ZH, EN)])
    state = replace(state, lines=(replace(state.lines[0], beads=own),))
    parts = after(state, {"do": "split", "pair": 1, "zh": FIRST_ZH, "en": FIRST_EN}).lines
    assert [line.beads for line in parts] == [
        [[0, FIRST_ZH, 0, FIRST_EN, 1.0]],
        [[0, len(ZH) - FIRST_ZH, 0, len(EN) - FIRST_EN - 1, 1.0]],
    ]


def test_a_split_inside_a_bead_aligns_anew() -> None:
    parts = after(state_of([(ZH, EN)]), {"do": "split", "pair": 1, "zh": 8, "en": FIRST_EN}).lines
    assert parts[1].beads == aligned(parts[1].zh, parts[1].en)


def test_merging_what_was_split_is_as_before() -> None:
    state = state_of([(ZH, EN)])
    again = after(state, {"do": "split", "pair": 1, "zh": FIRST_ZH}, {"do": "merge", "pair": 1, "with": "next"})
    assert texts(again) == texts(state)


@pytest.mark.parametrize(
    ("one", "other", "whole"),
    [
        (("甲。", "One."), ("乙。", "Two."), ("甲。乙。", "One. Two.")),
        (("甲。", ""), ("", "Two."), ("甲。", "Two.")),
        (("GDP", "—"), ("PPP", "Two"), ("GDP PPP", "—Two")),
        (("5G", "5G"), ("网络", "networks"), ("5G网络", "5G networks")),
    ],
)
def test_texts_are_joined_as_each_language_wants(
    one: tuple[str, str], other: tuple[str, str], whole: tuple[str, str]
) -> None:
    assert texts(after(state_of([one, other]), {"do": "merge", "pairs": [1, 2]})) == [whole]


def test_with_line_breaks_between() -> None:
    state = after(state_of([("甲。", "One."), ("乙。", "Two.")]), {"do": "merge", "pairs": "1,2", "lines": "on"})
    assert texts(state) == [("甲。\n乙。", "One.\nTwo.")]


def test_the_beads_of_the_second_follow_those_of_the_first() -> None:
    state = state_of([("甲。", "One."), ("乙。丙。", "Two. Three.")])
    beads = ([[0, 2, 0, 4, 1.0]], [[0, 2, 0, 5, 0.7], [2, 4, 5, 11, 0.6]])
    state = replace(state, lines=tuple(replace(line, beads=own) for line, own in zip(state.lines, beads, strict=True)))
    merged = after(state, {"do": "merge", "pair": 1}).lines[0]
    assert merged.beads == [[0, 2, 0, 5, 1.0], [2, 4, 5, 10, 0.7], [4, 6, 10, 16, 0.6]]


def test_two_texts_alone_are_aligned() -> None:
    merged = after(state_of([(ZH, ""), ("", EN)]), {"do": "merge", "pair": 1}).lines[0]
    assert merged.beads == aligned(ZH, EN)
    assert len(merged.beads) == 3


def test_versions_notes_and_doubts_are_kept() -> None:
    one = Line("甲", "1", key=1, versions=(("子", "x", None, None),), note="a", checked=True)
    other = Line("乙", "2", key=2, versions=(("丑", "y", None, None),), note="b", needs_review=True)
    merged = after(replace(state_of([]), lines=(one, other)), {"do": "merge", "pairs": [2, 1]}).lines[0]
    assert len(merged.versions) == 2
    assert (merged.note, merged.checked, merged.needs_review, merged.key) == ("a\nb", False, True, 1)


def test_the_second_became_the_first() -> None:
    outcome = parsed({"do": "merge", "pair": 2, "with": "previous"}).of_state(state_of([("甲", "1"), ("乙", "2")]))
    assert outcome.became == {2: 1}


LONG = "各项工作取得新的成效。" * 12


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        ([("第一部分", "Part I", 1), ("工作回顾", "A Review")], 1),
        ([("一、工作回顾", "I. A Review", 1), (LONG, "Much was done.")], 0),
        ([(LONG, "Much was done."), ("二、任务", "II. Tasks", 1)], 0),
        ([("甲", "x"), ("二、任务", "II. Tasks", 1)], 0),
        ([("一、工作", "I. Our", 1), ("回顾", "Work", 2)], 1),
    ],
)
def test_what_of_a_heading_becomes_one(rows: list[tuple[str, str]], level: int) -> None:
    merged = after(state_of(rows), {"do": "merge", "pair": 1}).lines[0]
    assert merged.level == level
    assert (merged.section is None) == (level == 0)


@pytest.mark.parametrize("act", [{"pairs": [1, 3]}, {"pair": 3}, {"pair": 1, "with": "previous"}, {"pairs": [1, 9]}])
def test_only_neighbours_are_merged(act: dict[str, object]) -> None:
    with pytest.raises(Impossible):
        parsed({"do": "merge", **act}).of_state(state_of([("甲", ""), ("乙", ""), ("丙", "")]))


def test_no_more_become_one_than_a_person_means() -> None:
    state = state_of([("甲。", "")] * 101)
    with pytest.raises(Impossible, match="At most 100"):
        parsed({"do": "merge", "pairs": list(range(1, 102))}).of_state(state)
