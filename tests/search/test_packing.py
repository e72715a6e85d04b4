"""Postings come back as they were packed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.search.packing import Occurrences, first_blocks, packed, unpacked, unpacked_term

BLOCKS = st.one_of(st.integers(0, 300), st.integers(0, 70_000), st.integers(0, (1 << 32) - 1))
TERM = st.lists(st.tuples(BLOCKS, st.integers(0, 255)), min_size=1, max_size=40).map(sorted)


def occurrences(terms: list[list[tuple[int, int]]]) -> Occurrences:
    blocks = np.array([block for term in terms for block, _place in term], dtype=np.uint32)
    places = np.array([place for term in terms for _block, place in term], dtype=np.uint8)
    return Occurrences(np.array([len(term) for term in terms], dtype=np.int64), blocks, places)


@given(st.lists(TERM, max_size=12))
def test_terms_come_back_together(terms: list[list[tuple[int, int]]]) -> None:
    given_ = occurrences(terms)
    kept = packed(given_)
    for got, expected in zip(
        unpacked(kept.content, given_.counts, kept.sizes, kept.leaps, kept.leapt), given_, strict=True
    ):
        assert got.tolist() == expected.tolist()


@given(st.lists(TERM, min_size=1, max_size=12))
def test_each_term_comes_back_alone(terms: list[list[tuple[int, int]]]) -> None:
    kept = packed(occurrences(terms))
    occurrence = byte = 0
    for term, size in zip(terms, kept.sizes.tolist(), strict=True):
        mine = (kept.leaps >= occurrence) & (kept.leaps < occurrence + len(term))
        blocks, places = unpacked_term(
            kept.content[byte : byte + size], len(term), kept.leaps[mine] - occurrence, kept.leapt[mine]
        )
        assert list(zip(blocks.tolist(), places.tolist(), strict=True)) == term
        occurrence, byte = occurrence + len(term), byte + size


@pytest.mark.parametrize(("gap", "width"), [(1, 1), (255, 1), (256, 2), (65_535, 2), (65_536, 4), (1 << 24, 4)])
def test_a_term_takes_the_narrowest_width_that_holds_its_gaps(gap: int, width: int) -> None:
    kept = packed(occurrences([[(number * gap, 0) for number in range(100)]]))
    assert kept.sizes.tolist() == [100 * (width + 1)]


def test_a_few_wide_gaps_widen_no_others() -> None:
    kept = packed(occurrences([[(number, 7) for number in [*range(50), *range(9_000, 9_050)]]]))
    assert (kept.sizes.tolist(), kept.leaps.tolist()) == ([200], [50])


def test_texts_have_a_block_for_every_256_places() -> None:
    assert first_blocks(np.array([0, 255, 256, 1000])).tolist() == [0, 1, 2, 4, 8]
