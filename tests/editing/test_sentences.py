from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reports.editing import Impossible
from reports.revisions import Line, State
from reports.text.beads import aligned
from tests.editing.states import after

ZH, EN = "甲。乙。丙。", "One. Two. Three."
BEADS = [[0, 2, 0, 5, 0.9], [2, 4, 5, 10, 0.8], [4, 6, 10, 16, 0.7]]
LINE = Line(zh=ZH, en=EN, key=1, beads=BEADS)


def beads(act: dict[str, Any], line: Line = LINE) -> list[list[float]]:
    return after(State({}, (line,)), {"pair": 1, **act}).lines[0].beads


def test_given_ones_are_kept_as_sure_and_those_that_were_there_as_they_were() -> None:
    found = beads({"do": "beads", "beads": [[0, 2, 0, 5], [2, 6, 5, 16]]})
    assert found == [[0, 2, 0, 5, 0.9], [2, 6, 5, 16, 1.0]]


def test_given_as_json() -> None:
    assert beads({"do": "beads", "beads": "[[0,6,0,16]]"}) == [[0, 6, 0, 16, 1.0]]


@pytest.mark.parametrize(
    "given",
    [
        [[0, 2, 0, 5]],
        [[0, 2, 0, 5], [3, 6, 5, 16]],
        [[0, 2, 0, 5], [2, 2, 5, 5], [2, 6, 5, 16]],
        [[0, 6, 0, 17]],
        [[2, 6, 5, 16], [0, 2, 0, 5]],
        [[0, 7, 0, 16], [7, 6, 16, 16]],
    ],
)
def test_that_do_not_cover_the_texts(given: list[list[int]]) -> None:
    with pytest.raises(Impossible):
        beads({"do": "beads", "beads": given})


def test_merged() -> None:
    assert beads({"do": "bead_merge", "bead": 1}) == [BEADS[0], [2, 6, 5, 16, 1.0]]


def test_split_with_an_empty_side() -> None:
    assert beads({"do": "bead_split", "bead": 1, "zh": 4, "en": 5})[1:3] == [[2, 4, 5, 5, 1.0], [4, 4, 5, 10, 1.0]]


def test_an_edge_takes_a_sentence_in() -> None:
    assert beads({"do": "bead_edge", "bead": 0, "side": "en", "by": 1}) == [
        [0, 2, 0, 10, 1.0],
        [2, 4, 10, 10, 1.0],
        [4, 6, 10, 16, 0.7],
    ]


def test_an_edge_gives_a_sentence_away() -> None:
    assert beads({"do": "bead_edge", "bead": 1, "side": "zh", "by": -1})[1:] == [
        [2, 2, 5, 10, 1.0],
        [2, 6, 10, 16, 1.0],
    ]


def test_a_bead_without_sentences_goes() -> None:
    line = replace(LINE, beads=[[0, 2, 0, 5, 1.0], [2, 2, 5, 10, 1.0], [2, 6, 10, 16, 1.0]])
    assert beads({"do": "bead_edge", "bead": 0, "side": "en", "by": 1}, line) == [
        [0, 2, 0, 10, 1.0],
        [2, 6, 10, 16, 1.0],
    ]


def test_shifted_down_from_a_bead() -> None:
    assert beads({"do": "bead_shift", "bead": 1, "side": "en", "by": 1}) == [
        BEADS[0],
        [2, 4, 5, 5, 1.0],
        [4, 6, 5, 10, 1.0],
        [6, 6, 10, 16, 1.0],
    ]


def test_shifted_up_and_joined() -> None:
    assert beads({"do": "bead_shift", "bead": 1, "side": "zh", "by": -1}) == [
        [0, 4, 0, 5, 1.0],
        [4, 6, 5, 10, 1.0],
        [6, 6, 10, 16, 1.0],
    ]


def test_aligned_anew() -> None:
    assert beads({"do": "bead_anew"}, replace(LINE, beads=[[0, 6, 0, 16, 1.0]])) == aligned(ZH, EN)


@pytest.mark.parametrize(
    "act",
    [
        {"do": "bead_merge", "bead": 2},
        {"do": "bead_merge", "bead": -1},
        {"do": "bead_split", "bead": 0, "zh": 3, "en": 0},
        {"do": "bead_split", "bead": 0, "zh": 0, "en": 0},
        {"do": "bead_edge", "bead": 2, "side": "zh", "by": 1},
        {"do": "bead_shift", "bead": 0, "side": "zh", "by": -1},
    ],
)
def test_impossible(act: dict[str, Any]) -> None:
    with pytest.raises(Impossible):
        beads(act)


def test_a_bead_of_one_sentence_on_each_side_is_not_cut() -> None:
    with pytest.raises(Impossible, match="nothing to cut"):
        beads(
            {"do": "bead_split", "bead": 0, "zh": 4, "en": 10},
            replace(LINE, beads=[[0, 4, 0, 10, 1], [4, 6, 10, 16, 1]]),
        )


def test_a_text_alone_has_none() -> None:
    with pytest.raises(Impossible, match="both languages"):
        beads({"do": "bead_merge", "bead": 0}, Line(zh=ZH, key=1))
