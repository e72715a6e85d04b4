"""The rows of the archive: what is kept, and what the database itself enforces.

Rows are the truth. A report's rows are written by `reports.ingest.rows`, which makes them of a file, and by
`reports.revisions`, which corrects them; whoever writes them calls `Report.touch` in the same transaction: that is
how the search index knows what it has to read again.
"""

from reports.models.auditing import AuditEntry
from reports.models.errata import Erratum
from reports.models.intake import IngestJob, WorkerBeat
from reports.models.jurisdictions import Jurisdiction
from reports.models.kept_addresses import KeptAddress
from reports.models.pair_rows import PairVariant, ParagraphPair, ReportNote
from reports.models.report_rows import Report, ReportQuerySet, Section
from reports.models.revision_rows import Change, Revision
from reports.models.source_files import SourceFile
from reports.models.terms import Term

__all__ = [
    "AuditEntry",
    "Change",
    "Erratum",
    "IngestJob",
    "Jurisdiction",
    "KeptAddress",
    "PairVariant",
    "ParagraphPair",
    "Report",
    "ReportNote",
    "ReportQuerySet",
    "Revision",
    "Section",
    "SourceFile",
    "Term",
    "WorkerBeat",
]
