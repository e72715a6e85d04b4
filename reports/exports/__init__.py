"""Taking texts away: a report, a section, a search or the archive as a file. Everything outside asks at this door."""

from reports.exports import tei
from reports.exports.document import Bead, Document, Passage, Section, Source, Work, Works
from reports.exports.documents import Asked, of_pairs, of_report, of_reports
from reports.exports.formats import FORMATS, Format
from reports.exports.said import VERSION

__all__ = [
    "FORMATS",
    "VERSION",
    "Asked",
    "Bead",
    "Document",
    "Format",
    "Passage",
    "Section",
    "Source",
    "Work",
    "Works",
    "of_pairs",
    "of_report",
    "of_reports",
    "tei",
]
