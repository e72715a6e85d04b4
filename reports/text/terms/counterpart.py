"""The words of one side of a bead that render a span of the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reports.text.lexicon import STEM_LETTERS
from reports.text.terms.model import NOTHING, Values, WordModel
from reports.text.terms.tokens import Token, chinese_tokens, cut_at, english_tokens, within

Span = tuple[int, int]
# Says how like the span that is asked for each of some spans of the other side is.
Judge = Callable[[Sequence[Span]], Values]
# So many runs are judged, and so much of the words' own scores counts beside.
JUDGED, OWN = 40, 0.8

# The words of the longest counterpart.
LONGEST = 16
# A word must be explained by the span for more than this; one that says nothing by itself, and a mark of punctuation,
# cost a little.
NEEDED, BRIDGE, MARKED = 0.3, 0.12, 0.6
# What counts for a counterpart: how much of the span it covers; against it: an unusual length.
COVERED, LENGTH = 1.0, 0.15
# A rendering has about so many letters for each character of the term, and some more. Below so much confidence, none.
LETTERS, MORE, LEAST = 4.0, 2.0, 0.05
# Texts with more pairs of words than this are no bead and no paragraph.
MOST_PAIRS = 4_000_000
# How fast a partner fades with its distance, in shares of the bead.
DISTANCE = 3.0


# Says how like a text each of some others in the other language is, from -1 to 1.
Encoder = Callable[[str, Sequence[str]], Values]


class Picked(NamedTuple):
    """Words of a side, the last not included, and how sure they are, from 0 to 1."""

    first: int
    past: int
    confidence: float


class Words:
    """The words of one side of a bead, and all runs of them that could be a counterpart."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.says = np.array([bool(token.key) for token in tokens], dtype=bool)
        self.ready = False

    def _make_runs(self) -> None:
        """Work out all runs; many words are never picked from."""
        tokens, count = self.tokens, len(self.tokens)
        starts, ends = np.array([token.start for token in tokens]), np.array([token.end for token in tokens])
        marks = np.cumsum([token.after_mark for token in tokens])
        first = np.repeat(np.arange(count), LONGEST)
        last = first + np.tile(np.arange(LONGEST), count)
        # A run begins and ends with a word that says something.
        fits = last < count
        first, last = first[fits], last[fits]
        edges = self.says[first] & self.says[last]
        self.first, last = first[edges], last[edges]
        self.past = last + 1
        self.lengths = np.log((ends[last] - starts[self.first]) if count else last)
        self.marks = marks[last] - marks[self.first] if count else last
        self.again = self._again()
        self.ready = True

    def _again(self) -> list[tuple[int, NDArray[np.bool_]]]:
        """Return the words that stood before, each with the runs that have it twice: there it gains nothing."""
        seen: dict[str, int] = {}
        found = []
        for at, token in enumerate(self.tokens):
            # As the dictionary compares: digit and digital are one.
            if letters := token.key[:STEM_LETTERS]:
                if letters in seen:
                    found.append((at, (self.first <= seen[letters]) & (self.past > at)))
                seen[letters] = at
        return found

    def pick(
        self, explained: Values, covered: Values, weights: Values, letters: float, judge: Judge | None = None
    ) -> Picked | None:
        """Return the words that render a span of the other side best, None where none does.

        `explained` says for each word how much of it the span explains, `covered` for each word of the span (in rows)
        how much of that word each one explains, `weights` how much the words of the span matter, `letters` how long a
        rendering of it usually is. `judge` has its say on the likeliest runs, where an encoder is at hand.
        """
        if not self.ready:
            self._make_runs()
        if not len(self.first):
            return None
        gain = _sums(np.where(self.says, explained - NEEDED, -BRIDGE)[None, :])[0]
        against = MARKED * self.marks + LENGTH * (self.lengths - np.log(letters)) ** 2
        scores = gain[self.past] - gain[self.first] - against
        for at, runs in self.again:
            scores -= explained[at] * runs
        cover = _sums(covered)
        coverage = weights @ np.minimum(cover[:, self.past] - cover[:, self.first], 1.0) / weights.sum()
        scores += COVERED * len(weights) * coverage
        best = int(np.argmax(scores)) if judge is None else self._judged(scores / weights.sum(), judge)
        first, past = int(self.first[best]), int(self.past[best])
        mean = float(explained[first:past][self.says[first:past]].mean())
        confidence = min(float(np.sqrt(max(mean, 0.0) * float(coverage[best]))), 1.0)
        return Picked(first, past, confidence) if confidence >= LEAST else None

    def _judged(self, scores: Values, judge: Judge) -> int:
        """Return the run that looks best to the judge and to the words' own scores together."""
        likely = np.argsort(-scores)[:JUDGED]
        tokens = self.tokens
        alike = judge([(tokens[self.first[run]].start, tokens[self.past[run] - 1].end) for run in likely])
        return int(likely[np.argmax(alike + OWN * scores[likely])])

    def span(self, picked: Picked) -> Span:
        """Return the offsets of these words in the published text."""
        return self.tokens[picked.first].start, self.tokens[picked.past - 1].end


