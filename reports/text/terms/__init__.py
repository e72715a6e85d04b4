"""Terms across the languages: which English words render a Chinese term, in one bead and in all reports.

`train` learns from sentence beads; the model then finds the counterpart of a span in a bead (`counterpart`, and
`counterpart_zh` the other way), and makes the table of all terms with their renderings (`table`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.text.terms.counterpart import Encoder, chinese_of, english_of
from reports.text.terms.model import WordModel, train_words
from reports.text.terms.packed import Packed
from reports.text.terms.table import Term, terms
from reports.text.terms.tokens import chinese_tokens, english_tokens

__all__ = ["Term", "TermModel", "train"]

Span = tuple[int, int]

# A longer bead is an alignment that failed; who pairs every word of it with every other runs out of memory.
MOST_PAIRS = 250_000


@dataclass(frozen=True, slots=True)
class TermModel:
    """What beads teach about words, and the beads' words themselves."""

    words: WordModel
    beads: Packed
    english: list[str]

    def counterpart(self, zh: str, span: Span, en: str, encoder: Encoder | None = None) -> tuple[Span, float] | None:
        """Return the span of `en` that renders a span of `zh`, and the confidence, from 0 to 1; None if nothing does.

        The texts are those of one bead, as published. An encoder (`reports.text.terms.encoder`) helps to choose.
        """
        return english_of(self.words, zh, span, en, encoder)

    def counterpart_zh(self, zh: str, en: str, span: Span) -> tuple[Span, float] | None:
        """Return the span of `zh` that a span of `en` renders, and the confidence; None if none is."""
        return chinese_of(self.words, zh, en, span)

    def table(self, min_count: int = 4) -> list[Term]:
        """Return the terms of the beads, strongest first: those that at least `min_count` beads have."""
        return terms(self.beads, self.english, self.words, min_count)


def train(beads: Iterable[tuple[str, str, int]]) -> TermModel:
    """Return the model of beads: Chinese text, English text, year; those with an empty side teach nothing."""
    packed, english = Packed(), []
    for zh, en, year in beads:
        tokens_zh, tokens_en = chinese_tokens(zh), english_tokens(en)
        if 0 < len(tokens_zh) * len(tokens_en) <= MOST_PAIRS:
            packed.add(tokens_zh, tokens_en, year)
            english.append(en)
    return TermModel(train_words(packed.keys()), packed, english)
