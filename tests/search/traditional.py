"""Traditional texts for tests."""

from functools import cache

import opencc


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def to_traditional(text: str) -> str:
    """Return `text` in Traditional characters."""
    return str(_converter().convert(text))
