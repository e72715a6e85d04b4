"""Chinese cut into words as jieba's search mode does, each with its place in the row of words.

It is rjieba, a compiled port with jieba's own dictionary, that cuts, some fifty times as fast; a test holds it to
jieba's words. jieba itself is asked only where rjieba can't be imported.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from reports.text.fold import HAN

CHINESE_RUN = re.compile(f"[{HAN}]+")
# jieba takes each character that it doesn't know of, such as those of Extension A and beyond, for a word. rjieba knows
# more of them and draws them together: so they are kept apart.
PIECE = re.compile(f"[\u4e00-\u9fd5]+|[{HAN}]")
# What stands between pieces; no word runs over it.
BORDER = "\n"


class Cutter(NamedTuple):
    """A way of cutting: the words of a text, one after the other, and whether a word is in the dictionary."""

    words: Callable[[str], Iterable[str]]
    knows: Callable[[str], bool]


def stamp() -> str:
    """Return the name of this way of cutting: an index cut in another way is out of date."""
    return f"jieba {version('jieba')} search 1"


@cache
def cutter() -> Cutter:
    """Return rjieba, or jieba where rjieba can't be imported."""
    # Imported here, because a reader never needs their dictionaries.
    try:
        import rjieba
    except ImportError:
        return reference()
    compiled = rjieba.Jieba()
    return Cutter(compiled.cut, compiled.has_word)


@cache
def reference() -> Cutter:
    """Return jieba itself, which takes 1 to 2 s and 80 MiB to read its dictionary."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # jieba would leave a cache in the shared temporary folder, and read one that anybody could have put there.
    with (Path(jieba.__file__).parent / "dict.txt").open("rb") as dictionary:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(dictionary)
    tokenizer.initialized = True
    return Cutter(tokenizer.cut, lambda word: bool(tokenizer.FREQ.get(word)))


def pieces(folded: str) -> str:
    """Return the Chinese of a folded text as `cutter().words` may have it: nothing else, with borders between."""
    return BORDER.join(PIECE.findall(folded))


@lru_cache(maxsize=100_000)
def inner(word: str) -> tuple[str, ...]:
    """Return the words of two and then of three characters inside a longer word."""
    knows = cutter().knows
    parts = (word[at : at + length] for length in (2, 3) if len(word) > length for at in range(len(word) - length + 1))
    return tuple(part for part in parts if knows(part))


def cut(folded: str) -> Iterator[tuple[str, int]]:
    """Yield the Chinese words of a folded text with their places, counted from 0.

    As in jieba's search mode, a long word is preceded by the words of two and three characters inside it; they
    share its place, so that words that follow one another in the text have places that do so too.
    """
    place = 0
    for word in cutter().words(pieces(folded)):
        if word != BORDER:
            yield from ((part, place) for part in inner(word))
            yield word, place
            place += 1
