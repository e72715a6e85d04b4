"""The concordance of a search: each occurrence of its terms on a line, between what stands before and behind it."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reports.models import ParagraphPair, Report
from reports.search.answers import PAGE_SIZE_MOST, Hit, Marks, Request
from reports.search.answers import Counterpart as Rendering
from reports.search.arrays import Ints
from reports.search.contexts import PIECES, Counterpart, Order, Side, Span, around, counterpart, sorted_by
from reports.search.extras import with_counterparts
from reports.search.finding import hits, ranked
from reports.search.marking import marked
from reports.search.ranking import Ranked
from reports.search.tree import Contains, Leaf, Near, Phrase
from reports.search.upkeep import mark_of_rows
from reports.text.fold import fold

# Occurrences beyond these are not sorted by their contexts, nor counted.
OCCURRENCES_MOST = 20_000
CHUNK = 500
KEPT_MOST = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence: code points [start, end) of one side of a pair, its contexts from `first` and up to `last`.

    `counterpart` is a stretch of the other side; `other_marks` are the occurrences there, `renderings` what is known
    to render a term.
    """

    pair: ParagraphPair
    side: Side
    start: int
    end: int
    first: int
    last: int
    counterpart: Counterpart
    other_marks: Marks
    renderings: list[Rendering]

    @property
    def text(self) -> str:
        return self.pair.zh if self.side == "zh" else self.pair.en

    @property
    def other(self) -> str:
        return self.pair.en if self.side == "zh" else self.pair.zh

    @property
    def left(self) -> str:
        return self.text[self.first : self.start]

    @property
    def keyword(self) -> str:
        return self.text[self.start : self.end]

    @property
    def right(self) -> str:
        return self.text[self.end : self.last]

    @property
    def counterpart_text(self) -> str:
        return self.other[self.counterpart.start : self.counterpart.end]


@dataclass(frozen=True, slots=True)
class Concordance:
    """One page of lines; `pairs` is exact, `occurrences` too if `counted`, else there are more of them.

    In an order of contexts a page has so many lines, otherwise those of so many pairs.
    """

    lines: list[Line]
    page: int
    pages: int
    pairs: int
    occurrences: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where terms stand, as columns: the pairs' keys, 1 for English, starts and ends; and whether these are all."""

    pairs: Ints
    english: Ints
    starts: Ints
    ends: Ints
    counted: bool

    def span(self, at: int) -> tuple[int, Side, Span]:
        """Return the key of the pair of one occurrence, its side, and where it stands there."""
        return (
            int(self.pairs[at]),
            "en" if self.english[at] else "zh",
            (int(self.starts[at]), int(self.ends[at])),
        )


