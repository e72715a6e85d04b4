"""What matching figures hands back: pairs, and alarms for what disagrees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reports.text.figures.figure import Figure, Kind


class AlarmKind(StrEnum):
    """What is wrong with a figure."""

    MISSING_IN_ENGLISH = "missing in English"
    MISSING_IN_CHINESE = "missing in Chinese"
    SCALE = "scale"
    VALUE = "value differs"
    UNIT = "unit differs"
    MULTIPLE = "multiple unclear"
    ROUNDED = "rounded"
    VAGUE = "vague"
    HEDGE_LOST = "hedge lost"
    HEDGE_DIFFERS = "hedge differs"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures that say the same; `again` where a side says twice what is paired already (in mu and in hectares)."""

    zh: Figure
    en: Figure
    again: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """A figure, or two that should agree and don't. A mild one is a note: likely the translator's choice."""

    kind: AlarmKind
    zh: Figure | None
    en: Figure | None
    mild: bool = False

    @property
    def side(self) -> str:
        """Return "zh", "en", or "both" where it has a figure of each."""
        return "both" if self.zh and self.en else "zh" if self.zh else "en"


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """The figures of both sides, what is paired, and the alarms in order of the text."""

    zh: tuple[Figure, ...]
    en: tuple[Figure, ...]
    pairs: tuple[Pair, ...]
    alarms: tuple[Alarm, ...]


# Kinds that translators leave out, put in or say otherwise (去年 for 2011, seven others for 8 in all).
MILD = {Kind.YEAR, Kind.DATE, Kind.ORDINAL, Kind.DURATION, Kind.NAME}
