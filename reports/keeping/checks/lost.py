"""Originals that are gone altogether, though something came from them: a backup may have them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from reports.keeping import contents, reading, tables
from reports.keeping.checks.finding import Finding
from reports.models import IngestJob, PairVariant, ParagraphPair, ReportNote, SourceFile

POINTING = (ParagraphPair, PairVariant, ReportNote, IngestJob)


def lost(from_backup: Path | None = None) -> Iterator[Finding]:
    """Yield the originals that a backup has and the archive has lost; the check of pointers tells of all others."""
    keys = _missing()
    if not keys or from_backup is None:
        return
    try:
        with contents.opened(from_backup) as whole:
            rows = [row for row in reading.rows(whole, tables.label(SourceFile)) if row["id"] in keys]
            there = [row for row in rows if _is_whole(reading.original(whole, row["sha256"]), row["sha256"])]
    except (*contents.UNREADABLE, contents.Unusable, KeyError):
        return
    for row in there:
        problem = _("The original %(name)s is gone, though texts came from it.") % {"name": row["name"]}
        remedy = _("The backup has it as it came in: it is put back.")
        yield Finding("original", f"original {row['name']}", problem, remedy, partial(_put_back, from_backup, row))


def _missing() -> set[int]:
    keys: set[int] = set()
    for model in POINTING:
        there = SourceFile.objects.filter(pk=OuterRef("source_id"))
        gone = tables.rows(model).filter(source_id__isnull=False).exclude(Exists(there))
        keys |= {key for key in gone.order_by().values_list("source_id", flat=True).distinct() if key is not None}
    return keys


def _is_whole(content: bytes, digest: str) -> bool:
    return hashlib.sha256(content).hexdigest() == digest


def _put_back(path: Path, row: tables.Row) -> None:
    """Write the row and the bytes; it points to nothing where that is gone."""
    columns: dict[str, Any] = {}
    for column in tables.fields(SourceFile):
        value = column.to_python(row[column.attname]) if column.attname in row else column.get_default()
        to = column.related_model
        if isinstance(to, type) and value is not None and not tables.rows(to).filter(pk=value).exists():
            value = None
        columns[column.attname] = value
    with contents.opened(path) as whole:
        source = SourceFile(**columns, content=reading.original(whole, row["sha256"]))
    moment = source.uploaded_at
    SourceFile.objects.bulk_create([source])
    SourceFile.objects.filter(pk=source.pk).update(uploaded_at=moment)
