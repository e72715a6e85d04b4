"""The highest number that a table ever gave to a row: no permanent address is given twice, also after a restore."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from reports.keeping.tables import Table


def is_numbered(model: Table) -> bool:
    """Say whether the database numbers the rows of a table."""
    return isinstance(model._meta.pk, models.AutoField | models.BigAutoField | models.SmallAutoField)


def highest(using: BaseDatabaseWrapper, model: Table) -> int:
    """Return the highest number given, 0 where none was; that of a row which is gone counts."""
    with using.cursor() as cursor:
        if using.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        else:
            name = _sequence(using, model)
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {name}")  # noqa: S608
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def set_highest(using: BaseDatabaseWrapper, model: Table, number: int) -> None:
    """Let the table give no number up to this one to a new row."""
    if number < 1:
        return
    with using.cursor() as cursor:
        if using.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [model._meta.db_table, number])
        else:
            cursor.execute("SELECT setval(%s, %s)", [_sequence(using, model), number])


def _sequence(using: BaseDatabaseWrapper, model: Table) -> str:
    """Return the name of the table's sequence in PostgreSQL, quoted."""
    with using.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_serial_sequence(%s, %s)",
            [using.ops.quote_name(model._meta.db_table), model._meta.pk.column],
        )
        return str(cursor.fetchone()[0])
