"""Which pairs a query finds, without how well: several queries that share terms, counted while somebody types."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reports.search.evaluate import evaluate
from reports.search.keys import containing
from reports.search.snapshot import Snapshot
from reports.search.tree import And, Contains, Node, Not, Or

Mask = NDArray[np.bool_]


def matching(snapshot: Snapshot, node: Node, known: dict[Node, Mask]) -> Mask:
    """Return for each document whether it matches; `known` keeps what was looked up."""
    found = known.get(node)
    if found is None:
        found = known[node] = _matching(snapshot, node, known)
    return found


def _matching(snapshot: Snapshot, node: Node, known: dict[Node, Mask]) -> Mask:
    match node:
        case And(branches):
            mask = snapshot.alive.copy()
            for branch in branches:
                mask &= matching(snapshot, branch, known)
            return mask
        case Or(branches):
            mask = np.zeros(snapshot.documents, dtype=bool)
            for branch in branches:
                mask |= matching(snapshot, branch, known)
            return mask
        case Not(excluded):
            return snapshot.alive & ~matching(snapshot, excluded, known)
        case Contains(text, side) if side != "en":
            mask = np.zeros(snapshot.documents, dtype=bool)
            for part, first in zip(snapshot.segments, snapshot.firsts.tolist(), strict=False):
                mask[(containing(part, text) >> part.shift).astype(np.int64) + first] = True
            return mask & snapshot.alive
        case _:
            mask = np.zeros(snapshot.documents, dtype=bool)
            mask[evaluate(snapshot, node).documents] = True
            return mask
