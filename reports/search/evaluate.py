"""Which documents match a query, and how well: exact sets, and BM25 over the index's own arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from reports.search.analysis import EN, EN_EXACT, ZH, ZH_WORDS
from reports.search.arrays import Ints, SegmentArrays
from reports.search.filters import narrowed, under
from reports.search.keys import containing, in_a_row, utf8
from reports.search.near import keys_of_near
from reports.search.snapshot import K1, Floats, Found, Snapshot
from reports.search.tree import (
    And,
    Contains,
    Filter,
    Heading,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Place,
    Prefix,
    Side,
    Speaker,
    Word,
    Years,
)
from reports.text.segment import CHINESE_RUN

# A hit where jieba sees the term as words of its own counts for more than one across the borders of words.
WORD_WEIGHT = 0.5
WORDS_MOST = 16
WORD_LONGEST = 8
# Where there are so many times fewer of the one, they are looked for in the others, which then aren't walked through.
FEW = 16


def evaluate(snapshot: Snapshot, node: Node | None) -> Found:
    """Return what a query finds."""
    match node:
        case None:
            return snapshot.everything
        case And(parts):
            return _all(snapshot, parts)
        case Or(parts):
            return _any(snapshot, parts)
        case Not(part):
            return _without(snapshot, snapshot.everything, [part])
        case Heading() | Place() | Years() | Speaker():
            return _filtered(snapshot, node)
        case _:
            return snapshot.kept.get(node, lambda: _leaf(snapshot, node))


def _filtered(snapshot: Snapshot, asked: Filter) -> Found:
    if isinstance(asked, Heading):
        return under(snapshot, evaluate(snapshot, asked.part))
    return narrowed(snapshot, asked)


def _all(snapshot: Snapshot, parts: tuple[Node, ...]) -> Found:
    wanted = [evaluate(snapshot, part) for part in parts if not isinstance(part, Not)]
    wanted.sort(key=lambda found: len(found.documents))
    found = wanted[0] if wanted else snapshot.everything
    for other in wanted[1:]:
        places = _places_in(snapshot, other.documents, found.documents)
        both = places >= 0
        found = Found(found.documents[both], found.scores[both] + other.scores[places[both]])
    return _without(snapshot, found, [part.part for part in parts if isinstance(part, Not)])


def _without(snapshot: Snapshot, found: Found, excluded: list[Node]) -> Found:
    for node in excluded:
        chosen = _places_in(snapshot, evaluate(snapshot, node).documents, found.documents) < 0
        found = Found(found.documents[chosen], found.scores[chosen])
    return found


def _places_in(snapshot: Snapshot, some: Ints, wanted: Ints) -> Ints:
    """Return for each of the wanted documents its place in `some`, which ascend, -1 where it isn't there."""
    if len(wanted) * FEW < len(some) or not len(some):
        places = np.minimum(np.searchsorted(some, wanted), max(len(some) - 1, 0))
        return np.where(some[places] == wanted, places, -1) if len(some) else np.full(len(wanted), -1)
    table = np.full(snapshot.documents, -1, dtype=np.int32)
    table[some] = np.arange(len(some), dtype=np.int32)
    return table[wanted]


def _any(snapshot: Snapshot, parts: tuple[Node, ...]) -> Found:
    matched = np.zeros(snapshot.documents, dtype=bool)
    scores = np.zeros(snapshot.documents, dtype=np.float32)
    for part in parts:
        found = evaluate(snapshot, part)
        matched[found.documents] = True
        scores[found.documents] += found.scores
    documents = np.flatnonzero(matched).astype(np.int32)
    return Found(documents, scores[documents])


def _leaf(snapshot: Snapshot, leaf: Leaf) -> Found:
    match leaf:
        case Contains(_text, "en"):
            return Found(np.zeros(0, np.int32), np.zeros(0, np.float32))
        case Contains(text):
            documents, counts = _everywhere(snapshot, lambda part: containing(part, text))
            scores = _bm25(_rarity(snapshot, len(documents)), counts, snapshot.zh_weights[documents])
            return Found(documents, scores + _as_words(snapshot, text, documents))
        case Word(text, stemmed, side):
            return _either_side(
                snapshot,
                lambda part: part.field(EN).keys_of(utf8(stemmed)),
                lambda part: part.field(ZH_WORDS).keys_of(utf8(text)),
                side,
            )
        case Prefix(text, side):
            return _either_side(
                snapshot,
                lambda part: part.field(EN_EXACT).keys_with_prefix(utf8(text)),
                lambda part: part.field(ZH_WORDS).keys_with_prefix(utf8(text)),
                side,
            )
        case Phrase(words, side):
            terms = [(place, utf8(word)) for place, word in enumerate(words)]
            return _either_side(
                snapshot,
                lambda part: in_a_row(part, part.field(EN_EXACT), terms),
                lambda part: in_a_row(part, part.field(ZH_WORDS), terms),
                side,
            )
        case Near():
            return _either_side(
                snapshot,
                lambda part: keys_of_near(part, leaf, in_chinese=False),
                lambda part: keys_of_near(part, leaf, in_chinese=True),
            )


