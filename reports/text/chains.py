"""The likeliest chain of beads through two rows of texts, and how likely each bead of it is.

A bead takes the next m texts of one row and the next n of the other. `Scores` has, for each such (m, n), a matrix: the
score (a logarithm) of the bead that begins at text i and text j. The order of both rows is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.floating[Any]]
Scores = Mapping[tuple[int, int], Matrix]
Bead = tuple[int, int, int, int]  # where it begins in either row, how many texts it takes of either


def best(scores: Scores, rows: int, columns: int) -> list[Bead]:
    """Return the chain of beads with the highest sum of scores."""
    totals, steps = _forward(scores, rows, columns)
    if totals[rows, columns] == -np.inf:
        raise ValueError(f"no chain of {sorted(scores)} covers {rows} and {columns} texts")
    kinds = list(scores)
    beads: list[Bead] = []
    i, j = rows, columns
    while i or j:
        m, n = kinds[steps[i, j]]
        i, j = i - m, j - n
        beads.append((i, j, m, n))
    return beads[::-1]


def _forward(scores: Scores, rows: int, columns: int) -> tuple[Matrix, NDArray[np.int8]]:
    """Return the best total at every crossing and the kind of the bead that leads there.

    A row is worked out at once; beads that stay in their row (0:1) come last, as a running maximum.
    """
    kinds = list(scores)
    totals = np.full((rows + 1, columns + 1), -np.inf)
    steps = np.zeros((rows + 1, columns + 1), dtype=np.int8)
    totals[0, 0] = 0.0
    for i in range(rows + 1):
        for kind, (m, n) in enumerate(kinds):
            if 0 < m <= i and n <= columns:
                reached = totals[i - m, : columns + 1 - n] + scores[m, n][i - m]
                better = reached > totals[i, n:]
                totals[i, n:][better] = reached[better]
                steps[i, n:][better] = kind
        if (0, 1) in scores:
            spent = np.concatenate(([0.0], np.cumsum(scores[0, 1][i])))
            stays = np.maximum.accumulate(totals[i] - spent) + spent
            longer = stays > totals[i] + 1e-9
            totals[i][longer] = stays[longer]
            steps[i][longer] = kinds.index((0, 1))
    return totals, steps


def likelihoods(scores: Scores, rows: int, columns: int) -> dict[tuple[int, int], Matrix]:
    """Return for every bead how likely it is, from 0 to 1, all chains of beads considered."""
    before = _weights(scores, rows, columns)
    turned = {kind: matrix[::-1, ::-1] for kind, matrix in scores.items()}
    after = _weights(turned, rows, columns)[::-1, ::-1]
    whole = before[rows, columns]
    return {
        (m, n): np.exp(before[: rows + 1 - m, : columns + 1 - n] + scores[m, n] + after[m:, n:] - whole)
        for m, n in _fitting(scores, rows, columns)
    }


def _fitting(scores: Scores, rows: int, columns: int) -> Iterator[tuple[int, int]]:
    return (kind for kind in scores if kind[0] <= rows and kind[1] <= columns)


def _weights(scores: Scores, rows: int, columns: int) -> Matrix:
    """Return the logarithm of the summed weights of all chains that lead to every crossing."""
    weights = np.full((rows + 1, columns + 1), -np.inf)
    weights[0, 0] = 0.0
    kinds = list(_fitting(scores, rows, columns))
    for i in range(rows + 1):
        for m, n in kinds:
            if 0 < m <= i:
                reached = weights[i - m, : columns + 1 - n] + scores[m, n][i - m]
                weights[i, n:] = np.logaddexp(weights[i, n:], reached)
        if (0, 1) in scores:
            spent = np.concatenate(([0.0], np.cumsum(scores[0, 1][i])))
            weights[i] = np.logaddexp.accumulate(weights[i] - spent) + spent
    return weights
