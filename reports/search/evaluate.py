"""Which documents match a query, and how well: exact sets, and BM25 over the index's own arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from reports.search.analysis import EN, EN_EXACT, ZH, ZH_WORDS
from reports.search.arrays import Ints, SegmentArrays
from reports.search.filters import narrowed, under
from reports.search.keys import containing, in_a_row, utf8
from reports.search.near import keys_of_near
from reports.search.snapshot import Floats, Found, Snapshot
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

K1, B = 1.2, 0.75
# A hit where jieba sees the term as words of its own counts for more than one across the borders of words.
WORD_WEIGHT = 0.5
WORDS_MOST = 16
WORD_LONGEST = 8


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
        scores = np.full(snapshot.documents, -1, dtype=np.float32)
        scores[other.documents] = other.scores
        added = scores[found.documents]
        both = added >= 0
        found = Found(found.documents[both], found.scores[both] + added[both])
    return _without(snapshot, found, [part.part for part in parts if isinstance(part, Not)])


def _without(snapshot: Snapshot, found: Found, excluded: list[Node]) -> Found:
    for node in excluded:
        kept = np.ones(snapshot.documents, dtype=bool)
        kept[evaluate(snapshot, node).documents] = False
        chosen = kept[found.documents]
        found = Found(found.documents[chosen], found.scores[chosen])
    return found


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
            scores = _bm25(snapshot, counts, snapshot.zh_norms[documents], len(documents))
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
        return Found(en, _bm25(snapshot, en_counts, snapshot.en_norms[en], len(en)))
    either = np.union1d(en, zh).astype(np.int32)
    scores = np.zeros(len(either), dtype=np.float32)
    scores[np.searchsorted(either, en)] += _bm25(snapshot, en_counts, snapshot.en_norms[en], len(either))
    scores[np.searchsorted(either, zh)] += _bm25(snapshot, zh_counts, snapshot.zh_norms[zh], len(either))
    return Found(either, scores)


def _bm25(snapshot: Snapshot, counts: Floats, norms: Floats, matching: int) -> Floats:
    rarity = np.float32(np.log1p((snapshot.pair_count - matching + 0.5) / (matching + 0.5)))
    return (rarity * (K1 + 1) * counts / (counts + K1 * (1 - B + B * norms))).astype(np.float32)


def _as_words(snapshot: Snapshot, text: str, documents: Ints) -> Floats:
    """Return what documents that contain a text gain for the words of it that jieba found in them."""
    gain = np.zeros(len(documents), dtype=np.float32)
    words = list(known_words(snapshot, text))[:WORDS_MOST] if len(documents) else []
    for word in words:
        term = utf8(word)
        found, counts = _everywhere(snapshot, lambda part, term=term: part.field(ZH).keys_of(term))  # type: ignore[misc]
        scores = np.zeros(snapshot.documents, dtype=np.float32)
        scores[found] = _bm25(snapshot, counts, snapshot.zh_norms[found], len(found))
        gain += scores[documents] * np.float32(WORD_WEIGHT / len(words))
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
