"""What of a pair goes into which field of the index, and how Whoosh cuts a text for each of them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.metadata import version

from whoosh import fields
from whoosh.analysis import Token, Tokenizer

from reports.text import segment, stemming
from reports.text.fold import HAN, HAS_HAN, fold
from reports.text.words import WORD, stem, words

# Raise it when what is kept in the index, or how, changes.
FORMAT = 4

# Chinese words as jieba cuts them; every two neighbouring characters; the Latin words and figures in the Chinese, and
# the same as they stand there, commas and all, by the character at which they begin; the English words by their stem,
# and as they are.
ZH, GRAMS, ZH_WORDS, ZH_AT, EN, EN_EXACT = "zh", "zh_grams", "zh_words", "zh_at", "en", "en_exact"
FIELDS = (ZH, GRAMS, ZH_WORDS, ZH_AT, EN, EN_EXACT)

WORD_OR_HAN = re.compile(f"({WORD.pattern})|[{HAN}]+")

Placed = Iterator[tuple[str, int]]


def stamp() -> str:
    """Return the mark of all that decides how texts are cut; an index with another mark must be rebuilt."""
    opencc, whoosh = (f"{name} {version(name)}" for name in ("opencc-python-reimplemented", "Whoosh"))
    parts = (segment.stamp(), unicodedata.unidata_version, opencc, stemming.RULES, whoosh)
    return f"{FORMAT}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:12]}"


def latin_words(folded: str) -> Placed:
    """Yield the Latin words and figures in a folded Chinese text; a place is left free where Chinese stands between."""
    place = end = 0
    for number, word in enumerate(words(folded)):
        place += 1 if number == 0 or HAS_HAN.search(folded, end, word.start) is None else 2
        end = word.end
        yield word.text, place


def latin_places(folded: str) -> Placed:
    """Yield the Latin words and figures in a folded Chinese text as they stand there, and where they begin."""
    return ((folded[word.start : word.end], word.start) for word in words(folded))


def word_texts(folded: str) -> list[str]:
    """Return the words of a folded text, as `words` does, only faster."""
    found: list[str] = WORD.findall(folded)
    return [word.replace(",", "") for word in found] if "," in folded else found


def latin_in(folded: str) -> tuple[list[str], list[int], list[str], list[int]]:
    """Return the words and places of `latin_words` and those of `latin_places`, only faster."""
    compared: list[str] = []
    places: list[int] = []
    standing: list[str] = []
    starts: list[int] = []
    place, apart = 0, 1
    for match in WORD_OR_HAN.finditer(folded):
        word = match[1]
        if word is not None:
            place += apart
            apart = 1
            compared.append(word.replace(",", ""))
            places.append(place)
            standing.append(word)
            starts.append(match.start())
        elif compared:
            apart = 2
    return compared, places, standing, starts


def english_words(folded: str) -> Placed:
    """Yield the words of a folded English text."""
    return ((word.text, place) for place, word in enumerate(words(folded)))


def english_stems(folded: str) -> Placed:
    """Yield the stems of the words of a folded English text."""
    return stems_of(english_words(folded))


def stems_of(placed: Iterable[tuple[str, int]]) -> Placed:
    """Yield the stems of words in their places."""
    return ((stem(word), place) for word, place in placed)


def neighbours(folded: str) -> Placed:
    """Yield each character of a text together with the next; the last one stands alone."""
    return ((folded[at : at + 2], at) for at in range(len(folded)))


CUTTERS = {
    ZH: segment.cut, GRAMS: neighbours, ZH_WORDS: latin_words, ZH_AT: latin_places,
    EN: english_stems, EN_EXACT: english_words,
}  # fmt: skip


class FieldTokenizer(Tokenizer):
    """The cutting of one field in the form that Whoosh asks for, so that its own query parser cuts as we do."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __call__(self, value: str, positions: bool = False, **options: object) -> Iterator[Token]:  # noqa: FBT001, FBT002
        token = Token(positions, chars=False, removestops=False, mode="")
        placed: Iterable[tuple[str, int]] = CUTTERS[self.field](fold(value))
        if options.get("mode") == "query":
            # The parts of a word share its place, and come before it: of a query, the whole words are looked for.
            placed = ((text, place) for place, text in {place: text for text, place in placed}.items())
        for text, place in placed:
            token.text, token.pos, token.boost, token.stopped = text, place, 1.0, False
            # Whoosh's parser asks where in the query a word stood; it is the whole query that is marked.
            token.startchar, token.endchar = 0, len(value)
            yield token


def schema() -> fields.Schema:
    """Return the fields of the index; which pair a document is stands in its columns."""
    return fields.Schema(
        pair=fields.STORED(),
        **{name: fields.TEXT(analyzer=FieldTokenizer(name), phrase=True) for name in FIELDS},
    )
