"""In which order files stand that are read, listed and taken in together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reports.intake.facts import Understood

if TYPE_CHECKING:
    from reports.models import IngestJob

Name = list[tuple[bool, int, str]]
# Files of which nothing tells the number come after those that have one, as they are named.
LAST = 10_000


def order_of(job: IngestJob) -> tuple[bool, str, int, Name, int]:
    """Return where a job stands among those that are taken in together: parts in their order, the English last."""
    found = Understood.of(job)
    return (job.chinese_id is not None, found.slug, found.part or LAST, natural(job), job.pk)


def place_of(job: IngestJob) -> tuple[Name, int, bool, Name, int]:
    """Return where a job stands among those of its upload, on each page: by name, an archive before its files.

    The archive that it came out of has to be loaded.
    """
    first = job.archive or job
    return (natural(first), first.pk, first is not job, natural(job), job.pk)


def natural(job: IngestJob) -> Name:
    """Return where a job stands by its file's name, the numbers in it counted as numbers."""
    pieces = re.findall(r"\d+|\D+", job.file_name.casefold())
    return [(piece.isdecimal(), int(piece) if piece.isdecimal() else 0, piece) for piece in pieces]
