from __future__ import annotations

import pytest

from reports.text.alignment import PARAGRAPHS
from reports.text.neighbours import Neighbours
from tests.text.test_slips import EN, ZH


@pytest.mark.parametrize("at", range(len(ZH)))
def test_a_text_agrees_best_with_its_own_rendering(at: int) -> None:
    beside = Neighbours(ZH, EN)
    scores = [beside.score(ZH[at], en) for en in EN]
    assert max(scores) == scores[at]


def test_a_text_alone_costs_what_it_costs_in_an_alignment() -> None:
    beside = Neighbours(ZH, EN)
    assert beside.score(ZH[0], "") == beside.score("", EN[0]) == -PARAGRAPHS.cost[1, 0]
    assert beside.score("", "") == 0


def test_headings_with_other_numbers_disagree() -> None:
    beside = Neighbours(ZH, EN)
    same, other = beside.score("三、任务", "III. Tasks"), beside.score("三、任务", "IV. Tasks")
    assert same - other == pytest.approx(7.0, abs=0.1)
