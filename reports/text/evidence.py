"""What speaks for a group of Chinese and English texts saying the same, as logarithms of odds against chance.

A term of one side that the other explains counts the more, the less a text of that size would explain it by chance; one
that isn't explained counts against the group. Long texts have more terms, so they weigh more. Terms are words, compared
through the dictionary both ways, figures, and names in Latin letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reports.text.chains import Matrix
from reports.text.fold import fold
from reports.text.lexicon import chinese_words, english_terms, renderings
from reports.text.numerals import chinese_number

Kind = tuple[int, int]  # so many Chinese texts to so many English ones

SCALES = {
    "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "千亿": 1e11, "万亿": 1e12,
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
DIGITS = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
FIGURE = re.compile(
    rf"({DIGITS})(?:\s*(百万|千万|千亿|万亿|[百千万亿])|[\s-]?(hundred|thousand|million|billion|trillion)\b)?"
)
NUMERALS = re.compile(r"[〇零一二三四五六七八九十百]{2,}")
MONTHS = "january february march april may june july august september october november december".split()
# May is a month where no word in small letters follows.
ENGLISH_MONTH = re.compile(rf"\b({'|'.join(month.title() for month in MONTHS)})\b(?!\s+[a-z])")
CHINESE_MONTH = re.compile(r"(?<![0-9])(1[0-2]|[1-9])月")
NAME = re.compile(r"(?<![a-z0-9])[a-z0-9]*[a-z][a-z0-9]*(?![a-z0-9])")

# Measured on the national reports: English characters to a Chinese one, and how that scatters: the variance is a
# little for every text, the more the longer it is, and for long texts a share of their length squared.
RATIO, SCATTER = 5.1, (50.0, 30.0, 0.0625)
# The tails of a t distribution with so many degrees of freedom: a free rendering is unlikely, not impossible.
FREEDOM = 4.0
# How often what explains a term stands on the other side of a true group, beyond what chance puts there.
EXPLAINED = {"lexicon": 0.6, "figures": 0.8, "names": 0.8}
# Chance, before any text is read: a term is explained so often in so many characters.
SEEN, FORESEEN_ZH, FORESEEN_EN = 1.0, 700.0, 3500.0


def length_scores(zh: Sequence[str], en: Sequence[str], kinds: Iterable[Kind], usual: int) -> dict[Kind, Matrix]:
    """Return, for groups of m Chinese and n English texts, how well the lengths of each that begins at (i, j) agree.

    The ratio is these texts' own, drawn to the usual one as if by `usual` Chinese characters more.
    """
    length_zh, length_en = _lengths(zh), _lengths(en)
    ratio = (length_en.sum() + RATIO * usual) / (length_zh.sum() + usual)
    fixed, linear, squared = SCATTER
    found = {}
    for m, n in kinds:
        left, right = _runs(length_zh, m), _runs(length_en, n)
        variance = (fixed + linear * left + squared * left**2)[:, None]
        delta = right[None, :] - ratio * left[:, None]
        found[m, n] = -(FREEDOM + 1) / 2 * np.log1p(delta**2 / variance / FREEDOM) - np.log(variance) / 2
    return found


def term_scores(zh: Sequence[str], en: Sequence[str], kinds: Sequence[Kind]) -> dict[Kind, dict[str, Matrix]]:
    """Return for the same groups what their terms say, by kind of term: lexicon, figures and names."""
    compared = {"lexicon": _lexicon(zh, en), "figures": _same(zh, en, figures), "names": _same(zh, en, names)}
    found: dict[Kind, dict[str, Matrix]] = {kind: {} for kind in kinds}
    for name, (left, right) in compared.items():
        there = _log_odds(left, right, kinds, EXPLAINED[name])
        back = _log_odds(right, left, [kind[::-1] for kind in kinds], EXPLAINED[name])
        for m, n in kinds:
            found[m, n][name] = (there[m, n] + back[n, m].T) / 2
    return found


def figures(text: str) -> Iterator[str]:
    """Yield the figures of a text of either language, by value: 1.5万, 15,000 and 15 thousand are one; months too."""
    folded = fold(text)
    for match in FIGURE.finditer(folded):
        scale = SCALES.get(match.group(2) or match.group(3) or "", 1.0)
        yield f"{float(match.group(1).replace(',', '')) * scale:.6g}"
    for match in NUMERALS.finditer(folded):
        if (number := chinese_number(match.group())) is not None:
            yield str(number)
    yield from (f"month {match.group(1)}" for match in CHINESE_MONTH.finditer(folded))
    yield from (f"month {MONTHS.index(match.group(1).lower()) + 1}" for match in ENGLISH_MONTH.finditer(text))


def names(text: str) -> Iterator[str]:
    """Yield the words in Latin letters of a text of either language, in lower case: PPP, 5G, GDP."""
    return (match.group() for match in NAME.finditer(fold(text)))


@dataclass(frozen=True, slots=True)
class _Side:
    """What every text of one side says and what it explains of the other side, as tables of 0 and 1; its length."""

    says: Matrix
    explains: Matrix
    lengths: Matrix
    foreseen: float


def _lengths(texts: Sequence[str]) -> Matrix:
    return np.array([len(text) for text in texts], dtype=np.float32)


def _runs(lengths: Matrix, count: int) -> Matrix:
    """Return the summed lengths of every `count` texts that follow one another."""
    return np.convolve(lengths, np.ones(count, dtype=np.float32), mode="valid")


def _table(rows: Sequence[frozenset[str]], terms: Iterable[str]) -> Matrix:
    places = {term: at for at, term in enumerate(terms)}
    table = np.zeros((len(rows), len(places)), dtype=np.float32)
    for row, found in enumerate(rows):
        table[row, [places[term] for term in found if term in places]] = 1.0
    return table


def _same(zh: Sequence[str], en: Sequence[str], read: Callable[[str], Iterator[str]]) -> tuple[_Side, _Side]:
    """Compare terms that are written alike on both sides."""
    left, right = [frozenset(read(text)) for text in zh], [frozenset(read(text)) for text in en]
    terms = sorted(_every(left) | _every(right)) if read is figures else sorted(_every(left))
    here, there = _table(left, terms), _table(right, terms)
    return _Side(here, here, _lengths(zh), FORESEEN_ZH), _Side(there, there, _lengths(en), FORESEEN_EN)


def _lexicon(zh: Sequence[str], en: Sequence[str]) -> tuple[_Side, _Side]:
    """Compare Chinese words with English ones through the dictionary."""
    left, right = [frozenset(chinese_words(text)) for text in zh], [frozenset(english_terms(text)) for text in en]
    spoken = _every(right)
    meanings = {word: renderings(word) for word in sorted(_every(left))}
    bearers: dict[str, list[str]] = {}
    for word, terms in meanings.items():
        for term in terms & spoken:
            bearers.setdefault(term, []).append(word)
    words = [word for word, terms in meanings.items() if terms]
    meant = [_every([meanings[word] for word in row]) for row in left]
    borne = [frozenset(word for term in row for word in bearers.get(term, ())) for row in right]
    return (
        _Side(_table(left, words), _table(meant, sorted(spoken)), _lengths(zh), FORESEEN_ZH),
        _Side(_table(right, sorted(spoken)), _table(borne, words), _lengths(en), FORESEEN_EN),
    )


def _every(rows: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*rows)


def _log_odds(source: _Side, target: _Side, kinds: Sequence[Kind], explained: float) -> dict[Kind, Matrix]:
    """Return the log odds of what runs of `target` say, given runs of `source`, against random texts of that size."""
    if not source.explains.shape[1]:
        sizes = len(source.lengths) + 1, len(target.lengths) + 1
        return {(m, n): np.zeros((sizes[0] - m, sizes[1] - n), dtype=np.float32) for m, n in kinds}
    missed = np.float32(np.log1p(-explained))
    rates = (source.explains.sum(axis=0) + SEEN) / (source.lengths.sum() + source.foreseen)
    weighed: dict[int, Matrix] = {}
    for m in {m for m, _ in kinds}:
        chance = np.maximum(-np.expm1(-np.outer(_runs(source.lengths, m), rates)), 1e-9)
        weighed[m] = _union(source.explains, m) * (np.log1p(explained * (1 - chance) / chance) - missed)
    said = {n: _union(target.says, n) for n in {n for _, n in kinds}}
    return {(m, n): weighed[m] @ said[n].T + missed * said[n].sum(axis=1) for m, n in kinds}


def _union(table: Matrix, count: int) -> Matrix:
    """Return for every row what it and the rows after it hold, `count` in all."""
    rows = len(table) + 1 - count
    union: Matrix = np.maximum.reduce([table[at : at + rows] for at in range(count)])
    return union
