"""Pairs that show a rendering in use, cut down to what surrounds the term, both of them marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from reports import search
from reports.models import ParagraphPair
from reports.reading.excerpts import Excerpt, excerpts
from reports.reading.marking import Span
from reports.reading.reader import LANGUAGES
from reports.reading.study.terms_asked import AskedTerm
from reports.text.fold import fold, fold_with_offsets
from reports.text.words import stem, words


@dataclass(frozen=True, slots=True)
class Example:
    """A pair with a term and its rendering, and the address of its place in the report with the term marked."""

    pair: ParagraphPair
    language: str
    zh: Excerpt
    en: Excerpt
    address: str


@dataclass(frozen=True, slots=True)
class Uses:
    """A rendering with its first and its last use; the same pair is given once, as the last."""

    rendering: search.Rendering
    first: Example | None
    last: Example | None


def uses(asked: AskedTerm, found: Sequence[search.Rendering]) -> list[Uses]:
    """Return the renderings with their first and last uses, all pairs read at once."""
    keys = {key for one in found for key in (one.first_pair, one.pair) if key}
    pairs = ParagraphPair.objects.filter(report__status="published").select_related("report__jurisdiction")
    rows = pairs.in_bulk(keys) if keys else {}
    return [
        Uses(
            one,
            example(asked, rows[one.first_pair], one)
            if one.first_pair != one.pair and one.first_pair in rows
            else None,
            example(asked, rows[one.pair], one) if one.pair in rows else None,
        )
        for one in found
    ]


def example(asked: AskedTerm, pair: ParagraphPair, rendering: search.Rendering | None = None) -> Example:
    """Return a pair as an example of a term, and of one of its renderings."""
    sides = _marks(asked, pair)
    if rendering is not None:
        other = AskedTerm(rendering.text, rendering.language)
        sides = [_joined(one, two) for one, two in zip(sides, _marks(other, pair), strict=True)]
    zh, en = excerpts(pair.zh, pair.en, *sides)
    address = f"{pair.report.get_absolute_url()}?{urlencode({'q': asked.query})}#p{pair.position}"
    return Example(pair, LANGUAGES[pair.script], zh, en, address)


def _marks(term: AskedTerm, pair: ParagraphPair) -> list[list[Span]]:
    """Return where a term stands in both texts: Chinese as the search finds it, English in all forms of its words."""
    if term.language == "zh":
        return [[Span(*mark) for mark in marks] for marks in search.marks(term.query, pair.zh, pair.en)]
    return [[], list(_phrases(term.text, pair.en))]


def _phrases(phrase: str, text: str) -> Iterable[Span]:
    folded = fold_with_offsets(text)
    wanted = [stem(word.text) for word in words(fold(phrase))]
    found = list(words(folded.text))
    stems = [stem(word.text) for word in found]
    at = 0
    while wanted and at + len(wanted) <= len(stems):
        if stems[at : at + len(wanted)] == wanted:
            yield Span(*folded.span(found[at].start, found[at + len(wanted) - 1].end))
            at += len(wanted)
        else:
            at += 1


def _joined(one: list[Span], other: list[Span]) -> list[Span]:
    """Return the marks of both in order, without those that overlap one before them."""
    kept: list[Span] = []
    for span in sorted([*one, *other]):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
