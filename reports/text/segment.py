"""Chinese cut into words by jieba, each with its place in the row of words."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from reports.text.fold import HAN

if TYPE_CHECKING:
    import jieba

CHINESE_RUN = re.compile(f"[{HAN}]+")


def stamp() -> str:
    """Return the name of this way of cutting: an index cut in another way is out of date."""
    return f"jieba {version('jieba')} search 1"


@cache
def _tokenizer() -> jieba.Tokenizer:
    # Imported here, and its dictionary read here, because that takes 1 to 2 s and 80 MiB that a reader never needs.
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # jieba would leave a cache in the shared temporary folder, and read one that anybody could have put there.
    with (Path(jieba.__file__).parent / "dict.txt").open("rb") as dictionary:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(dictionary)
    tokenizer.initialized = True
    return tokenizer


def cut(folded: str) -> Iterator[tuple[str, int]]:
    """Yield the Chinese words of a folded text with their places, counted from 0.

    As in jieba's search mode, a long word is preceded by the words of two and three characters inside it; they
    share its place, so that words that follow one another in the text have places that do so too.
    """
    tokenizer = _tokenizer()
    known = tokenizer.FREQ
    place = 0
    for run in CHINESE_RUN.findall(folded):
        for word in tokenizer.cut(run):
            for length in (2, 3):
                if len(word) > length:
                    inner = (word[at : at + length] for at in range(len(word) - length + 1))
                    yield from ((part, place) for part in inner if known.get(part))
            yield word, place
            place += 1
