"""The tables that a backup holds, and how their rows become lines of JSON, and rows again.

What isn't named as left out is kept: a table that somebody adds is in the next backup.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_noop

from reports.models import SourceFile

Row = dict[str, Any]
Field = models.Field[Any, Any]
Table = type[models.Model]

LEFT_OUT = {
    "sessions.Session": gettext_noop("Sessions: after a restore everybody signs in again."),
    "contenttypes.ContentType": gettext_noop("Names of the tables: the program makes them; rows name them by name."),
    "auth.Permission": gettext_noop("Permissions: the program makes them; groups and users name them by name."),
    "django_tasks_database.DBTaskResult": gettext_noop("The queue of tasks: jobs that wait are kept."),
    "reports.WorkerBeat": gettext_noop("Signs of life of workers: they are of the machine, not of the archive."),
    "axes.AccessAttempt": gettext_noop("Failed sign-ins that are being counted: lockouts end by themselves."),
    "axes.AccessAttemptExpiration": gettext_noop("When these counts end."),
    "axes.AccessFailureLog": gettext_noop("Browsers of failed sign-ins: the audit log says who and when."),
    "axes.AccessLog": gettext_noop("Browsers of sign-ins: the audit log says who and when."),
}
# Rows of these are named by what they are, since their numbers differ from one database to the next.
NAMED = {ContentType, Permission}
# Bytes of originals are files of their own.
BYTES: dict[Table, str] = {SourceFile: "content"}
# The values of these are in Python as they are in JSON and in the database.
PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.FloatField,
    models.BooleanField,
    models.AutoField,
    models.ForeignKey,
)
READ_AT_ONCE = 2000


@cache
def kept() -> tuple[Table, ...]:
    """Return all tables that a backup holds, each behind those that its rows point to."""
    wanted = {model for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    wanted = {model for model in wanted if not model._meta.proxy and label(model) not in LEFT_OUT}
    ordered: list[Table] = []
    waiting = sorted(wanted, key=label)
    while waiting:
        ready = [model for model in waiting if not _points_to(model) & set(waiting) - {model}]
        # Tables that point to one another come in any order: the database looks at the end of the transaction.
        ordered += ready or waiting[:1]
        waiting = [model for model in waiting if model not in ordered]
    return tuple(ordered)


def label(model: Table) -> str:
    """Return the name of a table in backups, as in `reports.Report`."""
    return f"{model._meta.app_label}.{model._meta.object_name}"


def rows(model: Table, using: str = DEFAULT_DB_ALIAS) -> models.QuerySet[models.Model]:
    """Return all rows of a table."""
    return models.QuerySet(model, using=using)


def fields(model: Table) -> list[Field]:
    """Return the columns that stand in lines of JSON."""
    return [field for field in model._meta.concrete_fields if field.name != BYTES.get(model)]


def named(field: Field) -> Table | None:
    """Return the table whose rows a column names by what they are, None for all other columns."""
    return field.related_model if field.related_model in NAMED else None


def lines(model: Table, using: str) -> Iterator[bytes]:
    """Yield each row of a table as a line of JSON, by primary key."""
    columns = fields(model)
    names = [field.attname for field in columns]
    by_name = {place: Names(using, to) for place, field in enumerate(columns) if (to := named(field))}
    found = rows(model, using).order_by("pk").values_list(*names)
    for values in found.iterator(chunk_size=READ_AT_ONCE):
        row = list(values)
        for place, known in by_name.items():
            row[place] = known.name_of(row[place])
        yield _line(dict(zip(names, row, strict=True)))


def _line(row: Row) -> bytes:
    return f"{json.dumps(row, ensure_ascii=False, separators=(',', ':'), default=_plain)}\n".encode()


def _plain(value: object) -> str:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value)} has no place in a backup")


class Names:
    """Permissions or content types by name, and back; one that isn't known here is made."""

    def __init__(self, using: str, table: Table) -> None:
        self.using = using
        self.table = table
        self.names: dict[int, tuple[str, ...]] = {
            pk: tuple(name) for pk, *name in self._rows().values_list("pk", *NATURAL[table])
        }
        self.keys = {name: key for key, name in self.names.items()}

    def _rows(self) -> models.QuerySet[models.Model]:
        return rows(self.table, self.using)

    def name_of(self, key: int | None) -> list[str] | None:
        """Return what the row of that number is."""
        return None if key is None else list(self.names[key])

    def key_of(self, name: Sequence[str] | None) -> int | None:
        """Return the number here of what is so named."""
        if name is None:
            return None
        known = tuple(name)
        if known not in self.keys:
            self.keys[known] = self._made(known)
        return self.keys[known]

    def _made(self, name: tuple[str, ...]) -> int:
        table, _created = ContentType.objects.using(self.using).get_or_create(app_label=name[0], model=name[1])
        if self.table is ContentType:
            return table.pk
        row, _created = Permission.objects.using(self.using).get_or_create(
            content_type=table, codename=name[2], defaults={"name": name[2]}
        )
        return row.pk


NATURAL: dict[Table, tuple[str, ...]] = {
    ContentType: ("app_label", "model"),
    Permission: ("content_type__app_label", "content_type__model", "codename"),
}


class Values:
    """What makes of a row of a backup the values of a row in the database."""

    def __init__(self, model: Table, using: BaseDatabaseWrapper) -> None:
        self.columns = fields(model)
        self.makers = [_maker(field, using) for field in self.columns]
        self.defaults = [_default(field) for field in self.columns]

    def of(self, row: Row) -> list[Any]:
        """Return the values in the order of the columns; what the row doesn't tell is as in a new row."""
        return [
            maker(row[field.attname] if field.attname in row else default())
            for field, maker, default in zip(self.columns, self.makers, self.defaults, strict=True)
        ]


def _maker(field: Field, using: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    if to := named(field):
        return Names(using.alias, to).key_of
    if isinstance(field, PLAIN):
        return _as_it_is
    if isinstance(field, models.JSONField):
        return lambda value: field.get_db_prep_save(value, using)
    return lambda value: field.get_db_prep_save(field.to_python(value), using)


def _as_it_is(value: Any) -> Any:
    return value


def _default(field: Field) -> Callable[[], Any]:
    return field.get_default


def _points_to(model: Table) -> set[Table]:
    return {field.related_model for field in model._meta.concrete_fields if isinstance(field.related_model, type)}
