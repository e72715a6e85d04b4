"""Whether the originals are, byte for byte, what came in, and whether their lines are there that pairs point to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.db.models import Max
from django.utils.translation import gettext as _

from reports import ingest
from reports.keeping import contents, reading
from reports.keeping.checks.finding import Finding
from reports.keeping.checks.histories import mending
from reports.models import PairVariant, ParagraphPair, Report, ReportNote, Revision, SourceFile

Tell = Callable[[int, int, str], None]
Pointing = type[ParagraphPair] | type[PairVariant] | type[ReportNote]
POINTING: tuple[Pointing, ...] = (ParagraphPair, PairVariant, ReportNote)


def originals(from_backup: Path | None = None, tell: Tell | None = None) -> Iterator[Finding]:
    """Yield the originals that are damaged, one in memory at a time; a backup may have them as they were."""
    rows = SourceFile.objects.order_by("pk").values_list("pk", "name", "sha256", "size", "encoding")
    total = rows.count()
    for done, (pk, name, digest, size, encoding) in enumerate(rows.iterator(), start=1):
        content = bytes(SourceFile.objects.values_list("content", flat=True).get(pk=pk))
        about = f"original {name}"
        if hashlib.sha256(content).hexdigest() != digest:
            yield _damaged(pk, about, digest, from_backup)
        elif len(content) != size:
            problem = _("The original %(name)s has %(found)d bytes, its row says %(size)d.")
            told = {"name": name, "found": len(content), "size": size}
            remedy = _("The row says what the bytes are; their SHA-256 is right.")
            yield Finding("size", about, problem % told, remedy, partial(_resize, pk, len(content)))
        elif encoding:
            yield from _lines(pk, name, content, encoding)
        if tell:
            tell(done, total, _("originals"))


def _damaged(pk: int, about: str, digest: str, from_backup: Path | None) -> Finding:
    slugs = Report.objects.filter(pairs__source=pk).order_by("slug").distinct().values_list("slug", flat=True)
    problem = _(
        "The bytes of the %(about)s are not those that came in (SHA-256 %(digest)s); read from it: %(reports)s."
    )
    told = {"about": about, "digest": digest[:12], "reports": ", ".join(slugs) or "-"}
    kept = _from(from_backup, digest) if from_backup else None
    if kept is None:
        remedy = _("The texts in the archive stay. A backup may have it: --from-backup FILE takes it from there.")
        return Finding("original", about, problem % told, remedy)
    remedy = _("The bytes are taken from the backup, which has them as they came in.")
    return Finding("original", about, problem % told, remedy, partial(_put_back, pk, kept))


def _from(path: Path, digest: str) -> Callable[[], bytes] | None:
    """Return what reads an original from a backup, None where it isn't there as it was."""

    def read() -> bytes:
        with contents.opened(path) as whole:
            return reading.original(whole, digest)

    try:
        return read if hashlib.sha256(read()).hexdigest() == digest else None
    except (*contents.UNREADABLE, contents.Unusable, KeyError):
        return None


def _put_back(pk: int, read: Callable[[], bytes]) -> None:
    content = read()
    SourceFile.objects.filter(pk=pk).update(content=content, size=len(content))


def _resize(pk: int, size: int) -> None:
    SourceFile.objects.filter(pk=pk).update(size=size)


def _line_count(content: bytes, encoding: str) -> int | None:
    """Return how many lines a text has at the most, None where it can't be told."""
    try:
        text = content.decode(encoding, "replace")
    except LookupError:
        return None
    return max(len(text.splitlines()), text.count("\n") + 1)


def _last_read(name: str, content: bytes, encoding: str) -> int:
    """Return the number of the last line that is read: a row of a table makes two of one, a page one of each block."""
    try:
        return max((line.number for line in ingest.compare(name, content, encoding)), default=0)
    except ingest.Refusal:
        return 0


def _lines(pk: int, name: str, content: bytes, encoding: str) -> Iterator[Finding]:
    last = [model.objects.filter(source=pk).aggregate(last=Max("source_line"))["last"] or 0 for model in POINTING]
    count = _line_count(content, encoding)
    if count is None or max(last) <= count:
        return
    # Reading takes long: only a file that seems too short is read.
    count = max(count, _last_read(name, content, encoding))
    if max(last) > count:
        problem = _("The original %(name)s has %(count)d lines, and is said to have line %(line)d.")
        told = {"name": name, "count": count, "line": max(last)}
        remedy = _("What points behind its end no longer names a line.")
        yield Finding("line", f"original {name}", problem % told, remedy, partial(_unname, pk, count))


def _unname(pk: int, count: int) -> None:
    pairs = ParagraphPair.objects.filter(source=pk, source_line__gt=count)
    for report in Report.objects.filter(pairs__source=pk).distinct():
        with mending(report, Revision.Kind.TEXT):
            pairs.filter(report=report).update(source_line=None)
            PairVariant.objects.filter(pair__report=report, source=pk, source_line__gt=count).update(source_line=None)
            ReportNote.objects.filter(report=report, source=pk, source_line__gt=count).update(source_line=None)
