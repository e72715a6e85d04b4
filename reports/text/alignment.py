"""Which Chinese paragraphs and which English ones say the same, in order.

The likeliest chain of groups (1:1, 1:2, 2:1, 2:2, 1:3, 3:1, 1:0, 0:1) is taken. A group counts by its lengths, its
words through the dictionary, figures and names that both sides share, and the numbers of headings. How likely it is
among all the chains that could have been is its confidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.text import chains
from reports.text.chains import Matrix
from reports.text.evidence import Kind, length_scores, term_scores
from reports.text.fold import fold, has_han
from reports.text.headings import (
    CHINESE_FORMS,
    ENGLISH_FORMS,
    LONGEST_CHINESE,
    LONGEST_ENGLISH,
    chinese_heading,
    english_heading,
    is_unnumbered,
)
from reports.text.numerals import chinese_number, roman_number


@dataclass(frozen=True, slots=True)
class Manner:
    """How groups count: what one costs by its numbers of texts, and the weights of what speaks for it."""

    cost: Mapping[Kind, float]
    length: float
    lexicon: float
    figures: float
    names: float
    headings: bool
    # So many Chinese characters weigh as much as the usual ratio of lengths does.
    usual: int
    # The scores are taken so much milder for the confidence: the words of a sentence aren't independent.
    milder: float


# Tuned on the national reports of 2008 to 2014 (benchmarks/quality/).
PARAGRAPHS = Manner(
    cost={(1, 1): 0.0, (1, 2): 4.3, (2, 1): 4.3, (2, 2): 9.0, (1, 3): 6.0, (3, 1): 6.0, (1, 0): 6.8, (0, 1): 6.8},
    length=0.67,
    lexicon=1.0,
    figures=0.75,
    names=0.5,
    headings=True,
    usual=400,
    milder=0.6,
)
SAME_HEADING, OTHER_HEADING, ONE_HEADING = 3.0, -4.0, -2.0
HEADINGS_JOINED, UNNUMBERED_JOINED, FORBIDDEN = -6.0, -4.0, -1e6
# Longer sides are aligned in windows of so many paragraphs, of which the first half counts.
WINDOW = 500
LATIN_WORD = re.compile(r"[A-Za-z]+")
HAN_CHARACTER = re.compile(r"[\u3400-\u9fff]")
BARE_ORDINAL = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|[IVXL]{1,6}|[0-9]{1,2})[)）]?[.、．:：]?")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a group (above 0) or against it, by kind, as weighted log odds; 0 for one side alone."""

    length: float = 0.0
    lexicon: float = 0.0
    figures: float = 0.0
    names: float = 0.0
    heading: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """Indices of Chinese and of English paragraphs that belong together; one side may be empty.

    `confidence` says how likely it is, from 0 to 1, that they do and no others.
    """

    zh: tuple[int, ...]
    en: tuple[int, ...]
    confidence: float = 1.0
    evidence: Evidence = Evidence()


def is_chinese(text: str) -> bool:
    """Say whether a line has more Chinese characters than Latin words; a line of figures alone is English."""
    return has_han(text) and len(HAN_CHARACTER.findall(text)) >= len(LATIN_WORD.findall(text))


