"""Notes on figures that are paired: read loosely, rounded, their hedge lost or turned round."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reports.text.figures.alarm import MILD, Alarm, AlarmKind, Pair
from reports.text.figures.equality import LOOSE, ROUNDED, grade
from reports.text.figures.figure import Figure, Hedge, Kind

# Any word that hedges a number in its neighbourhood, in the characters before it and after it.
HEDGED = re.compile(
    r"\b(?:about|around|approximately|roughly|some|nearly|almost|close to|over|more than|exceed\w*|surpass\w*|above"
    r"|at least|less than|fewer than|under|below|within|up to|no more|no less|not more|not less|topped|in excess"
    r"|upwards?|plus|or (?:more|higher|so|less|above|below)|and (?:above|over|below|older)|an estimated|beyond|broke"
    r"|mark|at or|approach\w*|a maximum|a minimum|not (?:fall|drop|rise))\b",
    re.I,
)
BEFORE, AFTER = 60, 40


def notes(pairs: Sequence[Pair], en_text: str, en: Sequence[Figure]) -> list[Alarm]:
    """Return the notes on `pairs`, whose English figures are among `en` of `en_text`."""
    kinds = ((pair, kind) for pair in pairs for kind in (_equality(pair), _hedging(pair, en_text, en)))
    return [Alarm(kind, pair.zh, pair.en, mild=True) for pair, kind in kinds if kind is not None]


def _equality(pair: Pair) -> AlarmKind | None:
    equal = grade(pair.zh, pair.en)
    if equal == LOOSE and Kind.MULTIPLE in {pair.zh.kind, pair.en.kind}:
        return AlarmKind.MULTIPLE
    return AlarmKind.ROUNDED if equal == ROUNDED else None


def _hedging(pair: Pair, en_text: str, en: Sequence[Figure]) -> AlarmKind | None:
    hedges = {pair.zh.hedge, pair.en.hedge}
    if pair.zh.kind in MILD - {Kind.DURATION} or not pair.zh.strong:
        return None
    if pair.zh.hedge and not pair.en.hedge and not _hedged_nearby(en_text, pair.en, en):
        return AlarmKind.HEDGE_LOST
    return AlarmKind.HEDGE_DIFFERS if Hedge.OVER in hedges and hedges & {Hedge.NEARLY, Hedge.UNDER} else None


def _hedged_nearby(text: str, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Say whether a hedge stands between the figures before and after this one, near it."""
    before = max((other.end for other in figures if other.end <= figure.start and other.strong), default=0)
    after = min((other.start for other in figures if other.start >= figure.end and other.strong), default=len(text))
    return HEDGED.search(text[max(before, figure.start - BEFORE) : min(after, figure.end + AFTER)]) is not None
