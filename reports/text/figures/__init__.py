"""Figures: every number of a Chinese and an English text, matched across the languages, and what disagrees."""

from reports.text.figures.alarm import Alarm, AlarmKind, FigureMatch, Pair
from reports.text.figures.chinese import figures_zh
from reports.text.figures.english import figures_en
from reports.text.figures.figure import Figure, Hedge, Kind, Reading, Unit
from reports.text.figures.matching import match

__all__ = [
    "Alarm",
    "AlarmKind",
    "Figure",
    "FigureMatch",
    "Hedge",
    "Kind",
    "Pair",
    "Reading",
    "Unit",
    "figures_en",
    "figures_zh",
    "match",
]