def _sums(rows: Values) -> NDArray[np.float64]:
    sums = np.zeros((len(rows), rows.shape[1] + 1))
    np.cumsum(rows, axis=1, out=sums[:, 1:])
    return sums


@dataclass(frozen=True, slots=True)
class Links:
    """Which words of a bead's two sides render one another, from 0 to 1, Chinese in rows."""

    zh: Words
    en: Words
    # The shares of each English word that the Chinese ones explain, and of each Chinese word that the English ones do.
    of_en: Values
    of_zh: Values

    def english(self, rows: Sequence[int], start: int, end: int, judge: Judge | None = None) -> Picked | None:
        """Return the English words for the Chinese ones of `rows`, of which `start` to `end` is asked for."""
        tokens = self.zh.tokens
        rows = [row for row in rows if tokens[row].key]
        if not rows:
            return None
        parts = np.array([_part(tokens[row], start, end) for row in rows], dtype=np.float32)
        # Latin letters are the same on the other side.
        same = sum(len(tokens[row].word) for row in rows if tokens[row].word.isascii())
        letters = same + (LETTERS * (end - start - same) + MORE if same < end - start else 0)
        return self.en.pick(parts @ self.of_en[rows], self.of_zh[rows], parts, letters, judge)

    def chinese(self, columns: Sequence[int], start: int, end: int) -> Picked | None:
        """Return the Chinese words for the English ones of `columns`."""
        columns = [column for column in columns if self.en.says[column]]
        if not columns:
            return None
        parts = np.ones(len(columns), dtype=np.float32)
        letters = max((end - start - MORE) / LETTERS, 1.0)
        return self.zh.pick(self.of_zh[:, columns] @ parts, self.of_en[:, columns].T, parts, letters)


def _part(token: Token, start: int, end: int) -> float:
    return (min(token.end, end) - max(token.start, start)) / (token.end - token.start)


def links(model: WordModel, zh: list[Token], en: list[Token], *, known: bool = False) -> Links:
    """Return how the words of a bead go together; `known` says that the model was trained on this bead."""
    return linked(zh, en, *model.matrices([token.key for token in zh], [token.key for token in en], known=known))


def linked(zh: list[Token], en: list[Token], there: Values, back: Values) -> Links:
    """Return how the words of a bead go together by p(en | zh) and p(zh | en), Chinese words in rows."""
    rows, columns = np.arange(len(zh)) / max(len(zh), 1), np.arange(len(en)) / max(len(en), 1)
    near = np.exp(-DISTANCE * np.abs(rows[:, None] - columns[None, :])).astype(np.float32)
    there, back = there * near, back * near
    of_en = there / (there.sum(axis=0, keepdims=True) + NOTHING)
    of_zh = back / (back.sum(axis=1, keepdims=True) + NOTHING)
    return Links(Words(zh), Words(en), of_en, of_zh)


def _of_texts(model: WordModel, zh: list[Token], en: list[Token]) -> Links | None:
    return links(model, zh, en) if len(zh) * len(en) <= MOST_PAIRS else None


def english_of(
    model: WordModel, zh: str, span: Span, en: str, encoder: Encoder | None = None
) -> tuple[Span, float] | None:
    """Return the span of an English text that renders one of the Chinese text, with its confidence, None for none."""
    found = _of_texts(model, cut_at(chinese_tokens(zh), *span), english_tokens(en))
    if found is None:
        return None
    term = zh[slice(*span)]
    judge = (lambda spans: encoder(term, [en[slice(*one)] for one in spans])) if encoder else None
    picked = found.english(within(found.zh.tokens, *span), *span, judge)
    return (found.en.span(picked), picked.confidence) if picked else None


def chinese_of(model: WordModel, zh: str, en: str, span: Span) -> tuple[Span, float] | None:
    """Return the span of a Chinese text that one of the English text renders, with its confidence, None for none."""
    found = _of_texts(model, chinese_tokens(zh), english_tokens(en))
    if found is None:
        return None
    picked = found.chinese(within(found.en.tokens, *span), *span)
    return (found.zh.span(picked), picked.confidence) if picked else None