def _nowhere(_part: SegmentArrays) -> Ints:
    return np.zeros(0, dtype=np.uint32)


def _everywhere(snapshot: Snapshot, keys: Callable[[SegmentArrays], Ints]) -> tuple[Ints, Floats]:
    """Return the documents of all segments that have such keys, and how many each."""
    documents, counts = [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
    for part, first in zip(snapshot.segments, snapshot.firsts.tolist(), strict=False):
        found = keys(part)
        if len(found):
            numbers, times = part.counted(found)
            documents.append((numbers + first).astype(np.int32))
            counts.append(times.astype(np.float32))
    joined, times = np.concatenate(documents), np.concatenate(counts)
    if snapshot.whole:
        return joined, times
    alive = snapshot.alive[joined]
    return joined[alive], times[alive]


def _either_side(
    snapshot: Snapshot,
    english: Callable[[SegmentArrays], Ints],
    chinese: Callable[[SegmentArrays], Ints],
    side: Side = "",
) -> Found:
    """Return the documents with such keys in either language. How rare the term is counts both together."""
    en, en_counts = _everywhere(snapshot, english if side != "zh" else _nowhere)
    zh, zh_counts = _everywhere(snapshot, chinese if side != "en" else _nowhere)
    if not len(zh):
        return Found(en, _bm25(_rarity(snapshot, len(en)), en_counts, snapshot.en_weights[en]))
    either = np.union1d(en, zh).astype(np.int32)
    rarity = _rarity(snapshot, len(either))
    scores = np.zeros(len(either), dtype=np.float32)
    scores[np.searchsorted(either, en)] += _bm25(rarity, en_counts, snapshot.en_weights[en])
    scores[np.searchsorted(either, zh)] += _bm25(rarity, zh_counts, snapshot.zh_weights[zh])
    return Found(either, scores)


def _rarity(snapshot: Snapshot, matching: int) -> np.float32:
    return np.float32(np.log1p((snapshot.pair_count - matching + 0.5) / (matching + 0.5)) * (K1 + 1))


def _bm25(rarity: np.float32, counts: Floats, weights: Floats) -> Floats:
    return rarity * counts / (counts + weights)


def _as_words(snapshot: Snapshot, text: str, documents: Ints) -> Floats:
    """Return what documents that contain a text gain for the words of it that jieba found in them."""
    gain = np.zeros(len(documents), dtype=np.float32)
    words = list(known_words(snapshot, text))[:WORDS_MOST] if len(documents) else []
    share = np.float32(WORD_WEIGHT / max(len(words), 1))
    for word in words:
        term = utf8(word)
        found, counts = _everywhere(snapshot, lambda part, term=term: part.field(ZH).keys_of(term))  # type: ignore[misc]
        rarity = _rarity(snapshot, len(found)) * share
        if word == text:
            # Whatever has the word contains the text.
            gain[_places_in(snapshot, documents, found)] += _bm25(rarity, counts, snapshot.zh_weights[found])
        else:
            places = _places_in(snapshot, found, documents)
            both = np.flatnonzero(places >= 0)
            places = places[both]
            gain[both] += _bm25(rarity, counts[places], snapshot.zh_weights[documents[both]])
    return gain


def known_words(snapshot: Snapshot, text: str) -> Iterator[str]:
    """Yield the words of a text, the longest first at each place, that jieba found anywhere in the archive.

    The archive's own words stand in for jieba's dictionary, which readers thus need not load.
    """
    fields = [part.field(ZH) for part in snapshot.segments]
    for run in CHINESE_RUN.findall(text):
        at = 0
        while at < len(run):
            for length in range(min(WORD_LONGEST, len(run) - at), 0, -1):
                word = run[at : at + length]
                if any(field.has(utf8(word)) for field in fields):
                    yield word
                    break
            else:
                length = 1
            at += length
