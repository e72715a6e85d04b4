"""A plan becomes rows, in one transaction or not at all. The only package of ingest that knows the database."""

from reports.ingest.rows.closed import closed
from reports.ingest.rows.headers import Differing
from reports.ingest.rows.made_of import taken_in
from reports.ingest.rows.renumbered import Renumbered, renumber, would_renumber
from reports.ingest.rows.sides import Met, Replacement
from reports.ingest.rows.storing import Outcome, Preview, preview, record, store
from reports.ingest.rows.text_facts import prepare

__all__ = [
    "Differing",
    "Met",
    "Outcome",
    "Preview",
    "Renumbered",
    "Replacement",
    "closed",
    "prepare",
    "preview",
    "record",
    "renumber",
    "store",
    "taken_in",
    "would_renumber",
]
