"""A brute-force search, written from the contract and from nothing of the engine: a scan of all rows.

It takes no query text to read. A query is a tree of tuples, and the text that says the same is written from it.
Only the folding and the cutting of words come from `reports.text`.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reports.models import ParagraphPair
from reports.text.fold import fold, has_han
from reports.text.words import stem, words

Tree = tuple[Any, ...]


@dataclass
class Row:
    """One pair with all that a scan asks of it."""

    pair: ParagraphPair
    zh: str
    zh_words: list[tuple[str, int, int]]
    en_words: list[str]

    @property
    def year(self) -> int:
        return self.pair.report.year

    @property
    def place(self) -> str:
        return self.pair.report.jurisdiction.name_zh


def rows() -> list[Row]:
    """Return all pairs of published reports."""
    pairs = ParagraphPair.objects.filter(report__status="published").select_related("report__jurisdiction")
    return [
        Row(
            pair,
            fold(pair.zh),
            [(word.text, word.start, word.end) for word in words(fold(pair.zh))],
            [word.text for word in words(fold(pair.en))],
        )
        for pair in pairs
    ]


def matches(tree: Tree, row: Row) -> bool:
    """Say whether a row is found."""
    kind, *rest = tree
    if kind == "and":
        return all(matches(part, row) for part in rest)
    if kind == "or":
        return any(matches(part, row) for part in rest)
    if kind == "not":
        return not matches(rest[0], row)
    text = fold(rest[0])
    if kind == "phrase":
        return text.strip() in row.zh if has_han(text) else has_phrase([word.text for word in words(text)], row)
    if has_han(text):
        return text in row.zh
    return all(has_word(word.text, row) for word in words(text))


def has_word(word: str, row: Row) -> bool:
    return stem(word) in map(stem, row.en_words) or word in [text for text, _start, _end in row.zh_words]


def has_phrase(wanted: list[str], row: Row) -> bool:
    length = len(wanted)
    if any(row.en_words[at : at + length] == wanted for at in range(len(row.en_words) - length + 1)):
        return True
    for at in range(len(row.zh_words) - length + 1):
        run = row.zh_words[at : at + length]
        between = [row.zh[left[2] : right[1]] for left, right in pairwise(run)]
        if [text for text, _start, _end in run] == wanted and not any(map(has_han, between)):
            return True
    return False


def written(tree: Tree, *, inside: bool = False) -> str:
    """Return the query text of a tree."""
    kind, *rest = tree
    if kind == "and":
        text = " ".join(written(part, inside=True) for part in rest)
    elif kind == "or":
        text = " OR ".join(written(part, inside=True) for part in rest)
    elif kind == "not":
        inner = written(rest[0], inside=True)
        return f"-({inner})" if inner.startswith("-") else f"-{inner}"
    else:
        return f'"{rest[0]}"' if kind == "phrase" else str(rest[0])
    return f"({text})" if inside else text


def facets(found: list[Row]) -> tuple[Counter[int], Counter[str]]:
    """Return the counts by year and by place."""
    return Counter(row.year for row in found), Counter(row.place for row in found)


class Maker:
    """Makes trees from the texts of rows."""

    def __init__(self, seed: int, texts: list[Row]) -> None:
        self.random = random.Random(seed)
        self.rows = texts

    def piece(self, text: str, longest: int) -> str:
        start = self.random.randrange(len(text))
        return text[start : start + self.random.randint(1, longest)]

    def term(self) -> Tree | None:
        """Return a term or phrase that stands in some row, or None where chance cut none."""
        pair = self.random.choice(self.rows).pair
        chance = self.random.random()
        text = pair.zh if (chance < 0.6 and pair.zh) or not pair.en else pair.en
        if self.random.random() < 0.3:
            text = self.piece(text, 24).strip().replace('"', "")
            return ("phrase", text) if is_phrase(text) else None
        text = self.piece(text, self.random.choice([1, 2, 4, 8])) if has_han(text) else self.random.choice(text.split())
        return ("term", text) if is_term(text) else None

    def tree(self, depth: int = 2) -> Tree:
        """Return a query."""
        chance = self.random.random()
        if depth == 0 or chance < 0.45:
            return next(term for _ in iter(int, 1) if (term := self.term()) is not None)
        if chance < 0.6:
            return ("not", self.tree(depth - 1))
        parts = [self.tree(depth - 1) for _ in range(self.random.randint(2, 3))]
        return ("or" if chance < 0.8 else "and", *parts)


def is_term(text: str) -> bool:
    """Say whether a text is one term, and none that is left out or an operator."""
    folded = fold(text)
    whole = len(folded.split()) == 1 and folded.split()[0] == folded and not set('"()') & set(folded)
    asks = has_han(folded) or any(True for _word in words(folded))
    return whole and asks and not folded.startswith("-") and text not in {"OR", "AND", "NOT"}


def is_phrase(text: str) -> bool:
    """Say whether a text between quotation marks asks for something."""
    folded = fold(text)
    return '"' not in folded and (has_han(folded) or any(True for _word in words(folded)))
