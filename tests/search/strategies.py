"""Queries for Hypothesis: soups of operators and text, and queries of the grammar."""

from __future__ import annotations

from hypothesis.strategies import SearchStrategy, characters, lists, recursive, sampled_from, text, tuples

PIECES = sampled_from(
    [
        *'"()- %“ﬀ*\ud800\0', "改革", "a-b", " OR ", " AND ", "NOT ", "１，０００", " NEAR/5 ", " NEAR ", "zh:", "en:",
        "heading:", "place:", "地区：", "speaker:", "year:", "2015..2020", "..", "ab*", "headıng:",
    ]
)  # fmt: skip
TERMS = sampled_from(
    ["改革", '"改 革"', "a", "sci-tech", "in*", "改*", '"a b"', "year:2015..", "heading:改革", "place:北京"]
)


def composed(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    between = sampled_from([" ", " OR ", " AND ", " NEAR/7 ", " NEAR "])
    before = sampled_from(["-", "NOT ", "zh:", "en:", "heading:", "-heading:zh:"])
    groups = tuples(before, inner).map(lambda parts: f"{parts[0]}({parts[1]})")
    return tuples(inner, between, inner).map("".join) | groups


SOUPS = lists(PIECES | text(characters(), max_size=5), max_size=60).map("".join)
QUERIES = recursive(TERMS, composed, max_leaves=30)
