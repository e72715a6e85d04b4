"""What may have been meant by a query that finds little: Chinese in Latin letters, words and characters mistyped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product

from reports.search import learned
from reports.search.answers import Offer, OfferKind
from reports.search.query import Query
from reports.search.tokens import OPERATORS
from reports.search.tree import Contains, Phrase, Word
from reports.search.vocabulary.artefact import VOCABULARY, Vocabulary, commonest
from reports.search.vocabulary.mending import like, like_in_parts
from reports.search.vocabulary.punctuation import as_meant
from reports.search.vocabulary.spelling import nearest
from reports.search.vocabulary.syllables import PARTED, cuts, typed_pinyin
from reports.text.segment import CHINESE_RUN
from reports.text.words import words

Count = Callable[[str], int]

OFFERS_MOST = 3
# Latin letters are taken for pinyin where as words they find at most so much, and the Chinese much more.
LITTLE, MUCH_MORE = 10, 20
# An offer that finds so many times less than another one is none.
HARDLY = 100
COUNTS_MOST = 20
QUERY_LONGEST = 200
CHINESE_LONGEST = 24
PIECES_MOST, COMBINED_MOST = 6, 6
INITIALS_LEAST = 3
FIGURE = re.compile(r"[0-9][0-9,.]*%?年?|year:[0-9.]+")


class Tally:
    """Counts each query once, and not more than so many of them: a page waits for it."""

    def __init__(self, count: Count, most: int = COUNTS_MOST) -> None:
        self.count = count
        self.left = most
        self.known: dict[str, int] = {}

    def __call__(self, q: str) -> int:
        """Return how many pairs a query finds; 0 if it is too late to look."""
        if q not in self.known:
            if self.left <= 0:
                return 0
            self.left -= 1
            self.known[q] = self.count(q)
        return self.known[q]

    def has(self, q: str) -> bool:
        """Say whether a query finds anything."""
        return self(q) > 0


def offers(query: Query, total: int, count: Count) -> list[Offer]:
    """Return other queries that may have been meant, each with what `count` says it finds; none finds nothing.

    `total` is what the query itself finds.
    """
    learned.refresh_soon()
    vocabulary = VOCABULARY.current()
    q = query.understood()
    if not q or len(q) > QUERY_LONGEST:
        return []
    tally = Tally(count)
    signs = _first(as_meant(query), q, tally, "spelling")[:1] if total == 0 else []
    if vocabulary is None or signs:
        return signs
    asked = _texts(query)
    found = list(_first(_pinyin(vocabulary, q, total, tally), q, tally, "pinyin"))
    found += _first(_spelling(vocabulary, q, asked, tally), q, tally, "spelling")
    if total == 0:
        found += _first(_chinese(vocabulary, q, asked, tally), q, tally, "spelling")
    return list({offer.q: offer for offer in reversed(found)}.values())[::-1]


def _texts(query: Query) -> frozenset[str]:
    """Return the words and the Chinese that a query asks for; names of places and the like are none of them."""
    texts: set[str] = set()
    for leaf in query.wanted():
        if isinstance(leaf, Contains):
            texts.update(CHINESE_RUN.findall(leaf.text))
        elif isinstance(leaf, Word | Phrase):
            texts.update((leaf.text,) if isinstance(leaf, Word) else leaf.words)
    return frozenset(texts)


def _first(candidates: Iterable[str], q: str, tally: Tally, kind: OfferKind) -> list[Offer]:
    """Return the first few of the candidates that find anything, without those that hardly do beside the others."""
    right = (candidate for candidate in dict.fromkeys(candidates) if candidate != q and tally.has(candidate))
    found = [Offer(candidate, tally(candidate), kind) for candidate in islice(right, OFFERS_MOST)]
    most = max((offer.count for offer in found), default=0)
    return [offer for offer in found if offer.count * HARDLY >= most]


def _pinyin(vocabulary: Vocabulary, q: str, total: int, tally: Tally) -> Iterator[str]:
    """Yield the Chinese terms that the letters of a query can stand for, the commonest first."""
    pieces = q.split() if total <= LITTLE else []
    # Figures beside the letters stay as they are: xinzhishengchanli 2025.
    figures = " ".join(piece for piece in pieces if FIGURE.fullmatch(piece))
    runs = typed_pinyin(" ".join(piece for piece in pieces if not FIGURE.fullmatch(piece)))
    if runs is None:
        return
    ways = [cuts(run, vocabulary.syllables) for run in runs]
    if all(ways):
        terms = list(_sounding(vocabulary, runs)) or list(_combined(vocabulary, ways, tally))
    elif len(runs) == 1 and len(runs[0]) >= INITIALS_LEAST:
        terms = vocabulary.with_initials(runs[0], OFFERS_MOST)
    else:
        return
    wanted = (f"{term} {figures}".strip() for term in terms)
    yield from (term for term in wanted if total == 0 or tally(term) >= total * MUCH_MORE)


def _sounding(vocabulary: Vocabulary, runs: list[str]) -> Iterator[str]:
    for letters in _with_umlauts(PARTED.join(runs)):
        numbers = sorted(set(vocabulary.sounding(letters)))
        yield from (vocabulary.zh[number] for number in commonest(vocabulary.zh_weights, numbers, OFFERS_MOST))


def _with_umlauts(letters: str) -> Iterator[str]:
    """Yield pinyin as it is, and with ü where u may be one: people write lu for lü."""
    yield letters
    for plain, umlaut in (("lu", "lv"), ("nu", "nv")):
        if plain in letters:
            yield letters.replace(plain, umlaut)


def _combined(vocabulary: Vocabulary, ways: list[list[list[str]]], tally: Tally) -> Iterator[str]:
    """Yield several terms that together are read as the letters: side by side, or anywhere in a pair."""
    for cut in islice(product(*ways), PIECES_MOST):
        syllables = [syllable for run in cut for syllable in run]
        pieces = _pieces(vocabulary, syllables)
        for combined in islice(product(*pieces), COMBINED_MOST) if pieces else ():
            together, apart = "".join(combined), " ".join(combined)
            yield together if tally.has(together) else apart


def _pieces(vocabulary: Vocabulary, syllables: list[str]) -> list[list[str]] | None:
    """Return the fewest terms that are read as the syllables one after the other, the commonest for each piece."""
    best: list[list[list[str]] | None] = [[], *[None] * len(syllables)]
    for end in range(2, len(syllables) + 1):
        for start in range(end - 1):
            before, known = best[start], best[end]
            if before is None or (known is not None and len(known) <= len(before) + 1):
                continue
            if found := list(_sounding(vocabulary, syllables[start:end])):
                best[end] = [*before, found[:OFFERS_MOST]]
    return best[-1]


def _spelling(vocabulary: Vocabulary, q: str, asked: frozenset[str], tally: Tally) -> Iterator[str]:
    """Yield the query with the words that the archive hasn't got as they may have been meant."""
    faults = [
        (word.start, word.end, others)
        for word in words(q)
        if word.text in asked
        and q[word.start : word.end] not in OPERATORS
        and not vocabulary.en_count(word.text)
        and (others := nearest(vocabulary, word.text, OFFERS_MOST + 1))
        and not tally.has(word.text)
    ]
    # Most misspelt queries have one such word; of several, only one at a time is varied.
    for choice in range(OFFERS_MOST + 1):
        for varied in range(len(faults)):
            if choice < len(faults[varied][2]):
                yield _mended(
                    q,
                    [
                        (start, end, others[choice if at == varied else 0])
                        for at, (start, end, others) in enumerate(faults)
                    ],
                )


def _chinese(vocabulary: Vocabulary, q: str, asked: frozenset[str], tally: Tally) -> Iterator[str]:
    """Yield the query with Chinese that the archive hasn't got as it may have been meant."""
    for match in CHINESE_RUN.finditer(q):
        run = match.group()
        if run not in asked or not 2 <= len(run) <= CHINESE_LONGEST or tally.has(run):
            continue
        whole = [_mended(q, [(*match.span(), other)]) for other in like(vocabulary, run)]
        yield from whole
        if not any(map(tally.has, whole)):
            for other in like_in_parts(vocabulary, run, tally.has):
                yield _mended(q, [(*match.span(), other)])


def _mended(q: str, changes: list[tuple[int, int, str]]) -> str:
    for start, end, text in reversed(changes):
        q = q[:start] + text + q[end:]
    return q
