from collections.abc import Iterator

import numpy as np
import pytest

from reports.text import chains

KINDS = ((1, 0), (0, 1), (1, 1), (1, 2), (2, 1))
ROWS, COLUMNS = 3, 4


def scores(seed: int) -> dict[tuple[int, int], chains.Matrix]:
    chance = np.random.default_rng(seed)
    return {(m, n): chance.normal(size=(ROWS + 1 - m, COLUMNS + 1 - n)) for m, n in KINDS}


def every_chain(i: int = 0, j: int = 0) -> Iterator[list[chains.Bead]]:
    if (i, j) == (ROWS, COLUMNS):
        yield []
    for m, n in KINDS:
        if i + m <= ROWS and j + n <= COLUMNS:
            yield from ([(i, j, m, n), *rest] for rest in every_chain(i + m, j + n))


def total(chain: list[chains.Bead], given: dict[tuple[int, int], chains.Matrix]) -> float:
    return float(sum(given[m, n][i, j] for i, j, m, n in chain))


@pytest.mark.parametrize("seed", range(5))
def test_the_best_chain_is_the_best_of_all(seed: int) -> None:
    given = scores(seed)
    assert chains.best(given, ROWS, COLUMNS) == max(every_chain(), key=lambda chain: total(chain, given))


def test_likelihoods_are_shares_of_all_chains() -> None:
    given = scores(0)
    weights = [(chain, np.exp(total(chain, given))) for chain in every_chain()]
    whole = sum(weight for _, weight in weights)
    likely = chains.likelihoods(given, ROWS, COLUMNS)
    for m, n in KINDS:
        for i, j in np.ndindex(likely[m, n].shape):
            share = sum(weight for chain, weight in weights if (i, j, m, n) in chain) / whole
            assert likely[m, n][i, j] == pytest.approx(share)


def test_rows_that_no_kind_covers_are_refused() -> None:
    with pytest.raises(ValueError, match="no chain"):
        chains.best({(1, 1): np.zeros((2, 1))}, 2, 1)
