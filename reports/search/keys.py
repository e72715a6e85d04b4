"""Where texts and rows of words stand in a segment, as keys of its fields."""

from __future__ import annotations

import numpy as np

from reports.search.analysis import GRAMS
from reports.search.arrays import FieldArrays, Ints, SegmentArrays


def utf8(text: str) -> bytes:
    """Return a term as the index keeps it."""
    return text.encode("utf-8", "surrogatepass")


def containing(part: SegmentArrays, text: str) -> Ints:
    """Return the keys at which a text of one character or more begins in the folded Chinese."""
    field = part.field(GRAMS)
    if len(text) == 1:
        return field.keys_with_prefix(utf8(text))
    places = [*range(0, len(text) - 1, 2), len(text) - 2]
    return in_a_row(part, field, [(place, utf8(text[place : place + 2])) for place in dict.fromkeys(places)])


def in_a_row(part: SegmentArrays, field: FieldArrays, terms: list[tuple[int, bytes]]) -> Ints:
    """Return the keys at which all terms stand, each so many places further on."""
    postings = {term: field.keys_of(term) for _place, term in terms}
    rarest_first = sorted(terms, key=lambda placed: len(postings[placed[1]]))
    first_place, first_term = rarest_first[0]
    keys = postings[first_term]
    places = keys & keys.dtype.type((1 << part.shift) - 1)
    starts: Ints = keys[places >= first_place] - keys.dtype.type(first_place)
    for place, term in rarest_first[1:]:
        others = postings[term]
        if not len(starts) or not len(others):
            return keys[:0]
        wanted = starts + keys.dtype.type(place)
        at = np.minimum(np.searchsorted(others, wanted), len(others) - 1)
        starts = starts[others[at] == wanted]
    return starts
