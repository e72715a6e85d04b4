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
        case And(parts):
            return np.logical_and.reduce([matching(snapshot, part, known) for part in parts])
        case Or(parts):
            return np.logical_or.reduce([matching(snapshot, part, known) for part in parts])
        case Not(part):
            return snapshot.alive & ~matching(snapshot, part, known)
        case Contains(text, side) if side != "en":
            mask = np.zeros(snapshot.documents, dtype=bool)
            for part, first in zip(snapshot.segments, snapshot.firsts.tolist(), strict=False):
                mask[(containing(part, text) >> part.shift).astype(np.int64) + first] = True
            return mask & snapshot.alive
        case _:
            mask = np.zeros(snapshot.documents, dtype=bool)
            mask[evaluate(snapshot, node).documents] = True
            return mask
