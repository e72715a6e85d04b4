"""A plan becomes rows, in one transaction or not at all. The only package of ingest that knows the database."""

from reports.ingest.rows.storing import Outcome, Preview, preview, record, store

__all__ = ["Outcome", "Preview", "preview", "record", "store"]
