"""Taking reports in: a file's bytes become a plan, a plan becomes rows. Everything outside asks at this door."""

from reports.ingest.comparison import ComparedLine, compare
from reports.ingest.formats import SUFFIXES, companions, members
from reports.ingest.pipeline import understand
from reports.ingest.plan import Change, Evidence, Fact, Header, Plan, PlannedPair, PlannedSection, Refusal
from reports.ingest.rows import Outcome, Preview, preview, record, store

__all__ = [
    "SUFFIXES",
    "Change",
    "ComparedLine",
    "Evidence",
    "Fact",
    "Header",
    "Outcome",
    "Plan",
    "PlannedPair",
    "PlannedSection",
    "Preview",
    "Refusal",
    "companions",
    "compare",
    "members",
    "preview",
    "record",
    "store",
    "understand",
]
