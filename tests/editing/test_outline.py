from __future__ import annotations

import pytest

from reports.editing import Impossible
from reports.editing.outline import Move
from reports.editing.parsing import parsed
from reports.revisions import State
from tests.editing.states import after, state_of

OUTLINE = [
    ("一、回顾", "I. Review", 1),
    ("甲。", "One."),
    ("（一）科技", "1. Science", 2),
    ("乙。", "Two."),
    ("二、任务", "II. Tasks", 1),
    ("丙。", "Three."),
]


def keys(*acts: dict[str, object]) -> list[int | None]:
    return [line.key for line in after(state_of(OUTLINE), *acts).lines]


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ({"pairs": [4], "behind": 6}, [1, 2, 3, 5, 6, 4]),
        ({"pairs": "6", "behind": ""}, [6, 1, 2, 3, 4, 5]),
        ({"pairs": [6, 4], "behind": 1}, [1, 4, 6, 2, 3, 5]),
        ({"pairs": [3], "behind": 6}, [1, 2, 4, 5, 6, 3]),
        ({"pairs": [3], "behind": 6, "whole": True}, [1, 2, 5, 6, 3, 4]),
        ({"pairs": [1], "behind": 6, "whole": True}, [5, 6, 1, 2, 3, 4]),
    ],
)
def test_moved(act: dict[str, object], order: list[int]) -> None:
    assert keys({"do": "move", **act}) == order


@pytest.mark.parametrize(
    "act", [{"pairs": [3], "behind": 3}, {"pairs": [3], "behind": 4, "whole": 1}, {"pairs": [3], "behind": 99}]
)
def test_nowhere_to_move(act: dict[str, object]) -> None:
    with pytest.raises(Impossible):
        parsed({"do": "move", **act}).of_state(state_of(OUTLINE))


def test_a_paragraph_becomes_a_heading_with_its_number() -> None:
    line = after(state_of([("三、保障", "III. Welfare")]), {"do": "level", "pair": 1, "level": 2}).lines[0]
    assert (line.level, line.ordinal) == (2, 3)


def test_a_number_is_read_from_the_english_where_there_is_no_chinese() -> None:
    line = after(state_of([("", "IV. Welfare")]), {"do": "level", "pair": 1, "level": 1}).lines[0]
    assert line.ordinal == 4


def test_a_heading_becomes_a_paragraph() -> None:
    line = after(state_of(OUTLINE), {"do": "level", "pair": 3, "level": 0}).lines[2]
    assert (line.level, line.section, line.ordinal) == (0, None, None)


def test_inserted_behind_a_pair_and_at_the_beginning() -> None:
    state = after(
        state_of(OUTLINE),
        {"do": "insert", "behind": 2, "zh": "新的一段", "en": ""},
        {"do": "insert", "behind": None, "en": "Fellow deputies"},
        {"do": "insert", "behind": 6, "zh": "三、保障", "en": "", "level": "1"},
    )
    assert [(line.zh or line.en, line.level) for line in state.lines if (line.key or 0) >= 1000] == [
        ("Fellow deputies", 0),
        ("新的一段", 0),
        ("三、保障", 1),
    ]
    assert state.lines[-1].ordinal == 3


def test_nothing_is_not_inserted() -> None:
    with pytest.raises(Impossible):
        keys({"do": "insert", "behind": 1, "zh": "", "en": " "})


def test_removed() -> None:
    assert keys({"do": "remove", "pairs": [2, 3]}) == [1, 4, 5, 6]


def test_one_pair_stays() -> None:
    with pytest.raises(Impossible, match="Archive"):
        keys({"do": "remove", "pairs": [1, 2, 3, 4, 5, 6]})


def test_what_moves_is_worked_out_once_however_many_pairs_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Move] = []
    moving = Move._moving

    def watched(act: Move, state: State) -> set[int | None]:
        looked.append(act)
        return moving(act, state)

    monkeypatch.setattr(Move, "_moving", watched)
    state = state_of([(f"甲{number}。", "") for number in range(200)])
    act = parsed({"do": "move", "pairs": list(range(1, 200)), "behind": 200})
    assert act.pairs(state) == tuple(range(1, 201))
    assert len(looked) == 1
