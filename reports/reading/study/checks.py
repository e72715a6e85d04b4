"""What to check in a pair after it was said aloud: its figures in both languages, and its terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from reports.reading.study.known_terms import Glossary, terms_in
from reports.text.figures import Figure, FigureMatch, Kind, match

# Numbers that structure a text rather than tell anything.
UNTOLD = {Kind.ORDINAL, Kind.NAME}
TERMS_MOST = 8
# Smaller numbers in words, hedged or not, are everyday ones.
TELLING = 10
PAIRS_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Check:
    """A figure or a term in both languages; `agrees` is false where the two sides tell it differently."""

    zh: str
    en: str
    agrees: bool = True


@lru_cache(maxsize=PAIRS_KEPT)
def matched(zh: str, en: str) -> FigureMatch:
    """Return the figures of a pair, matched; kept, for matching takes some milliseconds."""
    return match(zh, en)


def is_told(figure: Figure | None) -> bool:
    """Say whether a figure tells something that is worth checking."""
    return figure is not None and (figure.strong or _is_inexact(figure)) and figure.kind not in UNTOLD


def _is_inexact(figure: Figure) -> bool:
    """Say whether a number in words tells a size all the same: 几亿, 十几个, 上千家."""
    return bool(figure.most) or (bool(figure.hedge) and figure.number >= TELLING)


def figures_to_check(zh: str, en: str) -> list[Check]:
    """Return the figures of a pair as published, in the order of the Chinese; those that disagree last."""
    found = matched(zh, en)
    checks = [Check(one.zh.text, one.en.text) for one in found.pairs if is_told(one.zh) and not one.again]
    checks += [
        Check(alarm.zh.text if alarm.zh else "", alarm.en.text if alarm.en else "", agrees=False)
        for alarm in found.alarms
        if not alarm.mild and (is_told(alarm.zh) or is_told(alarm.en))
    ]
    return list(dict.fromkeys(checks))


def terms_to_check(known: Glossary, zh: str, en: str) -> list[Check]:
    """Return the terms of a pair whose renderings stand in its English, as they are written there, eight at most."""
    return [Check(term.zh, term.en) for term in terms_in(known, zh, en) if term.is_here][:TERMS_MOST]
