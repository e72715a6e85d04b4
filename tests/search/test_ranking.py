"""The first of what was found, without sorting all of it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reports.search.ranking import among_first


@given(st.lists(st.integers(0, 40), min_size=1, max_size=400), st.integers(1, 6))
def test_all_of_the_smallest_are_among_the_chosen(keys: list[int], end: int) -> None:
    few = among_first(np.array(keys), min(end, len(keys)))
    border = sorted(keys)[min(end, len(keys)) - 1]
    assert {at for at, key in enumerate(keys) if key <= border} <= set(few.tolist())


def test_few_are_chosen_of_many() -> None:
    keys = np.random.default_rng(1).random(100_000)
    assert 20 <= len(among_first(keys, 20)) < 40
