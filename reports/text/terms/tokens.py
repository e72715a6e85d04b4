"""The words of both languages as terms are made of them, with their places in the published text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.text import segment
from reports.text.fold import fold_with_offsets
from reports.text.terms.small_words import FUNCTION_WORDS, SMALL_WORDS
from reports.text.words import WORD, stem

WORD_OF_EITHER = re.compile(f"({segment.CHINESE_RUN.pattern})|{WORD.pattern}")
MARK = re.compile("[,.;:?!，。；：？！、—()（）]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word folded, as it is compared, and where it stands in the published text.

    A word that says nothing by itself has no key.
    """

    word: str
    key: str
    start: int
    end: int
    # What stands between it and the word before it holds a mark of punctuation.
    after_mark: bool = False


def chinese_tokens(text: str) -> list[Token]:
    """Return the words of a Chinese text in order: Chinese ones as jieba cuts them, Latin ones and figures whole."""
    folded = fold_with_offsets(text)
    found = []
    start = 0
    for match in WORD_OF_EITHER.finditer(folded.text):
        mark = MARK.search(folded.text, start, match.start()) is not None
        start = match.start()
        # jieba's search mode puts the short words inside a word before it: the last one of a place is the word.
        cut = {place: word for word, place in segment.cut(match.group())} if match.group(1) else {0: match.group()}
        for word in cut.values():
            found.append(Token(word, _chinese_key(word), *folded.span(start, start + len(word)), mark))
            start, mark = start + len(word), False
    return found


def english_tokens(text: str) -> list[Token]:
    """Return the words of an English text in order, compared by their stems."""
    folded = fold_with_offsets(text)
    found = []
    end = 0
    for match in WORD.finditer(folded.text):
        mark = MARK.search(folded.text, end, match.start()) is not None
        found.append(Token(match.group(), _english_key(match.group()), *folded.span(*match.span()), mark))
        end = match.end()
    return found


def cut_at(tokens: Sequence[Token], *places: int) -> list[Token]:
    """Return Chinese words as they are if none goes across these places of the published text."""
    found = list(tokens)
    for place in places:
        at = next((at for at, token in enumerate(found) if token.start < place < token.end), None)
        # A word that folding made longer or shorter can't be cut.
        if at is not None and len(word := found[at].word) == found[at].end - found[at].start:
            whole = found[at]
            first, last = word[: place - whole.start], word[place - whole.start :]
            found[at : at + 1] = [
                Token(first, _chinese_key(first), whole.start, place, whole.after_mark),
                Token(last, _chinese_key(last), place, whole.end),
            ]
    return found


def _chinese_key(word: str) -> str:
    return "" if word in FUNCTION_WORDS or word.isdigit() else word


def _english_key(word: str) -> str:
    return "" if word in SMALL_WORDS or (word[0].isdigit() and word[-1].isdigit()) else stem(word)


def within(tokens: Sequence[Token], start: int, end: int) -> list[int]:
    """Return the indices of the tokens that a span of the published text touches."""
    return [at for at, token in enumerate(tokens) if token.start < end and token.end > start]