class Kept:
    """The occurrences gathered last, for turning pages."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.entries: OrderedDict[object, Occurrences] = OrderedDict()

    def get(self, wanted: tuple[Leaf, ...], ids: Ints, order: Order) -> Occurrences:
        """Return the occurrences in these pairs in this order, gathered anew once the rows have changed."""
        key = wanted, order, hashlib.blake2b(ids.tobytes()).digest(), mark_of_rows(), OCCURRENCES_MOST
        with self.lock:
            if key in self.entries:
                self.entries.move_to_end(key)
                return self.entries[key]
        found = _gathered(wanted, ids, order)
        with self.lock:
            self.entries[key] = found
            while len(self.entries) > KEPT_MOST:
                self.entries.popitem(last=False)
        return found


_kept = Kept()


def concordance(request: Request, order: Order = "", page: int = 1, page_size: int = 50) -> Concordance:
    """Return one page of the occurrences of a search's terms.

    By `left`, `right` or `keyword` the first `OCCURRENCES_MOST` in the order of the request are sorted; without an
    order, the pairs stand in that of the request. Raises `Unavailable`.
    """
    found = ranked(request)
    wanted = found.query.wanted()
    size = min(max(page_size, 1), PAGE_SIZE_MOST)
    page = max(page, 1)
    first, last = (page - 1) * size, page * size
    if order in PIECES:
        gathered = _kept.get(wanted, found.pairs, order)
        lines = _lines_of(gathered, range(len(gathered.pairs))[first:last], lambda ids: _shown(found, ids))
        pages = -(-len(gathered.pairs) // size)
    else:
        # Ascending, they are counted once for all orders, and read as they lie on the disk.
        gathered = _kept.get(wanted, np.sort(found.pairs), "")
        some = found.pairs[first:last] if wanted else found.pairs[:0]
        lines = [line for hit in _shown(found, some) for line in lines_of(hit)]
        pages = -(-found.total // size) if len(gathered.pairs) else 0
    return Concordance(lines, page, pages, found.total, len(gathered.pairs), gathered.counted)


def all_lines(request: Request, order: Order = "") -> Iterator[Line]:
    """Yield the lines of all pages, one after the other, without renderings. Raises `Unavailable` before the first."""
    found = ranked(request)
    wanted = found.query.wanted()
    if order not in PIECES:
        some = found.pairs if wanted else found.pairs[:0]
        return (line for hit in _plain(wanted, some) for line in lines_of(hit))
    gathered = _kept.get(wanted, found.pairs, order)
    every = range(len(gathered.pairs))
    parts = (every[at : at + CHUNK] for at in every[::CHUNK])
    return (line for part in parts for line in _lines_of(gathered, part, lambda ids: _plain(wanted, ids)))


def all_hits(request: Request) -> Iterator[Hit]:
    """Yield all pairs that a search finds, in its order, without scores. Raises `Unavailable` before the first."""
    found = ranked(request)
    return _plain(found.query.wanted(), found.pairs)


def _plain(wanted: tuple[Leaf, ...], pairs: Ints) -> Iterator[Hit]:
    for at in range(0, len(pairs), CHUNK):
        ids = pairs[at : at + CHUNK].tolist()
        rows = (
            ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED)
            .select_related("report__jurisdiction")
            .defer("evidence")
            .in_bulk(ids)
        )
        for pair in (rows[pk] for pk in ids if pk in rows):
            yield Hit(pair, 0.0, *occurrences(wanted, pair.zh, pair.zh_folded, pair.en))


def lines_of(hit: Hit) -> Iterator[Line]:
    """Yield the lines of one pair, the Chinese before the English."""
    sides: tuple[tuple[Side, Marks], ...] = (("zh", hit.zh_marks), ("en", hit.en_marks))
    for side, marks in sides:
        for span in marks:
            yield _line(hit, side, span)


def _line(hit: Hit, side: Side, span: Span) -> Line:
    pair = hit.pair
    return Line(
        pair,
        side,
        *span,
        *around(pair.zh if side == "zh" else pair.en, side, *span),
        counterpart(pair.zh, pair.en, pair.beads, side, span),
        hit.en_marks if side == "zh" else hit.zh_marks,
        hit.en_counterparts if side == "zh" else hit.zh_counterparts,
    )


def _lines_of(gathered: Occurrences, numbers: Sequence[int], fetched: Callable[[Ints], Iterable[Hit]]) -> list[Line]:
    spans = [gathered.span(at) for at in numbers]
    ids = np.unique(gathered.pairs[numbers[0] : numbers[-1] + 1]) if numbers else gathered.pairs[:0]
    by_pair = {hit.pair.pk: hit for hit in fetched(ids)}
    return [_line(by_pair[pair], side, span) for pair, side, span in spans if pair in by_pair]


def _shown(found: Ranked, ids: Ints) -> list[Hit]:
    """Return pairs with their marks and with what renders the terms of the query on the other side."""
    some = Ranked(found.query, ids, np.zeros(len(ids), dtype=np.float32))
    return with_counterparts(found.query, hits(some, 0, len(ids)), lambda _q: 0, found.hidden)[0]


def _gathered(wanted: tuple[Leaf, ...], ids: Ints, order: Order) -> Occurrences:
    """Return the occurrences in the pairs, the first that there's room for, sorted if an order is asked for."""
    columns: list[tuple[int, int, int, int]] = []
    texts: list[tuple[Side, str, int, int]] = []
    at = 0
    while wanted and at < len(ids) and len(columns) < OCCURRENCES_MOST:
        for pk, zh, zh_folded, en in _texts(ids[at : at + CHUNK].tolist()):
            zh_marks, en_marks = occurrences(wanted, zh, zh_folded, en)
            columns += [(pk, 0, *span) for span in zh_marks]
            columns += [(pk, 1, *span) for span in en_marks]
            if order in PIECES:
                texts += [("zh", zh, *span) for span in zh_marks]
                texts += [("en", en, *span) for span in en_marks]
        at += CHUNK
    counted = at >= len(ids) and len(columns) <= OCCURRENCES_MOST
    table = np.array(columns[:OCCURRENCES_MOST], dtype=np.int64).reshape(-1, 4)
    if order in PIECES:
        table = table[sorted_by(order, texts[:OCCURRENCES_MOST])]
    pairs, english, starts, ends = table.T.copy()
    return Occurrences(pairs, english, starts, ends, counted or not wanted)


def _texts(ids: list[int]) -> Iterator[tuple[int, str, str, str]]:
    rows = ParagraphPair.objects.filter(pk__in=ids, report__status=Report.Status.PUBLISHED).order_by()
    found = {row[0]: row for row in rows.values_list("pk", "zh", "zh_folded", "en")}
    return (found[pk] for pk in ids if pk in found)


def occurrences(wanted: tuple[Leaf, ...], zh: str, zh_folded: str, en: str) -> tuple[Marks, Marks]:
    """Return where terms stand in a pair's two texts: as `marked` does, but for Chinese terms twenty times faster."""
    in_chinese = [leaf.text for leaf in wanted if isinstance(leaf, Contains) and leaf.side != "en"]
    others = [leaf for leaf in wanted if not isinstance(leaf, Contains)]
    if len(zh) == len(zh_folded) and all(_is_absent(leaf, zh_folded) for leaf in others):
        found = _in_place(in_chinese, zh, zh_folded)
        if found is not None:
            return found, marked(others, "", en)[1] if en and others else []
    return marked(wanted, zh, en)


def _is_absent(leaf: Leaf, folded: str) -> bool:
    """Say whether a text surely has none of the words of a leaf; figures have lost their commas there."""
    if isinstance(leaf, Near | Contains):
        return False
    words = leaf.words if isinstance(leaf, Phrase) else (leaf.text,)
    plain = folded.replace(",", "")
    return any(word not in plain for word in words)


def _in_place(terms: list[str], zh: str, zh_folded: str) -> Marks | None:
    """Return where terms stand in a text that is as long as its fold, None if they don't stand at the same places."""
    spans: list[Span] = []
    for term in terms:
        at = zh_folded.find(term)
        while at >= 0:
            end = at + len(term)
            if not zh.startswith(term, at) and fold(zh[at:end]) != term:
                return None
            spans.append((at, end))
            at = zh_folded.find(term, at + 1)
    spans.sort()
    united: Marks = []
    for start, end in spans:
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united
