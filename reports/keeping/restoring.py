"""Putting a backup back: all of it or nothing, in one transaction, each row under the number that it had."""

from __future__ import annotations

import logging
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils.translation import gettext as _

from reports import people, revisions, search
from reports.keeping import contents, kept, reading, schema, sequences, surroundings, tables
from reports.keeping.backing_up import ROWS_AN_ORIGINAL, Tell, Written, backup
from reports.keeping.contents import Manifest
from reports.models import Erratum, IngestJob, KeptAddress, Report, Revision, SourceFile

log = logging.getLogger(__name__)

# Left out of backups, and of what comes back: they tell of accounts and jobs that may be others now.
EMPTIED = ("sessions.Session", "django_tasks_database.DBTaskResult")
WRITTEN_AT_ONCE, BYTES_AT_ONCE = 500, 16 << 20
# So much is said of a value that fits no column.
LONGEST = 500
# Where there is any of these, an archive isn't empty; jurisdictions and groups are there from the start.
CONTENT: tuple[tables.Table, ...] = (Report, SourceFile, IngestJob, Revision, Erratum, User)


class Refused(Exception):  # noqa: N818 - sentences for a person
    """A backup was not restored, and nothing was changed; `reasons` say why and what to do."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(slots=True)
class Restored:
    """What came back: how much of what, and what there is to say about it."""

    counts: dict[str, int]
    damaged: list[str] = field(default_factory=list)
    key: Path | None = None
    key_failure: str = ""
    before: Written | None = None
    indexed: bool = True


def is_empty() -> bool:
    """Say whether the archive has no reports, files or accounts yet."""
    return not any(tables.rows(model).exists() for model in CONTENT)


def examine(path: Path, tell: reading.Told | None = None) -> Manifest:
    """Return the manifest of a backup that can be restored here: every byte was read. Raises `Refused`."""
    if wrong := reading.faults(path, tell):
        raise Refused(wrong)
    told = reading.manifest(path)
    if reasons := list(schema.obstacles(told)):
        raise Refused(reasons)
    return told


def restore(
    path: Path,
    *,
    replace: bool = False,
    keep_in: Path | None = None,
    with_secret_key: bool = False,
    tell: Tell | None = None,
) -> Restored:
    """Put a backup that was examined into the database, in place of what is there if `replace`; index it.

    What is replaced is backed up into the folder `keep_in`, as it is at the last moment. Raises `Refused`,
    also where the values of rows are none, `OSError`, and the database's errors; the archive is then as it was.
    """
    try:
        with contents.opened(path) as whole:
            told = contents.manifest_of(whole)
            key = _key(whole) if with_secret_key and contents.KEY in told["members"] else ""
            before = _write(whole, told, path.name, replace=replace, keep_in=keep_in, tell=tell)
    except (contents.Unusable, KeyError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        # Whole when it was examined: a disk fails, somebody writes to the file, or made it up.
        raise Refused([_("This is no whole backup: %(reason)s") % {"reason": error}]) from error
    ContentType.objects.clear_cache()
    restored = Restored(told["counts"], told["damaged"], before=before)
    try:
        restored.key = surroundings.keep_key(key) if key else None
    except OSError as error:
        restored.key_failure = str(error)
    restored.indexed = _indexed()
    return restored


def _write(
    whole: zipfile.ZipFile, told: Manifest, name: str, *, replace: bool, keep_in: Path | None, tell: Tell | None
) -> Written | None:
    here = connections[DEFAULT_DB_ALIAS]
    # Looked at once, at the end: while rows come in, some point to others that don't stand there yet.
    with here.constraint_checks_disabled(), transaction.atomic():
        _lock_out_writers()
        if not replace and not is_empty():
            raise Refused([_("The archive here is not empty: --replace puts the backup in its place.")])
        # Nobody can write between this backup and the end of what it holds.
        before = backup(kept.new_name(keep_in, "before-restore"), tell=tell) if keep_in and not is_empty() else None
        given = {model: sequences.highest(here, model) for model in tables.kept() if sequences.is_numbered(model)}
        _clear()
        Writing(whole, told, tell).write()
        for model, number in given.items():
            stored = told["tables"].get(tables.label(model), {}).get("highest", 0)
            sequences.set_highest(here, model, max(number, stored, _last(model)))
        here.check_constraints()
        _compare(told)
        # A backup of before these were kept: the histories in it tell of them.
        if tables.label(KeptAddress) not in told["tables"]:
            revisions.keep(revisions.lacking())
        people.note("restore", target=name[:200], made=told["made"], rows=told["counts"]["rows"])
    return before


def _key(whole: zipfile.ZipFile) -> str:
    try:
        return contents.read(whole, contents.KEY, contents.CHUNK).decode()
    except UnicodeDecodeError as error:
        raise contents.Unusable(f"{contents.KEY}: {error}") from error


def _lock_out_writers() -> None:
    """Let others read, and wait with writing; SQLite does so by itself."""
    here = connections[DEFAULT_DB_ALIAS]
    if here.vendor == "postgresql":
        names = ", ".join(here.ops.quote_name(model._meta.db_table) for model in tables.kept())
        with here.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def _clear() -> None:
    here = connections[DEFAULT_DB_ALIAS]
    emptied = [*(apps.get_model(name) for name in EMPTIED), *reversed(tables.kept())]
    with here.cursor() as cursor:
        for model in emptied:
            cursor.execute(f"DELETE FROM {here.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - our own tables


def _last(model: tables.Table) -> int:
    last = tables.rows(model).order_by("-pk").values_list("pk", flat=True).first()
    return int(last or 0)


class Writing:
    """The rows of one backup while they are written."""

    def __init__(self, whole: zipfile.ZipFile, told: Manifest, tell: Tell | None) -> None:
        self.whole = whole
        self.told = told
        self.tell = tell
        self.done = 0
        self.all = told["counts"]["rows"] + told["counts"]["originals"] * ROWS_AN_ORIGINAL

    def write(self) -> None:
        """Write all rows that the backup has."""
        for model in tables.kept():
            if tables.label(model) in self.told["tables"]:
                self._table(model)

    def _table(self, model: tables.Table) -> None:
        here = connections[DEFAULT_DB_ALIAS]
        columns = [str(column.column) for column in tables.fields(model)]
        batches = self._batches(model)
        if model in tables.BYTES:
            columns.append(tables.BYTES[model])
            batches = self._with_originals(model)
        names = ", ".join(here.ops.quote_name(column) for column in columns)
        places = ", ".join(["%s"] * len(columns))
        table = here.ops.quote_name(model._meta.db_table)
        with here.cursor() as cursor:
            for batch in batches:
                with _fitting(model):
                    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", batch)  # noqa: S608
                if self.tell:
                    self.tell(self.done, self.all, tables.label(model))

    def _batches(self, model: tables.Table) -> Iterator[list[list[Any]]]:
        values = tables.Values(model, connections[DEFAULT_DB_ALIAS])
        batch: list[list[Any]] = []
        for row in reading.rows(self.whole, tables.label(model)):
            with _fitting(model):
                batch.append(values.of(row))
            if len(batch) == WRITTEN_AT_ONCE:
                self.done += len(batch)
                yield batch
                batch = []
        self.done += len(batch)
        yield batch

    def _with_originals(self, model: tables.Table) -> Iterator[list[list[Any]]]:
        """Yield rows with the bytes of their originals, few enough to be held in memory."""
        here = connections[DEFAULT_DB_ALIAS]
        values = tables.Values(model, here)
        content = model._meta.get_field(tables.BYTES[model])
        batch: list[list[Any]] = []
        held = 0
        for row in reading.rows(self.whole, tables.label(model)):
            original = reading.original(self.whole, row["sha256"])
            with _fitting(model):
                batch.append([*values.of(row), content.get_db_prep_save(original, here)])  # type: ignore[union-attr]
            held += len(original)
            self.done += 1 + ROWS_AN_ORIGINAL
            if held > BYTES_AT_ONCE:
                yield batch
                batch, held = [], 0
        yield batch


@contextmanager
def _fitting(model: tables.Table) -> Iterator[None]:
    """Say in which table the values of a row are none that its columns hold."""
    try:
        yield
    except contents.UNFIT as error:
        raise contents.Unusable(f"{contents.rows_name(tables.label(model))}: {error!r}"[:LONGEST]) from error


def _compare(told: Manifest) -> None:
    """Count what was written: so much came out of the backup, so much must be there."""
    for model in tables.kept():
        count = told["tables"].get(tables.label(model), {}).get("rows", 0)
        found = tables.rows(model).count()
        if found != count:
            raise Refused(
                [
                    _("%(table)s came back with %(found)d rows instead of %(count)d; nothing was changed.")
                    % {"table": tables.label(model), "found": found, "count": count}
                ]
            )


def _indexed() -> bool:
    """Make the index anew; what can't be written now, the next search has made."""
    try:
        search.rebuild()
    except Exception:
        log.exception("The archive is restored; its index could not be built")
        return False
    return True
