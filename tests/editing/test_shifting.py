from __future__ import annotations

import pytest

from reports.editing import Impossible
from reports.editing.parsing import parsed
from tests.editing.states import after, state_of, texts

SLIPPED = [("甲", "1"), ("乙", "3"), ("丙", "4"), ("丁", "")]
GAPPED = [("甲", "1"), ("乙", ""), ("丙", "2"), ("丁", "3")]


def shift(pair: int, side: str = "en", by: int = 1, **more: int) -> dict[str, object]:
    return {"do": "shift", "pair": pair, "side": side, "by": by, **more}


def test_down_to_a_gap_that_takes_the_last_text_up() -> None:
    assert texts(after(state_of(SLIPPED), shift(2))) == [("甲", "1"), ("乙", ""), ("丙", "3"), ("丁", "4")]


def test_down_makes_a_pair_at_the_end() -> None:
    state = after(state_of([("甲", "1"), ("乙", "2")]), shift(1))
    assert texts(state) == [("甲", ""), ("乙", "1"), ("", "2")]


def test_down_stops_at_the_first_gap() -> None:
    rows = [("甲", "1"), ("乙", ""), ("丙", "3"), ("丁", "")]
    assert texts(after(state_of(rows), shift(1))) == [("甲", ""), ("乙", "1"), ("丙", "3"), ("丁", "")]


def test_down_until_a_pair_keeps_what_stands_below_it() -> None:
    state = state_of([("甲", "1."), ("乙", "2."), ("丙", "3.")])
    outcome = parsed(shift(1, until=2)).of_state(state)
    assert texts(outcome.state) == [("甲", ""), ("乙", "1."), ("丙", "2. 3.")]
    assert outcome.said


def test_up_into_a_gap() -> None:
    assert texts(after(state_of(GAPPED), shift(3, by=-1))) == [("甲", "1"), ("乙", "2"), ("丙", "3"), ("丁", "")]


def test_up_from_the_gap_itself_is_the_same() -> None:
    assert after(state_of(GAPPED), shift(2, by=-1)) == after(state_of(GAPPED), shift(3, by=-1))


def test_up_joins_what_the_pair_above_has() -> None:
    state = after(state_of([("甲", "1."), ("乙", "2."), ("丙", "3.")]), shift(2, by=-1))
    assert texts(state) == [("甲", "1. 2."), ("乙", "3."), ("丙", "")]


def test_chinese_is_joined_without_a_blank() -> None:
    state = after(state_of([("甲。", "1."), ("乙。", "2.")]), shift(2, "zh", -1))
    assert texts(state) == [("甲。乙。", "1."), ("", "2.")]


def test_up_until_a_pair() -> None:
    state = after(state_of(GAPPED), shift(3, by=-1, until=3))
    assert texts(state) == [("甲", "1"), ("乙", "2"), ("丙", ""), ("丁", "3")]


def test_a_pair_left_without_text_goes_to_where_its_text_went() -> None:
    outcome = parsed(shift(3, by=-1)).of_state(state_of([("甲", "1"), ("乙", ""), ("", "2")]))
    assert texts(outcome.state) == [("甲", "1"), ("乙", "2")]
    assert outcome.became == {3: 2}


def test_a_pair_of_one_side_goes_when_its_text_goes_down() -> None:
    outcome = parsed(shift(1)).of_state(state_of([("", "1"), ("甲", "2"), ("乙", "")]))
    assert texts(outcome.state) == [("甲", "1"), ("乙", "2")]
    assert outcome.became == {1: 2}


def test_texts_with_nothing_opposite_to_the_end_stay_the_pairs_that_they_are() -> None:
    state = state_of([("", "I."), ("甲", ""), ("乙", "")])
    assert parsed(shift(2, "zh")).of_state(state).state == state
    assert parsed(shift(3, "zh")).of_state(state).state == state


def test_down_with_a_cut_parts_a_text() -> None:
    rows = [("甲", "1"), ("乙", "2. 3."), ("丙", "4"), ("丁", "")]
    assert texts(after(state_of(rows), shift(2, cut=3))) == [("甲", "1"), ("乙", "2."), ("丙", "3."), ("丁", "4")]


def test_the_level_goes_with_the_chinese() -> None:
    state = after(state_of([("一、甲", "x", 1), ("乙", "I. A"), ("", "B")]), shift(1, "zh"))
    assert [(line.zh, line.en, line.level, line.section) for line in state.lines] == [
        ("", "x", 0, None),
        ("一、甲", "I. A", 1, 101),
        ("乙", "B", 0, None),
    ]


def test_a_heading_stays_where_its_chinese_is_when_the_english_goes() -> None:
    state = after(state_of([("一、甲", "x", 1), ("乙", "")]), shift(1))
    assert [line.level for line in state.lines] == [1, 0]


@pytest.mark.parametrize(
    ("rows", "act"),
    [
        ([("甲", "")], shift(1)),
        ([("甲", "1")], shift(1, by=-1)),
        ([("甲", ""), ("乙", "")], shift(1, by=-1)),
        ([("甲", "1"), ("乙", "2")], shift(2, until=1)),
        ([("甲", "1"), ("乙", "2")], shift(1, cut=5)),
        ([("甲", "1"), ("乙", "2 3")], shift(2, by=-1, cut=2)),
        ([("甲", "1")], shift(7)),
    ],
)
def test_impossible(rows: list[tuple[str, str]], act: dict[str, object]) -> None:
    with pytest.raises(Impossible):
        parsed(act).of_state(state_of(rows))