def align(zh: Sequence[str], en: Sequence[str], manner: Manner = PARAGRAPHS) -> list[Group]:
    """Return the groups, in order, that cover every paragraph of both sides once.

    One paragraph and one are always a group: whether they belong together its confidence says.
    """
    if not zh or not en:
        return [Group((i,), ()) for i in range(len(zh))] + [Group((), (i,)) for i in range(len(en))]
    rest_zh, rest_en = len(zh), len(en)
    groups: list[Group] = []
    while rest_zh and rest_en and max(rest_zh, rest_en) > WINDOW:
        share = WINDOW / max(rest_zh, rest_en)
        i, j = len(zh) - rest_zh, len(en) - rest_en
        window_zh, window_en = zh[i : i + max(1, int(rest_zh * share))], en[j : j + max(1, int(rest_en * share))]
        found = _align(window_zh, window_en, manner)
        kept = _moved(found[: (len(found) + 1) // 2], i, j)
        groups += kept
        rest_zh -= sum(len(group.zh) for group in kept)
        rest_en -= sum(len(group.en) for group in kept)
    i, j = len(zh) - rest_zh, len(en) - rest_en
    rest = _align(zh[i:], en[j:], manner) if rest_zh and rest_en else align(zh[i:], en[j:])
    return [*groups, *_moved(rest, i, j)]


def _moved(groups: Sequence[Group], i: int, j: int) -> list[Group]:
    if not i and not j:
        return list(groups)
    return [
        Group(tuple(at + i for at in group.zh), tuple(at + j for at in group.en), group.confidence, group.evidence)
        for group in groups
    ]


def _align(zh: Sequence[str], en: Sequence[str], manner: Manner) -> list[Group]:
    kinds = [(m, n) for m, n in manner.cost if 0 < m <= len(zh) and 0 < n <= len(en)]
    parts = _parts(zh, en, kinds, manner)
    scores = {kind: np.sum([*parts[kind].values()], axis=0) - manner.cost[kind] for kind in kinds}
    scores[1, 0] = np.full((len(zh), len(en) + 1), -manner.cost[1, 0])
    scores[0, 1] = np.full((len(zh) + 1, len(en)), -manner.cost[0, 1])
    chain = [(0, 0, 1, 1)] if len(zh) == len(en) == 1 else chains.best(scores, len(zh), len(en))
    milder = {kind: manner.milder * _allowed(matrix) for kind, matrix in scores.items()}
    likely = chains.likelihoods(milder, len(zh), len(en))
    groups = []
    for i, j, m, n in chain:
        evidence = {name: float(part[i, j]) for name, part in parts.get((m, n), {}).items()}
        confidence = min(float(likely[m, n][i, j]), 1.0)
        groups.append(Group(tuple(range(i, i + m)), tuple(range(j, j + n)), confidence, Evidence(**evidence)))
    return groups


def _allowed(scores: Matrix) -> Matrix:
    """Return the scores as if nothing were forbidden: what would be likely but isn't taken casts doubt on the rest."""
    return np.where(scores < FORBIDDEN / 2, scores - FORBIDDEN + HEADINGS_JOINED, scores)


def _parts(
    zh: Sequence[str], en: Sequence[str], kinds: Sequence[Kind], manner: Manner
) -> dict[Kind, dict[str, Matrix]]:
    """Return for every kind of group the weighted scores by kind of evidence."""
    lengths, terms = length_scores(zh, en, kinds, manner.usual), term_scores(zh, en, kinds)
    headings = _Headings(zh, en) if manner.headings else None
    return {
        kind: {
            "length": manner.length * lengths[kind],
            "lexicon": manner.lexicon * terms[kind]["lexicon"],
            "figures": manner.figures * terms[kind]["figures"],
            "names": manner.names * terms[kind]["names"],
            **({"heading": headings.scores(kind)} if headings else {}),
        }
        for kind in kinds
    }


class _Headings:
    """The headings of both sides and what they say of a group."""

    def __init__(self, zh: Sequence[str], en: Sequence[str]) -> None:
        self.zh, self.en = zh, en
        found_zh, found_en = [chinese_heading(text) for text in zh], [english_heading(text) for text in en]
        self.is_zh = np.array([heading is not None for heading in found_zh])
        self.is_en = np.array([heading is not None for heading in found_en])
        self.ordinals_zh = np.array([_ordinal_zh(text) for text in zh])
        self.ordinals_en = np.array([_ordinal_en(text) for text in en])

    def scores(self, kind: Kind) -> Matrix:
        m, n = kind
        rows, columns = len(self.zh) + 1 - m, len(self.en) + 1 - n
        is_zh, is_en = self.is_zh[:rows, None], self.is_en[None, :columns]
        ordinals_zh, ordinals_en = self.ordinals_zh[:rows, None], self.ordinals_en[None, :columns]
        alike = ordinals_zh == ordinals_en
        scores = np.where(is_zh & is_en, np.where(alike, SAME_HEADING, OTHER_HEADING), (is_zh ^ is_en) * ONE_HEADING)
        # The other side may have the heading run into the paragraph.
        run_in = alike & (ordinals_zh > 0)
        joined_zh = _joined(self.is_zh, self.zh, m, LONGEST_CHINESE)[:, None]
        joined_en = _joined(self.is_en, self.en, n, LONGEST_ENGLISH)[None, :]
        return scores + np.where(run_in & (n == 1), 0.0, joined_zh) + np.where(run_in & (m == 1), 0.0, joined_en)


def _joined(headings: NDArray[np.bool_], texts: Sequence[str], count: int, longest: int) -> Matrix:
    """Return what it costs to take `count` paragraphs together: everything where a heading meets a paragraph."""
    costs = np.zeros(len(texts) + 1 - count)
    for at in range(len(costs) if count > 1 else 0):
        taken = headings[at : at + count]
        # I on one line, its title on the next, is one heading.
        title = count == 2 and BARE_ORDINAL.fullmatch(texts[at].strip()) and len(texts[at + 1]) <= longest
        if taken.any() and not title:
            costs[at] = HEADINGS_JOINED if taken.all() else FORBIDDEN
        elif not title and any(map(is_unnumbered, texts[at : at + count])):
            costs[at] = UNNUMBERED_JOINED
    return costs


def _ordinal_zh(text: str) -> int:
    """Return the number that a line begins with as headings do, however long it is; 0 for none."""
    match = _first_match(CHINESE_FORMS, fold(text[:40]))
    return (chinese_number(match) or 0) if match else 0


def _ordinal_en(text: str) -> int:
    match = _first_match(ENGLISH_FORMS, text)
    return (int(match) if match.isdigit() else roman_number(match) or 0) if match else 0


def _first_match(forms: Sequence[tuple[str, int, re.Pattern[str]]], text: str) -> str:
    return next((match.group(1) for *_, pattern in forms if (match := pattern.match(text))), "")
