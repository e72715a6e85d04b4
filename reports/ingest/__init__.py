"""Taking reports in: a file's bytes become a plan, a plan becomes rows. Everything outside asks at this door."""

from reports.ingest.choices import Choices, Kept
from reports.ingest.comparison import ComparedLine, compare
from reports.ingest.file_names import own_name, shown_name
from reports.ingest.formats import SUFFIXES, companions, members
from reports.ingest.given import wrong_in
from reports.ingest.parts import tells_its_place
from reports.ingest.pipeline import understand
from reports.ingest.plan import Change, Evidence, Fact, Header, Plan, PlannedPair, PlannedSection, Refusal
from reports.ingest.rows import (
    Differing,
    Met,
    Outcome,
    Preview,
    Renumbered,
    Replacement,
    closed,
    prepare,
    preview,
    record,
    renumber,
    store,
    taken_in,
    would_renumber,
)
from reports.ingest.saying import kept, listed, nsay, said_again, say

__all__ = [
    "SUFFIXES",
    "Change",
    "Choices",
    "ComparedLine",
    "Differing",
    "Evidence",
    "Fact",
    "Header",
    "Kept",
    "Met",
    "Outcome",
    "Plan",
    "PlannedPair",
    "PlannedSection",
    "Preview",
    "Refusal",
    "Renumbered",
    "Replacement",
    "closed",
    "companions",
    "compare",
    "kept",
    "listed",
    "members",
    "nsay",
    "own_name",
    "prepare",
    "preview",
    "record",
    "renumber",
    "said_again",
    "say",
    "shown_name",
    "store",
    "taken_in",
    "tells_its_place",
    "understand",
    "would_renumber",
    "wrong_in",
]
