"""Where the terms of a query stand in the published text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from reports.search.answers import Marks
from reports.search.tree import Contains, Leaf, Near, Operand, Phrase, Prefix, Side, Term, Word
from reports.text.fold import HAS_HAN, Folded, fold_with_offsets
from reports.text.words import Word as TextWord
from reports.text.words import stem, words

Spans = list[tuple[int, int]]


def marked(leaves: Iterable[Leaf], zh: str, en: str) -> tuple[Marks, Marks]:
    """Return the marks on a pair's two sides: code points [start, end), sorted; those that overlap are one."""
    terms = tuple(leaves)
    if not terms:
        return [], []
    chinese_alone = all(map(_is_chinese_alone, terms))
    return list(_marked(terms, zh, "zh")), [] if chinese_alone else list(_marked(terms, en, "en"))


def _is_chinese_alone(leaf: Leaf) -> bool:
    """Say whether a leaf can't stand in an English text, which needn't be folded for it then."""
    if isinstance(leaf, Near):
        return any(all(map(_is_chinese_alone, operand)) for operand in leaf.operands)
    return isinstance(leaf, Contains)


# A page that is turned back to, or asked for by many, is marked once; texts that several terms find are folded once.
@lru_cache(maxsize=4096)
def _marked(terms: tuple[Leaf, ...], text: str, side: Side) -> tuple[tuple[int, int], ...]:
    if not text:
        return ()
    folded = _folded(text)
    return tuple(_united(folded, Text(folded.text, side).marked(terms)))


_folded = lru_cache(maxsize=1024)(fold_with_offsets)


def _united(folded: Folded, spans: Iterable[tuple[int, int]]) -> Marks:
    united: Marks = []
    for start, end in sorted(folded.span(*span) for span in set(spans)):
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united


class Text:
    """One side of a pair, folded. In the Chinese a distance is counted in characters, in the English in words."""

    def __init__(self, text: str, side: Side) -> None:
        self.text = text
        self.side = side
        self._words: list[TextWord] | None = None

    @property
    def words(self) -> list[TextWord]:
        """The words of the text: cut when first asked for, as most queries of the Chinese never do."""
        if self._words is None:
            self._words = list(words(self.text))
        return self._words

    def marked(self, leaves: Iterable[Leaf]) -> Iterator[tuple[int, int]]:
        """Yield the characters from which and up to which a leaf stands, in any order."""
        for leaf in leaves:
            yield from self.near(leaf) if isinstance(leaf, Near) else self.characters(leaf)

    def characters(self, term: Term) -> Iterator[tuple[int, int]]:
        """Yield where a term stands, in characters."""
        if term.side not in {"", self.side}:
            return
        if isinstance(term, Contains):
            yield from _occurrences(term.text, self.text) if self.side == "zh" else ()
            return
        for first, end in self.rows(term):
            yield self.words[first].start, self.words[end - 1].end

    def rows(self, term: Word | Prefix | Phrase) -> Iterator[tuple[int, int]]:
        """Yield where a term stands, as numbers of words."""
        if isinstance(term, Phrase):
            yield from self.phrases(term)
            return
        stemmed = isinstance(term, Word) and self.side == "en"
        # Stemming changes two letters at the end at most: words that begin otherwise needn't be stemmed.
        beginning = term.stem[: max(len(term.stem) - 2, 1)] if isinstance(term, Word) and stemmed else term.text
        if not self._may_have(beginning):
            return
        for number, word in enumerate(self.words):
            if not word.text.startswith(beginning):
                continue
            if isinstance(term, Prefix) or (stem(word.text) == term.stem if stemmed else word.text == term.text):
                yield number, number + 1

    def _may_have(self, beginning: str) -> bool:
        """Say whether a word can begin so, without cutting the text; a figure may have commas in it."""
        return beginning.isdigit() or beginning in self.text

    def phrases(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        """Yield the words from which and up to which a phrase stands; in the Chinese without Chinese between."""
        if not all(map(self._may_have, phrase.words)):
            return
        texts = tuple(word.text for word in self.words)
        length = len(phrase.words)
        for at in range(len(texts) - length + 1):
            if texts[at] != phrase.words[0] or texts[at : at + length] != phrase.words:
                continue
            start, end = self.words[at].start, self.words[at + length - 1].end
            if self.side == "en" or HAS_HAN.search(self.text, start, end) is None:
                yield at, at + length

    def near(self, near: Near) -> Iterator[tuple[int, int]]:
        """Yield where the operands of a chain stand, only where they are links of a whole one."""
        steps = [self.spans(near.operands[0])]
        for operand, distance in zip(near.operands[1:], near.distances, strict=True):
            if not steps[-1]:
                return
            steps.append(_those_near(self.spans(operand), steps[-1], distance))
        # Backwards again: what leads to no last operand is no link.
        for number in range(len(steps) - 2, -1, -1):
            steps[number] = _those_near(steps[number], steps[number + 1], near.distances[number])
        for start, end in (span for step in steps for span in step):
            yield (start, end) if self.side == "zh" else (self.words[start].start, self.words[end - 1].end)

    def spans(self, operand: Operand) -> Spans:
        """Return where any of several terms stands, in what distances are counted in, ascending."""
        if self.side == "zh":
            return sorted(span for term in operand for span in self.characters(term))
        terms = [term for term in operand if not isinstance(term, Contains) and term.side != "zh"]
        return sorted(row for term in terms for row in self.rows(term))


def _those_near(some: Spans, others: Spans, distance: int) -> Spans:
    """Return those of some that have one of the others before or behind, with so much between at most."""
    starts = [start for start, _end in others]
    ends = sorted(end for _start, end in others)
    return [
        (start, end)
        for start, end in some
        if bisect_left(ends, start - distance) < bisect_right(ends, start)
        or bisect_left(starts, end) < bisect_right(starts, end + distance)
    ]


def _occurrences(term: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(term)
    while at >= 0:
        yield at, at + len(term)
        at = text.find(term, at + 1)
