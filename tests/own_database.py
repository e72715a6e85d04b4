"""Databases of archives that a test makes in folders and works on by processes: files there, or more on its server."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection


def address_in(folder: Path) -> str:
    """Return the DATABASE_URL of the archive in a folder, which on a server must have been `made`."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder / 'archive.sqlite3'}"
    return address_of(_name(folder))


def address_of(name: str) -> str:
    """Return the DATABASE_URL of a database of the server on which the tests are run."""
    told = connection.settings_dict
    word = f":{quote(told['PASSWORD'], safe='')}" if told["PASSWORD"] else ""
    return f"postgres://{told['USER']}{word}@{quote(told['HOST'], safe='')}:{told['PORT'] or 5432}/{name}"


def make(folder: Path, like: Path | None = None) -> None:
    """Have the archive of a folder a database; on a server a new one, empty or like that of another folder.

    A file is made by whoever opens it, and copied with its folder.
    """
    if connection.vendor != "sqlite":
        template = f' TEMPLATE "{_name(like)}"' if like else ""
        _told(f'DROP DATABASE IF EXISTS "{_name(folder)}" WITH (FORCE)')
        _told(f'CREATE DATABASE "{_name(folder)}"{template}')


def drop(folder: Path) -> None:
    """Remove the database that was made for a folder, whoever is still at it."""
    if connection.vendor != "sqlite":
        _told(f'DROP DATABASE IF EXISTS "{_name(folder)}" WITH (FORCE)')


def rows(folder: Path, query: str) -> list[Any]:
    """Return what the database of a folder answers."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "archive.sqlite3", timeout=20)) as there:
            return there.execute(query).fetchall()
    with closing(_connected(address_in(folder))) as server:
        found: list[Any] = server.execute(query).fetchall()
        return found


def _name(folder: Path) -> str:
    return f"test_{blake2b(str(folder).encode(), digest_size=10).hexdigest()}"


def _told(statement: str) -> None:
    with closing(_connected(address_of("postgres"))) as server:
        server.execute(statement)


def _connected(address: str) -> Any:
    # Installed only where there is a server to be asked, and asked without Django: also where a test may not.
    return import_module("psycopg").connect(address, autocommit=True)
