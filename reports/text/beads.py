"""Sentence beads: which sentences of a Chinese paragraph are which of its English one, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.text.alignment import Manner, align
from reports.text.sentences import Span, sentences_en, sentences_zh

# Tuned on the national reports of 2008 to 2014 (benchmarks/quality/beads.py). Translators cut Chinese sentences much
# more often than they join them: one that fills a paragraph can be a dozen.
MOST = 12
# The longest paragraph of all the reports of the State Council has 31 sentences. What takes is their square: 300 of
# them a quarter of a second, 2,000 some six seconds.
MOST_SENTENCES = 300
SENTENCES = Manner(
    cost={
        (1, 1): 0.0, (2, 1): 3.5, (3, 1): 5.5, (4, 1): 8.0, (2, 2): 8.0, (1, 0): 6.0, (0, 1): 6.0,
        **{(1, count): 2.0 * count - 0.5 for count in range(2, MOST + 1)},
    },
    length=0.67,
    lexicon=0.75,
    figures=0.75,
    names=0.5,
    headings=False,
    usual=60,
    milder=0.65,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences that say the same, as offsets into both published texts; one span may be empty.

    `confidence` says how likely it is, from 0 to 1, that they do and no others.
    """

    zh: Span
    en: Span
    confidence: float


def beads(zh: str, en: str) -> list[Bead]:
    """Return the beads of a paragraph pair, in order: together they cover both texts, except for a text of blanks.

    Texts of more sentences than any paragraph has are one bead, of which nothing is sure.
    """
    spans_zh, spans_en = sentences_zh(zh), sentences_en(en)
    if max(len(spans_zh), len(spans_en)) > MOST_SENTENCES:
        return [Bead(Span(0, len(zh)), Span(0, len(en)), 0.0)]
    groups = align([zh[start:end] for start, end in spans_zh], [en[start:end] for start, end in spans_en], SENTENCES)
    found: list[Bead] = []
    at_zh = at_en = 0
    for group in groups:
        one, other = _span(spans_zh, group.zh, at_zh), _span(spans_en, group.en, at_en)
        found.append(Bead(one, other, group.confidence))
        at_zh, at_en = one.end, other.end
    return found


def work(zh: str, en: str) -> int:
    """Return how much work it can be to align one of two texts with one as long as the longer: a square of sentences.

    Half a million are some two seconds; all pairs of a long report together are less than 10,000.
    """
    most = max(len(sentences_zh(zh)), len(sentences_en(en)))
    return min(most, MOST_SENTENCES) ** 2


def aligned(zh: str, en: str) -> list[list[float]]:
    """Return the beads as rows keep them, four offsets and the confidence each; none for a text alone.

    What was asked lately is remembered: aligning hundreds of pairs takes seconds, so it is done before rows are locked.
    """
    return [list(bead) for bead in _aligned(zh, en)] if zh and en else []


@lru_cache(maxsize=4096)
def _aligned(zh: str, en: str) -> tuple[tuple[float, ...], ...]:
    return tuple((*bead.zh, *bead.en, round(bead.confidence, 3)) for bead in beads(zh, en))


def _span(spans: Sequence[Span], indices: Sequence[int], at: int) -> Span:
    """Return the span of some sentences that follow one another; an empty one at `at` for none."""
    return Span(spans[indices[0]].start, spans[indices[-1]].end) if indices else Span(at, at)
