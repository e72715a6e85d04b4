"""The order of what was found, against sorting all of it."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.search.query import read
from reports.search.ranking import among_first, in_order, standing
from reports.search.snapshot import Found, Snapshot


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60), st.randoms(), st.data())
def test_a_slice_is_that_of_the_sorted_whole(keys: list[int], rng: Any, data: st.DataObject) -> None:
    numbers = list(range(len(keys)))
    rng.shuffle(numbers)
    start = data.draw(st.integers(0, len(keys) - 1))
    end = data.draw(st.integers(start + 1, len(keys)))
    ties = np.array(numbers)
    expected = sorted(range(len(keys)), key=lambda place: (keys[place], numbers[place]))[start:end]
    assert standing(np.array(keys), ties.__getitem__, start, end).tolist() == expected


class Made:
    """The part of a snapshot that orders are read from."""

    def __init__(self, documents: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.documents = documents
        self.newest_first = rng.permutation(documents)
        self.oldest_first = rng.permutation(documents)


@pytest.mark.parametrize("share", [0.02, 0.5, 1.0])
@pytest.mark.parametrize(("q", "sort"), [("发展", "relevance"), ("发展", "newest"), ("", "relevance"), ("", "oldest")])
def test_pages_of_fifty_thousand_hits(share: float, q: str, sort: str) -> None:
    snapshot = cast("Snapshot", Made(50_000, 3))
    rng = np.random.default_rng(4)
    documents = np.flatnonzero(rng.random(50_000) < share).astype(np.int32)
    # Many have the same score.
    found = Found(documents, rng.integers(0, 40, len(documents)).astype(np.float32))
    dates = (snapshot.oldest_first if sort == "oldest" else snapshot.newest_first)[documents]
    by_score = sort == "relevance" and bool(q)
    whole = np.lexsort((dates, -found.scores)) if by_score else np.argsort(dates)
    query, pages = read(q), -(-len(documents) // 20)
    for page in (1, 50, pages - 1, pages, pages + 1):
        start, end = (page - 1) * 20, page * 20
        assert in_order(snapshot, query, found, sort, start, end).tolist() == whole[start:end].tolist()
    assert in_order(snapshot, query, found, sort, 0, len(documents)).tolist() == whole.tolist()


@given(st.lists(st.integers(0, 40), min_size=1, max_size=400), st.integers(1, 6))
def test_all_of_the_smallest_are_among_the_chosen(keys: list[int], end: int) -> None:
    few = among_first(np.array(keys), min(end, len(keys)))
    border = sorted(keys)[min(end, len(keys)) - 1]
    assert {at for at, key in enumerate(keys) if key <= border} <= set(few.tolist())


def test_few_are_chosen_of_many() -> None:
    assert 20 <= len(among_first(np.random.default_rng(1).random(100_000), 20)) < 40
