"""How much can be handed in at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from reports import ingest
from reports.ingest import say as _

if TYPE_CHECKING:
    from collections.abc import Sequence

# An upload may be as large as this many files of the largest size, packed and unpacked.
FULL_FILES = 10


def most_bytes() -> int:
    """Return how many bytes an upload may have, packed and unpacked."""
    return FULL_FILES * int(settings.MAX_SOURCE_BYTES)


def most_files() -> int:
    """Return how many files an upload may have, those in archives counted one by one."""
    return int(settings.DATA_UPLOAD_MAX_NUMBER_FILES or 0) or 1_000


def check_size(name: str, size: int) -> None:
    """Raise ingest.Refusal for a file that is far too large for a report."""
    if size > settings.MAX_SOURCE_BYTES:
        reason = _("The file has %(size)s; the limit is %(limit)s.") % {
            "size": filesizeformat(size), "limit": filesizeformat(settings.MAX_SOURCE_BYTES),
        }  # fmt: skip
        remedy = _("A report is some 50 to 300 kilobytes of text: hand its text in alone, one report to a file.")
        raise ingest.Refusal(name, reason, remedy)


def check_members(name: str, members: Sequence[tuple[str, bytes | ingest.Refusal]]) -> None:
    """Raise ingest.Refusal for an archive that holds more files, or larger ones, than an upload may have."""
    remedy = _("Hand it in as several smaller archives: nothing was taken of this one.")
    if len(members) > most_files():
        raise ingest.Refusal(name, _("There are more than %s files in the archive.") % most_files(), remedy)
    if sum(len(content) for _name, content in members if isinstance(content, bytes)) > most_bytes():
        reason = _("The files in the archive are larger than %s together.") % filesizeformat(most_bytes())
        raise ingest.Refusal(name, reason, remedy)
