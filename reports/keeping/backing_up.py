"""Writing a backup: all rows as of one moment, the originals, the settings."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone

from reports.keeping import contents, kept, sequences, surroundings, tables
from reports.keeping.contents import Manifest, Packing
from reports.keeping.snapshot import snapshot
from reports.models import ParagraphPair, Report, SourceFile

# Told how much of how much is done, and what is being done.
Tell = Callable[[int, int, str], None]
# An original weighs as much in the progress as so many rows.
ROWS_AN_ORIGINAL = 20
TOLD_ROWS = 500


@dataclass(slots=True)
class Written:
    """A backup that was made: where, how large, of how much; `damaged` are originals whose bytes are not theirs."""

    path: Path
    size: int
    seconds: float
    counts: dict[str, int]
    damaged: list[str] = field(default_factory=list)


def backup(target: Path, *, with_secret_key: bool = False, tell: Tell | None = None) -> Written:
    """Write a backup to a file, or into a folder under a name of its own, and return what came of it.

    The rows are those of one moment, whatever is written meanwhile. The file is there once it is whole. Raises
    `OSError`.
    """
    started = time.monotonic()
    path = kept.new_name(target) if target.is_dir() else target
    with (
        kept.arriving(path) as file,
        snapshot() as using,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as whole,
    ):
        manifest = Writing(whole, using, tell).write(with_secret_key=with_secret_key)
    seconds = time.monotonic() - started
    return Written(path, path.stat().st_size, seconds, manifest["counts"], manifest["damaged"])


class Writing:
    """One backup while it is written."""

    def __init__(self, whole: zipfile.ZipFile, using: str, tell: Tell | None) -> None:
        self.using = using
        self.made = timezone.now().astimezone(dt.UTC)
        self.packing = Packing(whole, self.made.timetuple())
        self.tell = tell
        self.done = self.all = 0

    def write(self, *, with_secret_key: bool) -> Manifest:
        """Write all of it and return the manifest."""
        counts = {model: tables.rows(model, self.using).count() for model in tables.kept()}
        self.all = sum(counts.values()) + counts[SourceFile] * ROWS_AN_ORIGINAL
        here = surroundings.settings_given()
        left_out = {name: str(why) for name, why in tables.LEFT_OUT.items()}
        manifest: Manifest = {
            "kind": contents.KIND,
            "version": contents.VERSION,
            "name": surroundings.name_of_archive(),
            "made": self.made.isoformat(),
            "database": connections[self.using].vendor,
            "program": surroundings.program(),
            "migrations": surroundings.migrations_applied(self.using),
            "left_out": {**left_out, "settings": here["left_out"]},
        }
        self.packing.add(contents.README, contents.TOLD.encode())
        self.packing.add(contents.SETTINGS, json.dumps(here, ensure_ascii=False, indent=1).encode())
        if with_secret_key:
            self.packing.add(contents.KEY, settings.SECRET_KEY.encode())
            manifest["left_out"]["settings"] = [name for name in here["left_out"] if name != "SECRET_KEY"]
        manifest["tables"] = {tables.label(model): self._table(model) for model in tables.kept()}
        damaged = list(self._originals())
        manifest["counts"] = {
            "reports": counts[Report],
            "pairs": counts[ParagraphPair],
            "originals": counts[SourceFile],
            "rows": sum(counts.values()),
        }
        manifest["damaged"] = damaged
        self.packing.add_manifest(manifest)
        return manifest

    def _table(self, model: tables.Table) -> Manifest:
        using = connections[self.using]
        name = tables.label(model)
        rows = self.packing.add_lines(contents.rows_name(name), self._counted(tables.lines(model, self.using), name))
        number = sequences.highest(using, model) if sequences.is_numbered(model) else 0
        return {"rows": rows, "highest": number, "fields": [column.attname for column in tables.fields(model)]}

    def _counted(self, lines: Iterator[bytes], name: str) -> Iterator[bytes]:
        for line in lines:
            yield line
            self.done += 1
            if self.tell and self.done % TOLD_ROWS == 0:
                self.tell(self.done, self.all, name)

    def _originals(self) -> Iterator[str]:
        """Write each original once, one at a time in memory; yield the names of those that aren't what they were."""
        rows = SourceFile.objects.using(self.using)
        for pk, digest in rows.order_by("pk").values_list("pk", "sha256"):
            content = bytes(rows.values_list("content", flat=True).get(pk=pk))
            self.packing.add(contents.ORIGINALS + digest, content)
            if hashlib.sha256(content).hexdigest() != digest:
                yield digest
            self.done += ROWS_AN_ORIGINAL
            if self.tell:
                self.tell(self.done, self.all, contents.ORIGINALS)
