"""The database of a test: its address for other processes, copies of it, and what it takes that no rule allows."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, connections

from tests import own_database

# PostgreSQL holds no text with this character; SQLite does.
NUL = "" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "\x00"


def address() -> str:
    """Return the DATABASE_URL of the test's database."""
    name = str(connection.settings_dict["NAME"])
    return f"sqlite:///{name}" if connection.vendor == "sqlite" else own_database.address_of(name)


def others() -> list[int]:
    """Return the processes beside this one that were told to work on the test's database."""
    told, found = f"DATABASE_URL={address()}".encode(), []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if told in environ.read_bytes().split(b"\0"):
                found.append(int(environ.parent.name))
    return [pid for pid in found if pid != os.getpid()]


def copier(folder: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return what keeps a copy of the test's database, and what puts the copy in its place."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        kept = str(folder / "rows")
        return lambda: _copied_file(name, kept), lambda: _copied_file(kept, name)
    mould = f"{name}_mould"
    return lambda: _copied_database(name, mould), lambda: _copied_database(mould, name)


def _copied_file(source: str, target: str) -> None:
    connection.close()
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def _copied_database(source: str, target: str) -> None:
    connections.close_all()
    quoted = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted(target)}")
        cursor.execute(f"CREATE DATABASE {quoted(target)} TEMPLATE {quoted(source)}")


def drop_copy() -> None:
    """Remove the copy, where it is a database of its own."""
    if connection.vendor == "postgresql":
        connections.close_all()
        with connection._nodb_cursor() as cursor:
            name = connection.ops.quote_name(f"{connection.settings_dict['NAME']}_mould")
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")


@contextmanager
def without_rules() -> Iterator[None]:
    """Let the block write past the rules, as far as the database can be brought to that; skip the test where not."""
    connection.close()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("PRAGMA ignore_check_constraints=ON")
        else:
            cursor.execute("SET session_replication_role = replica")
    try:
        yield
    except IntegrityError:
        if connection.vendor == "sqlite":
            raise
        pytest.skip("this database keeps its rules whatever happens")
    finally:
        connection.close()


def forget_numbers() -> None:
    """Let each table number its rows from 1 again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence")
            return
        for model in apps.get_models(include_auto_created=True):
            for told in connection.introspection.get_sequences(cursor, model._meta.db_table):
                cursor.execute(f"ALTER SEQUENCE {connection.ops.quote_name(told['name'])} RESTART")
