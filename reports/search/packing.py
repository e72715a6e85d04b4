"""Postings packed into few bytes, and unpacked as fast as numpy copies.

A text is a row of blocks of 256 places, and the blocks of all texts of a segment are numbered through. An occurrence
is then a block, as the gap to the one before it in 1, 2 or 4 bytes (one width for all occurrences of a term), and the
place in the block in one byte. A term is all its gaps, then all its places. The few gaps that are too wide for their
term are kept apart, as leaps.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
PLACE_BITS = 8
LEAP_BYTES = 8
WIDTHS = np.array([1, 2, 4], dtype=np.int64)


class Occurrences(NamedTuple):
    """The occurrences of some terms, those of the first term first, each term's ascending; `counts` says how many."""

    counts: Ints
    blocks: Ints
    places: Ints


class Packed(NamedTuple):
    """The bytes of some terms, how many each term has, and the leaps: of which occurrence, and how much is lacking."""

    content: NDArray[np.uint8]
    sizes: Ints
    leaps: Ints
    leapt: Ints


def first_blocks(lengths: Ints) -> Ints:
    """Return the first block of each text of so many places, and, last, how many blocks there are."""
    return np.concatenate(([0], np.cumsum((lengths.astype(np.int64) >> PLACE_BITS) + 1)))


def packed(terms: Occurrences) -> Packed:
    """Return occurrences packed; each term has one at the least."""
    counts = terms.counts.astype(np.int64)
    starts = np.cumsum(counts) - counts
    gaps: Ints = np.diff(terms.blocks.astype(np.int64), prepend=0)
    gaps[starts] = terms.blocks[starts]
    widths = _widths(counts, starts, gaps)
    sizes = counts * (widths + 1)
    content = np.empty(int(sizes.sum()), dtype=np.uint8)
    bases = np.cumsum(sizes) - sizes
    width = np.repeat(widths, counts)
    nth = np.arange(len(gaps)) - np.repeat(starts, counts)
    at = np.repeat(bases, counts) + width * nth
    content[at] = gaps & 255
    for byte in range(1, 4):
        wide = np.flatnonzero(width > byte)
        content[at[wide] + byte] = (gaps[wide] >> (8 * byte)) & 255
    content[np.repeat(bases + widths * counts, counts) + nth] = terms.places
    lacking = gaps >> (8 * width)
    leaps = np.flatnonzero(lacking)
    return Packed(content, sizes, leaps, lacking[leaps].astype(np.uint32))


def _widths(counts: Ints, starts: Ints, gaps: Ints) -> Ints:
    """Return the width of each term's gaps that takes the fewest bytes."""
    if not len(counts):
        return counts
    costs = [width * counts + LEAP_BYTES * np.add.reduceat(gaps >> (8 * width) > 0, starts, dtype=np.int64)
             for width in WIDTHS[:-1].tolist()]  # fmt: skip
    widths: Ints = WIDTHS[np.argmin([*costs, int(WIDTHS[-1]) * counts], axis=0)]
    return widths


def unpacked_term(content: NDArray[np.uint8], count: int, leaps: Ints, leapt: Ints) -> tuple[Ints, Ints]:
    """Return the blocks and the places of one term; `leaps` are counted from its first occurrence."""
    width = len(content) // count - 1
    gaps = content[: count * width].view(f"<u{width}")
    if len(leaps):
        gaps = gaps.astype(np.uint32)
        gaps[leaps] += leapt << np.uint32(8 * width)
    return np.cumsum(gaps, dtype=np.uint32), content[count * width :]


def unpacked(content: NDArray[np.uint8], counts: Ints, sizes: Ints, leaps: Ints, leapt: Ints) -> Occurrences:
    """Return the occurrences of several terms; `leaps` are counted from the first occurrence of the first."""
    counts, sizes = counts.astype(np.int64), sizes.astype(np.int64)
    widths = sizes // counts - 1
    starts = np.cumsum(counts) - counts
    bases = np.cumsum(sizes) - sizes
    width = np.repeat(widths, counts)
    nth = np.arange(len(width)) - np.repeat(starts, counts)
    at = np.repeat(bases, counts) + width * nth
    gaps = content[at].astype(np.uint32)
    for byte in range(1, 4):
        wide = np.flatnonzero(width > byte)
        gaps[wide] |= content[at[wide] + byte].astype(np.uint32) << np.uint32(8 * byte)
    gaps[leaps] += (leapt.astype(np.int64) << (8 * width[leaps])).astype(np.uint32)
    blocks = np.cumsum(gaps, dtype=np.int64)
    blocks -= np.repeat(blocks[starts] - gaps[starts], counts)
    places = content[np.repeat(bases + widths * counts, counts) + nth]
    return Occurrences(counts, blocks.astype(np.uint32), places)
