"""The terms of the glossary that stand in a text, each with its renderings, and which of them stands across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, Max, Min, Sum

from reports.models import Term
from reports.text.fold import fold, fold_with_offsets
from reports.text.words import stem, words

# Weaker renderings are wrong too often (docs/terms.md has the shares), those under the second bound too often where the
# English beside the term doesn't bear them out.
STRENGTH_LEAST, STRENGTH_ALONE = 0.3, 0.45
# From here on six in seven are the very rendering; below, whoever relies on one is told to look twice.
STRENGTH_SURE = 0.6
# Two characters are mostly everyday words, and a part of longer ones.
LENGTH_LEAST = 3
SMALL_WORDS = {"and", "of", "the", "for", "in", "on", "to", "a"}


class Known(NamedTuple):
    """A rendering in the glossary, and the stems of its words."""

    text: str
    stems: tuple[str, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms with their renderings, the commonest first; `lengths` of the terms, the longest first."""

    terms: dict[str, tuple[Known, ...]]
    lengths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """A term where a text has it: as published, its rendering, and whether that stands in the English beside it.

    `is_name` says that the rendering is written with capitals, `is_sure` that the archive is sure of it.
    """

    zh: str
    start: int
    en: str
    is_here: bool
    is_name: bool
    is_sure: bool


def glossary() -> Glossary:
    """Return the glossary as the table has it now, kept until the table is made anew."""
    table = Term.objects.filter(strength__gte=STRENGTH_LEAST)
    stamp = table.aggregate(
        *(bound(name) for bound in (Min, Max) for name in ("pk", "zh", "en")),
        Count("pk"),
        Sum("count"),
        Sum("strength"),
    )
    return _glossary(tuple(stamp.values()))


@lru_cache(maxsize=2)
def _glossary(_stamp: tuple[object, ...]) -> Glossary:
    terms: dict[str, list[Known]] = {}
    rows = Term.objects.filter(strength__gte=STRENGTH_LEAST).order_by("-count", "-strength", "en")
    for zh, en, strength in rows.values_list("zh", "en", "strength"):
        if len(zh) >= LENGTH_LEAST or _is_name(en):
            terms.setdefault(zh, []).append(Known(en, stems_of(en), strength))
    known = {zh: tuple(renderings) for zh, renderings in terms.items()}
    return Glossary(known, tuple(sorted({len(zh) for zh in known}, reverse=True)))


def stems_of(text: str) -> tuple[str, ...]:
    """Return the stems of the words of an English text."""
    return tuple(stem(word.text) for word in words(fold(text)))


def _is_name(en: str) -> bool:
    """Say whether a rendering is written as names of several words are: State Council, Hong Kong and Macao."""
    found = [word for word in en.split() if word.lower() not in SMALL_WORDS]
    return len(found) > 1 and all(word[0].isupper() or word[0].isdigit() for word in found)


def terms_in(known: Glossary, zh: str, en: str) -> list[Met]:
    """Return the terms that stand in a Chinese text, the longest at each place, each once, in order.

    The rendering is the commonest of those that stand in the English, as it is written there; else the commonest.
    """
    folded = fold_with_offsets(zh)
    english = _English(en)
    met: dict[str, Met] = {}
    for start, end in _places(known, folded.text):
        term = folded.text[start:end]
        if term in met:
            continue
        first, last = folded.span(start, end)
        renderings = known.terms[term]
        written = ((one, english.writing(one.stems)) for one in renderings)
        here = next(((one, text) for one, text in written if text), None)
        found = here or next(((one, one.text) for one in renderings if one.strength >= STRENGTH_ALONE), None)
        if found:
            one, text = found
            sure = one.strength >= STRENGTH_SURE
            met[term] = Met(zh[first:last], first, text, here is not None, _is_name(text), sure)
    return list(met.values())


def _places(known: Glossary, folded: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(folded):
        length = next((length for length in known.lengths if folded[at : at + length] in known.terms), 0)
        if length:
            yield at, at + length
        at += length or 1


class _English:
    """An English text in which phrases are looked for by the stems of their words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold_with_offsets(text)
        self.words = list(words(self.folded.text))
        self.stems = [stem(word.text) for word in self.words]

    def writing(self, phrase: Sequence[str]) -> str:
        """Return how the text writes a phrase where it first has it, nothing if it doesn't."""
        size = len(phrase)
        for at in range(len(self.stems) - size + 1 if size else 0):
            if self.stems[at] == phrase[0] and tuple(self.stems[at : at + size]) == tuple(phrase):
                start, end = self.folded.span(self.words[at].start, self.words[at + size - 1].end)
                return self.text[start:end]
        return ""
