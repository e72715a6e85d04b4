"""Whatever acts follow one another, no text is lost, and none goes past another one of its language."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.editing import Impossible
from reports.editing.parsing import parsed
from reports.revisions import State
from tests.editing.states import after, state_of

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "一、甲", "乙。丙。", "丁\n戊。己", "（二）庚"]),
        st.sampled_from(["", "I. One", "Two. Three.", "Four\nfive. Six", "2. Seven"]),
        st.integers(0, 2),
    ).filter(lambda row: bool(row[0] or row[1])),
    min_size=1,
    max_size=7,
)
ACTS = ("split", "merge", "shift", "level", "check", "note", "bead_merge", "bead_edge", "bead_shift", "bead_anew")


@st.composite
def acts(draw: st.DrawFn, state: State) -> dict[str, Any]:
    key = draw(st.sampled_from([line.key for line in state.lines]))
    act: dict[str, Any] = {"do": draw(st.sampled_from(ACTS)), "pair": key, "pairs": [key]}
    return act | {
        "zh": draw(st.integers(0, 5)),
        "en": draw(st.none() | st.integers(0, 12)),
        "with": draw(st.sampled_from(["next", "previous"])),
        "lines": draw(st.booleans()),
        "side": draw(st.sampled_from(["zh", "en"])),
        "by": draw(st.sampled_from([1, -1])),
        "until": draw(st.none() | st.sampled_from([line.key for line in state.lines])),
        "cut": draw(st.none() | st.integers(0, 12)),
        "bead": draw(st.integers(0, 2)),
        "level": draw(st.integers(0, 6)),
        "checked": draw(st.booleans()),
        "text": "see the yearbook",
    }


def read_through(state: State, side: str) -> str:
    return "".join("".join(getattr(line, side).split()) for line in state.lines)


def check(state: State) -> None:
    """What must hold of every state: text in each line, and beads that cover it."""
    for line in state.lines:
        assert line.zh or line.en
        assert (line.zh, line.en) == (line.zh.strip(), line.en.strip())
        assert bool(line.level) or (line.section is None and line.ordinal is None)
        at_zh = at_en = 0.0
        for start_zh, end_zh, start_en, end_en, sure in line.beads:
            assert (start_zh, start_en) == (at_zh, at_en)
            assert end_zh > start_zh or end_en > start_en
            assert 0 <= sure <= 1
            at_zh, at_en = end_zh, end_en
        if line.beads:
            assert (at_zh, at_en) == (len(line.zh), len(line.en))
        assert not line.beads or (line.zh and line.en)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), ROWS)
def test_texts_stay_in_their_order(data: st.DataObject, rows: list[tuple[str, str, int]]) -> None:
    state = state_of(rows)
    for _step in range(4):
        act = data.draw(acts(state))
        before = state
        try:
            state = after(state, act)
        except Impossible:
            continue
        check(state)
        for side in ("zh", "en"):
            assert read_through(state, side) == read_through(before, side)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), ROWS)
def test_pairs_that_go_became_pairs_that_are_there(data: st.DataObject, rows: list[tuple[str, str, int]]) -> None:
    state = state_of(rows)
    act = data.draw(acts(state))
    try:
        outcome = parsed(act).of_state(state)
    except Impossible:
        return
    there = {line.key for line in outcome.state.lines}
    gone = {line.key for line in state.lines} - there
    assert gone == set(outcome.became)
    assert set(outcome.became.values()) <= there


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), ROWS)
def test_what_an_act_changes_is_among_what_it_says_it_reads(
    data: st.DataObject, rows: list[tuple[str, str, int]]
) -> None:
    state = state_of(rows)
    act = data.draw(acts(state))
    try:
        wanted = parsed(act)
        outcome = wanted.of_state(state)
    except Impossible:
        return
    before = {line.key: line for line in state.lines}
    changed = {line.key for line in outcome.state.lines if line.key in before and before[line.key] != line}
    assert changed | set(outcome.became) <= set(wanted.pairs(state))
