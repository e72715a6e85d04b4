"""Errors that readers report at a pair, and what editors answer. Everything outside asks at this door."""

from reports.errata.answering import ANSWERS, Overtaken, answer, reopen, stamp
from reports.errata.following import answered_at, answered_pairs, any_answered, places, waiting_at, waiting_in
from reports.errata.reporting import LONGEST, LONGEST_NAME, SHORTEST, Reported, report_error, texts_seen, tidy

__all__ = [
    "ANSWERS",
    "LONGEST",
    "LONGEST_NAME",
    "SHORTEST",
    "Overtaken",
    "Reported",
    "answer",
    "answered_at",
    "answered_pairs",
    "any_answered",
    "places",
    "reopen",
    "report_error",
    "stamp",
    "texts_seen",
    "tidy",
    "waiting_at",
    "waiting_in",
]
