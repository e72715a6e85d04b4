"""The documents of all engines: the same pairs, and the same tokens that our own index is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from reports.models import Jurisdiction, ParagraphPair, Report
from reports.search import analysis
from reports.text.fold import fold
from reports.text.words import stem, words

# Engines part texts at white space; a space inside two neighbouring characters is written as a private character.
SPACE = {ord(space): "\ue000" for space in " \t\n\r\x0b\x0c\x85\u2028\u2029"}
GAP = "\ue001"
FIELDS = analysis.FIELDS


@dataclass(frozen=True, slots=True)
class Document:
    """One pair: its key, the numbers that it is narrowed and sorted by, and its tokens, by field, with spaces."""

    pair: int
    place: int
    year: int
    day: int
    texts: tuple[str, ...]


def documents(reports: Iterable[int] | None = None) -> Iterator[Document]:
    """Yield the pairs of published reports, or of some of them, cut."""
    rows = ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED)
    if reports is not None:
        rows = rows.filter(report__in=list(reports))
    columns = ("pk", "report__jurisdiction_id", "report__year", "report__delivered_on", "zh_folded", "en")
    for pair, place, year, day, zh, en in rows.order_by("report_id", "position").values_list(*columns).iterator(2000):
        yield Document(pair, place, year, day_of(year, day), cut(zh, en))


def day_of(year: int, day: dt.date | None) -> int:
    return year * 10_000 + (day.month * 100 + day.day if day else 0)


def cut(zh_folded: str, en: str) -> tuple[str, ...]:
    """Return the tokens of each field with a space between."""
    english = fold(en)
    return tuple(
        written(analysis.CUTTERS[name](zh_folded if name.startswith("zh") else english), gaps=name == analysis.ZH_WORDS)
        for name in FIELDS
    )


def written(placed: Iterable[tuple[str, int]], *, gaps: bool) -> str:
    """Return tokens with a space between, and a word that nobody looks for where a place is left free."""
    tokens, before = [], None
    for token, place in placed:
        if gaps and before is not None and place > before + 1:
            tokens.append(GAP)
        tokens.append(token.translate(SPACE))
        before = place
    return " ".join(tokens)


def neighbours(text: str) -> list[str]:
    """Return the neighbouring characters of a Chinese term, the last one not alone."""
    folded = fold(text).translate(SPACE)
    return [folded[at : at + 2] for at in range(len(folded) - 1)]


def stemmed(text: str) -> tuple[str, str]:
    """Return a word as it is in the Chinese, and its stem."""
    word = next(words(fold(text))).text
    return word, stem(word)


def words_of(text: str) -> list[str]:
    """Return the words of a phrase."""
    return [word.text for word in words(fold(text))]


@cache
def place_number(name_zh: str) -> int:
    """Return the key of a jurisdiction by its Chinese name."""
    return Jurisdiction.objects.get(name_zh=name_zh).pk
