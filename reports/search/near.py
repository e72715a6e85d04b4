"""Where terms stand near one another: occurrences in the index, and those with another close by."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from reports.search.analysis import EN, EN_EXACT, ZH_AT, ZH_WORDS
from reports.search.arrays import Ints, SegmentArrays
from reports.search.keys import containing, in_a_row, utf8
from reports.search.tree import Contains, Near, Operand, Phrase, Prefix, Term, Word

# A term has 1,000 characters at most.
LENGTH_BITS = 11
GROUPS = re.compile(r"(?<=[0-9])(?=(?:[0-9]{3})+$)")


class Occurrences(NamedTuple):
    """Where something begins and ends in the documents of a segment, by keys; the beginnings ascend.

    In the Chinese they count characters, in the English words. The ends need not ascend.
    """

    starts: Ints
    ends: Ints


def keys_of_near(part: SegmentArrays, near: Near, *, in_chinese: bool) -> Ints:
    """Return the keys of the last operand's occurrences that a chain leads to."""
    found = _occurrences(part, near.operands[0], in_chinese=in_chinese)
    for operand, distance in zip(near.operands[1:], near.distances, strict=True):
        if not len(found.starts):
            break
        found = those_near(_occurrences(part, operand, in_chinese=in_chinese), found, distance)
    return found.starts


def those_near(some: Occurrences, others: Occurrences, distance: int) -> Occurrences:
    """Return those of some that have one of the others before or behind, with so much between at most."""
    if not len(some.starts) or not len(others.starts):
        return Occurrences(some.starts[:0], some.ends[:0])
    if len(others.starts) < len(some.starts):
        chosen = _reached(some, others, distance)
    else:
        ends = np.sort(others.ends)
        # The last that ends before it, and the first that begins behind it.
        before = np.searchsorted(ends, some.starts, side="right") - 1
        chosen = (before >= 0) & (some.starts - ends[np.maximum(before, 0)] <= distance)
        left = np.flatnonzero(~chosen)
        behind = np.searchsorted(others.starts, some.ends[left], side="left")
        gap = others.starts[np.minimum(behind, len(others.starts) - 1)] - some.ends[left]
        chosen[left] = (gap >= 0) & (gap <= distance)
    return Occurrences(some.starts[chosen], some.ends[chosen])


def _reached(some: Occurrences, others: Occurrences, distance: int) -> Ints:
    """Say for each of some whether one of the others, which are fewer, has it near."""
    order = np.argsort(some.ends, kind="stable")
    by_end = some.ends[order]
    # Those of some that begin behind one of the others, and those that end before one.
    behind = _covered(
        np.searchsorted(some.starts, others.ends, side="left"),
        np.searchsorted(some.starts, others.ends + distance, side="right"),
        len(some.starts),
    )
    before = _covered(
        np.searchsorted(by_end, others.starts - distance, side="left"),
        np.searchsorted(by_end, others.starts, side="right"),
        len(some.starts),
    )
    behind[order] |= before
    return behind


def _covered(firsts: Ints, ends: Ints, length: int) -> Ints:
    """Say for each number up to a length whether it is in one of the spans."""
    steps = np.bincount(firsts, minlength=length + 1) - np.bincount(ends, minlength=length + 1)
    return np.cumsum(steps[:length]) > 0


def _occurrences(part: SegmentArrays, operand: Operand, *, in_chinese: bool) -> Occurrences:
    """Return where any of several terms stands on one side."""
    wanted = [term for term in operand if term.side in {"", "zh" if in_chinese else "en"}]
    found = [piece for term in wanted for piece in (_chinese if in_chinese else _english)(part, term)]
    return _united(found)


def _united(found: list[Occurrences]) -> Occurrences:
    if len(found) == 1:
        return found[0]
    # Sorted as one number, beginning and length together: that is many times faster than to sort by one of two.
    both = [(piece.starts << LENGTH_BITS) | (piece.ends - piece.starts) for piece in found]
    keys = np.sort(np.concatenate([np.zeros(0, np.int64), *both]))
    starts = keys >> LENGTH_BITS
    return Occurrences(starts, starts + (keys & ((1 << LENGTH_BITS) - 1)))


def _long(keys: Ints, length: int, *, in_order: bool = True) -> Occurrences:
    starts = keys.astype(np.int64)
    if not in_order:
        starts.sort()
    return Occurrences(starts, starts + length)


def _english(part: SegmentArrays, term: Term) -> list[Occurrences]:
    match term:
        case Contains():
            return []
        case Word():
            return [_long(part.field(EN).keys_of(utf8(term.stem)), 1)]
        case Prefix(text):
            return [_long(part.field(EN_EXACT).keys_with_prefix(utf8(text)), 1, in_order=False)]
        case Phrase(words):
            return [_long(in_a_row(part, part.field(EN_EXACT), _placed(words)), len(words))]


def _chinese(part: SegmentArrays, term: Term) -> list[Occurrences]:
    match term:
        case Contains(text):
            return [_long(containing(part, text), len(text), in_order=len(text) > 1)]
        case Word(text):
            return [_long(part.field(ZH_AT).keys_of(utf8(form)), len(form)) for form in _forms(text)]
        case Prefix(text):
            return _beginning(part, text)
        case Phrase(words):
            return [_phrase(part, words)]


def _placed(words: tuple[str, ...]) -> list[tuple[int, bytes]]:
    return [(place, utf8(word)) for place, word in enumerate(words)]


def _forms(word: str) -> list[str]:
    """Return how a word can stand in a text: a figure with its commas too."""
    return [word, GROUPS.sub(",", word)] if GROUPS.search(word) and _is_figure(word) else [word]


def _is_figure(word: str) -> bool:
    return word.isascii() and word.isdigit()


def _beginning(part: SegmentArrays, text: str) -> list[Occurrences]:
    """Return where the words that begin so stand in the Chinese, for each length of word apart."""
    field = part.field(ZH_AT)
    forms = [text]
    if _is_figure(text):
        # 1350 begins 1,350 and 13,500 and 135,000.
        forms += [
            text[:first] + "".join(f",{text[at : at + 3]}" for at in range(first, len(text), 3))
            for first in range(1, min(4, len(text)))
        ]
    by_length: dict[int, list[Ints]] = {}
    for form in forms:
        first, end = field.find(utf8(form)), field.find(utf8(form) + b"\xff")
        for number in range(first, end):
            length = len(field.term(number).decode("utf-8", "surrogatepass"))
            by_length.setdefault(length, []).append(field.postings(number, number + 1))
    return [_long(np.concatenate(keys), length, in_order=False) for length, keys in by_length.items()]


def _phrase(part: SegmentArrays, words: tuple[str, ...]) -> Occurrences:
    """Return where words stand one after the other in the Chinese.

    The one field counts words, the other characters: the occurrences of a word come in the same order in both.
    """
    rows = np.sort(in_a_row(part, part.field(ZH_WORDS), _placed(words)))
    starts = _characters(part, words[0], rows).starts
    ends = _characters(part, words[-1], rows + rows.dtype.type(len(words) - 1)).ends
    return Occurrences(starts, ends)


def _characters(part: SegmentArrays, word: str, keys: Ints) -> Occurrences:
    """Return by characters the occurrences of a word whose keys count words."""
    both = _united(_chinese(part, Word(word, "")))
    numbers = np.searchsorted(part.field(ZH_WORDS).keys_of(utf8(word)), keys)
    return Occurrences(both.starts[numbers], both.ends[numbers])
